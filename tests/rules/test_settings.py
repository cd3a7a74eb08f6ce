"""Dated settings: a changed value holds for deadlines that arise from its day on, earlier ones keep theirs."""

from datetime import date
from typing import Any

import pytest

from fm.rules.facts import read_date
from fm.rules.settings import DEFAULT_SETTINGS, DEFAULTS, LABELS, RuleSettings, entries_from_json, value_fault
from tests.rules.support import asked, categories, target_groups, transfers

JUNE = date(2026, 6, 1)


def since_june(key: str, value: int | bool) -> RuleSettings:
    """A value entered from 1 June 2026 on."""
    return RuleSettings([(JUNE, key, value)])


def test_each_setting_has_a_value_and_a_meaning() -> None:
    assert DEFAULTS == {
        "immediate_working_days": 1, "matching_months": 1, "attendance_certificate_months": 12,
        "hearing_weeks": 2, "reservation_working_days": 5, "entry_review_days": 90,
        "self_employed_stream": True, "self_employed_intake": True, "refugee_stream": True, "refugee_intake": True,
    }
    assert set(LABELS) == set(DEFAULTS)


@pytest.mark.parametrize(("day", "value"), [
    (date(2026, 5, 31), 1), (date(2026, 6, 1), 3), (date(2026, 7, 14), 3), (date(2026, 7, 15), 5), (date.max, 5),
])
def test_the_last_value_from_on_or_before_a_day_holds(day: date, value: int) -> None:
    settings = RuleSettings([(date(2026, 7, 15), "immediate_working_days", 5), (JUNE, "immediate_working_days", 3)])
    assert settings.on(day, "immediate_working_days") == value
    assert settings.on(day, "matching_months") == 1


def test_of_two_values_of_one_day_the_last_stands() -> None:
    settings = RuleSettings([(JUNE, "matching_months", 2), (JUNE, "matching_months", 3)])
    assert settings.on(JUNE, "matching_months") == 3


def test_there_is_no_setting_of_another_name() -> None:
    with pytest.raises(KeyError):
        DEFAULT_SETTINGS.on(JUNE, "immediate_days")


@pytest.mark.parametrize(("day", "expected"), [
    ("2026-05-29", "2026-05-29 2026-06-01 open"), ("2026-06-01", "2026-06-01 2026-06-04 open"),
    ("2026-06-02", "2026-06-02 2026-06-05 open"),
])
def test_at_once_for_ueb2(day: str, expected: str) -> None:
    settings = since_june("immediate_working_days", 3)
    assert asked("UEB2", {"categories": categories(f"{day} A")}, settings) == [expected]


@pytest.mark.parametrize(("day", "expected"), [
    ("2026-05-29", "2026-05-29 2026-06-01 open"), ("2026-06-01", "2026-06-01 2026-06-04 open"),
])
def test_at_once_for_esb4(day: str, expected: str) -> None:
    facts = {"applications": [{"submitted": "2026-05-04"}], "alg_until": "2026-12-31", "intake": {"missed": day}}
    assert asked("ESB4", facts, since_june("immediate_working_days", 3)) == [expected]


def test_each_link_of_a_chain_of_matchings_keeps_its_own() -> None:
    facts = {"transfers": transfers("2026-04-27 market_ready"), "matchings": ["2026-05-29", "2026-06-01"]}
    assert asked("NAH5", facts, since_june("matching_months", 2)) == [
        "2026-04-27 2026-05-27 late 2026-05-29", "2026-05-29 2026-06-29 met 2026-06-01", "2026-06-01 2026-08-03 open"]


def test_each_link_of_a_chain_of_certificates_keeps_its_own() -> None:
    facts = {"born": "2009-11-20", "target_groups": target_groups("2026-05-18 pupil"),
             "attendance_certificates": ["2026-06-01"]}
    assert asked("JUG2", facts, since_june("attendance_certificate_months", 6)) == [
        "2026-06-01 2026-12-01 open", "2026-05-18 2027-05-18 met 2026-06-01"]


