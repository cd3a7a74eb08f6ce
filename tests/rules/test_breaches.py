"""What is followed up, in which order, and what stands against each step (HK 4.1.4)."""

from datetime import date, timedelta

import pytest

from fm.rules.breaches import (
    STEPS,
    Standing,
    against_decision,
    against_following_up,
    against_hearing,
    against_statement,
    earliest,
    last_day,
)
from fm.rules.calendar import Calendar
from fm.rules.casework import BREACH_DECISIONS
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings

DAY, HEARD, UNTIL = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 23)
HEARING = Standing(DAY, HEARD, UNTIL)


def parts(objections: object) -> list[str]:
    return [each.part for each in objections]


@pytest.mark.parametrize(("standing", "today", "step"), [
    (Standing(DAY), DAY, "hear"),
    (HEARING, HEARD, "wait"),
    (HEARING, UNTIL, "wait"),
    (HEARING, UNTIL + timedelta(days=1), "decide"),
    (Standing(DAY, HEARD, UNTIL, statement_on=HEARD), HEARD, "decide"),
    (Standing(DAY, HEARD, UNTIL, decision="established"), UNTIL, "tell"),
    (Standing(DAY, HEARD, UNTIL, decision="established", told=UNTIL), UNTIL, None),
    (Standing(DAY, decision="excused"), UNTIL, None),
    (Standing(DAY, decision="dropped"), UNTIL, None),
])
def test_one_step_follows_the_other(standing: Standing, today: date, step: str | None) -> None:
    assert standing.next_step(today) == step
    assert step is None or step in STEPS


def test_only_a_statement_is_waited_for() -> None:
    assert HEARING.due(UNTIL) == UNTIL
    assert HEARING.due(UNTIL + timedelta(days=1)) is None
    assert Standing(DAY).due(DAY) is None


@pytest.mark.parametrize(("heard", "until"), [
    (date(2026, 11, 9), date(2026, 11, 23)),
    (date(2026, 12, 11), date(2026, 12, 28)),  # Christmas Day, then a weekend
    (date(2026, 12, 18), date(2027, 1, 4)),  # New Year's Day, then a weekend
])
def test_two_weeks_and_on_to_a_working_day(heard: date, until: date) -> None:
    assert last_day(heard, Calendar(), DEFAULT_SETTINGS) == until


def test_the_office_may_give_more_time_from_a_day_on() -> None:
    settings = RuleSettings([(date(2027, 1, 1), "hearing_weeks", 3)])
    assert last_day(date(2026, 12, 1), Calendar(), settings) == date(2026, 12, 15)
    assert last_day(date(2027, 1, 5), Calendar(), settings) == date(2027, 1, 26)
    assert last_day(date(2026, 11, 9), Calendar([UNTIL]), settings) == date(2026, 11, 24)


def test_a_hearing_comes_once_and_leaves_time() -> None:
    week = HEARD + timedelta(days=7)
    assert parts(against_hearing(Standing(DAY), week, HEARD)) == []
    assert parts(against_hearing(Standing(DAY), week - timedelta(days=1), HEARD)) == ["answer_until"]
    assert parts(against_hearing(HEARING, UNTIL, HEARD)) == [""]
    assert parts(against_hearing(Standing(DAY, decision="dropped"), UNTIL, HEARD)) == [""]


def test_a_statement_says_something_of_what_has_happened() -> None:
    assert parts(against_statement(HEARING, HEARD, "Der Bus fuhr nicht.", HEARD)) == []
    assert parts(against_statement(Standing(DAY), DAY, "Krank.", HEARD)) == []
    assert parts(against_statement(HEARING, HEARD + timedelta(days=1), "", HEARD)) == ["day", "text"]
    assert parts(against_statement(HEARING, DAY - timedelta(days=1), "Krank.", HEARD)) == ["day"]
    assert parts(against_statement(Standing(DAY, decision="dropped"), HEARD, "Krank.", HEARD)) == [""]


@pytest.mark.parametrize("decision", BREACH_DECISIONS)
def test_every_decision_is_one_and_has_a_reason(decision: str) -> None:
    later = UNTIL + timedelta(days=1)
    assert parts(against_decision(HEARING, decision, "Kein Nachweis.", later)) == []
    assert parts(against_decision(HEARING, decision, "", later)) == ["reason"]
    assert parts(against_decision(Standing(DAY, HEARD, UNTIL, None, "dropped"), decision, "Nein.", later)) == [""]


def test_nothing_is_established_before_the_client_could_speak() -> None:
    answered = Standing(DAY, HEARD, UNTIL, statement_on=HEARD)
    assert parts(against_decision(Standing(DAY), "established", "Kein Nachweis.", UNTIL)) == ["decision"]
    assert parts(against_decision(HEARING, "established", "Kein Nachweis.", UNTIL)) == ["decision"]
    assert parts(against_decision(answered, "established", "Kein Nachweis.", HEARD)) == []
    assert parts(against_decision(Standing(DAY), "excused", "Krankschreibung.", DAY)) == []
    assert parts(against_decision(Standing(DAY), "dropped", "Geringfügig.", DAY)) == []


def test_after_six_months_nothing_is_established() -> None:
    last = date(2027, 5, 2)
    assert parts(against_decision(HEARING, "established", "Kein Nachweis.", last)) == []
    assert parts(against_decision(HEARING, "established", "Kein Nachweis.", last + timedelta(days=1))) == ["decision"]
    assert parts(against_decision(HEARING, "dropped", "Zu spät.", last + timedelta(days=1))) == []
    assert earliest(last) == DAY


def test_what_is_followed_up_has_happened_while_it_held() -> None:
    assert parts(against_following_up(DAY, HEARD, DAY)) == []
    assert parts(against_following_up(HEARD + timedelta(days=1), HEARD, DAY)) == ["day"]
    assert parts(against_following_up(DAY - timedelta(days=1), HEARD, DAY)) == ["day"]
