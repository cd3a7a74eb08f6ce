"""Chapter 2 of the rulebook: who should look after a case, and why."""

from datetime import date
from typing import Any

import pytest

from fm.rules.facts import parse
from fm.rules.responsibility import age, areas_on, is_youth, responsible_stream
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings
from fm.rules.vocabulary import AREAS
from tests.rules.support import categories, target_groups

TODAY = date(2026, 6, 1)


def proposed(facts: dict[str, Any], settings: RuleSettings = DEFAULT_SETTINGS) -> tuple[str, str]:
    """Stream and reason on 1 June 2026."""
    return responsible_stream(parse({"id": "a case", "born": "1985-06-11", **facts}), TODAY, settings)


def pupil(school: dict[str, Any] | None = None, intake: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A pupil, if not said otherwise after the intake."""
    return {"born": "2009-11-20", "target_groups": target_groups("2026-01-12 pupil"), "school": school or {},
            "intake": {"held": "2026-01-19"} if intake is None else intake, **more}


SELF_EMPLOYED = ("self_employed", "Selbständige haben ein eigenes Fallmanagement (HK 1, 3).")
REFUGEE = ("refugee", "Geflüchtete haben ein eigenes Fallmanagement (HK 1, 3).")
YOUTH = ("youth", "Unter 25-Jährige werden ausschließlich vom Fallmanagement U25 betreut (HK 3).")
MARKET_READY = ("market_ready", "Erwachsene der Kategorie A gehen an das arbeitsmarktnahe Fallmanagement (HK 3, 6.3).")
MARKET_DISTANT = ("market_distant", "Erwachsene, die nicht zur Kategorie A gehören, betreut das arbeitsmarktferne "
                                    "Fallmanagement (HK 3, 4).")
INTAKE = ("career_adviser", "Die Einstiegsberatung von Schülerinnen und Schülern führt die Berufsberatung (HK 5.2.1).")
TO_GRADE_10 = ("career_adviser", "Bis zur 10. Klasse einer Oberschule, Gesamtschule oder Freien Schule betreut die "
                                 "Berufsberatung (HK 5.2.1).")
SPECIAL_SCHOOL = ("youth", "Nach der Einstiegsberatung betreut das Fallmanagement U25 die Schülerinnen und Schüler der "
                           "Förderschule, in Absprache mit der Sachbearbeitung Reha (HK 5.2.1).")
OTHER_SCHOOL = ("youth", "Schülerinnen und Schüler anderer Schulen betreut das Fallmanagement U25, die Berufsberatung "
                         "liegt vorrangig bei der Agentur für Arbeit (HK 5.2.1).")

PROPOSALS: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "self-employed": ({"groups": ["self_employed"]}, SELF_EMPLOYED),
    "refugee": ({"groups": ["refugee"]}, REFUGEE),
    "self-employed before refugee": ({"groups": ["refugee", "self_employed"]}, SELF_EMPLOYED),
    "self-employed before age": ({"groups": ["self_employed"], "born": "2006-01-31"}, SELF_EMPLOYED),
    "refugee before pupil": (pupil(groups=["refugee"]), REFUGEE),
    "self-employed before category A": (
        {"groups": ["self_employed"], "categories": categories("2026-01-12 A")}, SELF_EMPLOYED),
    "another mark": ({"groups": ["single_parent"]}, MARKET_DISTANT),
    "youth": ({"born": "2006-01-31"}, YOUTH),
    "youth of category A": ({"born": "2006-01-31", "categories": categories("2026-01-12 A")}, YOUTH),
    "youth until the eve of the birthday": ({"born": "2001-06-02"}, YOUTH),
    "adult from the birthday": ({"born": "2001-06-01"}, MARKET_DISTANT),
    "adult of category A": ({"categories": categories("2026-06-01 A")}, MARKET_READY),
    "adult of category A tomorrow": ({"categories": categories("2026-01-12 B", "2026-06-02 A")}, MARKET_DISTANT),
    "adult of category B": ({"categories": categories("2026-01-12 A", "2026-06-01 B")}, MARKET_DISTANT),
    "adult without a category": ({}, MARKET_DISTANT),
    "adult pupil": ({"target_groups": target_groups("2026-01-12 pupil")}, MARKET_DISTANT),
    "pupil before the intake": (pupil({"type": "gymnasium"}, {}), INTAKE),
    "pupil on the day of the intake": (pupil({"type": "gymnasium"}, {"held": "2026-06-01"}), INTAKE),
    "pupil after a missed intake": (pupil({"type": "gymnasium"}, {"missed": "2026-05-29"}), OTHER_SCHOOL),
    "pupil after a waived intake": (pupil({"type": "gymnasium"}, {"waived": "2026-05-29"}), OTHER_SCHOOL),
    "pupil only invited": (pupil({"type": "gymnasium"}, {"invited": "2026-05-29"}), INTAKE),
    "Oberschule, grade 10": (pupil({"type": "oberschule", "grade": 10}), TO_GRADE_10),
    "Gesamtschule, grade 9": (pupil({"type": "gesamtschule", "grade": 9}), TO_GRADE_10),
    "Freie Schule, grade unknown": (pupil({"type": "freie_schule"}), TO_GRADE_10),
    "Gesamtschule, grade 11": (pupil({"type": "gesamtschule", "grade": 11}), OTHER_SCHOOL),
    "Förderschule": (pupil({"type": "foerderschule", "grade": 8}), SPECIAL_SCHOOL),
    "Gymnasium": (pupil({"type": "gymnasium", "grade": 8}), OTHER_SCHOOL),
    "school unknown": (pupil(), OTHER_SCHOOL),
    "no pupil any more": (
        pupil({"type": "oberschule", "grade": 10}, target_groups=target_groups("2026-01-12 pupil", "2026-06-01 none")),
        YOUTH),
}


@pytest.mark.parametrize(("facts", "expected"), list(PROPOSALS.values()), ids=list(PROPOSALS))
def test_proposal(facts: dict[str, Any], expected: tuple[str, str]) -> None:
    assert proposed(facts) == expected


@pytest.mark.parametrize("mark", ["self_employed", "refugee"])
def test_a_setting_gives_a_special_stream_up_from_its_day_on(mark: str) -> None:
    def given_up(day: date) -> RuleSettings:
        return RuleSettings([(day, f"{mark}_stream", False)])

    assert proposed({"groups": [mark]}, given_up(date(2026, 6, 2)))[0] == mark
    assert proposed({"groups": [mark]}, given_up(date(2026, 6, 1))) == MARKET_DISTANT
    assert proposed({"groups": [mark], "born": "2006-01-31"}, given_up(date(2026, 6, 1))) == YOUTH


@pytest.mark.parametrize(("born", "day", "years"), [
    ("2001-06-15", "2026-06-14", 24), ("2001-06-15", "2026-06-15", 25), ("2000-02-29", "2025-02-28", 24),
    ("2000-02-29", "2025-03-01", 25), ("2000-02-29", "2024-02-29", 24), ("2026-06-01", "2026-06-01", 0),
])
def test_age(born: str, day: str, years: int) -> None:
    assert age(date.fromisoformat(born), date.fromisoformat(day)) == years


@pytest.mark.parametrize(("born", "day", "youth"), [
    ("2001-06-15", "2026-06-14", True), ("2001-06-15", "2026-06-15", False), ("2000-02-29", "2025-02-28", True),
    ("2000-02-29", "2025-03-01", False),
])
def test_youth(born: str, day: str, youth: bool) -> None:
    assert is_youth(date.fromisoformat(born), date.fromisoformat(day)) is youth


@pytest.mark.parametrize(("day", "called"), [
    (date(2026, 6, 14), "schulische Qualifikation/berufliche Kompetenz"), (date(2026, 6, 15), AREAS["BK"]),
])
def test_the_first_area_is_called_otherwise_under_25(day: date, called: str) -> None:
    assert areas_on(date(2001, 6, 15), day)["BK"] == called
