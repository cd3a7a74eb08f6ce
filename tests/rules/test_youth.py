"""Chapter 5.2.1: pupils, row by row of the rulebook (JUG1 to JUG4)."""

from typing import Any

import pytest

from tests.rules.support import Table, asked, closed, responsible, table, target_groups, transfers

BORN = "2009-11-20"


def pupil(*more: str, **facts: Any) -> dict[str, Any]:
    """A pupil from Monday, 1 September 2025, and perhaps further groups."""
    return {"born": BORN, "target_groups": target_groups("2025-09-01 pupil", *more), **facts}


#: Born on 1 May 2001, so 25 since Friday, 1 May 2026.
TURNING_25 = {"born": "2001-05-01"}

JUG1: Table = {
    "not received": (pupil(), ["2025-09-01 2026-03-02 open"]),
    "received on the last day": (
        pupil(report_cards=["2026-03-02"]),
        ["2025-09-01 2026-03-02 met 2026-03-02", "2026-03-02 2026-09-02 open"]),
    "received a day late": (
        pupil(report_cards=["2026-03-03"]),
        ["2025-09-01 2026-03-02 late 2026-03-03", "2026-03-03 2026-09-03 open"]),
    "received on the day the group begins counts for nothing": (
        pupil(report_cards=["2025-09-01"]), ["2025-09-01 2026-03-02 open"]),
    "from 31 August, moved from Saturday, 28 February": (
        {"born": BORN, "target_groups": target_groups("2025-08-31 pupil")}, ["2025-08-31 2026-03-02 open"]),
    "confirmed restarts nothing": (pupil("2026-01-12 pupil"), ["2025-09-01 2026-03-02 open"]),
    "group changes": (
        pupil("2026-01-12 training_seeker", report_cards=["2026-01-13"]), ["2025-09-01 2026-03-02 lapsed 2026-01-12"]),
    "received on the day of the change: no link begins": (
        pupil("2026-01-12 training_seeker", report_cards=["2026-01-12"]), ["2025-09-01 2026-03-02 met 2026-01-12"]),
    "group ends": (pupil("2026-01-12 none"), ["2025-09-01 2026-03-02 lapsed 2026-01-12"]),
    "group ends with the transfer to an adult stream after the 25th birthday": (
        {**pupil("2026-06-08 pupil"), **TURNING_25, "transfers": transfers("2025-09-01 youth", "2026-05-04 refugee")},
        ["2025-09-01 2026-03-02 lapsed 2026-05-04"]),
    "that transfer on the birthday": (
        {**pupil(), **TURNING_25, "transfers": transfers("2025-09-01 youth", "2026-05-01 market_distant")},
        ["2025-09-01 2026-03-02 lapsed 2026-05-01"]),
    "that transfer on the eve changes nothing": (
        {**pupil(), **TURNING_25, "transfers": transfers("2025-09-01 youth", "2026-04-30 market_distant")},
        ["2025-09-01 2026-03-02 open"]),
    "a transfer within the adult stream ends it too": (
        {**pupil(), **TURNING_25, "transfers": transfers("2026-04-30 market_distant", "2026-05-04 market_distant")},
        ["2025-09-01 2026-03-02 lapsed 2026-05-04"]),
    "a transfer to the youth stream changes nothing": (
        {**pupil(), **TURNING_25, "transfers": transfers("2026-05-04 youth")}, ["2025-09-01 2026-03-02 open"]),
    "a group that begins on the day of that transfer has no effect": (
        {"target_groups": target_groups("2026-05-04 pupil"), **TURNING_25,
         "transfers": transfers("2026-05-04 market_distant")}, []),
    "pupil again: a chain of its own": (
        pupil("2026-01-12 activation", "2026-04-13 pupil"),
        ["2025-09-01 2026-03-02 lapsed 2026-01-12", "2026-04-13 2026-10-13 open"]),
    "another group": ({"born": BORN, "target_groups": target_groups("2025-09-01 graduate")}, []),
    "of two entries of one day the last stands": (pupil("2025-09-01 activation"), []),
    "closed": (closed("2026-02-02", **pupil()), ["2025-09-01 2026-03-02 lapsed 2026-02-02"]),
    "received on the day of closing": (
        closed("2026-02-02", **pupil(report_cards=["2026-02-02"])), ["2025-09-01 2026-03-02 met 2026-02-02"]),
    "begins on the day of closing": (closed("2025-09-01", **pupil()), []),
}

