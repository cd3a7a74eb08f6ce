"""Chapters 5.2.2 to 5.2.4: training seekers, trainees, graduates, placement clients, row by row (JUG5 to JUG9)."""

from typing import Any

from tests.rules.support import (
    Table,
    asked,
    closed,
    missed_talk,
    responsible,
    table,
    talks,
    target_groups,
    transfers,
)

BORN = "2006-11-20"


def in_group(group: str, day: str, *more: str, **facts: Any) -> dict[str, Any]:
    """A youth in a target group from a day on, and perhaps in further ones."""
    return {"born": BORN, "target_groups": target_groups(f"{day} {group}", *more), **facts}


def seeker(*more: str, **facts: Any) -> dict[str, Any]:
    """A training seeker from Thursday, 15 January 2026, and perhaps further groups."""
    return in_group("training_seeker", "2026-01-15", *more, **facts)


JUG5: Table = {
    "no contact": (seeker(), ["2026-01-15 2026-02-16 open"]),
    "contact on the last day": (
        seeker(contacts=talks("2026-02-16 other")),
        ["2026-01-15 2026-02-16 met 2026-02-16", "2026-02-16 2026-03-16 open"]),
    "contact a day late": (
        seeker(contacts=talks("2026-02-17 follow_up")),
        ["2026-01-15 2026-02-16 late 2026-02-17", "2026-02-17 2026-03-17 open"]),
    "contact on the day the group begins counts for nothing": (
        seeker(contacts=talks("2026-01-15 other")), ["2026-01-15 2026-02-16 open"]),
    "missed": (seeker(contacts=[missed_talk("2026-02-02", "other")]), ["2026-01-15 2026-02-16 open"]),
    "from 31 January": (in_group("training_seeker", "2026-01-31"), ["2026-01-31 2026-03-02 open"]),
    "group changes": (seeker("2026-02-02 activation"), ["2026-01-15 2026-02-16 lapsed 2026-02-02"]),
    "group ends": (seeker("2026-02-02 none"), ["2026-01-15 2026-02-16 lapsed 2026-02-02"]),
    "placed": (
        seeker(placed_on="2026-03-02", contacts=talks("2026-02-12 other", "2026-03-03 other")),
        ["2026-01-15 2026-02-16 met 2026-02-12", "2026-02-12 2026-03-12 lapsed 2026-03-02"]),
    "contact on the day of the placement: no link begins": (
        seeker(placed_on="2026-03-02", contacts=talks("2026-03-02 other")), ["2026-01-15 2026-02-16 late 2026-03-02"]),
    "placed before counts for nothing": (seeker(placed_on="2026-01-14"), ["2026-01-15 2026-02-16 open"]),
    "placed on the day the group begins: no link at all": (seeker(placed_on="2026-01-15"), []),
    "closed": (closed("2026-02-02", **seeker()), ["2026-01-15 2026-02-16 lapsed 2026-02-02"]),
    "contact on the day of closing": (
        closed("2026-02-02", **seeker(contacts=talks("2026-02-02 other"))), ["2026-01-15 2026-02-16 met 2026-02-02"]),
    "begins on the day of closing": (closed("2026-01-15", **seeker()), []),
}


def joined(kind: str, begins: str) -> list[dict[str, str]]:
    """A participation that begins."""
    return [{"kind": kind, "begins": begins}]