def a_new_case(mark: str, day: str) -> dict[str, Any]:
    """Somebody of a special stream whose form is collected and handed in on a day, the appointment included."""
    return {"groups": [mark], "applications": [
        {"collected": day, "submission_appointment": day, "submitted": day, "decided": day, "decision": "granted"}]}


@pytest.mark.parametrize("mark", ["self_employed", "refugee"])
@pytest.mark.parametrize("standard", ["ESB1", "ESB2"])
def test_a_special_stream_without_intakes(mark: str, standard: str) -> None:
    settings = since_june(f"{mark}_intake", False)
    assert len(asked(standard, a_new_case(mark, "2026-05-29"), settings)) == 1
    assert asked(standard, a_new_case(mark, "2026-06-01"), settings) == []
    assert len(asked(standard, a_new_case("migrant", "2026-06-01"), settings)) == 1
    assert len(asked(standard, a_new_case(mark, "2026-06-01"))) == 1


def test_it_has_no_rows_for_the_missed_intake_either() -> None:
    settings = since_june("refugee_intake", False)
    missed = {**a_new_case("refugee", "2026-06-01"), "intake": {"missed": "2026-06-02"}}
    beside = {**missed, "alg_until": "2026-12-31"}
    turning_15 = {"groups": ["refugee"], "born": "2011-06-01", "case": {"opened": "2026-01-05"}}
    for standard, facts in [("ESB6", missed), ("ESB3", beside), ("ESB4", beside), ("ESB5", turning_15)]:
        assert len(asked(standard, facts)) == 1
        assert asked(standard, facts, settings) == []


def test_the_first_consultation_is_still_due() -> None:
    facts = a_new_case("refugee", "2026-06-01")
    assert asked("ERG1", facts, since_june("refugee_intake", False)) == ["2026-06-01 2026-06-15 open"]


def test_reading_a_file() -> None:
    rows = [{"from": "2026-06-01", "matching_months": 2, "refugee_intake": False},
            {"from": "2026-07-01", "immediate_working_days": 3}]
    assert entries_from_json(rows, read_date) == ([
        (JUNE, "matching_months", 2), (JUNE, "refugee_intake", False),
        (date(2026, 7, 1), "immediate_working_days", 3)], [])


@pytest.mark.parametrize(("rows", "faults"), [
    ({"from": "2026-06-01"}, ["settings: not a list"]),
    (["2026-06-01"], ["settings[0]: not an object"]),
    ([{"matching_months": 2}], ["settings[0].from: not a date"]),
    ([{"from": "1.6.2026"}], ["settings[0].from: not a date"]),
    ([{"from": "2026-06-01", "matching": 2}], ["settings[0].matching: unknown key"]),
    ([{"from": "2026-06-01", "matching_months": "2"}],
     ["settings[0].matching_months: not a whole number from 1 to 120"]),
    ([{"from": "2026-06-01", "refugee_stream": 1}], ["settings[0].refugee_stream: not true or false"]),
    ([{"from": "2026-06-01"}, 7, {"from": None, "matching_months": 0, "refugee_intake": "no"}], [
        "settings[1]: not an object", "settings[2].from: not a date",
        "settings[2].matching_months: not a whole number from 1 to 120",
        "settings[2].refugee_intake: not true or false"]),
])
def test_faults_of_a_file(rows: Any, faults: list[str]) -> None:
    """All at once, each with its path."""
    assert entries_from_json(rows, read_date)[1] == faults


@pytest.mark.parametrize(("key", "value", "fault"), [
    ("matching_months", 1, None), ("matching_months", 120, None),
    ("matching_months", 0, "not a whole number from 1 to 120"),
    ("matching_months", 121, "not a whole number from 1 to 120"),
    ("matching_months", 1.5, "not a whole number from 1 to 120"),
    ("matching_months", True, "not a whole number from 1 to 120"),
    ("matching_months", None, "not a whole number from 1 to 120"),
    ("refugee_intake", False, None), ("refugee_intake", 0, "not true or false"), ("closing", 1, "unknown key"),
])
def test_faults_of_a_value(key: str, value: Any, fault: str | None) -> None:
    assert value_fault(key, value) == fault
