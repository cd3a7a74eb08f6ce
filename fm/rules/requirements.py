"""What the text of a job asks for: licences, strengths, and the words that knowledge is compared with (HK 6.4)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from fm.rules.names import fold
from fm.rules.occupations import spellings

_CLASSES = {"b": "B", "be": "BE", "c": "C", "c1": "C", "ce": "CE", "c1e": "CE", "d": "D", "t": "T", "l": "T"}
_VEHICLES = {"pkw": "B", "lkw": "C", "bus": "D", "traktor": "T"}
_BETWEEN = frozenset({"klasse", "klassen", "kl", "und", "oder", "der", "fuer", "bzw", "mind", "mindestens"})
_LICENCE = re.compile(r"(fuehrerschein|fahrerlaubnis|fs)\w*")
_CERTIFICATES = {
    "forklift": re.compile(r"stapler"),
    "welding": re.compile(r"schweiss(er)?\s?(schein|pruefung|zertifikat|pass)"),
    "food": re.compile(r"infektionsschutz|gesundheitspass|gesundheitszeugnis|rote karte"),
    "care": re.compile(r"pflegebasis|basiskurs pflege"),
    "guard": re.compile(r"\b34 ?a\b|bewachungsgewerbe"),
}
#: Who holds the first holds the others too.
LICENCE_INCLUDES = {
    "BE": frozenset({"B"}), "C": frozenset({"B"}), "CE": frozenset({"B", "BE", "C"}), "D": frozenset({"B"}),
}  # fmt: skip
#: A strength of STRENGTHS → how employers call it, folded.
_STRENGTHS = {
    "1": r"analytisch|problemloes",
    "2": r"auffassung",
    "3": r"entscheidungs",
    "4": r"ganzheitlich",
    "5": r"organisations|organisiert",
    "6": r"belastbar",
    "7": r"eigeninitiativ",
    "8": r"motivier|motivation|engagiert|leistungsbereit|einsatzbereit",
    "9": r"selb(st)?staendig\w* arbeit|selb(st)?staendige arbeitsweise",
    "10": r"zielstrebig|zielorient|ergebnisorient",
    "11": r"einfuehl|empath",
    "12": r"fuehrungs(erfahrung|faehig|kompet|verantw)",
    "13": r"kommunikati",
    "14": r"kundenorient|umgang mit kund|freundlich",
    "15": r"teamfaehig|teamgeist|im team",
    "16": r"flexib",
    "17": r"kreativ",
    "18": r"lernbereit|lernwillig",
    "19": r"sorgfalt|sorgfaeltig|gewissenhaft|genau\w*",
    "20": r"zuverlaessig|puenktlich",
}
_STRENGTH = {code: re.compile(words) for code, words in _STRENGTHS.items()}
_SHORTEST = 4
#: Words that stand in many titles and say nothing of the occupation.
_EMPTY = frozenset(
    "mitarbeiter mitarbeit arbeit fachkraft fachkraefte kraft kraefte helfer helferin hilfskraft aushilfe leiter "
    "leiterin leitung angestellte angestellter beruf berufe bereich allgemein sonstige vollzeit teilzeit minijob "
    "ausbildung auszubildende auszubildender azubi uckermark kenntnisse erfahrung gute sehr sowie oder und mit fuer "
    "nach ohne eine einen einer dienst stelle gesucht".split())


class Asked(NamedTuple):
    """What a job asks for: codes of LICENCES and STRENGTHS, and the stems of all words of its text."""

    licences: tuple[str, ...] = ()
    strengths: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


#: What a job without requirements asks for.
NOTHING = Asked()


def asked(requirements: str | None) -> Asked:
    """What the requirements of a job name; nothing where there are none (HK 6.4)."""
    text = fold(requirements or "")
    if not text:
        return NOTHING
    strengths = frozenset(code for code, words in _STRENGTH.items() if words.search(text))
    return Asked(tuple(sorted(licences_in(text))), strengths, stems(requirements))


def licences_in(text: str | None) -> set[str]:
    """The licences that a text names; of a driving licence without a class the one for cars."""
    folded = fold(text or "")
    words, found = folded.split(), {code for code, named in _CERTIFICATES.items() if named.search(folded)}
    for place, word in enumerate(words):
        if _LICENCE.fullmatch(word):
            found |= _classes(words, place) or {"B"}
    return found


class Told(NamedTuple):
    """What the client told at the intake that bears on jobs."""

    licences: tuple[str, ...]
    has_car: bool
    note: str


def wish_from_survey(mobility: Mapping[str, Any]) -> Told | None:
    """What a filled section "mobility" of the survey form says of licences, vehicle and ways to work; None for nothing.
    """
    held = {code for key, code in (("licence_car", "B"), ("licence_lorry", "C")) if mobility.get(key)}
    held |= licences_in(mobility.get("licence_more"))
    told = Told(tuple(sorted(held)), bool(mobility.get("vehicle")), (mobility.get("reach") or "").strip())
    return told if any(told) else None


@lru_cache(maxsize=10_000)
def stems(text: str | None) -> frozenset[str]:
    """The stems of the words of a title or a text, without those that say nothing of what is done."""
    words = {word for word in fold(text or "").split() if len(word) >= _SHORTEST and word not in _EMPTY}
    return frozenset(min(spellings(word), key=len) for word in words) - _EMPTY


def _classes(words: list[str], place: int) -> set[str]:
    """The classes named around a word for the licence: "Lkw-Führerschein", "Fahrerlaubnis der Klassen C und CE"."""
    before = words[place - 1] if place else ""
    found = {_VEHICLES[before]} if before in _VEHICLES else set()
    for word in words[place + 1:]:
        code = _CLASSES.get(word) or _VEHICLES.get(word)
        if code:
            found.add(code)
        elif word not in _BETWEEN:
            break
    return found
