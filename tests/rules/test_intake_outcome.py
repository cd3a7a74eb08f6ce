"""Chapter 3: what in the outcome of an intake cannot be right, row by row."""

from datetime import date, timedelta
from typing import Any

import pytest

from fm.rules.checks import IntakeAtHand
from fm.rules.intake_outcome import BarrierTold, IntakeOutcome, handover_after, outcome_faults

DAY, ONE_DAY = date(2026, 3, 30), timedelta(days=1)
ADULT, YOUTH, FIFTEEN_TODAY, FIFTEEN_TOMORROW = (
    date(1985, 6, 11), date(2001, 3, 31), date(2011, 3, 30), date(2011, 3, 31))
LF, MO = BarrierTold("LF", "Rücken", 1, True), BarrierTold("MO", "Antrieb", 2, row=2)


def fields(born: date = ADULT, begins: date | None = date(2026, 3, 24), today: date = DAY, pupil: bool = False,
           taken: tuple[int, ...] = (), **outcome: Any) -> list[str]:
    """The fields with a fault in them; the outcome is complete where nothing else is said."""
    said = IntakeOutcome(**{"day": DAY, "result": "not_a", "instructed": True, **outcome})
    at_hand = IntakeAtHand(said.day, born, first_time=False, pupil=pupil, instructed=said.instructed)
    return [field for field, _ in outcome_faults(said, at_hand, begins, today, taken)]


OUTCOMES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "complete": ({}, []),
    "on the day the case begins": ({"begins": DAY}, []),
    "a case of which no beginning is known": ({"begins": None, "day": date(2010, 1, 4)}, []),
    "before the case begins": ({"begins": DAY + ONE_DAY}, ["tag"]),
    "in the future": ({"today": DAY - ONE_DAY}, ["tag"]),
    "on the 15th birthday": ({"born": FIFTEEN_TODAY}, []),
    "on the eve of the 15th birthday": ({"born": FIFTEEN_TOMORROW}, ["tag"]),
    "A": ({"result": "A"}, []),
    "A with its category": ({"result": "A", "category": "A"}, []),
    "A under 25": ({"born": YOUTH, "result": "A", "category": "A"}, []),
    "A with another category": ({"result": "A", "category": "B"}, ["kategorie"]),
    "not A with category A": ({"category": "A"}, ["kategorie"]),
    "no result yet, any category": ({"result": None, "category": "C"}, []),
    "X without obstacle": ({"category": "X"}, []),
    "Y without obstacle": ({"category": "Y"}, ["hindernis", "hindernis_ende"]),
    "Y without its end": ({"category": "Y", "obstacle": "Elternzeit"}, ["hindernis_ende"]),
    "Y with both": ({"category": "Y", "obstacle": "Elternzeit", "obstacle_ends": DAY + ONE_DAY}, []),
    "Y, over already": ({"category": "Y", "obstacle": "Elternzeit", "obstacle_ends": DAY}, ["hindernis_ende"]),
    "target group on the eve of 25": ({"born": YOUTH, "target_group": "placement"}, []),
    "target group of an adult": ({"born": date(2001, 3, 30), "target_group": "placement"}, ["zielgruppe"]),
    "adult not instructed: that is the check's": ({"instructed": False}, []),
    "pupil not instructed, no reason": ({"born": YOUTH, "pupil": True, "instructed": False}, ["nicht_belehrt"]),
    "pupil not instructed, reason": (
        {"born": YOUTH, "pupil": True, "instructed": False, "omitted": "Schule bis 2028"}, []),
    "barriers": ({"barriers": (LF, MO)}, []),
    "barrier without area": ({"barriers": (LF, MO._replace(area=None))}, ["hemmnis_2_bereich"]),
    "barrier without name": ({"barriers": (LF._replace(name=""),)}, ["hemmnis_0_name"]),
    "barrier without rank": ({"barriers": (LF._replace(rank=None),)}, ["hemmnis_0_rang"]),
    "barrier with rank 0": ({"barriers": (LF._replace(rank=0),)}, ["hemmnis_0_rang"]),
    "two barriers of one rank": ({"barriers": (LF, MO._replace(rank=1))}, ["hemmnis_0_rang", "hemmnis_2_rang"]),
    "a rank that an open barrier has": ({"barriers": (LF, MO), "taken": (2,)}, ["hemmnis_2_rang"]),
}


@pytest.mark.parametrize(("outcome", "expected"), list(OUTCOMES.values()), ids=list(OUTCOMES))
def test_what_cannot_be_right(outcome: dict[str, Any], expected: list[str]) -> None:
    assert fields(**outcome) == expected


@pytest.mark.parametrize(("result", "category", "settled"), [
    ("A", None, "A"), ("A", "A", "A"), ("not_a", "C", "C"), ("not_a", None, None), (None, None, None)])
def test_the_result_settles_the_category(result: str | None, category: str | None, settled: str | None) -> None:
    assert IntakeOutcome(DAY, result=result, category=category).settled_category == settled


A, NOT_A, PUPIL = {"result": "A"}, {"result": "not_a"}, {"result": "not_a", "target_group": "pupil"}


@pytest.mark.parametrize(("said", "born", "groups", "school", "stream", "new", "expected"), [
    (A, ADULT, (), None, "market_distant", False, "to_market_ready"),
    (A, ADULT, (), None, None, True, "to_market_ready"),
    (A, ADULT, (), None, "market_ready", False, None),
    (A, ADULT, ("refugee",), None, "refugee", False, None),
    (A, ADULT, ("single_parent",), None, "market_distant", False, "to_market_ready"),
    (A, YOUTH, (), None, "youth", False, None),
    (NOT_A, ADULT, (), None, "market_distant", False, None),
    (NOT_A, ADULT, (), None, "market_distant", True, "person"),
    (PUPIL, YOUTH, (), "foerderschule", "career_adviser", False, "special_school"),
    (PUPIL, YOUTH, (), "foerderschule", None, False, "special_school"),
    (PUPIL, YOUTH, (), "foerderschule", "youth", False, None),
    (PUPIL, YOUTH, ("refugee",), "foerderschule", "refugee", False, None),
    (PUPIL, YOUTH, (), "oberschule", "career_adviser", False, None),
    ({"result": "not_a", "target_group": "placement"}, YOUTH, (), "foerderschule", "career_adviser", False, None),
])
def test_which_handover_follows(said, born, groups, school, stream, new, expected) -> None:
    assert handover_after(IntakeOutcome(DAY, **said), born, groups, school, stream, new) == expected
