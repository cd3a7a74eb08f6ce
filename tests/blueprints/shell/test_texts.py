"""How values are said in German."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from fm.blueprints import texts
from fm.rules.calendar import Calendar

MONDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 21)


@pytest.mark.parametrize(("due", "today", "words", "tone"), [
    (MONDAY, MONDAY, "heute", "today"),
    (date(2026, 11, 24), MONDAY, "in 1 Arbeitstag", "quiet"),
    (date(2026, 11, 27), MONDAY, "in 4 Arbeitstagen", "quiet"),
    (date(2026, 11, 20), MONDAY, "überfällig seit 1 Arbeitstag", "late"),
    (date(2026, 11, 19), MONDAY, "überfällig seit 2 Arbeitstagen", "late"),
    (date(2026, 11, 20), SATURDAY, "überfällig", "late"),
    (date(2026, 11, 22), SATURDAY, "vor dem nächsten Arbeitstag", "quiet"),
    (date(2026, 12, 28), date(2026, 12, 24), "in 1 Arbeitstag", "quiet"),
    (date(2027, 11, 23), MONDAY, "in 255 Arbeitstagen", "quiet"),
    (date(2027, 11, 24), MONDAY, "in mehr als 1 Jahr", "quiet"),
    (date(2036, 8, 13), MONDAY, "in mehr als 9 Jahren", "quiet"),
])
def test_a_deadline_says_how_near_it_is(due, today, words, tone):
    assert texts.due_text(due, today, Calendar()) == texts.DueText(words, tone)


def test_numbers_dates_and_times():
    assert texts.day(date(2026, 3, 2)) == "02.03.2026"
    assert texts.day(None) == "–"
    assert texts.clock(datetime(2026, 3, 2, 9, 5)) == "09:05"
    assert texts.number(13000) == "13.000"
    assert texts.counted(1, "Kunde", "Kunden") == "1 Kunde"
    assert texts.counted(0, "Kunde", "Kunden") == "0 Kunden"


@pytest.mark.parametrize(("seconds", "words"), [
    (0.2, "1 Sekunde"), (15, "15 Sekunden"), (90, "90 Sekunden"), (91, "2 Minuten"), (900, "15 Minuten")])
def test_waiting_times_are_rounded_up(seconds, words):
    assert texts.duration(timedelta(seconds=seconds)) == words


@dataclass
class Person:
    roles: set[str]
    streams: set[str]


@pytest.mark.parametrize(("roles", "streams", "words"), [
    ({"manager"}, set(), "Leitung"),
    ({"case_manager"}, set(), "Fallmanagement"),
    ({"case_manager"}, {"youth"}, "Fallmanagement U25"),
    ({"assistant"}, {"youth"}, "Assistenz"),
    ({"case_manager", "measure_coordinator"}, {"youth", "market_distant"},
     "Fallmanagement arbeitsmarktfern, Fallmanagement U25, Maßnahmekoordination"),
])
def test_what_somebody_does_here(roles, streams, words):
    assert texts.tasks(Person(roles, streams)) == words