JUG2: Table = {
    "not received": (pupil(), ["2025-09-01 2026-09-01 open"]),
    "received on the last day": (
        pupil(attendance_certificates=["2026-09-01"]),
        ["2025-09-01 2026-09-01 met 2026-09-01", "2026-09-01 2027-09-01 open"]),
    "received a day late": (
        pupil(attendance_certificates=["2026-09-02"]),
        ["2025-09-01 2026-09-01 late 2026-09-02", "2026-09-02 2027-09-02 open"]),
    "received on the day the group begins counts for nothing": (
        pupil(attendance_certificates=["2025-09-01"]), ["2025-09-01 2026-09-01 open"]),
    "a report card is none": (pupil(report_cards=["2026-02-02"]), ["2025-09-01 2026-09-01 open"]),
    "moved from a Sunday": (
        {"born": BORN, "target_groups": target_groups("2025-09-06 pupil")}, ["2025-09-06 2026-09-07 open"]),
    "group changes": (pupil("2026-01-12 activation"), ["2025-09-01 2026-09-01 lapsed 2026-01-12"]),
    "received on the day of the change": (
        pupil("2026-01-12 activation", attendance_certificates=["2026-01-12"]),
        ["2025-09-01 2026-09-01 met 2026-01-12"]),
    "closed": (closed("2026-02-02", **pupil()), ["2025-09-01 2026-09-01 lapsed 2026-02-02"]),
    "received on the day of closing": (
        closed("2026-02-02", **pupil(attendance_certificates=["2026-02-02"])),
        ["2025-09-01 2026-09-01 met 2026-02-02"]),
    "begins on the day of closing": (closed("2025-09-01", **pupil()), []),
}


def leaving(*more: str, leaves: str | None = "2026-07-08", type: str = "oberschule", assessed: str | None = None,
            ready: bool | None = None, **facts: Any) -> dict[str, Any]:
    """A pupil who will leave school, if not said otherwise an Oberschule on 8 July 2026."""
    return pupil(*more, school={"type": type, "leaves": leaves, "assessed": assessed, "training_ready": ready}, **facts)


