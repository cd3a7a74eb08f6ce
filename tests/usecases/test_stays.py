"""What becomes of places as the measure's period changes, the case is closed, or two files are made one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fm.models import Deadline
from fm.queries.catalogue import said
from fm.usecases import attendance
from fm.usecases.cases import close_case
from fm.usecases.catalogue import change
from fm.usecases.conferences import PlannedConference, Protocol, hold_conference, plan_conference, waive_conference
from fm.usecases.merging import merge_people
from fm.usecases.places import allocate
from fm.usecases.refusals import Refused
from fm.usecases.waiting import next_in_line, wait
from tests.support.actors import TODAY, acting
from tests.support.placing import BEGINS, ENDS, NOW, Placing

SINCE = date(2026, 11, 2)


@pytest.fixture
def placing(db_session, records) -> Placing:
    return Placing(db_session, records)


@pytest.fixture
def coordinator(placing):
    return acting(placing.coordinator)


@pytest.fixture
def manager(placing):
    return acting(placing.manager)


@pytest.fixture
def measure(placing):
    return placing.measure(2, content="Holz und Metall", target_groups="alle", provider="Träger")


def change_entry(actor, measure, **said_now) -> None:
    change(actor, measure.id, replace(said(measure), **said_now), measure.version, NOW, "desk")


def test_who_is_in_a_measure_that_ends_earlier_stays_as_long_as_it_lasts(placing, measure, coordinator, manager):
    one, other = placing.cases(2)
    longer = allocate(manager, one.id, placing.wanted(measure), NOW, "desk")
    shorter = allocate(manager, other.id, placing.wanted(measure, BEGINS, date(2026, 12, 20)), NOW, "desk")
    change_entry(coordinator, measure, ends=date(2027, 1, 31))
    assert [placing.participation(given.id).ends for given in (longer, shorter)] == [
        date(2027, 1, 31), date(2026, 12, 20)]
    assert placing.messages(placing.manager) == [
        f"„Werkstatt“ endet schon am 31.01.2027, und damit auch die Teilnahme von {one.person.number}."]


@pytest.mark.parametrize(("days", "field"), [
    ({"begins": date(2026, 12, 2)}, "begins"), ({"ends": date(2026, 11, 30)}, "ends")])
def test_no_place_lies_outside_the_period_of_its_measure(placing, measure, coordinator, manager, days, field):
    (case,) = placing.cases(1)
    given = allocate(manager, case.id, placing.wanted(measure), NOW, "desk")
    with pytest.raises(Refused) as refused:
        change_entry(coordinator, measure, **days)
    name = f"{case.person.given_name} {case.person.surname}"
    assert [(fault.field, fault.sentence) for fault in refused.value.faults] == [
        (field, f"1 Platz ist außerhalb dieses Zeitraums vergeben oder reserviert: {name} ab 01.12.2026.")]
    assert placing.participation(given.id).ends == ENDS


def test_who_waits_without_a_day_gets_the_place_from_the_first_day_of_the_measure(placing, coordinator, manager):
    measure, (case,) = placing.measure(begins=date(2027, 1, 4)), placing.cases(1)
    with pytest.raises(Refused):
        wait(manager, case.id, placing.wanted(measure, None, ENDS + timedelta(days=1)), NOW, "desk")
    wait(manager, case.id, placing.wanted(measure, None), NOW, "desk")
    given = next_in_line(coordinator, measure.id, None, NOW, "desk")
    row = placing.participation(given.id)
    assert (row.status, row.begins, row.ends) == ("allocated", date(2027, 1, 4), ENDS)


def test_the_coordinator_is_told_to_end_what_runs_in_a_case_that_is_closed(placing, measure, coordinator, manager):
    (case,) = placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, SINCE), NOW, "desk")
    attendance.start(coordinator, given.id, SINCE, NOW, "desk")
    close_case(manager, case.id, TODAY, "moved", NOW, "desk")
    assert placing.states(measure) == ["started"]
    assert placing.messages(placing.coordinator) == [
        f"„Werkstatt“: Der Fall von {case.person.number} ist abgeschlossen. Bitte festhalten, wann die Teilnahme "
        "endete."]
    attendance.end(coordinator, given.id, TODAY, NOW, "desk")
    with pytest.raises(Refused):
        attendance.resume(coordinator, given.id, None, NOW, "desk")
    assert placing.states(measure) == ["ended"]


def test_two_files_on_the_way_into_one_measure_are_not_made_one(placing, measure, coordinator, manager):
    one, other = placing.cases(2)
    for case in (one, other):
        wait(manager, case.id, placing.wanted(measure), NOW, "desk")
    with pytest.raises(Refused) as refused:
        merge_people(manager, one.person_id, other.person_id, "dieselbe Person", NOW, "desk")
    assert [fault.sentence for fault in refused.value.faults] == [
        "Beide Akten stehen bei der Maßnahme „Werkstatt“. Bitte eine der Teilnahmen zuerst zurücknehmen oder beenden."]


def test_the_kind_of_a_measure_says_whether_a_conference_is_due(placing, measure, coordinator, db_session):
    (case,) = placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, SINCE), NOW, "desk")
    attendance.start(coordinator, given.id, SINCE, NOW, "desk")
    due = select(Deadline.due).where(Deadline.case_id == case.id, Deadline.standard == "MAS1")
    assert db_session.scalars(due).all() == [date(2027, 5, 28)]
    change_entry(coordinator, measure, ends=date(2027, 3, 31))
    assert db_session.scalars(due).all() == [date(2027, 3, 30)]
    change_entry(coordinator, measure, kind="sprachkurs")
    assert db_session.scalars(due).all() == []


def test_a_conference_that_was_held_is_waived_no_longer(placing, coordinator):
    measure, (case,) = placing.measure(ends=date(2026, 12, 10)), placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, SINCE), NOW, "desk")
    attendance.start(coordinator, given.id, SINCE, NOW, "desk")
    held = NOW - timedelta(days=5)
    conference_id = plan_conference(coordinator, given.id, PlannedConference("interim", held), NOW, "desk")
    hold_conference(coordinator, conference_id, Protocol("interim", held.date(), "alle"), 1, NOW, "desk")
    waive_conference(coordinator, given.id, "vorzeitig vermittelt", NOW, "desk")
    hold_conference(coordinator, conference_id, Protocol("before_end", held.date(), "alle"), 2, NOW, "desk")
    row = placing.participation(given.id)
    assert (row.conference, row.conference_waived, row.conference_waived_reason) == (held.date(), None, None)


def test_a_conference_after_a_breaking_off_settles_nothing_once_that_is_taken_back(placing, coordinator, db_session):
    measure, (case,) = placing.measure(ends=date(2026, 12, 10)), placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, SINCE), NOW, "desk")
    attendance.start(coordinator, given.id, SINCE, NOW, "desk")
    attendance.break_off(coordinator, given.id, TODAY, "absent", None, NOW, "desk")
    conference_id = plan_conference(coordinator, given.id, PlannedConference("broken_off", NOW), NOW, "desk")
    hold_conference(coordinator, conference_id, Protocol("broken_off", TODAY, "alle"), 1, NOW, "desk")
    outcome = select(Deadline.outcome).where(Deadline.case_id == case.id, Deadline.standard == "MAS1")
    settled = [(placing.participation(given.id).conference, db_session.scalars(outcome).one())]
    attendance.resume(coordinator, given.id, None, NOW, "desk")
    settled.append((placing.participation(given.id).conference, db_session.scalars(outcome).one()))
    attendance.break_off(coordinator, given.id, TODAY, "absent", None, NOW, "desk")
    settled.append((placing.participation(given.id).conference, db_session.scalars(outcome).one()))
    assert settled == [(TODAY, "met"), (None, "open"), (TODAY, "met")]
