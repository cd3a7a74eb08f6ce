"""What the rules make of a note: its kind, and whether it counts as a contact with the client.

"Contact" is a conversation with the client, in person, by telephone or by video; letters and talks about the client are
notes and count for nothing (HK 4.1.4, 4.2).
"""

from fm.rules.vocabulary import COUNTING_MEANS, KIND_OF_OCCASION

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


def kind_missed(purpose: str, important_reason: bool) -> str:
    """The kind of the note about an appointment that the client missed.

    Who had an important reason has not missed the consultation in the sense of the rules, so that its deadline goes on
    (by analogy with § 32 SGB II; HK 4.2).
    """
    return "other" if important_reason else kind_of(OCCASION_OF_PURPOSE[purpose])
