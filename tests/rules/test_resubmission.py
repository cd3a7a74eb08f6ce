"""Chapters 4.1.1 and 5.1: the categories X, Y, Z and the return from them, row by row (WVL1 to WVL4)."""

from typing import Any

import pytest

from tests.rules.support import Table, asked, categories, closed, missed_talk, responsible, table, talks, transfers


def category(value: str, *more: str, **facts: Any) -> dict[str, Any]:
    """A category from Monday, 1 June 2026, and perhaps further ones."""
    return {"categories": categories(f"2026-06-01 {value}", *more), **facts}


def reviews(*days: str) -> list[dict[str, str]]:
    """Reviews held."""
    return talks(*(f"{day} review" for day in days))


def half_yearly(value: str) -> Table:
    """The rows of WVL1 and WVL3, which differ in nothing but the category."""
    return {
        "not reviewed": (category(value), ["2026-06-01 2026-12-01 open"]),
        "reviewed on the last day": (
            category(value, contacts=reviews("2026-12-01")),
            ["2026-06-01 2026-12-01 met 2026-12-01", "2026-12-01 2027-06-01 open"]),
        "reviewed a day late": (
            category(value, contacts=reviews("2026-12-02")),
            ["2026-06-01 2026-12-01 late 2026-12-02", "2026-12-02 2027-06-02 open"]),
        "reviewed on the day it begins counts for nothing": (
            category(value, contacts=reviews("2026-06-01")), ["2026-06-01 2026-12-01 open"]),
        "another conversation": (category(value, contacts=talks("2026-07-01 other")), ["2026-06-01 2026-12-01 open"]),
        "missed": (category(value, contacts=[missed_talk("2026-07-01", "review")]), ["2026-06-01 2026-12-01 open"]),
        "from 31 August, moved from Sunday, 28 February": (
            {"categories": categories(f"2026-08-31 {value}")}, ["2026-08-31 2027-03-01 open"]),
        "confirmed restarts nothing": (category(value, f"2026-09-01 {value}"), ["2026-06-01 2026-12-01 open"]),
        "category changes": (category(value, "2026-09-01 C"), ["2026-06-01 2026-12-01 lapsed 2026-09-01"]),
        "changes to Y": (category(value, "2026-09-01 Y"), ["2026-06-01 2026-12-01 lapsed 2026-09-01"]),
        "reviewed on the day of the change": (
            category(value, "2026-09-01 C", contacts=reviews("2026-09-01")), ["2026-06-01 2026-12-01 met 2026-09-01"]),
        "back again: a chain of its own": (
            category(value, "2026-07-01 C", f"2026-08-03 {value}"),
            ["2026-06-01 2026-12-01 lapsed 2026-07-01", "2026-08-03 2027-02-03 open"]),
        "closed": (closed("2026-09-01", **category(value)), ["2026-06-01 2026-12-01 lapsed 2026-09-01"]),
        "reviewed on the day of closing": (
            closed("2026-09-01", **category(value, contacts=reviews("2026-09-01"))),
            ["2026-06-01 2026-12-01 met 2026-09-01"]),
        "begins on the day of closing": (closed("2026-06-01", **category(value)), []),
    }


WVL1: Table = half_yearly("X")
WVL3: Table = half_yearly("Z")


