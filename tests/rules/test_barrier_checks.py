"""Chapters 4.1.1 and 5.1: what belongs to a barrier, to a step of the work on it, and its course."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.barrier_checks import Step, Stretch, ToldBarrier, barrier_faults, course, step_faults
from fm.rules.casework import BARRIER_KINDS
from fm.rules.vocabulary import AREAS, BARRIER_STATES

TODAY, BEGINS = date(2026, 11, 23), date(2026, 3, 24)
DAY = timedelta(days=1)
OWN = ToldBarrier(TODAY, area="RB", name="Fahrplan passt nicht zur Schicht")
LISTED = ToldBarrier(TODAY, kind="R2")


@pytest.mark.parametrize(("told", "fields"), [
    (OWN, []),
    (LISTED, []),
    (replace(OWN, area=None), ["bereich"]),
    (replace(OWN, name=None), ["name"]),
    (ToldBarrier(TODAY), ["bereich", "name"]),
    (replace(LISTED, area="RB", name="kein Bus vor sechs"), []),
    (replace(LISTED, area="MO"), ["bereich"]),
    (replace(OWN, recognised=TODAY + DAY), ["erkannt"]),
    (replace(OWN, recognised=BEGINS), []),
    (replace(OWN, recognised=BEGINS - DAY), ["erkannt"]),
])
def test_what_belongs_to_a_barrier(told: ToldBarrier, fields: list[str]) -> None:
    assert [field for field, _ in barrier_faults(told, BEGINS, TODAY)] == fields


def test_it_was_recognised_before_something_was_done_about_it() -> None:
    steps = [Step(TODAY - DAY, "in_bearbeitung")]
    assert barrier_faults(replace(OWN, recognised=TODAY - DAY), BEGINS, TODAY, steps) == []
    assert [field for field, _ in barrier_faults(OWN, BEGINS, TODAY, steps)] == ["erkannt"]


@pytest.mark.parametrize(("resolved", "fields"), [(TODAY - DAY, ["erkannt"]), (TODAY, [])])
def test_it_was_recognised_before_it_was_gone(resolved: date, fields: list[str]) -> None:
    assert [field for field, _ in barrier_faults(replace(OWN, recognised=TODAY), BEGINS, TODAY, (), resolved)] == fields


@pytest.mark.parametrize("kind", BARRIER_KINDS)
def test_a_kind_says_what_was_left_open(kind: str) -> None:
    listed = BARRIER_KINDS[kind]
    settled = ToldBarrier(TODAY, kind=kind).settled
    assert (settled["area"], settled["name"], settled["place"], settled["sensitive"]) == (
        listed.area, listed.label, listed.place, listed.sensitive)
    assert listed.area in AREAS


def test_what_was_told_goes_before_the_kind() -> None:
    told = ToldBarrier(TODAY, kind="R2", name="kein Bus vor sechs", place="person", sensitive=True, note="Linie 403")
    assert told.settled == {"recognised": TODAY, "kind": "R2", "area": "RB", "name": "kein Bus vor sechs",
                            "place": "person", "sensitive": True, "note": "Linie 403"}


def test_a_protected_kind_stays_sensitive() -> None:
    assert ToldBarrier(TODAY, kind="L4", sensitive=False).settled["sensitive"] is True


@pytest.mark.parametrize(("now", "then", "text", "said"), [
    ("erkannt", "in_bearbeitung", None, None),
    ("in_bearbeitung", "erfolglos", None, None),
    ("erkannt", "erkannt", "Beratungsstelle genannt", None),
    ("erkannt", "erkannt", None, "Der Stand bleibt wie er ist. Bitte festhalten, was getan wurde."),
    ("erkannt", "erledigt", None, "Bitte festhalten, wie das Hemmnis erledigt wurde."),
    ("erkannt", "erledigt", "Führerschein erworben", None),
    ("erledigt", "erkannt", None, "Bitte festhalten, warum das Hemmnis wieder besteht."),
    ("erledigt", "in_bearbeitung", "Führerschein verloren", None),
])
def test_what_is_to_be_said_of_a_step(now: str, then: str, text: str | None, said: str | None) -> None:
    found = step_faults(Step(TODAY, then), text, now, BEGINS, [], TODAY)
    assert found == ([("text", said)] if said else [])


@pytest.mark.parametrize(("day", "said"), [
    (TODAY + DAY, "Das Datum liegt in der Zukunft."),
    (date(2026, 9, 30), "Das Hemmnis wurde erst am 01.10.2026 erkannt."),
    (date(2026, 10, 9), "Der letzte Stand ist vom 10.10.2026. Ein neuer kann nicht davor liegen."),
    (date(2026, 10, 10), None),
])
def test_the_day_of_a_step(day: date, said: str | None) -> None:
    steps = [Step(date(2026, 10, 5), "in_bearbeitung"), Step(date(2026, 10, 10), "erfolglos")]
    found = step_faults(Step(day, "erkannt"), "x", "erfolglos", date(2026, 10, 1), steps, TODAY)
    assert found == ([("tag", said)] if said else [])


def test_it_does_not_come_back_before_it_was_gone() -> None:
    gone = date(2026, 10, 10)
    found = step_faults(Step(gone - DAY, "erkannt"), "x", "erledigt", date(2026, 10, 1), [], TODAY, gone)
    assert [field for field, _ in found] == ["tag"]


BEGAN, LATER, GONE = date(2026, 4, 1), date(2026, 6, 1), date(2026, 9, 1)


@pytest.mark.parametrize(("state", "resolved", "steps", "stretches"), [
    ("erkannt", None, [], [("erkannt", BEGAN, None)]),
    ("in_bearbeitung", None, [], [("in_bearbeitung", BEGAN, None)]),
    ("erledigt", GONE, [], [("erkannt", BEGAN, GONE), ("erledigt", GONE, None)]),
    ("erledigt", None, [], [("erledigt", BEGAN, None)]),
    ("erledigt", GONE, [Step(LATER, "in_bearbeitung"), Step(GONE, "erledigt")],
     [("erkannt", BEGAN, LATER), ("in_bearbeitung", LATER, GONE), ("erledigt", GONE, None)]),
    ("in_bearbeitung", None, [Step(LATER, "in_bearbeitung"), Step(GONE, "in_bearbeitung")],
     [("erkannt", BEGAN, LATER), ("in_bearbeitung", LATER, None)]),
    ("in_bearbeitung", None, [Step(BEGAN, "in_bearbeitung")], [("in_bearbeitung", BEGAN, None)]),
    ("erkannt", None, [Step(LATER, "erledigt"), Step(GONE, "erkannt")],
     [("erkannt", BEGAN, LATER), ("erledigt", LATER, GONE), ("erkannt", GONE, None)]),
])
def test_the_course_of_a_barrier(
    state: str, resolved: date | None, steps: list[Step], stretches: list[tuple[str, date, date | None]]
) -> None:
    assert course(BEGAN, state, resolved, steps) == [Stretch(*one) for one in stretches]


@given(st.lists(st.tuples(st.dates(BEGAN, TODAY), st.sampled_from(sorted(BARRIER_STATES))), max_size=8))
def test_a_course_has_no_gaps(noted: list[tuple[date, str]]) -> None:
    steps = sorted((Step(*one) for one in noted), key=lambda step: step.day)
    stretches = course(BEGAN, steps[-1].state if steps else "erkannt", None, steps)
    assert stretches[0].begin == BEGAN
    assert [one.end for one in stretches] == [*(one.begin for one in stretches[1:]), None]
    if steps:
        assert stretches[-1].value == steps[-1].state