JUG3: Table = {
    "not assessed": (leaving(), ["2025-09-01 2026-01-08 open"]),
    "changed on the last day": (
        leaving("2026-01-08 training_seeker"), ["2025-09-01 2026-01-08 met 2026-01-08"]),
    "changed a day late": (leaving("2026-01-09 training_seeker"), ["2025-09-01 2026-01-08 late 2026-01-09"]),
    "assessed as not ready": (
        leaving(assessed="2025-12-01", ready=False), ["2025-09-01 2026-01-08 met 2025-12-01"]),
    "assessed as not ready a day late": (
        leaving(assessed="2026-01-09", ready=False), ["2025-09-01 2026-01-08 late 2026-01-09"]),
    "assessed as not ready on the day the group begins": (
        leaving(assessed="2025-09-01", ready=False), ["2025-09-01 2026-01-08 met 2025-09-01"]),
    "assessed as not ready before counts for nothing": (
        leaving(assessed="2025-08-29", ready=False), ["2025-09-01 2026-01-08 open"]),
    "assessed as ready fulfils nothing": (
        leaving(assessed="2025-12-01", ready=True), ["2025-09-01 2026-01-08 open"]),
    "assessed, the judgement open": (leaving(assessed="2025-12-01"), ["2025-09-01 2026-01-08 open"]),
    "not ready on an unknown day": (leaving(ready=False), ["2025-09-01 2026-01-08 open"]),
    "moved back from a Saturday": (leaving(leaves="2026-07-31"), ["2025-09-01 2026-01-30 open"]),
    "not before the group began": (leaving(leaves="2026-01-31"), ["2025-09-01 2025-09-01 open"]),
    "school ended before the group began": (leaving(leaves="2025-07-31"), ["2025-09-01 2025-09-01 open"]),
    "day of leaving unknown": (leaving(leaves=None), []),
    "every kind of school": (leaving(type="foerderschule"), ["2025-09-01 2026-01-08 open"]),
    "changes to another group": (leaving("2025-12-01 placement"), ["2025-09-01 2026-01-08 lapsed 2025-12-01"]),
    "group ends": (leaving("2025-12-01 none"), ["2025-09-01 2026-01-08 lapsed 2025-12-01"]),
    "group ends with the transfer to an adult stream": (
        leaving(born="2000-09-01", transfers=transfers("2025-12-01 market_distant")),
        ["2025-09-01 2026-01-08 lapsed 2025-12-01"]),
    "placed": (leaving(placed_on="2025-12-01"), ["2025-09-01 2026-01-08 lapsed 2025-12-01"]),
    "placed before counts for nothing": (leaving(placed_on="2025-08-29"), ["2025-09-01 2026-01-08 open"]),
    "placed and changed on one day": (
        leaving("2025-12-01 training_seeker", placed_on="2025-12-01"), ["2025-09-01 2026-01-08 met 2025-12-01"]),
    "changed after another group": (
        leaving("2025-12-01 activation", "2025-12-15 training_seeker"), ["2025-09-01 2026-01-08 lapsed 2025-12-01"]),
    "closed": (
        closed("2025-12-01", **leaving("2025-12-02 training_seeker")), ["2025-09-01 2026-01-08 lapsed 2025-12-01"]),
    "changed on the day of closing": (
        closed("2025-12-01", **leaving("2025-12-01 training_seeker")), ["2025-09-01 2026-01-08 met 2025-12-01"]),
    "begins on the day of closing": (closed("2025-09-01", **leaving()), []),
}