def while_y(obstacle_ends: str | None = None, *more: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Category Y from Monday, 1 June 2026, with the end of the obstacle, and perhaps further entries."""
    return {"categories": [{"from": "2026-06-01", "category": "Y", "obstacle_ends": obstacle_ends}, *more], **facts}


def entry(day: str, value: str, obstacle_ends: str | None = None) -> dict[str, Any]:
    """An entry of a category."""
    return {"from": day, "category": value, "obstacle_ends": obstacle_ends}


WVL2: Table = {
    "no end known": (while_y(), ["2026-06-01 2027-06-01 open"]),
    "reviewed on the last day": (
        while_y(contacts=reviews("2027-06-01")),
        ["2026-06-01 2027-06-01 met 2027-06-01", "2027-06-01 2028-06-01 open"]),
    "reviewed a day late": (
        while_y(contacts=reviews("2027-06-02")),
        ["2026-06-01 2027-06-01 late 2027-06-02", "2027-06-02 2028-06-02 open"]),
    "a year, moved forward": ({"categories": categories("2026-06-05 Y")}, ["2026-06-05 2027-06-07 open"]),
    "a year from 29 February: the month's last day": (
        {"categories": categories("2028-02-29 Y")}, ["2028-02-29 2029-02-28 open"]),
    "three months before the end": (while_y("2027-03-15"), ["2026-06-01 2026-12-15 open"]),
    "three months before the end, moved back over Christmas": (while_y("2027-03-27"), ["2026-06-01 2026-12-24 open"]),
    "three months before the month's last day": (while_y("2027-05-31"), ["2026-06-01 2027-02-26 open"]),
    "the end is far: a year": (while_y("2027-10-01"), ["2026-06-01 2027-06-01 open"]),
    "three months before the end are over a year away by a day": (
        while_y("2027-09-02"), ["2026-06-01 2027-06-01 open"]),
    "three months before the end lie a day within the year": (while_y("2027-08-31"), ["2026-06-01 2027-05-31 open"]),
    "the earlier of the two days as moved": (
        {"categories": [{"from": "2026-06-05", "category": "Y", "obstacle_ends": "2027-09-06"}]},
        ["2026-06-05 2027-06-04 open"]),
    "three months before the end are the day itself: the end": (while_y("2026-09-01"), ["2026-06-01 2026-09-01 open"]),
    "three months before the end are the day after": (while_y("2026-09-02"), ["2026-06-01 2026-06-02 open"]),
    "the end is nearer than three months, moved back": (while_y("2026-07-05"), ["2026-06-01 2026-07-03 open"]),
    "the end is the day itself: a year": (while_y("2026-06-01"), ["2026-06-01 2027-06-01 open"]),
    "the end is over: a year": (while_y("2026-05-01"), ["2026-06-01 2027-06-01 open"]),
    "each link looks at the end again": (
        while_y("2027-03-15", contacts=reviews("2026-11-30", "2027-01-11", "2027-03-15")),
        ["2026-06-01 2026-12-15 met 2026-11-30", "2026-11-30 2026-12-15 late 2027-01-11",
         "2027-01-11 2027-03-15 met 2027-03-15", "2027-03-15 2028-03-15 open"]),
    "confirmed with another end: it counts for all links": (
        while_y("2027-03-15", entry("2026-09-01", "Y", "2027-05-31"), contacts=reviews("2026-08-03")),
        ["2026-06-01 2027-02-26 met 2026-08-03", "2026-08-03 2027-02-26 open"]),
    "confirmed without an end: there is none": (
        while_y("2027-03-15", entry("2026-09-01", "Y")), ["2026-06-01 2027-06-01 open"]),
    "of two entries of one day the last in the list stands": (
        while_y("2027-03-15", entry("2026-06-01", "Y", "2027-05-31")), ["2026-06-01 2027-02-26 open"]),
    "an entry without a category changes nothing": (
        while_y("2027-03-15", {"from": "2026-09-01", "obstacle_ends": "2027-05-31"}), ["2026-06-01 2026-12-15 open"]),
    "another category's end counts for nothing": (
        while_y(None, entry("2026-09-01", "X", "2026-12-31")), ["2026-06-01 2027-06-01 lapsed 2026-09-01"]),
    "reviewed on the day it begins counts for nothing": (
        while_y(contacts=reviews("2026-06-01")), ["2026-06-01 2027-06-01 open"]),
    "category changes": (while_y(None, entry("2026-09-01", "C")), ["2026-06-01 2027-06-01 lapsed 2026-09-01"]),
    "reviewed on the day of the change": (
        while_y(None, entry("2026-09-01", "C"), contacts=reviews("2026-09-01")),
        ["2026-06-01 2027-06-01 met 2026-09-01"]),
    "closed": (closed("2026-09-01", **while_y()), ["2026-06-01 2027-06-01 lapsed 2026-09-01"]),
    "confirmed after the closing counts for nothing": (
        closed("2026-09-01", **while_y("2027-03-15", entry("2026-09-02", "Y"))),
        ["2026-06-01 2026-12-15 lapsed 2026-09-01"]),
    "reviewed on the day of closing": (
        closed("2026-09-01", **while_y(contacts=reviews("2026-09-01"))), ["2026-06-01 2027-06-01 met 2026-09-01"]),
    "begins on the day of closing": (closed("2026-06-01", **while_y()), []),
}


def changed(before: str, after: str, *instructions: str, **facts: Any) -> dict[str, Any]:
    """A change of category on Monday, 1 June 2026, and days of full legal instructions."""
    return {"categories": categories(f"2026-01-12 {before}", f"2026-06-01 {after}"),
            "instructions": list(instructions), **facts}


WVL4: Table = {
    "from X, not instructed": (changed("X", "C"), ["2026-06-01 2026-06-01 open"]),
    "from Y": (changed("Y", "A"), ["2026-06-01 2026-06-01 open"]),
    "from Z": (changed("Z", "S"), ["2026-06-01 2026-06-01 open"]),
    "instructed that day": (changed("X", "C", "2026-06-01"), ["2026-06-01 2026-06-01 met 2026-06-01"]),
    "instructed a day late": (changed("X", "C", "2026-06-02"), ["2026-06-01 2026-06-01 late 2026-06-02"]),
    "instructed before counts for nothing": (changed("X", "C", "2026-05-29"), ["2026-06-01 2026-06-01 open"]),
    "the first instruction from that day": (
        changed("X", "C", "2026-07-01", "2026-06-08"), ["2026-06-01 2026-06-01 late 2026-06-08"]),
    "from X to Z is no return": (changed("X", "Z"), []),
    "from C to D": (changed("C", "D"), []),
    "X confirmed": (changed("X", "X"), []),
    "on a Sunday": ({"categories": categories("2026-01-12 X", "2026-06-07 C")}, ["2026-06-07 2026-06-07 open"]),
    "back to X ends nothing": (
        {"categories": categories("2026-01-12 X", "2026-06-01 C", "2026-06-08 X")}, ["2026-06-01 2026-06-01 open"]),
    "each return": (
        {"categories": categories("2026-01-12 X", "2026-06-01 C", "2026-06-08 X", "2026-07-01 B")},
        ["2026-06-01 2026-06-01 open", "2026-07-01 2026-07-01 open"]),
    "closed": (closed("2026-06-05", **changed("X", "C")), ["2026-06-01 2026-06-01 lapsed 2026-06-05"]),
    "instructed on the day of closing": (
        closed("2026-06-05", **changed("X", "C", "2026-06-05")), ["2026-06-01 2026-06-01 late 2026-06-05"]),
    "changed on the day of closing": (closed("2026-06-01", **changed("X", "C")), []),
}


@table(WVL1)
def test_wvl1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("WVL1", facts) == expected


@table(WVL2)
def test_wvl2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("WVL2", facts) == expected


@table(WVL3)
def test_wvl3(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("WVL3", facts) == expected


@table(WVL4)
def test_wvl4(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("WVL4", facts) == expected


@pytest.mark.parametrize(("standard", "facts"), [
    ("WVL1", category("X")), ("WVL2", category("Y")), ("WVL3", category("Z")), ("WVL4", changed("X", "C")),
])
def test_the_case_manager_keeps_it_in_every_stream(standard: str, facts: dict[str, Any]) -> None:
    in_youth = {**facts, "transfers": transfers("2026-01-05 youth")}
    assert responsible(standard, facts) == responsible(standard, in_youth) == ["case_manager"]
