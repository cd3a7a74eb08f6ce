"""The way of a benefits file through the house, and when it lies too long (HK 6.2)."""

from datetime import date

import pytest

from fm.rules.calendar import Calendar
from fm.rules.circulation import Involved, Stop, late_since, pass_on_by, stops, why
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings

MARKET, YOUTH, DISTANT, ADVISER, REFUGEE = 1, 2, 3, 4, 5
LAST = Stop("maintenance", None)
CALENDAR = Calendar()
FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


def involved(staff_id: int, *streams: str) -> Involved:
    return Involved(staff_id, frozenset(streams))


@pytest.mark.parametrize(("people", "way"), [
    ([], [LAST]),
    ([involved(DISTANT, "market_distant")], [Stop("case_manager", DISTANT), LAST]),
    ([involved(DISTANT, "market_distant"), involved(MARKET, "market_ready")],
     [Stop("market_ready", MARKET), Stop("case_manager", DISTANT), LAST]),
    ([involved(DISTANT, "market_distant"), involved(YOUTH, "youth")],
     [Stop("youth", YOUTH), Stop("case_manager", DISTANT), LAST]),
    ([involved(YOUTH, "youth"), involved(MARKET, "market_ready")],
     [Stop("market_ready", MARKET), Stop("youth", YOUTH), LAST]),
    ([involved(ADVISER, "career_adviser"), involved(REFUGEE, "refugee"), involved(DISTANT, "market_distant")],
     [Stop("case_manager", ADVISER), Stop("case_manager", REFUGEE), Stop("case_manager", DISTANT), LAST]),
    ([involved(DISTANT, "market_distant"), involved(DISTANT, "market_distant")],
     [Stop("case_manager", DISTANT), LAST]),
    ([involved(MARKET, "market_distant"), involved(DISTANT, "market_distant"), involved(MARKET, "market_ready")],
     [Stop("market_ready", MARKET), Stop("case_manager", DISTANT), LAST]),
    ([involved(MARKET, "market_ready"), involved(MARKET, "market_distant")], [Stop("market_ready", MARKET), LAST]),
    ([involved(MARKET, "market_distant", "market_ready")], [Stop("market_ready", MARKET), LAST]),
    ([involved(DISTANT)], [Stop("case_manager", DISTANT), LAST]),
], ids=["nobody", "one", "market-ready first", "youth first", "both", "others as given", "once only", "earliest place",
        "earliest place stays", "by own streams", "no stream"])
def test_the_way_of_the_file(people: list[Involved], way: list[Stop]) -> None:
    assert stops(people) == way


@pytest.mark.parametrize(("since", "last", "calendar"), [
    (MONDAY, TUESDAY, CALENDAR),
    (FRIDAY, MONDAY, CALENDAR),
    (date(2026, 11, 21), MONDAY, CALENDAR),
    (date(2026, 4, 2), date(2026, 4, 7), CALENDAR),
    (FRIDAY, TUESDAY, Calendar([MONDAY])),
], ids=["next day", "over the weekend", "on a weekend", "over Easter", "closing day"])
def test_without_delay_is_one_working_day(since: date, last: date, calendar: Calendar) -> None:
    assert pass_on_by(since, calendar, DEFAULT_SETTINGS) == last
    assert late_since(last, calendar, DEFAULT_SETTINGS) < since
    assert late_since(calendar.add_working_days(last, 1), calendar, DEFAULT_SETTINGS) >= since


def test_what_without_delay_means_is_a_dated_setting() -> None:
    settings = RuleSettings([(MONDAY, "immediate_working_days", 2)])
    assert pass_on_by(FRIDAY, CALENDAR, settings) == MONDAY
    assert pass_on_by(MONDAY, CALENDAR, settings) == date(2026, 11, 25)


def test_the_day_is_explained() -> None:
    assert why(FRIDAY, CALENDAR, DEFAULT_SETTINGS) == (
        "Die Akte liegt hier seit Freitag, 20.11.2026 und ist ohne Verzögerung weiterzugeben: 1 Arbeitstag ab "
        "20.11.2026 endet am Montag, 23.11.2026; nicht mitgezählt: Wochenende 21./22.11. (HK 6.2).")
