"""Places proposed, reserved, waited for and given; taken back and lapsing; the order of the waiting list."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fm.models import JournalEntry, MeasureEntryDay, MeasurePlaces, Participation, WaitingMove
from fm.queries.occupancy import Occupied, occupancy
from fm.queries.participants import participations_of
from fm.rules.places import Period
from fm.usecases import attendance
from fm.usecases.cases import close_case
from fm.usecases.places import EITHER, Wanted, allocate, allocate_or_wait, group
from fm.usecases.pools import pool_of
from fm.usecases.refusals import Refused
from fm.usecases.reservations import lapse_reservations, propose, remind_of_reservations, reserve, withdraw
from fm.usecases.waiting import move_in_queue, next_in_line, wait
from tests.support.actors import TODAY, acting
from tests.support.placing import BEGINS, ENDS, NOW, Placing, waiting_list


@pytest.fixture
def placing(db_session, records) -> Placing:
    return Placing(db_session, records)


@pytest.fixture
def coordinator(placing):
    return acting(placing.coordinator)


@pytest.fixture
def manager(placing):
    return acting(placing.manager)


def sentences(refused) -> list[str]:
    return [fault.sentence for fault in refused.value.faults]


def free_for(case, day: str) -> str:
    return f"„Werkstatt“: Ab {day} ist ein Platz frei; {case.person.number} steht auf der Warteliste an 1. Stelle."


def test_the_way_from_the_proposal_to_the_place(placing, manager, coordinator, db_session):
    measure, (case,) = placing.measure(), placing.cases(1)
    proposed = propose(manager, case.id, Wanted(measure.id, reason="passt zum Ziel"), NOW, "desk")
    reserved = reserve(manager, case.id, placing.wanted(measure), NOW, "desk")
    assert (proposed.id, proposed.status, reserved.status, reserved.until) == (
        reserved.id, "proposed", "reserved", date(2026, 11, 30))
    allocate(coordinator, case.id, placing.wanted(measure), NOW, "desk")
    row = placing.participation(reserved.id)
    assert (row.status, row.begins, row.ends, row.reason) == ("allocated", BEGINS, ENDS, "passt zum Ziel")
    assert (row.allocated_on, row.allocated_by_id, row.reserved_until) == (TODAY, coordinator.id, None)
    assert placing.messages(placing.manager) == ["„Werkstatt“ ab 01.12.2026: zugewiesen."]
    entries = db_session.scalars(select(JournalEntry.detail).where(JournalEntry.part == "participations"))
    assert [json.loads(detail)["status"] for detail in entries] == [
        [None, "proposed"], ["proposed", "reserved"], ["reserved", "allocated"]]


def test_without_a_place_there_is_the_waiting_list(placing, manager):
    measure, cases = placing.measure(1), placing.cases(3)
    given = [allocate_or_wait(manager, case.id, placing.wanted(measure), NOW, "desk") for case in cases]
    assert [(one.status, one.position) for one in given] == [("allocated", None), ("waiting", 1), ("waiting", 2)]
    with pytest.raises(Refused) as refused:
        reserve(manager, placing.cases(1)[0].id, placing.wanted(measure), NOW, "desk")
    assert sentences(refused) == [
        "Für die Zeit vom 01.12.2026 bis 31.05.2027 ist kein Platz frei: Am 01.12.2026 ist der einzige Platz vergeben."]


def test_a_place_that_is_free_between_two_others_is_found(placing, manager):
    measure, (one, other, third) = placing.measure(1), placing.cases(3)
    allocate(manager, one.id, placing.wanted(measure, BEGINS, date(2026, 12, 31)), NOW, "desk")
    allocate(manager, other.id, placing.wanted(measure, date(2027, 2, 1)), NOW, "desk")
    with pytest.raises(Refused):
        allocate(manager, third.id, placing.wanted(measure, date(2027, 1, 1)), NOW, "desk")
    allocate(manager, third.id, placing.wanted(measure, date(2027, 1, 1), date(2027, 1, 31)), NOW, "desk")
    assert placing.states(measure) == ["allocated"] * 3


@pytest.mark.parametrize(("asked", "more", "fields"), [
    ({"begins": None}, {}, ["beginn"]),
    ({"ends": BEGINS - timedelta(days=1)}, {}, ["ende"]),
    ({"begins": date(2026, 9, 30)}, {}, ["beginn"]),
    ({"begins": date(2027, 6, 1)}, {}, ["beginn"]),
    ({"ends": date(2027, 6, 1)}, {}, ["ende"]),
    ({}, {"status": "draft"}, ["massnahme"]),
    ({"begins": date(2026, 11, 20)}, {"ends": date(2026, 11, 22)}, ["massnahme"]),
    ({"site_id": 7}, {}, ["ort"]),
    ({"strategy_id": 7}, {}, ["strategie"]),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(placing, manager, asked, more, fields):
    measure, (case,) = placing.measure(**more), placing.cases(1)
    with pytest.raises(Refused) as refused:
        allocate_or_wait(manager, case.id, placing.wanted(measure, **asked), NOW, "desk")
    assert [fault.field for fault in refused.value.faults] == fields
    assert placing.states(measure) == []


def test_one_begins_on_a_day_of_entry(placing, manager, db_session):
    measure, (case,) = placing.measure(entry_any_day=False), placing.cases(1)
    db_session.add(MeasureEntryDay(measure_id=measure.id, day=date(2027, 1, 4)))
    db_session.commit()
    with pytest.raises(Refused) as refused:
        reserve(manager, case.id, placing.wanted(measure), NOW, "desk")
    assert sentences(refused) == ["An diesem Tag ist kein Einstieg vorgesehen. Nächste Einstiegstage: 04.01.2027."]
    assert wait(manager, case.id, placing.wanted(measure, None), NOW, "desk").position == 1
    given = next_in_line(manager, measure.id, None, NOW, "desk")
    assert placing.participation(given.id).begins == date(2027, 1, 4)


def test_what_was_left_waiting_in_a_closed_case_is_not_taken_up_by_the_next_one(placing, manager, records, db_session):
    measure, (old,) = placing.measure(1), placing.cases(1)
    left = Participation(case_id=old.id, person_id=old.person_id, number=1, measure_id=measure.id, status="waiting",
                         taken_over=True)  # fmt: skip
    old.closed, old.is_latest = date(2026, 3, 31), False
    db_session.add(left)
    db_session.commit()
    case = records.case(old.person, number=2, opened=date(2026, 6, 1))
    given = allocate(manager, case.id, placing.wanted(measure), NOW, "desk")
    assert (placing.participation(given.id).case_id, placing.states(measure)) == (case.id, ["waiting", "allocated"])


def test_what_was_entered_here_goes_along_from_a_case_that_an_import_has_closed(placing, manager, records, db_session):
    measure, (old,) = placing.measure(1), placing.cases(1)
    given = wait(manager, old.id, placing.wanted(measure), NOW, "desk")
    old.closed, old.is_latest = date(2026, 3, 31), False
    case = records.case(old.person, number=2, opened=date(2026, 6, 1))
    assert allocate(manager, case.id, placing.wanted(measure), NOW, "desk").id == given.id
    row = placing.participation(given.id)
    assert (row.case_id, row.status, row.waiting_rank) == (case.id, "allocated", None)


def test_a_place_reserved_there_goes_along_before_those_who_wait(placing, manager, records, db_session):
    measure, (old, other) = placing.measure(1), placing.cases(2)
    given = reserve(manager, old.id, placing.wanted(measure), NOW, "desk")
    wait(manager, other.id, placing.wanted(measure), NOW, "desk")
    old.closed, old.is_latest = date(2026, 3, 31), False
    case = records.case(old.person, number=2, opened=date(2026, 6, 1))
    assert allocate(manager, case.id, placing.wanted(measure), NOW, "desk").id == given.id
    assert placing.participation(given.id).status == "allocated"


def test_where_no_place_is_left_it_stays_as_it_was(placing, manager, records, db_session):
    measure, (old, other) = placing.measure(1), placing.cases(2)
    allocate(manager, other.id, placing.wanted(measure), NOW, "desk")
    given = wait(manager, old.id, placing.wanted(measure), NOW, "desk")
    old.closed, old.is_latest = date(2026, 3, 31), False
    case = records.case(old.person, number=2, opened=date(2026, 6, 1))
    (outcome,) = group(manager, [case.id], placing.wanted(measure), "allocated", NOW, "desk")
    assert outcome.given is None
    row = placing.participation(given.id)
    assert (row.case_id, row.status, row.waiting_rank) == (old.id, "waiting", 1)


def test_a_proposal_to_many_leaves_what_a_colleague_has_proposed_meanwhile(placing, manager):
    measure, (case,) = placing.measure(1), placing.cases(1)
    single = propose(manager, case.id, placing.wanted(measure), NOW, "desk")
    (outcome,) = group(manager, [case.id], placing.wanted(measure, None, None), "proposed", NOW, "desk")
    assert outcome.sentence == "In dieser Maßnahme ist die Person bereits vorgeschlagen."
    assert placing.participation(single.id).begins == BEGINS


def test_at_a_place_of_training_that_is_to_close_one_gets_and_waits_for_a_place_until_then(
    placing, manager, db_session
):
    measure, (one, other) = placing.measure(None), placing.cases(2)
    site = placing.site(measure, "Werkhof", 1)
    site.closed = date(2027, 2, 1)
    db_session.commit()
    for deed in (allocate, wait):
        with pytest.raises(Refused) as refused:
            deed(manager, one.id, placing.wanted(measure, site_id=site.id), NOW, "desk")
        assert [(fault.field, fault.sentence) for fault in refused.value.faults] == [
            ("ende", "„Werkhof“ schließt am 01.02.2027. Bitte einen letzten Tag davor angeben.")]
    late = placing.wanted(measure, date(2027, 2, 1), site_id=site.id)
    with pytest.raises(Refused) as refused:
        propose(manager, one.id, late, NOW, "desk")
    assert [fault.field for fault in refused.value.faults] == ["ort"]
    until = placing.wanted(measure, ends=date(2027, 1, 31), site_id=site.id)
    given = [allocate_or_wait(manager, case.id, until, NOW, "desk").status for case in (one, other)]
    assert given == ["allocated", "waiting"]


def test_nobody_is_in_a_measure_twice(placing, manager):
    measure, (case,) = placing.measure(2), placing.cases(1)
    allocate(manager, case.id, placing.wanted(measure), NOW, "desk")
    for deed in (propose, reserve, wait, allocate, allocate_or_wait):
        with pytest.raises(Refused) as refused:
            deed(manager, case.id, placing.wanted(measure), NOW, "desk")
        assert sentences(refused) == ["In dieser Maßnahme ist die Person bereits zugewiesen."]


def test_each_place_of_training_has_its_own_places_and_list(placing, manager):
    measure, cases = placing.measure(None), placing.cases(4)
    prenzlau, templin = placing.site(measure, "Prenzlau", 1), placing.site(measure, "Templin", 1)
    given = [allocate_or_wait(manager, case.id, placing.wanted(measure, site_id=site.id), NOW, "desk")
             for case, site in zip(cases, (prenzlau, prenzlau, templin, templin), strict=True)]  # fmt: skip
    assert [(one.status, one.position) for one in given] == [
        ("allocated", None), ("waiting", 1), ("allocated", None), ("waiting", 1)]


def test_a_free_place_is_for_those_first_in_line(placing, manager, coordinator):
    measure, cases = placing.measure(1), placing.cases(3)
    first, *waiting = [
        allocate_or_wait(manager, case.id, placing.wanted(measure), NOW, "desk") for case in cases[:2]]
    withdraw(coordinator, first.id, "nicht angetreten", NOW, "desk")
    assert placing.messages(placing.manager) == [
        f"„Werkstatt“ für {cases[0].person.number}: zurückgezogen.",
        free_for(cases[1], "01.12.2026")]
    with pytest.raises(Refused) as refused:
        allocate(coordinator, cases[2].id, placing.wanted(measure), NOW, "desk")
    assert sentences(refused) == [
        "Der freie Platz steht zuerst denen zu, die auf der Warteliste weiter vorn stehen."]
    assert next_in_line(coordinator, measure.id, None, NOW, "desk").id == waiting[0].id
    assert placing.participation(waiting[0].id).status == "allocated"
    with pytest.raises(Refused, match="niemand"):
        next_in_line(coordinator, measure.id, None, NOW, "desk")


def test_who_waits_for_another_time_keeps_nobody_from_a_place(placing, manager):
    measure, (one, later, now) = placing.measure(1), placing.cases(3)
    allocate(manager, one.id, placing.wanted(measure, date(2027, 1, 1)), NOW, "desk")
    wait(manager, later.id, placing.wanted(measure, date(2027, 2, 1)), NOW, "desk")
    assert allocate(manager, now.id, placing.wanted(measure, BEGINS, date(2026, 12, 31)), NOW, "desk").id


def test_giving_back_early_tells_the_coordinator(placing, manager):
    measure, (case,) = placing.measure(1), placing.cases(1)
    given = reserve(manager, case.id, placing.wanted(measure), NOW, "desk")
    with pytest.raises(Refused):
        withdraw(manager, given.id, " ", NOW, "desk")
    withdraw(manager, given.id, "möchte nicht", NOW, "desk")
    assert placing.messages(placing.coordinator) == ["„Werkstatt“: Ab 01.12.2026 ist ein Platz frei."]
    row = placing.participation(given.id)
    assert (row.status, row.withdrawn_on, row.withdrawn_reason) == ("withdrawn", TODAY, "möchte nicht")
    with pytest.raises(Refused):
        withdraw(manager, given.id, "noch einmal", NOW, "desk")


def test_a_reservation_lapses_after_its_last_day_and_is_announced_a_working_day_before(placing, manager):
    measure, (case, other) = placing.measure(1), placing.cases(2)
    given = reserve(manager, case.id, placing.wanted(measure), NOW, "desk")
    allocate_or_wait(manager, other.id, placing.wanted(measure), NOW, "desk")
    friday = NOW + timedelta(days=4)
    assert [remind_of_reservations(NOW + timedelta(days=3)), remind_of_reservations(friday),
            remind_of_reservations(friday)] == [0, 1, 0]  # fmt: skip
    assert placing.messages(placing.manager) == [
        f"„Werkstatt“: Die Reservierung für {case.person.number} gilt bis Montag, 30.11.2026."]
    assert [lapse_reservations(NOW + timedelta(days=days)) for days in (7, 8, 9)] == [0, 1, 0]
    assert placing.states(measure) == ["lapsed", "waiting"]
    assert placing.participation(given.id).status == "lapsed"
    assert [text.partition(" für ")[2] or text for text in placing.messages(placing.manager)[1:]] == [
        f"{case.person.number}: Reservierung verfallen.",
        free_for(other, "01.12.2026")]
    assert placing.messages(placing.coordinator) == [
        "„Werkstatt“: Ab 01.12.2026 ist ein Platz frei. Auf der Warteliste: 1."]


def test_the_order_of_the_waiting_list_changes_with_a_reason(placing, manager, coordinator, db_session):
    measure, cases = placing.measure(0), placing.cases(4)
    ids = [wait(manager, case.id, placing.wanted(measure), NOW, "desk").id for case in cases]
    db_session.get_one(Participation, ids[0]).waiting_rank = None
    db_session.commit()
    for position, reason in ((1, ""), (0, "Frist"), (3, "Frist"), (9, " ")):
        with pytest.raises(Refused):
            move_in_queue(coordinator, ids[2], position, reason, NOW, "desk")
    move_in_queue(coordinator, ids[2], 1, "Unterhalt endet", NOW, "desk")
    move_in_queue(coordinator, ids[0], 9, "krank", NOW, "desk")
    rows = waiting_list(db_session, measure.id)
    assert [(row.id, row.position) for row in rows] == [(ids[2], 1), (ids[1], 2), (ids[3], 3), (ids[0], 4)]
    moves = db_session.execute(select(WaitingMove.from_position, WaitingMove.to_position, WaitingMove.reason)).all()
    assert moves == [(3, 1, "Unterhalt endet"), (2, 4, "krank")]
    assert participations_of(db_session, cases[3].id)[0].position == 3


def test_many_are_entered_at_once_each_with_an_outcome(placing, coordinator, db_session):
    measure, cases = placing.measure(2), placing.cases(4)
    cases[1].closed, cases[1].closing_reason = TODAY, "moved"
    db_session.commit()
    outcomes = group(coordinator, [case.id for case in cases], placing.wanted(measure), EITHER, NOW, "desk")
    assert [one.given and (one.given.status, one.given.position) for one in outcomes] == [
        ("allocated", None), None, ("allocated", None), ("waiting", 1)]
    assert outcomes[1].sentence == "Der Fall ist seit dem 23.11.2026 abgeschlossen."
    with pytest.raises(Refused):
        group(coordinator, [], placing.wanted(measure), EITHER, NOW, "desk")


def test_what_the_database_refuses_is_a_refusal_of_the_program(placing, manager, monkeypatch):
    """The last word is the database's: whoever overlooks that a place is gone is told so, not shown a fault."""
    measure, (one, other) = placing.measure(1), placing.cases(2)
    allocate(manager, one.id, placing.wanted(measure), NOW, "desk")
    monkeypatch.setattr("fm.usecases.pools.Pool.why_not", lambda *_: None)
    with pytest.raises(Refused) as refused:
        allocate(manager, other.id, placing.wanted(measure), NOW, "desk")
    assert sentences(refused) == ["In dieser Zeit ist kein Platz mehr frei."]
    assert placing.states(measure) == ["allocated"]