JUG4: Table = {
    "not handed over": (leaving(), ["2025-09-01 2026-09-30 open"]),
    "handed over on the last day": (
        leaving(transfers=transfers("2026-09-30 youth")), ["2025-09-01 2026-09-30 met 2026-09-30"]),
    "handed over a day late": (
        leaving(transfers=transfers("2026-10-01 youth")), ["2025-09-01 2026-09-30 late 2026-10-01"]),
    "handed over early": (leaving(transfers=transfers("2025-11-03 youth")), ["2025-09-01 2026-09-30 met 2025-11-03"]),
    "handed over to another stream fulfils nothing": (
        leaving(transfers=transfers("2026-09-30 career_adviser")), ["2025-09-01 2026-09-30 open"]),
    "in the youth stream since before": (leaving(transfers=transfers("2025-06-02 youth")), []),
    "in the youth stream since that day": (leaving(transfers=transfers("2025-09-01 youth")), []),
    "left the youth stream before": (
        leaving(transfers=transfers("2025-06-02 youth", "2025-08-29 career_adviser", "2026-09-01 youth")),
        ["2025-09-01 2026-09-30 met 2026-09-01"]),
    "leaves on 30 September": (leaving(leaves="2026-09-30"), ["2025-09-01 2026-09-30 open"]),
    "leaves on 1 October": (leaving(leaves="2026-10-01"), ["2025-09-01 2027-09-30 open"]),
    "school ended before the group began": (leaving(leaves="2025-07-31"), ["2025-09-01 2025-09-30 open"]),
    "moved from a Saturday": (leaving(leaves="2028-07-05"), ["2025-09-01 2028-10-02 open"]),
    "moved from a Sunday and 3 October is a Tuesday": (
        leaving(leaves="2029-07-04", closures=["2029-10-01", "2029-10-02"]), ["2025-09-01 2029-10-04 open"]),
    "Gesamtschule": (leaving(type="gesamtschule"), ["2025-09-01 2026-09-30 open"]),
    "Freie Schule": (leaving(type="freie_schule"), ["2025-09-01 2026-09-30 open"]),
    "Förderschule": (leaving(type="foerderschule"), []),
    "Gymnasium": (leaving(type="gymnasium"), []),
    "another school": (leaving(type="other"), []),
    "kind of school unknown": (pupil(school={"leaves": "2026-07-08"}), []),
    "day of leaving unknown": (leaving(leaves=None), []),
    "runs on while training seeker": (
        leaving("2026-01-12 training_seeker", transfers=transfers("2026-09-01 youth")),
        ["2025-09-01 2026-09-30 met 2026-09-01"]),
    "another group": (leaving("2026-01-12 activation"), ["2025-09-01 2026-09-30 lapsed 2026-01-12"]),
    "another group after training seeker": (
        leaving("2026-01-12 training_seeker", "2026-08-03 placement"), ["2025-09-01 2026-09-30 lapsed 2026-08-03"]),
    "group ends": (leaving("2026-01-12 none"), ["2025-09-01 2026-09-30 lapsed 2026-01-12"]),
    "an earlier group's end counts for nothing": (
        {**leaving(), "target_groups": target_groups("2025-06-02 activation", "2025-09-01 pupil")},
        ["2025-09-01 2026-09-30 open"]),
    "an earlier group's end does not hide a later one": (
        {**leaving(), "target_groups": target_groups("2025-03-03 graduate", "2025-06-02 activation",
                                                     "2025-09-01 pupil", "2026-01-12 activation")},
        ["2025-09-01 2026-09-30 lapsed 2026-01-12"]),
    "pupil again after training seeker": (
        leaving("2026-01-12 training_seeker", "2026-02-02 pupil"),
        ["2025-09-01 2026-09-30 open", "2026-02-02 2026-09-30 open"]),
    "placed": (leaving(placed_on="2026-08-01"), ["2025-09-01 2026-09-30 lapsed 2026-08-01"]),
    "placed before counts for nothing": (leaving(placed_on="2025-08-29"), ["2025-09-01 2026-09-30 open"]),
    "handed over and placed on one day": (
        leaving(placed_on="2026-08-03", transfers=transfers("2026-08-03 youth")),
        ["2025-09-01 2026-09-30 met 2026-08-03"]),
    "closed": (closed("2026-06-01", **leaving()), ["2025-09-01 2026-09-30 lapsed 2026-06-01"]),
    "handed over on the day of closing": (
        closed("2026-06-01", **leaving(transfers=transfers("2026-06-01 youth"))),
        ["2025-09-01 2026-09-30 met 2026-06-01"]),
    "begins on the day of closing": (closed("2025-09-01", **leaving()), []),
}


@table(JUG1)
def test_jug1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG1", facts) == expected


@table(JUG2)
def test_jug2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG2", facts) == expected


@table(JUG3)
def test_jug3(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG3", facts) == expected


@table(JUG4)
def test_jug4(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG4", facts) == expected


@pytest.mark.parametrize("standard", ["JUG1", "JUG2", "JUG3", "JUG4"])
def test_the_career_adviser_keeps_them(standard: str) -> None:
    assert responsible(standard, leaving()) == ["career_adviser"]
    assert responsible(standard, leaving(transfers=transfers("2025-09-02 youth"))) == ["career_adviser"]


def test_they_are_the_youth_case_managers_where_the_case_is_theirs_on_that_day() -> None:
    theirs = leaving(transfers=transfers("2025-06-02 youth"), report_cards=["2026-02-02"])
    assert responsible("JUG3", theirs) == ["youth_case_manager"]
    assert responsible("JUG2", theirs) == ["youth_case_manager"]


def test_each_link_of_a_chain_looks_at_its_own_day() -> None:
    handed_over = pupil(transfers=transfers("2025-12-01 youth"), report_cards=["2026-02-02"])
    assert responsible("JUG1", handed_over) == ["career_adviser", "youth_case_manager"]