JUG6: Table = {
    "not settled; 31 January 2027 is a Sunday": (seeker(), ["2026-01-15 2027-02-01 open"]),
    "begun on 30 September": (in_group("training_seeker", "2026-09-30"), ["2026-09-30 2027-02-01 open"]),
    "begun on 1 October": (in_group("training_seeker", "2026-10-01"), ["2026-10-01 2028-01-31 open"]),
    "changes to placement on the last day": (
        seeker("2027-02-01 placement"), ["2026-01-15 2027-02-01 met 2027-02-01"]),
    "changes to activation a day late": (seeker("2027-02-02 activation"), ["2026-01-15 2027-02-01 late 2027-02-02"]),
    "changes to graduate": (seeker("2026-06-01 graduate"), ["2026-01-15 2027-02-01 lapsed 2026-06-01"]),
    "pupil again": (seeker("2026-06-01 pupil"), ["2026-01-15 2027-02-01 lapsed 2026-06-01"]),
    "group ends": (seeker("2026-06-01 none"), ["2026-01-15 2027-02-01 lapsed 2026-06-01"]),
    "changes to placement after another group": (
        seeker("2026-06-01 graduate", "2026-06-08 placement"), ["2026-01-15 2027-02-01 lapsed 2026-06-01"]),
    "placed": (seeker(placed_on="2026-08-01"), ["2026-01-15 2027-02-01 lapsed 2026-08-01"]),
    "placed before counts for nothing": (seeker(placed_on="2026-01-14"), ["2026-01-15 2027-02-01 open"]),
    "changed and placed on one day": (
        seeker("2026-08-03 placement", placed_on="2026-08-03"), ["2026-01-15 2027-02-01 met 2026-08-03"]),
    "preparation begun": (
        seeker(participations=joined("preparation", "2026-09-01")), ["2026-01-15 2027-02-01 lapsed 2026-09-01"]),
    "preparation begun on the day the group begins": (
        seeker(participations=joined("preparation", "2026-01-15")), ["2026-01-15 2027-02-01 lapsed 2026-01-15"]),
    "preparation begun before counts for nothing": (
        seeker(participations=joined("preparation", "2026-01-14")), ["2026-01-15 2027-02-01 open"]),
    "preparation begun on the last day, as moved": (
        seeker(participations=joined("preparation", "2027-02-01")), ["2026-01-15 2027-02-01 lapsed 2027-02-01"]),
    "preparation begun after it counts for nothing": (
        seeker(participations=joined("preparation", "2027-02-02")), ["2026-01-15 2027-02-01 open"]),
    "another measure": (
        seeker(participations=joined("mabe", "2026-09-01")), ["2026-01-15 2027-02-01 open"]),
    "closed": (closed("2026-06-01", **seeker()), ["2026-01-15 2027-02-01 lapsed 2026-06-01"]),
    "preparation begun after the closing": (
        closed("2026-06-01", **seeker(participations=joined("preparation", "2026-06-02"))),
        ["2026-01-15 2027-02-01 lapsed 2026-06-01"]),
    "changed on the day of closing": (
        closed("2026-06-01", **seeker("2026-06-01 activation")), ["2026-01-15 2027-02-01 met 2026-06-01"]),
    "begins on the day of closing": (closed("2026-01-15", **seeker()), []),
}


def training(begins: str | None = "2026-09-01", ends: str | None = "2029-08-31", external: bool = True, **days: str
             ) -> dict[str, Any]:
    """A training, if not said otherwise outside a company until 31 August 2029."""
    return {"born": BORN, "training": [{"begins": begins, "ends": ends, "external": external, **days}]}


JUG7: Table = {
    "not formed": (training(), ["2026-09-01 2029-05-31 open"]),
    "formed on the last day": (training(alliance="2029-05-31"), ["2026-09-01 2029-05-31 met 2029-05-31"]),
    "formed a day late": (training(alliance="2029-06-01"), ["2026-09-01 2029-05-31 late 2029-06-01"]),
    "formed on its first day": (training(alliance="2026-09-01"), ["2026-09-01 2029-05-31 met 2026-09-01"]),
    "formed before its start counts for nothing": (training(alliance="2026-08-31"), ["2026-09-01 2029-05-31 open"]),
    "moved back from the month's last day, a Sunday": (training(ends="2027-05-31"), ["2026-09-01 2027-02-26 open"]),
    "moved back from a closing day": (
        {**training(), "closures": ["2029-05-31"]}, ["2026-09-01 2029-05-30 open"]),
    "shorter than three months: the day lies before its start": (
        training(ends="2026-10-30"), ["2026-09-01 2026-07-30 open"]),
    "in a company": (training(external=False), []),
    "broken off": (training(broken_off="2027-03-01"), ["2026-09-01 2029-05-31 lapsed 2027-03-01"]),
    "formed after it was broken off": (
        training(broken_off="2027-03-01", alliance="2027-03-02"), ["2026-09-01 2029-05-31 lapsed 2027-03-01"]),
    "formed and broken off on one day": (
        training(broken_off="2027-03-01", alliance="2027-03-01"), ["2026-09-01 2029-05-31 met 2027-03-01"]),
    "end unknown": (training(ends=None), []),
    "start unknown": (training(begins=None), []),
    "each training by itself": (
        {"born": BORN, "training": [*training(broken_off="2027-03-01")["training"],
                                    *training("2027-09-01", "2030-08-30")["training"]]},
        ["2026-09-01 2029-05-31 lapsed 2027-03-01", "2027-09-01 2030-05-29 open"]),
    "closed": (closed("2027-03-01", **training()), ["2026-09-01 2029-05-31 lapsed 2027-03-01"]),
    "formed on the day of closing": (
        closed("2027-03-01", **training(alliance="2027-03-01")), ["2026-09-01 2029-05-31 met 2027-03-01"]),
    "starts on the day of closing": (closed("2026-09-01", **training()), []),
}


