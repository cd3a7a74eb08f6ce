"""Chapters 6.4 and 6.8: before a measure or a further training ends, row by row (MAS1, AGS1)."""

from typing import Any

from tests.rules.support import Table, asked, closed, responsible, table


def measure(kind: str = "mabe", begins: str | None = "2026-02-02", ends: str | None = "2026-07-31", **days: str
            ) -> dict[str, Any]:
    """A participation, if not said otherwise in a measure for activation until Friday, 31 July 2026."""
    return {"participations": [{"kind": kind, "begins": begins, "ends": ends, **days}]}


MAS1: Table = {
    "not held": (measure(), ["2026-02-02 2026-07-30 open"]),
    "held on the last working day before its end": (
        measure(conference="2026-07-30"), ["2026-02-02 2026-07-30 met 2026-07-30"]),
    "held on its last day": (measure(conference="2026-07-31"), ["2026-02-02 2026-07-30 late 2026-07-31"]),
    "held on its first day": (measure(conference="2026-02-02"), ["2026-02-02 2026-07-30 met 2026-02-02"]),
    "held before its start counts for nothing": (measure(conference="2026-01-30"), ["2026-02-02 2026-07-30 open"]),
    "ends on a Monday": (measure(ends="2026-06-01"), ["2026-02-02 2026-05-29 open"]),
    "ends on a Sunday": (measure(ends="2026-06-07"), ["2026-02-02 2026-06-05 open"]),
    "ends after Easter": (measure(ends="2026-04-07"), ["2026-02-02 2026-04-02 open"]),
    "ends after a closing day": (
        {**measure(), "closures": ["2026-07-30"]}, ["2026-02-02 2026-07-29 open"]),
    "broken off": (measure(broken_off="2026-05-04"), ["2026-02-02 2026-07-30 lapsed 2026-05-04"]),
    "held after it was broken off": (
        measure(broken_off="2026-05-04", conference="2026-05-05"), ["2026-02-02 2026-07-30 lapsed 2026-05-04"]),
    "held and broken off on one day": (
        measure(broken_off="2026-05-04", conference="2026-05-04"), ["2026-02-02 2026-07-30 met 2026-05-04"]),
    "waived with a reason": (measure(conference_waived="2026-07-22"), ["2026-02-02 2026-07-30 lapsed 2026-07-22"]),
    "waived before its start counts for nothing": (
        measure(conference_waived="2026-01-30"), ["2026-02-02 2026-07-30 open"]),
    "training outside a company": (measure("bae"), []),
    "preparation": (measure("preparation"), []),
    "another measure": (measure("other"), []),
    "end unknown": (measure(ends=None), []),
    "start unknown": (measure(begins=None), []),
    "each participation by itself": (
        {"participations": [*measure(broken_off="2026-05-04")["participations"],
                            *measure(begins="2026-06-01", ends="2026-11-30")["participations"]]},
        ["2026-02-02 2026-07-30 lapsed 2026-05-04", "2026-06-01 2026-11-27 open"]),
    "closed": (closed("2026-05-29", **measure(conference="2026-06-01")), ["2026-02-02 2026-07-30 lapsed 2026-05-29"]),
    "held on the day of closing": (
        closed("2026-05-29", **measure(conference="2026-05-29")), ["2026-02-02 2026-07-30 met 2026-05-29"]),
    "starts on the day of closing": (closed("2026-02-02", **measure()), []),
}


def retraining(begins: str | None = "2026-02-02", ends: str | None = "2027-09-30", new_qualification: bool = True,
               **days: str) -> dict[str, Any]:
    """A further training, if not said otherwise towards a new qualification, until 30 September 2027."""
    return {"retraining": [{"begins": begins, "ends": ends, "new_qualification": new_qualification, **days}]}


AGS1: Table = {
    "not formed": (retraining(), ["2026-02-02 2027-07-30 open"]),
    "formed on the last day": (retraining(alliance="2027-07-30"), ["2026-02-02 2027-07-30 met 2027-07-30"]),
    "formed a day late": (retraining(alliance="2027-07-31"), ["2026-02-02 2027-07-30 late 2027-07-31"]),
    "formed on its first day": (retraining(alliance="2026-02-02"), ["2026-02-02 2027-07-30 met 2026-02-02"]),
    "formed before its start counts for nothing": (retraining(alliance="2026-01-30"), ["2026-02-02 2027-07-30 open"]),
    "moved back from a Sunday": (retraining(ends="2027-07-30"), ["2026-02-02 2027-05-28 open"]),
    "two months before the month's last day": (retraining(ends="2027-04-30"), ["2026-02-02 2027-02-26 open"]),
    "moved back from a closing day": (
        {**retraining(), "closures": ["2027-07-30"]}, ["2026-02-02 2027-07-29 open"]),
    "shorter than two months: the day lies before its start": (
        retraining(ends="2026-03-13"), ["2026-02-02 2026-01-13 open"]),
    "no new qualification": (retraining(new_qualification=False), []),
    "broken off": (retraining(broken_off="2026-05-04"), ["2026-02-02 2027-07-30 lapsed 2026-05-04"]),
    "formed and broken off on one day": (
        retraining(broken_off="2026-05-04", alliance="2026-05-04"), ["2026-02-02 2027-07-30 met 2026-05-04"]),
    "broken off before its start counts for nothing": (
        retraining(broken_off="2026-01-30"), ["2026-02-02 2027-07-30 open"]),
    "end unknown": (retraining(ends=None), []),
    "start unknown": (retraining(begins=None), []),
    "closed": (
        closed("2026-05-29", **retraining(alliance="2026-06-01")), ["2026-02-02 2027-07-30 lapsed 2026-05-29"]),
    "formed on the day of closing": (
        closed("2026-05-29", **retraining(alliance="2026-05-29")), ["2026-02-02 2027-07-30 met 2026-05-29"]),
    "starts on the day of closing": (closed("2026-02-02", **retraining()), []),
}


@table(MAS1)
def test_mas1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("MAS1", facts) == expected


@table(AGS1)
def test_ags1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("AGS1", facts) == expected


def test_the_case_manager_keeps_them() -> None:
    assert responsible("MAS1", measure()) == responsible("AGS1", retraining()) == ["case_manager"]
