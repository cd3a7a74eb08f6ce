"""Records of placement: their day, and what belongs to a decision (HK 4.2, 5.2.3, 5.2.4, 6.6)."""

from datetime import date

import pytest

from fm.rules.routine import Recorded, results_for, routine_faults

TODAY, BEGUN = date(2026, 11, 23), date(2026, 3, 2)
DECIDED = Recorded("assessment", TODAY, "Bewerbungen laufen gut.", "stays")


def test_what_a_decision_can_come_to():
    assert list(results_for("market_ready")) == ["stays", "to_market_distant"]
    assert list(results_for("youth")) == list(results_for("career_adviser")) == ["in_sight"]
    assert results_for("market_distant") == results_for(None) == {}


@pytest.mark.parametrize(("step", "stream", "fields"), [
    (Recorded("job_search", TODAY), "market_ready", []),
    (Recorded("job_search", BEGUN), "market_ready", []),
    (Recorded("matching", date(2026, 11, 24)), "market_ready", ["tag"]),
    (Recorded("matching", date(2026, 3, 1)), "market_ready", ["tag"]),
    (DECIDED, "market_ready", []),
    (DECIDED._replace(result="in_sight"), "market_ready", ["ergebnis"]),
    (DECIDED._replace(result="in_sight"), "youth", []),
    (DECIDED._replace(result=None), "market_ready", ["ergebnis"]),
    (DECIDED, "market_distant", ["ergebnis"]),
    (DECIDED._replace(text=None), "market_ready", ["text"]),
    (DECIDED._replace(text="", result="", day=date(2026, 12, 1)), "market_ready", ["tag", "ergebnis", "text"]),
])
def test_what_keeps_a_record_from_being_made(step, stream, fields):
    assert [field for field, _ in routine_faults(step, stream, BEGUN, TODAY)] == fields


def test_a_case_whose_beginning_is_unknown_takes_any_day():
    assert not list(routine_faults(Recorded("job_search", date(2020, 1, 1)), "market_ready", None, TODAY))