def graduate(*more: str, begins: str = "2025-09-01", ends: str | None = "2026-01-31", **facts: Any) -> dict[str, Any]:
    """A graduate whose training ended, if not said otherwise on Saturday, 31 January 2026."""
    return {"training": [{"begins": "2023-02-01", "ends": ends}], **in_group("graduate", begins, *more, **facts)}


JUG8: Table = {
    "not settled": (graduate(), ["2026-01-31 2026-07-31 open"]),
    "changes on the last day": (graduate("2026-07-31 placement"), ["2026-01-31 2026-07-31 met 2026-07-31"]),
    "changes a day late": (graduate("2026-08-01 activation"), ["2026-01-31 2026-07-31 late 2026-08-01"]),
    "changes early": (graduate("2026-02-02 training_seeker"), ["2026-01-31 2026-07-31 met 2026-02-02"]),
    "assessed a calendar month before the last day": (
        graduate(assessments=["2026-06-30"]), ["2026-01-31 2026-07-31 met 2026-06-30"]),
    "assessed a day earlier counts for nothing": (
        graduate(assessments=["2026-06-29"]), ["2026-01-31 2026-07-31 open"]),
    "assessed on the last day": (graduate(assessments=["2026-07-31"]), ["2026-01-31 2026-07-31 met 2026-07-31"]),
    "assessed late": (graduate(assessments=["2026-08-03"]), ["2026-01-31 2026-07-31 late 2026-08-03"]),
    "moved from a Sunday, and so is the month before": (
        graduate(ends="2026-02-28", assessments=["2026-07-28"]), ["2026-02-28 2026-08-28 met 2026-07-28"]),
    "ends on 31 August: the month's last day, moved": (
        graduate(ends="2026-08-31", assessments=["2027-01-31"]), ["2026-08-31 2027-03-01 open"]),
    "the group begins after the training ended": (
        graduate(begins="2026-03-02"), ["2026-03-02 2026-07-31 open"]),
    "the group begins more than six months after it": (
        graduate(begins="2026-09-01", assessments=["2026-08-31"]), ["2026-09-01 2026-09-01 open"]),
    "assessed on that day": (
        graduate(begins="2026-09-01", assessments=["2026-09-01"]), ["2026-09-01 2026-09-01 met 2026-09-01"]),
    "the group ended before the training": (graduate("2026-01-30 placement"), []),
    "the group ended on the training's last day": (graduate("2026-01-31 placement"), []),
    "the group ended the day after": (graduate("2026-02-01 placement"), ["2026-01-31 2026-07-31 met 2026-02-01"]),
    "end unknown": (graduate(ends=None), []),
    "the latest of several trainings": (
        {**graduate(), "training": [{"ends": "2026-01-31"}, {"ends": "2026-03-31"}, {"ends": "2025-08-31"}]},
        ["2026-03-31 2026-09-30 open"]),
    "broken off trainings too": (
        {**graduate(), "training": [{"ends": "2026-01-31"}, {"ends": "2026-03-31", "broken_off": "2025-12-01"}]},
        ["2026-03-31 2026-09-30 open"]),
    "group ends": (graduate("2026-03-02 none"), ["2026-01-31 2026-07-31 lapsed 2026-03-02"]),
    "group ends with the transfer to an adult stream": (
        graduate(born="2001-02-10", transfers=transfers("2025-09-01 youth", "2026-03-02 market_distant")),
        ["2026-01-31 2026-07-31 lapsed 2026-03-02"]),
    "placed": (graduate(placed_on="2026-03-02"), ["2026-01-31 2026-07-31 lapsed 2026-03-02"]),
    "placed before the training ended counts for nothing": (
        graduate(placed_on="2026-01-30"), ["2026-01-31 2026-07-31 open"]),
    "changed and placed on one day": (
        graduate("2026-03-02 placement", placed_on="2026-03-02"), ["2026-01-31 2026-07-31 met 2026-03-02"]),
    "closed": (closed("2026-03-02", **graduate()), ["2026-01-31 2026-07-31 lapsed 2026-03-02"]),
    "changed on the day of closing": (
        closed("2026-03-02", **graduate("2026-03-02 placement")), ["2026-01-31 2026-07-31 met 2026-03-02"]),
    "training ended on the day of closing": (closed("2026-01-31", **graduate()), []),
}


