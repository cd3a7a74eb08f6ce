"""Chapter 6.8: when a case conference can be held, and what its protocol leaves open."""

from datetime import date

import pytest

from fm.rules.conference_checks import (
    ProtocolAtHand,
    Stay,
    TaskTold,
    day_faults,
    guest_named,
    left_open,
    lines_of,
    occasion_proposed,
    protocol_faults,
    settles,
)

BEGINS, ENDS, LEFT = date(2026, 6, 1), date(2026, 12, 4), date(2026, 9, 1)
RUNNING, BROKEN = Stay(BEGINS, ENDS), Stay(BEGINS, ENDS, LEFT)


@pytest.mark.parametrize(("stay", "today", "occasion"), [
    (RUNNING, date(2026, 10, 8), "interim"), (RUNNING, date(2026, 10, 9), "before_end"),
    (RUNNING, date(2027, 1, 4), "before_end"), (Stay(BEGINS, None), BEGINS, "before_end"),
    (BROKEN, LEFT, "broken_off"),
])
def test_the_occasion_hangs_on_the_time_that_is_left(stay: Stay, today: date, occasion: str) -> None:
    assert occasion_proposed(stay, today) == occasion


@pytest.mark.parametrize(("occasion", "day", "broken_off", "stands"), [
    ("before_end", BEGINS, None, True), ("before_end", BEGINS, LEFT, True), ("interim", LEFT, LEFT, False),
    ("broken_off", LEFT, LEFT, True), ("broken_off", BEGINS, LEFT, False), ("broken_off", LEFT, None, False),
])
def test_what_stands_for_the_conference_before_the_end(
    occasion: str, day: date, broken_off: date | None, stands: bool
) -> None:
    assert settles(occasion, day, broken_off) is stands


@pytest.mark.parametrize(("occasion", "day", "stay", "field"), [
    ("before_end", BEGINS, RUNNING, None), ("before_end", ENDS, RUNNING, None),
    ("before_end", date(2026, 12, 5), RUNNING, "tag"), ("interim", date(2026, 5, 31), RUNNING, "tag"),
    ("before_end", LEFT, BROKEN, None), ("interim", date(2026, 9, 2), BROKEN, "anlass"),
    ("broken_off", LEFT, BROKEN, None), ("broken_off", date(2027, 2, 1), BROKEN, None),
    ("broken_off", date(2026, 8, 31), BROKEN, "tag"), ("broken_off", LEFT, RUNNING, "anlass"),
    ("interim", date(2030, 1, 1), Stay(None, None), None),
])
def test_a_conference_is_held_within_the_participation(
    occasion: str, day: date, stay: Stay, field: str | None
) -> None:
    assert [name for name, _ in day_faults(occasion, day, stay)] == ([field] if field else [])


def test_every_fault_of_a_protocol_is_said_at_its_field() -> None:
    tasks = [TaskTold("client", "Mappe"), TaskTold("provider", "", BEGINS)]
    faults = protocol_faults("interim", date(2026, 11, 24), None, date(2026, 11, 24), tasks, RUNNING, LEFT)
    assert [name for name, _ in faults] == [
        "tag", "teilgenommen", "naechster", "aufgabe_1_was", "aufgabe_1_bis"]


@pytest.mark.parametrize(("day", "fields"), [(LEFT, []), (date(2026, 9, 2), ["tag"])])
def test_a_protocol_is_written_when_it_was_held(day: date, fields: list[str]) -> None:
    tasks = [TaskTold("client", "Mappe", day), TaskTold("provider", "Bericht")]
    faults = protocol_faults("interim", day, "Kursleitung", date(2026, 10, 1), tasks, RUNNING, LEFT)
    assert [name for name, _ in faults] == fields


def test_what_is_left_open_is_said_and_nothing_else() -> None:
    assert left_open(ProtocolAtHand(True, True, True, True, True)) == []
    assert left_open(ProtocolAtHand(False, False, True, True, True)) == []
    assert len(left_open(ProtocolAtHand(False, True, False, False, False, ["Fahrweg"]))) == 5


@pytest.mark.parametrize(("line", "named"), [
    ("Frau Albers, Schuldnerberatung, Am Markt 1", "Frau Albers"), (" Kursleitung ", "Kursleitung"), ("", ""),
])
def test_others_hear_the_name_of_a_guest_alone(line: str, named: str) -> None:
    assert guest_named(line) == named


def test_lines_are_taken_without_marks_and_once() -> None:
    assert lines_of(" - pünktlich\n\n• hilfsbereit \npünktlich\n--") == ["pünktlich", "hilfsbereit"]
    assert lines_of(None) == []
