"""Chapter 1 of the rulebook: working days, months, weeks and birthdays in Brandenburg."""

from datetime import date

import pytest

from fm.rules.calendar import (
    Calendar,
    birthday,
    german,
    holiday_name,
    plus_months,
    public_holidays,
    weekday_and_date,
)
from fm.rules.sums import evaluate, weeks

OFFICE = Calendar()
CLOSED_AT_CHRISTMAS = Calendar([date(2026, 12, 24), date(2026, 12, 31)])


def day(text: str) -> date:
    """A day out of "2026-03-02"."""
    return date.fromisoformat(text)


@pytest.mark.parametrize(("year", "holidays"), [
    (2026, {
        "2026-01-01": "Neujahr", "2026-04-03": "Karfreitag", "2026-04-05": "Ostersonntag",
        "2026-04-06": "Ostermontag", "2026-05-01": "Erster Mai", "2026-05-14": "Christi Himmelfahrt",
        "2026-05-24": "Pfingstsonntag", "2026-05-25": "Pfingstmontag", "2026-10-03": "Tag der Deutschen Einheit",
        "2026-10-31": "Reformationstag", "2026-12-25": "Erster Weihnachtstag", "2026-12-26": "Zweiter Weihnachtstag",
    }),
    (2017, {
        "2017-01-01": "Neujahr", "2017-04-14": "Karfreitag", "2017-04-16": "Ostersonntag",
        "2017-04-17": "Ostermontag", "2017-05-01": "Erster Mai", "2017-05-25": "Christi Himmelfahrt",
        "2017-06-04": "Pfingstsonntag", "2017-06-05": "Pfingstmontag", "2017-10-03": "Tag der Deutschen Einheit",
        "2017-10-31": "Reformationstag", "2017-12-25": "Erster Weihnachtstag", "2017-12-26": "Zweiter Weihnachtstag",
    }),
])
def test_public_holidays_of_brandenburg(year: int, holidays: dict[str, str]) -> None:
    assert {found.isoformat(): name for found, name in public_holidays(year).items()} == holidays


def test_the_name_of_a_holiday() -> None:
    assert holiday_name(day("2026-05-14")) == "Christi Himmelfahrt"
    assert holiday_name(day("2026-05-15")) is None


@pytest.mark.parametrize(("text", "works"), [
    ("2026-06-01", True), ("2026-06-05", True), ("2026-06-06", False), ("2026-06-07", False), ("2026-04-03", False),
    ("2026-04-02", True), ("2026-12-24", True), ("2026-12-31", True), ("2026-11-01", False), ("2025-03-08", False),
    ("2027-03-08", True), ("2026-06-04", True),
], ids=["Monday", "Friday", "Saturday", "Sunday", "Good Friday", "Maundy Thursday", "24 December", "31 December",
        "All Saints, a Sunday", "8 March, a Saturday", "8 March is none in Brandenburg",
        "Corpus Christi is none in Brandenburg"])
def test_working_days(text: str, works: bool) -> None:
    assert OFFICE.is_working_day(day(text)) is works


def test_closing_days_are_no_working_days() -> None:
    assert not CLOSED_AT_CHRISTMAS.is_working_day(day("2026-12-24"))
    assert CLOSED_AT_CHRISTMAS.is_working_day(day("2026-12-23"))


@pytest.mark.parametrize(("start", "count", "end"), [
    ("2026-03-30", 10, "2026-04-15"), ("2026-06-01", 1, "2026-06-02"), ("2026-06-05", 1, "2026-06-08"),
    ("2026-06-06", 1, "2026-06-08"), ("2026-06-06", 5, "2026-06-12"), ("2026-12-23", 1, "2026-12-24"),
    ("2026-12-24", 1, "2026-12-28"), ("2026-12-30", 2, "2027-01-04"), ("2026-05-22", 1, "2026-05-26"),
    ("2026-06-06", 0, "2026-06-06"),
])
def test_the_nth_working_day_after(start: str, count: int, end: str) -> None:
    assert OFFICE.add_working_days(day(start), count) == day(end)


def test_closing_days_are_not_counted() -> None:
    assert CLOSED_AT_CHRISTMAS.add_working_days(day("2026-12-23"), 1) == day("2026-12-28")
    assert CLOSED_AT_CHRISTMAS.add_working_days(day("2026-12-30"), 1) == day("2027-01-04")


