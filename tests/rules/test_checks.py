"""Chapter 5 of the rulebook, Q1 to Q5: what an intake lacks, row by row."""

from datetime import date
from typing import Any

import pytest

from fm.rules.checks import (
    PUPILS_ANSWERS,
    Check,
    IntakeAtHand,
    applying,
    first_time,
    intake_checks,
    may_omit_instruction,
)

DAY = date(2026, 3, 30)
ADULT, BORN_25_TODAY, YOUTH, CHILD = date(1985, 6, 11), date(2001, 3, 30), date(2001, 3, 31), date(2010, 5, 1)
COMPLETE = {"instructed": True, "result": "not_a", "cost_form": True}
PUPIL = {**COMPLETE, "born": CHILD, "pupil": True, "answered": frozenset(PUPILS_ANSWERS), "guardians_invited": True}


def checked(**facts: Any) -> list[Check]:
    """What is missing from an intake of somebody who had benefit here before."""
    return intake_checks(IntakeAtHand(**{"day": DAY, "born": ADULT, "first_time": False, **facts}))


def told(checks: list[Check]) -> list[str]:
    """Each check in one line: id, B or H, field."""
    return [f"{check.id} {'B' if check.blocks else 'H'} {check.field}" for check in checks]


INTAKES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing done": ({}, ["Q2 B belehrung", "Q3 B ergebnis", "Q4 H bewerbungskosten"]),
    "complete": (COMPLETE, []),
    "complete with result A": ({**COMPLETE, "result": "A"}, []),
    "a result that there is not": ({**COMPLETE, "result": "B"}, ["Q3 B ergebnis"]),
    "first time, form missing": ({**COMPLETE, "first_time": True, "survey_missing": ["Gesundheit"]}, ["Q1 B bogen"]),
    "first time, form there": ({**COMPLETE, "first_time": True}, []),
    "not the first time, form missing": ({**COMPLETE, "survey_missing": ["Gesundheit"]}, []),
    "no cost form": ({**COMPLETE, "cost_form": False}, ["Q4 H bewerbungskosten"]),
    "adult without instruction": ({**COMPLETE, "instructed": False}, ["Q2 B belehrung"]),
    "youth without instruction": ({**COMPLETE, "instructed": False, "born": YOUTH}, ["Q2 B belehrung"]),
    "pupil, everything there": (PUPIL, []),
    "pupil, leaves school in more than six months": (
        {**PUPIL, "instructed": False, "leaves": date(2026, 10, 1)}, []),
    "pupil, leaves school in six months to the day": (
        {**PUPIL, "instructed": False, "leaves": date(2026, 9, 30)}, ["Q2 B belehrung"]),
    "pupil, leaves school on an unknown day": ({**PUPIL, "instructed": False}, []),
    "pupil, has left school already": (
        {**PUPIL, "instructed": False, "leaves": date(2026, 3, 1)}, ["Q2 B belehrung"]),
    "pupil on the eve of the 25th birthday": ({**PUPIL, "instructed": False, "born": YOUTH}, []),
    "pupil on the 25th birthday": ({**PUPIL, "instructed": False, "born": BORN_25_TODAY}, ["Q2 B belehrung"]),
    "pupil, nothing asked": ({**PUPIL, "answered": frozenset()}, ["Q5 H bogen"]),
    "pupil, guardians not invited": ({**PUPIL, "guardians_invited": False}, ["Q5 H erziehungsberechtigte"]),
    "pupil of age, guardians not invited": ({**PUPIL, "guardians_invited": False, "born": YOUTH}, []),
    "no pupil: nobody asks for school": ({**COMPLETE, "born": CHILD}, []),
}


@pytest.mark.parametrize(("facts", "expected"), list(INTAKES.values()), ids=list(INTAKES))
def test_what_an_intake_lacks(facts: dict[str, Any], expected: list[str]) -> None:
    assert told(checked(**facts)) == expected


@pytest.mark.parametrize("missing", list(PUPILS_ANSWERS))
def test_each_answer_of_a_pupil_is_asked_for(missing: str) -> None:
    (check,) = checked(**{**PUPIL, "answered": frozenset(PUPILS_ANSWERS) - {missing}})
    assert check.sentence == f"Zur Einstiegsberatung in der Schulzeit fehlt: {PUPILS_ANSWERS[missing]}."


@pytest.mark.parametrize(("until", "moved_in", "granted", "expected"), [
    (None, False, False, True),
    (None, True, False, True),
    (date(2020, 1, 31), False, False, False),
    (date(2020, 1, 31), True, False, True),
    (None, False, True, False),
    (date(2020, 1, 31), True, True, False),
])
def test_who_has_benefit_for_the_first_time(
    until: date | None, moved_in: bool, granted: bool, expected: bool
) -> None:
    assert first_time(until, moved_in, granted) is expected


def test_the_sentence_says_why_a_pupil_is_instructed() -> None:
    (check,) = checked(**{**PUPIL, "instructed": False, "leaves": date(2026, 7, 31)})
    assert "Schule endet in den nächsten sechs Monaten" in check.sentence
    assert not may_omit_instruction(CHILD, True, date(2026, 7, 31), DAY)


@pytest.mark.parametrize(("facts", "expected"), [
    ({}, ["Q2", "Q3", "Q4"]),
    ({"first_time": True}, ["Q1", "Q2", "Q3", "Q4"]),
    ({"pupil": True}, ["Q2", "Q3", "Q4", "Q5"]),
])
def test_which_checks_apply(facts: dict[str, Any], expected: list[str]) -> None:
    assert applying(IntakeAtHand(**{"day": DAY, "born": CHILD, "first_time": False, **facts})) == expected
