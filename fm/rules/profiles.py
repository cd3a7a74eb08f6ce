"""Chapters 4.1.1 and 5.1: what a version of the profile says, from when to when it holds, and versions compared.

A version holds from its first day up to the day on which the next one begins, so that there is neither a gap between
two versions nor a day on which both hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import german, plus_months
from fm.rules.casework import KNOWLEDGE_LEVELS, PROFILE_ITEMS, STRENGTHS

#: So many months a version is proposed to hold: as long as an agreement runs at most.
HOLDS_FOR = 6
#: The fields of a version in the order of the page; the kinds of items stand among them.
FIELDS = {
    "valid_from": "gilt ab",
    "valid_until": "gilt bis",
    "target": "Zielberuf oder Tätigkeit",
    "alternative": "Alternativen",
    "requirement": "Anforderungen des Ziels",
    "strength": "Stärken",
    "strengths": "Stärken in eigenen Worten",
    "knowledge": "Fachkenntnisse",
    "interests": "Interessen und Neigungen",
}


class Item(NamedTuple):
    """A line of a profile; `kind` is one of PROFILE_ITEMS, the rest as in the model of the same name."""

    kind: str
    text: str
    code: str | None = None
    area: str | None = None
    level: str | None = None

    def in_words(self, areas: Mapping[str, str]) -> str:
        """The line as one reads it, with its area (as named in `areas`), level, or code of the occupation."""
        if self.kind == "knowledge" and self.level:
            return f"{self.text} ({KNOWLEDGE_LEVELS[self.level]})"
        if self.kind == "requirement" and self.area:
            return f"{self.text} ({areas[self.area]})"
        return f"{self.text} ({self.code})" if self.kind == "alternative" and self.code else self.text


@dataclass(frozen=True)
class ProfileSaid:
    """What a version of the profile says; `target_code` is one of the classification of occupations."""

    valid_from: date
    valid_until: date | None = None
    target: str | None = None
    target_code: str | None = None
    strengths: str | None = None
    interests: str | None = None
    items: Sequence[Item] = ()

    @property
    def aim(self) -> str | None:
        """The target as one reads it, with its code."""
        return f"{self.target} ({self.target_code})" if self.target and self.target_code else self.target

    def of(self, kind: str) -> list[Item]:
        """The lines of a kind, in their order."""
        return [item for item in self.items if item.kind == kind]


def strength_items(codes: Iterable[str]) -> list[Item]:
    """The lines for strengths chosen from the list, in its order."""
    chosen = set(codes)
    return [Item("strength", label, code, area) for code, (label, area) in STRENGTHS.items() if code in chosen]


def strength_named(text: str) -> Item:
    """The line for a strength in words: one of the list where it is called so, else as it was written."""
    code = next((code for code, (label, _) in STRENGTHS.items() if label.casefold() == text.casefold()), None)
    return strength_items([code])[0] if code else Item("strength", text)


def holds_until(begins: date) -> date:
    """Until when a version that begins on a day is proposed to hold."""
    return plus_months(begins, HOLDS_FOR)


class Fault(NamedTuple):
    """Why something is not possible: the field of the form, and a German sentence."""

    field: str
    sentence: str


def span_faults(begins: date, ends: date | None) -> Iterator[Fault]:
    """Whether a version can hold from one day to another (HK 4.1.1)."""
    if ends is not None and ends <= begins:
        yield Fault("gilt_bis", f"Das Profil gilt ab dem {german(begins)}; sein Ende muss danach liegen.")


def beginning_faults(day: date, today: date, current: ProfileSaid) -> Iterator[Fault]:
    """Whether the next version can begin on a day: it begins where the current one ends, or cuts it (HK 4.1.1, 4.1.4).

    A current version that has ended already is followed without a gap; so the next one may begin in the past.
    """
    if day > today:
        yield Fault("tag", "Eine neue Fassung beginnt heute oder früher, nicht im Voraus.")
    elif day < current.valid_from:
        yield Fault("tag", f"Ab dem {german(current.valid_from)} gilt schon eine spätere Fassung; davor kann keine "
                           "neue beginnen.")
    elif current.valid_until is not None and day > current.valid_until:
        yield Fault("tag", f"Die letzte Fassung endet am {german(current.valid_until)}. Damit keine Lücke entsteht, "
                           "beginnt die neue an diesem Tag oder früher.")


def next_beginning(day: date, current: ProfileSaid | None) -> date:
    """The possible beginning of the next version that comes nearest to a day."""
    if current is None:
        return day
    return max(current.valid_from, min(day, current.valid_until or day))


class Part(NamedTuple):
    """A piece of a field: its words, and whether the other version has them as well."""

    words: str
    shared: bool


class Compared(NamedTuple):
    """A field of two versions side by side."""

    label: str
    one: list[Part]
    other: list[Part]

    @property
    def differs(self) -> bool:
        """Whether the versions say something else here."""
        return not all(part.shared for part in (*self.one, *self.other))


def compare(one: ProfileSaid, other: ProfileSaid, areas: Mapping[str, str]) -> list[Compared]:
    """Two versions field by field; lists line by line, whatever their order (HK 4.1.1)."""
    pairs = ((label, _words(one, name, areas), _words(other, name, areas)) for name, label in FIELDS.items())
    return [side_by_side(label, mine, theirs) for label, mine, theirs in pairs]


def side_by_side(label: str, one: Sequence[str], other: Sequence[str]) -> Compared:
    """A field of two versions, line by line: which lines both have."""
    mine, theirs = [Part(words, words in other) for words in one], [Part(words, words in one) for words in other]
    return Compared(label, mine, theirs)


def _words(version: ProfileSaid, name: str, areas: Mapping[str, str]) -> list[str]:
    if name in PROFILE_ITEMS:
        return [item.in_words(areas) for item in version.of(name)]
    value = version.aim if name == "target" else getattr(version, name)
    if value is None or value == "":
        return []
    return [german(value) if isinstance(value, date) else value]


class AreaRow(NamedTuple):
    """One of the five areas: what the target asks for, what the client brings, what stands in the way."""

    code: str
    label: str
    requirements: list[str]
    strengths: list[str]
    barriers: list[str]


def by_area(
    version: ProfileSaid, barriers: Iterable[tuple[str, str]], areas: Mapping[str, str]
) -> list[AreaRow]:
    """Requirements, strengths and barriers (area, name) side by side in the five areas (HK 4.1.1, 5.1).

    Knowledge counts among the strengths. What has no area counts to the occupational ones.
    """
    barriers = list(barriers)
    return [AreaRow(area, label,
                    _in_area(version, area, "requirement"), _in_area(version, area, "strength", "knowledge"),
                    [name for of, name in barriers if of == area])
            for area, label in areas.items()]  # fmt: skip


def _in_area(version: ProfileSaid, area: str, *kinds: str) -> list[str]:
    """The lines of these kinds in an area; the area itself is not said again."""
    return [item.text if item.kind == "requirement" else item.in_words({})
            for kind in kinds for item in version.of(kind) if (item.area or "BK") == area]
