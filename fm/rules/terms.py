"""What an instrument is called on a day, and the paragraph of the law that it rests on.

The law has moved on from the words of the concept. Which words stand on screen and paper is a dated setting of the
office: "concept" keeps those of the Handlungskonzept in its 4th revision, which is the default, "law" follows the date.
The paragraph always is the one in force on the day: paper names its legal basis whatever the instrument is called.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

#: The key of the dated setting, and what it may say.
WORDING_SETTING = "wording"
WORDINGS = {
    "concept": "Handlungskonzept, 4. Überarbeitung",
    "law": "Gesetz am jeweiligen Tag",
}
DEFAULT_WORDING = "concept"


class Term(NamedTuple):
    """A name, and the paragraph it rests on."""

    name: str
    paragraph: str


_AGREEMENT = "Eingliederungsvereinbarung"
_PROFILE = "Bewerberprofil"
_BENEFIT = "Arbeitslosengeld II"

#: What the concept calls things.
_CONCEPT = {
    "agreement": _AGREEMENT,
    "profile": _PROFILE,
    "benefit": _BENEFIT,
    "duty_breach": "Pflichtverletzung",
    "summons_breach": "Meldeversäumnis",
    "hearing": "Anhörung",
}

#: Instrument → what the law calls it, each from a day on; the last from on or before a day holds.
_LAW: dict[str, tuple[tuple[date, Term], ...]] = {
    "agreement": (
        (date(2005, 1, 1), Term(_AGREEMENT, "§ 15 Absatz 1 SGB II")),
        (date(2016, 8, 1), Term(_AGREEMENT, "§ 15 Absatz 2 SGB II")),
        (date(2023, 7, 1), Term("Kooperationsplan", "§ 15 Absatz 2 SGB II")),
    ),
    "profile": (
        (date(2005, 1, 1), Term(_PROFILE, "§ 14 SGB II")),
        (date(2016, 8, 1), Term("Potenzialanalyse", "§ 15 Absatz 1 SGB II")),
    ),
    "benefit": (
        (date(2005, 1, 1), Term(_BENEFIT, "§ 19 SGB II")),
        (date(2023, 1, 1), Term("Bürgergeld", "§ 19 SGB II")),
        (date(2026, 7, 1), Term("Grundsicherungsgeld", "§ 19 SGB II")),
    ),
    "duty_breach": (
        (date(2005, 1, 1), Term("Pflichtverletzung", "§ 31 SGB II")),
        (date(2011, 4, 1), Term("Pflichtverletzung", "§§ 31, 31a, 31b SGB II")),
    ),
    "summons_breach": (
        (date(2005, 1, 1), Term("Meldeversäumnis", "§ 31 SGB II")),
        (date(2011, 4, 1), Term("Meldeversäumnis", "§ 32 SGB II")),
        (date(2026, 7, 1), Term("Meldeversäumnis", "§§ 32, 32a, 7b SGB II")),
    ),
    "hearing": (
        (date(2005, 1, 1), Term("Anhörung", "§ 24 SGB X")),
    ),
}

#: From the first day on no agreement of the old kind is concluded; those that run then hold until the second at most.
NO_MORE_OLD_AGREEMENTS, LAST_DAY_OF_OLD_AGREEMENTS = date(2023, 7, 1), date(2023, 12, 31)


def term(key: str, day: date, wording: str = DEFAULT_WORDING) -> Term:
    """What an instrument is called on a day, with the paragraph in force (HK 4.1.4; § 15 SGB II as it was on the day).

    KeyError for an instrument or a wording there is none of; a day before the law is the law's first.
    """
    WORDINGS[wording]
    versions = _LAW[key]
    in_force = [version for start, version in versions if start <= day] or [versions[0][1]]
    if wording == "law":
        return in_force[-1]
    return Term(_CONCEPT[key], in_force[-1].paragraph)


def holds_until(signed: date, valid_until: date) -> date:
    """The last day of an agreement: those of before July 2023 hold until 31 December 2023 at most (§ 65 SGB II)."""
    old = signed < NO_MORE_OLD_AGREEMENTS
    return min(valid_until, LAST_DAY_OF_OLD_AGREEMENTS) if old else valid_until


def wording_on(day: date, entries: Iterable[tuple[date, str]]) -> str:
    """The wording of a day. Entries are (from, JSON of one of WORDINGS); the last one from on or before it holds."""
    said = [value for start, value in sorted(entries) if start <= day]
    return json.loads(said[-1]) if said else DEFAULT_WORDING