def test_places_of_a_day_follow_the_numbers_and_the_periods(placing, manager, db_session):
    measure, (one, other) = placing.measure(1), placing.cases(2)
    db_session.add(MeasurePlaces(measure_id=measure.id, begins=date(2027, 1, 1), places=3))
    db_session.commit()
    allocate(manager, one.id, placing.wanted(measure, ends=date(2027, 1, 31)), NOW, "desk")
    reserve(manager, other.id, placing.wanted(measure, date(2027, 1, 1)), NOW, "desk")
    days = (date(2026, 9, 30), date(2026, 11, 30), BEGINS, date(2027, 1, 15), date(2027, 2, 1))
    assert [occupancy(db_session, day)[measure.id] for day in days] == [
        Occupied(None), Occupied(1), Occupied(1, 1), Occupied(3, 1, 1), Occupied(3, 0, 1)]
    assert pool_of(db_session, measure, None, TODAY).why_not(Period(date(2027, 1, 1), None)) is None


def test_closing_a_case_gives_back_what_has_not_begun(placing, manager, coordinator, db_session):
    (case, next_one), begun = placing.cases(2), placing.measure(1, number="M-2")
    measure = placing.measure(1)
    attendance.start(coordinator, allocate(manager, case.id, placing.wanted(begun, TODAY), NOW, "").id, TODAY, NOW, "")
    reserve(manager, case.id, placing.wanted(measure), NOW, "")
    allocate_or_wait(manager, next_one.id, placing.wanted(measure), NOW, "")
    close_case(manager, case.id, TODAY, "moved", NOW, "")
    assert (placing.states(begun), placing.states(measure)) == (["started"], ["withdrawn", "waiting"])
    assert placing.messages(placing.coordinator)[-1].startswith("„Werkstatt“: Ab 01.12.2026 ist ein Platz frei.")
    assert free_for(next_one, "01.12.2026") not in placing.messages(placing.manager)  # who does it sees it
