"""Beginning, ending and leaving a measure, what came of it, and days of absence."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from fm.models import Case, JournalEntry, Participation
from fm.queries.participants import overlaps_among, participants, participations_of
from fm.rules.places import Period
from fm.usecases.attendance import (
    Missed,
    Result,
    break_off,
    end,
    move_end,
    record_absences,
    record_result,
    remove_absence,
    resume,
    start,
)
from fm.usecases.conferences import PlannedConference, plan_conference
from fm.usecases.deadlines import differences
from fm.usecases.places import allocate, allocate_or_wait
from fm.usecases.refusals import Refused
from fm.usecases.reservations import reserve
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.placing import ENDS, NOW, Placing

BEGUN = date(2026, 11, 2)


@pytest.fixture
def placing(db_session, records) -> Placing:
    return Placing(db_session, records)


@pytest.fixture
def coordinator(placing):
    return acting(placing.coordinator)


@pytest.fixture
def begun(placing, coordinator):
    """A measure with one place, and the participation of who has begun in it."""
    measure, (case,) = placing.measure(1), placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, BEGUN), NOW, "desk")
    start(coordinator, given.id, BEGUN, NOW, "desk")
    return measure, given.id


def fields(refused) -> list[str | None]:
    return [fault.field for fault in refused.value.faults]


def test_a_participation_counts_for_the_rules_once_it_has_begun(placing, coordinator, db_session):
    measure, (case,) = placing.measure(1), placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, BEGUN), NOW, "desk")
    assert not case.next_due
    start(coordinator, given.id, date(2026, 11, 4), NOW, "desk")
    db_session.refresh(case)
    assert placing.participation(given.id).begins == date(2026, 11, 4)
    assert case.next_due == ENDS - timedelta(days=3)  # the conference, on the last working day before the end
    assert list(differences(db_session)) == []


def test_what_cannot_be_is_refused(placing, coordinator, begun):
    measure, id = begun
    (case,) = placing.cases(1)
    waiting = allocate_or_wait(coordinator, case.id, placing.wanted(measure, BEGUN), NOW, "desk")
    for deed in (
        lambda: start(coordinator, id, TODAY, NOW, "desk"),
        lambda: start(coordinator, waiting.id, TODAY, NOW, "desk"),
        lambda: resume(coordinator, id, None, NOW, "desk"),
        lambda: end(coordinator, id, TODAY + timedelta(days=1), NOW, "desk"),
        lambda: end(coordinator, id, BEGUN - timedelta(days=1), NOW, "desk"),
        lambda: end(coordinator, id, TODAY, NOW, "desk", Result("wonderful")),
        lambda: break_off(coordinator, id, TODAY, "", None, NOW, "desk"),
        lambda: break_off(coordinator, id, TODAY, "other", None, NOW, "desk"),
        lambda: record_result(coordinator, id, Result("work"), placing.participation(id).version, NOW, "desk"),
    ):
        with pytest.raises(Refused):
            deed()
    assert placing.states(measure) == ["started", "waiting"]


def test_who_leaves_early_makes_room(placing, coordinator, begun, db_session):
    measure, id = begun
    (case,) = placing.cases(1)
    allocate_or_wait(coordinator, case.id, placing.wanted(measure, BEGUN), NOW, "desk")
    break_off(coordinator, id, TODAY, "work", None, NOW, "desk")
    row = placing.participation(id)
    assert (row.status, row.ends, row.broken_off, row.broken_off_reason) == ("broken_off", ENDS, TODAY, "work")
    assert placing.messages(placing.manager)[-1] == (
        f"„Werkstatt“: Ab 24.11.2026 ist ein Platz frei; {case.person.number} steht auf der Warteliste an 1. Stelle.")
    assert list(differences(db_session)) == []


def test_an_end_by_mistake_is_taken_back_while_the_place_is_free(placing, coordinator, begun):
    measure, id = begun
    end(coordinator, id, date(2026, 11, 20), NOW, "desk", Result("reached", "Praktikum vermittelt"))
    row = placing.participation(id)
    assert (row.status, row.ends, row.result, row.result_on, row.result_by_id) == (
        "ended", date(2026, 11, 20), "reached", TODAY, coordinator.id)
    resume(coordinator, id, None, NOW, "desk")
    row = placing.participation(id)
    assert (row.status, row.ends, row.result) == ("started", ENDS, None)
    break_off(coordinator, id, date(2026, 11, 20), "absent", None, NOW, "desk")
    (case,) = placing.cases(1)
    allocate(coordinator, case.id, placing.wanted(measure), NOW, "desk")
    with pytest.raises(Refused) as refused:
        resume(coordinator, id, None, NOW, "desk")
    assert fields(refused) == ["tag"]


def test_an_earlier_beginning_needs_the_place_then(placing, coordinator, db_session):
    measure, (one, other) = placing.measure(1), placing.cases(2)
    first = allocate(coordinator, one.id, placing.wanted(measure, BEGUN, date(2026, 11, 20)), NOW, "desk")
    start(coordinator, first.id, BEGUN, NOW, "desk")
    second = allocate(coordinator, other.id, placing.wanted(measure, date(2026, 11, 23)), NOW, "desk")
    with pytest.raises(Refused) as refused:
        start(coordinator, second.id, date(2026, 11, 20), NOW, "desk")
    assert fields(refused) == ["tag"]
    end(coordinator, first.id, date(2026, 11, 19), NOW, "desk")
    start(coordinator, second.id, date(2026, 11, 20), NOW, "desk")


def test_a_result_is_corrected_but_not_overwritten(coordinator, placing, begun):
    _, id = begun
    end(coordinator, id, TODAY, NOW, "desk")
    seen = placing.participation(id).version
    record_result(coordinator, id, Result("partly", "Zeugnis fehlt"), seen, NOW, "desk")
    with pytest.raises(Overtaken):
        record_result(coordinator, id, Result("reached"), seen, NOW, "desk")
    row = placing.participation(id)
    assert (row.result, row.result_text) == ("partly", "Zeugnis fehlt")


@pytest.mark.parametrize(("begins", "ends", "kind", "field"), [
    (date(2026, 11, 9), date(2026, 11, 6), "excused", "bis"),
    (TODAY, TODAY + timedelta(days=1), "excused", "bis"),
    (BEGUN - timedelta(days=1), BEGUN, "excused", "von"),
    (date(2026, 11, 5), date(2026, 11, 5), "excused", "von"),
    (date(2026, 11, 9), date(2026, 11, 9), "ill", "art"),
])  # fmt: skip
def test_absences_that_cannot_be_are_refused(coordinator, begun, begins, ends, kind, field):
    _, id = begun
    record_absences(coordinator, id, [Missed(date(2026, 11, 4), date(2026, 11, 5), "excused")], NOW, "desk")
    with pytest.raises(Refused) as refused:
        record_absences(coordinator, id, [Missed(begins, ends, kind)], NOW, "desk")
    assert fields(refused) == [field]


def test_days_of_absence_are_counted_and_taken_back(coordinator, placing, begun, db_session):
    measure, id = begun
    record_absences(coordinator, id, [Missed(date(2026, 11, 4), date(2026, 11, 5), "excused"),
                                      Missed(date(2026, 11, 9), date(2026, 11, 9), "unexcused")], NOW, "desk")
    (row,) = participants(db_session, measure.id)
    assert (row.id, row.missed, row.unexcused, row.manager, row.branch) == (id, 3, 1, placing.manager.name, "Prenzlau")
    absence = placing.participation(id).absences[0]
    remove_absence(coordinator, id, absence.id, NOW, "desk")
    assert participants(db_session, measure.id)[0].missed == 1
    with pytest.raises(Refused):
        remove_absence(coordinator, id, absence.id, NOW, "desk")


def test_two_full_time_measures_at_once_are_shown(placing, coordinator, db_session):
    (case,) = placing.cases(1)
    measures = [placing.measure(1, number=f"M-{number}", full_time=number < 3) for number in (1, 2, 3)]
    for measure, ends in zip(measures, (date(2026, 12, 31), None, None), strict=True):
        reserve(coordinator, case.id, placing.wanted(measure, ends=ends), NOW, "desk")
    ((one, other, both),) = overlaps_among(participations_of(db_session, case.id))
    assert {one.measure, other.measure} == {"M-1", "M-2"}
    assert both == Period(date(2026, 12, 1), date(2026, 12, 31))


def test_who_has_begun_stays_when_more_were_taken_over_than_there_are_places(placing, coordinator, begun, db_session):
    measure, id = begun
    (case,) = placing.cases(1)
    db_session.add(Participation(
        case_id=case.id, person_id=case.person_id, number=1, measure_id=measure.id, status="started", begins=BEGUN,
        taken_over=True))
    db_session.commit()
    end(coordinator, id, TODAY, NOW, "desk")
    assert placing.states(measure) == ["ended", "started"]


def moved(coordinator, placing, id: int, last: date, reason: str = "Der Kurs dauert länger") -> str:
    return move_end(coordinator, id, last, reason, placing.participation(id).version, NOW, "desk")


def test_a_participation_lasts_longer_and_its_deadline_moves_with_it(placing, coordinator, db_session):
    measure, (case,) = placing.measure(1), placing.cases(1)
    given = allocate(coordinator, case.id, placing.wanted(measure, BEGUN, date(2027, 1, 29)), NOW, "desk")
    start(coordinator, given.id, BEGUN, NOW, "desk")
    told = moved(coordinator, placing, given.id, ENDS)
    db_session.refresh(case)
    assert (placing.participation(given.id).ends, told) == (ENDS, "")
    assert case.next_due == ENDS - timedelta(days=3)
    assert list(differences(db_session)) == []
    assert placing.messages(placing.manager)[-1] == (
        f"„Werkstatt“ für {case.person.number}: bis zum 31.05.2027 statt bis zum 29.01.2027. "
        "Grund: Der Kurs dauert länger.")
    entry = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert json.loads(entry.detail)["ends"] == ["2027-01-29", "2027-05-31"]


def test_who_leaves_earlier_than_planned_makes_room_then(placing, coordinator, begun):
    measure, id = begun
    (case,) = placing.cases(1)
    allocate_or_wait(coordinator, case.id, placing.wanted(measure), NOW, "desk")
    moved(coordinator, placing, id, date(2026, 12, 31))
    assert (f"„Werkstatt“: Ab 01.01.2027 ist ein Platz frei; {case.person.number} steht auf der Warteliste an 1. "
            "Stelle.") in placing.messages(placing.manager)


def test_nobody_stays_on_days_on_which_others_have_the_place(placing, coordinator):
    measure, (one, other) = placing.measure(1), placing.cases(2)
    given = allocate(coordinator, one.id, placing.wanted(measure, BEGUN, date(2026, 12, 31)), NOW, "desk")
    allocate(coordinator, other.id, placing.wanted(measure, date(2027, 2, 1)), NOW, "desk")
    moved(coordinator, placing, given.id, date(2027, 1, 31))
    with pytest.raises(Refused) as refused:
        moved(coordinator, placing, given.id, date(2027, 2, 1))
    assert fields(refused) == ["ende"]
    assert str(refused.value).endswith(
        "Am 01.02.2027 ist der einzige Platz vergeben. Belegt oder reserviert für: "
        f"{other.person.given_name} {other.person.surname}.")


@pytest.mark.parametrize(("last", "reason", "field"), [
    (TODAY - timedelta(days=1), "Grund", "ende"),
    (ENDS, "Grund", "ende"),
    (ENDS + timedelta(days=1), "Grund", "ende"),
    (BEGUN - timedelta(days=1), "Grund", "ende"),
    (date(2026, 12, 31), " ", "grund"),
])  # fmt: skip
def test_another_end_that_cannot_be_is_refused(coordinator, placing, begun, last, reason, field):
    _, id = begun
    with pytest.raises(Refused) as refused:
        moved(coordinator, placing, id, last, reason)
    assert fields(refused) == [field]
    assert placing.participation(id).ends == ENDS


def test_the_end_moves_only_while_it_lies_ahead_and_is_as_it_was_seen(coordinator, placing, begun, db_session):
    _, id = begun
    seen = placing.participation(id).version
    moved(coordinator, placing, id, TODAY)
    with pytest.raises(Overtaken):
        move_end(coordinator, id, ENDS, "Grund", seen, NOW, "desk")
    db_session.get_one(Case, placing.participation(id).case_id).closed = TODAY
    db_session.commit()
    with pytest.raises(Refused):
        moved(coordinator, placing, id, ENDS)
    end(coordinator, id, TODAY, NOW, "desk")
    with pytest.raises(Refused):
        moved(coordinator, placing, id, ENDS)


def test_what_a_later_end_gets_in_the_way_of_is_said(placing, coordinator, db_session):
    (case,) = placing.cases(1)
    one, other = (placing.measure(1, number=f"M-{number}", full_time=True, title=f"Kurs {number}") for number in (1, 2))
    given = allocate(coordinator, case.id, placing.wanted(one, BEGUN, date(2026, 12, 31)), NOW, "desk")
    allocate(coordinator, case.id, placing.wanted(other, date(2027, 1, 1)), NOW, "desk")
    told = moved(coordinator, placing, given.id, date(2027, 1, 15))
    assert told == ("In einer anderen Maßnahme in Vollzeit ist die Person zur selben Zeit, "
                    "vom 01.01.2027 bis 15.01.2027.")
    assert "„Kurs 2“, vom 01.01.2027 bis 15.01.2027." in placing.messages(placing.manager)[-1]
    plan_conference(coordinator, given.id, PlannedConference("interim", datetime(2027, 1, 11, 9, tzinfo=NOW.tzinfo)),
                    NOW, "desk")  # fmt: skip
    assert moved(coordinator, placing, given.id, date(2026, 12, 31)) == (
        "Die Fallkonferenz am 11.01.2027 ist zu verlegen: Sie liegt nach dem letzten Tag.")
