"""What the rules make of a note: its kind, and whether it counts as a contact with the client.

"Contact" is a conversation with the client, in person, by telephone or by video; letters and talks about the client are
notes and count for nothing (HK 4.1.4, 4.2).
"""

from fm.rules.vocabulary import CONTACT_KINDS, CONTACT_MEANS, CONTACT_OCCASIONS, COUNTING_MEANS, KIND_OF_OCCASION

#: By what means an agreement was evaluated without the client; the closed list has no word of its own for it.
WITHOUT_TALK = "nach den Unterlagen, ohne Gespräch"

#: Purpose of an appointment → occasion of the note about it.
OCCASION_OF_PURPOSE = {
    "intake": "intake",
    "first_consultation": "first_consultation",
    "follow_up": "follow_up",
    "review": "review",
    "handover_talk": "handover",
    "other": "other",
}


def kind_of(occasion: str | None) -> str:
    """The kind of a note, one of CONTACT_KINDS, by its occasion."""
    return KIND_OF_OCCASION.get(occasion or "", "other")


def counts(means: str | None) -> bool:
    """Whether a note by these means is a conversation with the client; one whose means are not known was (HK 4.2)."""
    return means is None or means in COUNTING_MEANS


def without_talk(means: str | None, occasion: str | None) -> bool:
    """Whether a note tells of an agreement evaluated from other papers than those for applications (HK 4.1.4)."""
    return means == "papers" and occasion == "evaluation"


def about(occasion: str | None, kind: str, counted: bool) -> str:
    """What a note is called: by its occasion; where none is known by its kind, or as a note if it was no talk."""
    if occasion:
        return CONTACT_OCCASIONS[occasion]
    return CONTACT_KINDS[kind] if counted else "Vermerk"


def by_means(means: str | None, occasion: str | None) -> str:
    """By what means a note came about, in words; "" where they are not known."""
    return WITHOUT_TALK if without_talk(means, occasion) else CONTACT_MEANS.get(means or "", "")


def kind_missed(purpose: str, important_reason: bool) -> str:
    """The kind of the note about an appointment that the client missed.

    Who had an important reason has not missed the consultation in the sense of the rules, so that its deadline goes on
    (by analogy with § 32 SGB II; HK 4.2).
    """
    return "other" if important_reason else kind_of(OCCASION_OF_PURPOSE[purpose])