def placement(*more: str, qualified: str | None = "2024-07-15", begins: str = "2025-10-06", **facts: Any
              ) -> dict[str, Any]:
    """A placement client with a vocational qualification, if not said otherwise of 15 July 2024."""
    return in_group("placement", begins, *more, qualified_on=qualified, **facts)


JUG9: Table = {
    "not settled": (placement(), ["2025-10-06 2026-07-15 open"]),
    "changes on the last day": (placement("2026-07-15 activation"), ["2025-10-06 2026-07-15 met 2026-07-15"]),
    "changes a day late": (placement("2026-07-16 activation"), ["2025-10-06 2026-07-15 late 2026-07-16"]),
    "assessed a calendar month before the last day": (
        placement(assessments=["2026-06-15"]), ["2025-10-06 2026-07-15 met 2026-06-15"]),
    "assessed a day earlier counts for nothing": (
        placement(assessments=["2026-06-14"]), ["2025-10-06 2026-07-15 open"]),
    "the first assessment that counts": (
        placement(assessments=["2026-07-01", "2026-03-02", "2026-06-22"]), ["2025-10-06 2026-07-15 met 2026-06-22"]),
    "moved from a Sunday": (placement(qualified="2024-07-12"), ["2025-10-06 2026-07-13 open"]),
    "qualified on 29 February": (
        placement(qualified="2024-02-29", begins="2025-01-06"), ["2025-01-06 2026-03-02 open"]),
    "qualified more than 24 months before the group began": (
        placement(qualified="2023-07-14"), ["2025-10-06 2025-10-06 open"]),
    "assessed on the day the group begins": (
        placement(qualified="2023-07-14", assessments=["2025-10-06"]), ["2025-10-06 2025-10-06 met 2025-10-06"]),
    "assessed before that counts for nothing": (
        placement(qualified="2023-07-14", assessments=["2025-10-03"]), ["2025-10-06 2025-10-06 open"]),
    "qualified after the group began": (placement(qualified="2026-02-02"), ["2025-10-06 2028-02-02 open"]),
    "not qualified": (placement(qualified=None), []),
    "another group": (in_group("graduate", "2025-10-06", qualified_on="2024-07-15"), []),
    "confirmed restarts nothing": (placement("2026-01-12 placement"), ["2025-10-06 2026-07-15 open"]),
    "group ends": (placement("2026-03-02 none"), ["2025-10-06 2026-07-15 lapsed 2026-03-02"]),
    "placed": (placement(placed_on="2026-03-02"), ["2025-10-06 2026-07-15 lapsed 2026-03-02"]),
    "placed before counts for nothing": (placement(placed_on="2025-10-05"), ["2025-10-06 2026-07-15 open"]),
    "closed": (closed("2026-03-02", **placement()), ["2025-10-06 2026-07-15 lapsed 2026-03-02"]),
    "changed on the day of closing": (
        closed("2026-03-02", **placement("2026-03-02 activation")), ["2025-10-06 2026-07-15 met 2026-03-02"]),
    "begins on the day of closing": (closed("2025-10-06", **placement()), []),
    "qualified after the closing counts for nothing": (
        closed("2026-03-02", **placement(qualified="2026-03-03")), []),
}


@table(JUG5)
def test_jug5(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG5", facts) == expected


@table(JUG6)
def test_jug6(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG6", facts) == expected


@table(JUG7)
def test_jug7(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG7", facts) == expected


@table(JUG8)
def test_jug8(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG8", facts) == expected


@table(JUG9)
def test_jug9(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("JUG9", facts) == expected


def test_who_keeps_them() -> None:
    assert responsible("JUG5", seeker()) == responsible("JUG6", seeker()) == ["youth_case_manager"]
    assert responsible("JUG5", seeker(transfers=transfers("2025-09-01 career_adviser"))) == ["youth_case_manager"]
    assert responsible("JUG7", training()) == ["provider_liaison"]
    assert responsible("JUG8", graduate()) == responsible("JUG9", placement()) == ["youth_case_manager"]
