"""Chapter 2 of the rulebook: who should look after a case, proposed with the reason in words.

Staff may decide otherwise, with a reason of their own.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import birthday
from fm.rules.facts import Facts
from fm.rules.history import History
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings
from fm.rules.vocabulary import ADVISED_SCHOOLS, AREAS, AREAS_YOUTH, SPECIAL_SCHOOL, SPECIAL_STREAMS

LAST_ADVISED_GRADE = 10
#: From this age on nobody has guardians.
OF_AGE = 18  # years


class Proposal(NamedTuple):
    """The stream that should look after a case, and why, in one German sentence with chapter."""

    stream: str
    why: str


def age(born: date, day: date) -> int:
    """Completed years of life on a day."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def is_youth(born: date, day: date) -> bool:
    """Whether somebody is under 25 on a day (U25)."""
    return day < birthday(born, 25)


def areas_on(born: date, day: date) -> Mapping[str, str]:
    """The names of the five areas as they are called with somebody on a day; under 25 they differ (HK 5.1)."""
    return AREAS_YOUTH if is_youth(born, day) else AREAS


def responsible_stream(facts: Facts, day: date, settings: RuleSettings = DEFAULT_SETTINGS) -> Proposal:
    """The stream responsible for a case on a day (HK 1, 3, 4, 5.2.1)."""
    for mark in SPECIAL_STREAMS:
        if mark in facts.groups and settings.on(day, f"{mark}_stream"):
            return Proposal(mark, f"{_SPECIAL[mark]} haben ein eigenes Fallmanagement (HK 1, 3).")
    history = History(facts, settings)
    if is_youth(facts.born, day):
        return _pupil(history, day) if history.is_pupil(day) else Proposal(
            "youth", "Unter 25-Jährige werden ausschließlich vom Fallmanagement U25 betreut (HK 3).")
    if history.category_on(day) == "A":
        return Proposal("market_ready", "Erwachsene der Kategorie A gehen an das arbeitsmarktnahe Fallmanagement "
                                        "(HK 3, 6.3).")
    return Proposal("market_distant", "Erwachsene, die nicht zur Kategorie A gehören, betreut das arbeitsmarktferne "
                                      "Fallmanagement (HK 3, 4).")


_SPECIAL = {"self_employed": "Selbständige", "refugee": "Geflüchtete"}


def _pupil(history: History, day: date) -> Proposal:
    """Pupils: the intake with the career adviser, afterwards by school (HK 5.2.1)."""
    if not history.intake_before(day, "held", "missed", "waived"):
        return Proposal("career_adviser", "Die Einstiegsberatung von Schülerinnen und Schülern führt die "
                                          "Berufsberatung (HK 5.2.1).")
    school = history.facts.school
    if school.type in ADVISED_SCHOOLS and (school.grade or 0) <= LAST_ADVISED_GRADE:
        return Proposal("career_adviser", "Bis zur 10. Klasse einer Oberschule, Gesamtschule oder Freien Schule "
                                          "betreut die Berufsberatung (HK 5.2.1).")
    if school.type == SPECIAL_SCHOOL:
        return Proposal("youth", "Nach der Einstiegsberatung betreut das Fallmanagement U25 die Schülerinnen und "
                                 "Schüler der Förderschule, in Absprache mit der Sachbearbeitung Reha (HK 5.2.1).")
    return Proposal("youth", "Schülerinnen und Schüler anderer Schulen betreut das Fallmanagement U25, die "
                             "Berufsberatung liegt vorrangig bei der Agentur für Arbeit (HK 5.2.1).")