@pytest.mark.parametrize(("start", "count", "end"), [
    ("2026-03-10", 1, "2026-04-10"), ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"),
    ("2026-03-31", -1, "2026-02-28"), ("2026-08-31", 6, "2027-02-28"), ("2028-02-29", 12, "2029-02-28"),
    ("2028-02-29", 48, "2032-02-29"), ("2026-02-28", 1, "2026-03-28"), ("2026-12-15", 1, "2027-01-15"),
    ("2026-01-15", -1, "2025-12-15"),
])
def test_calendar_months_are_not_moved(start: str, count: int, end: str) -> None:
    assert plus_months(day(start), count) == day(end)


@pytest.mark.parametrize(("start", "count", "end"), [
    ("2026-03-10", 1, "2026-04-10"), ("2026-01-31", 1, "2026-03-02"), ("2026-03-03", 1, "2026-04-07"),
    ("2026-05-05", 1, "2026-06-05"), ("2026-09-30", -1, "2026-08-28"), ("2026-06-14", -1, "2026-05-13"),
    ("2026-07-06", -3, "2026-04-02"), ("2026-11-25", 1, "2026-12-28"), ("2026-11-30", 1, "2026-12-30"),
])
def test_months_are_moved_forward_and_back(start: str, count: int, end: str) -> None:
    assert OFFICE.add_months(day(start), count) == day(end)


def test_months_are_moved_over_closing_days() -> None:
    assert CLOSED_AT_CHRISTMAS.add_months(day("2026-11-24"), 1) == day("2026-12-28")
    assert CLOSED_AT_CHRISTMAS.add_months(day("2027-01-24"), -1) == day("2026-12-23")


@pytest.mark.parametrize(("start", "count", "end"), [
    ("2026-06-01", 1, "2026-06-08"), ("2026-05-18", 1, "2026-05-26"), ("2026-06-06", 2, "2026-06-22"),
])
def test_weeks_are_moved_forward(start: str, count: int, end: str) -> None:
    assert evaluate(OFFICE, weeks(count), day(start)) == day(end)


def test_moving_leaves_a_working_day_where_it_is() -> None:
    monday = day("2026-06-01")
    assert OFFICE.next_working_day(monday) == OFFICE.previous_working_day(monday) == monday


def test_moving_over_easter() -> None:
    assert OFFICE.next_working_day(day("2026-04-03")) == day("2026-04-07")
    assert OFFICE.previous_working_day(day("2026-04-06")) == day("2026-04-02")


@pytest.mark.parametrize(("start", "end", "count"), [
    ("2026-03-30", "2026-04-15", 10), ("2026-04-15", "2026-03-30", -10), ("2026-06-01", "2026-06-01", 0),
    ("2026-06-05", "2026-06-07", 0), ("2026-06-05", "2026-06-08", 1), ("2026-06-08", "2026-06-05", -1),
    ("2026-06-06", "2026-06-07", 0),
])
def test_counting_working_days_between(start: str, end: str, count: int) -> None:
    assert OFFICE.working_days_between(day(start), day(end)) == count


@pytest.mark.parametrize(("born", "years", "turns"), [
    ("2001-06-15", 25, "2026-06-15"), ("2000-02-29", 25, "2025-03-01"), ("2000-02-29", 24, "2024-02-29"),
    ("2012-02-29", 15, "2027-03-01"), ("2001-03-01", 25, "2026-03-01"), ("2001-02-28", 25, "2026-02-28"),
])
def test_birthdays(born: str, years: int, turns: str) -> None:
    assert birthday(day(born), years) == day(turns)


def test_free_days_are_named() -> None:
    assert Calendar([day("2026-04-07")]).free_days(day("2026-04-02"), day("2026-04-07")) == [
        (day("2026-04-03"), "Karfreitag"), (day("2026-04-04"), "Samstag"), (day("2026-04-05"), "Ostersonntag"),
        (day("2026-04-06"), "Ostermontag"), (day("2026-04-07"), "Schließtag"),
    ]


def test_equal_closing_days_share_a_calendar() -> None:
    closures = frozenset({day("2026-12-24")})
    assert Calendar.with_closures(closures) is Calendar.with_closures(frozenset(closures))
    assert Calendar.with_closures(closures).closures == closures


def test_days_in_german() -> None:
    assert german(day("2026-03-02")) == "02.03.2026"
    assert weekday_and_date(day("2026-03-02")) == "Montag, 02.03.2026"
    assert weekday_and_date(day("2026-03-08")) == "Sonntag, 08.03.2026"
