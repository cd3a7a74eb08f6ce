"""Agreements that end soon: which they are, and that many clients are invited in one go without losing any."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    AgreementDuty,
    Appointment,
    BusyHours,
    Case,
    Deputy,
    Document,
    Invitation,
    PrintItem,
    PrintJob,
    Profile,
    Staff,
)
from fm.models.base import BERLIN
from fm.queries.ending import Ending, ending, listed, proposed_times
from fm.queries.listed import Span
from fm.queries.office import covered_by
from fm.rules.calendar import Calendar
from fm.usecases.appointments import book
from fm.usecases.deadlines import refresh
from fm.usecases.ending import Invited, invite
from tests.support.actors import TODAY, acting, statements
from tests.support.records import Records
from tests.support.texts import release_texts
from tests.support.threads import each_at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
SIGNED, UNTIL = date(2026, 6, 11), date(2026, 12, 11)
#: The first day on which an invitation sent today has arrived.
ARRIVED = datetime(2026, 11, 30, 8, tzinfo=BERLIN)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern")


def agreed(session: Session, records: Records, staff: Staff, signed: date = SIGNED, until: date | None = None,
           **person: object) -> Case:
    """A case of B whose agreement has a duty of each side, one of them judged."""
    case = records.case(records.person(**person), case_manager=staff)
    key = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    session.add(Agreement(**key, signed=signed, valid_until=until, duties=[
        AgreementDuty(position=1, side="client", text="Bewerben", judged="done", judged_on=TODAY),
        AgreementDuty(position=2, side="office", text="Vermitteln")]))
    session.flush()
    refresh(session, [case.id])
    session.commit()
    return case


def rows_of(session: Session, staff: Staff) -> list[Ending]:
    return ending(session, [staff.id, *(one.id for one in covered_by(session, staff.id, TODAY))], NOW)


def times(session: Session, staff: Staff, minutes: int = 60) -> dict[str, datetime]:
    rows = rows_of(session, staff)
    found = proposed_times(session, rows, minutes, Calendar(), NOW)
    return {row.surname: found[row.case_id] for row in rows if row.case_id in found}


def invited(session: Session, staff: Staff, summons: str | None = None, at: datetime | None = None) -> Invited:
    rows = rows_of(session, staff)
    found = proposed_times(session, rows, 60, Calendar(), NOW)
    return invite(acting(staff), [(row, at or found[row.case_id]) for row in rows], 60, summons, NOW, "")


@pytest.mark.parametrize(("signed", "until", "there"), [
    (SIGNED, None, True), (date(2026, 5, 23), None, True), (date(2026, 5, 22), None, False),
    (date(2026, 7, 18), None, True), (date(2026, 7, 19), None, False), (date(2026, 10, 1), date(2026, 12, 1), True)])
def test_which_agreements_end_soon(db_session: Session, records: Records, staff: Staff, signed: date,
                                   until: date | None, there: bool) -> None:
    agreed(db_session, records, staff, signed, until)
    assert bool(rows_of(db_session, staff)) is there


def test_what_the_list_says_of_one(db_session: Session, records: Records, staff: Staff) -> None:
    case = agreed(db_session, records, staff)
    (row,) = rows_of(db_session, staff)
    assert (row.until, row.renewed, row.duties, row.judged, row.next_at, row.prepared) == (
        UNTIL, False, 2, 1, None, False)
    key = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    db_session.add(Profile(**key, valid_from=date(2026, 6, 1), confirmed_on=TODAY))
    book(db_session, {case.id: staff.id}, ARRIVED, 60, "other", None, NOW)
    book(db_session, {case.id: staff.id}, ARRIVED + timedelta(days=1), 60, "follow_up", None, NOW)
    db_session.commit()
    (row,) = rows_of(db_session, staff)
    assert (row.renewed, row.next_at, row.prepared) == (True, ARRIVED, True)


def test_only_ones_own_and_those_one_stands_in_for(db_session: Session, records: Records, staff: Staff) -> None:
    agreed(db_session, records, records.staff(), surname="Fremd")
    absent = records.staff()
    agreed(db_session, records, absent, surname="Vertreten")
    assert rows_of(db_session, staff) == []
    db_session.add(Deputy(absent_id=absent.id, deputy_id=staff.id, begins=TODAY, ends=TODAY))
    db_session.commit()
    assert [row.surname for row in rows_of(db_session, staff)] == ["Vertreten"]


def test_closed_cases_and_agreements_ended_early_are_not_there(db_session: Session, records: Records,
                                                               staff: Staff) -> None:
    agreed(db_session, records, staff).closed = TODAY
    agreed(db_session, records, staff)
    db_session.scalars(select(Agreement).order_by(Agreement.id.desc())).first().ended = date(2026, 12, 1)
    db_session.commit()
    assert rows_of(db_session, staff) == []


def test_the_list_asks_once_however_long_it_is(db_session: Session, records: Records, staff: Staff) -> None:
    own = [staff.id]

    def asked() -> tuple[int, int]:
        with statements() as listing:
            rows = ending(db_session, own, NOW)
        with statements() as proposing:
            proposed_times(db_session, rows, 60, Calendar(), NOW)
        return len(listing), len(proposing)

    agreed(db_session, records, staff)
    once = asked()
    for _ in range(5):
        agreed(db_session, records, staff)
    assert asked() == once


def test_rows_are_filtered_sorted_and_cut(db_session: Session, records: Records, staff: Staff) -> None:
    for number, surname in enumerate(("Adam", "Berg", "Cook")):
        agreed(db_session, records, staff, SIGNED - timedelta(days=number), surname=surname)
    rows = rows_of(db_session, staff)
    assert [row.surname for row in rows] == ["Cook", "Berg", "Adam"]
    assert [row.surname for row in listed(rows, None, ("client", True)).rows] == ["Cook", "Berg", "Adam"]
    assert [row.surname for row in listed(rows, None, ("client", False), Span(1, 1)).rows] == ["Berg"]
    assert listed(rows, None, ("until", False), Span(1)).total == 3
    assert listed(rows, True, ("until", False)).total == 0


def test_times_differ_and_keep_to_the_clients_hours(db_session: Session, records: Records, staff: Staff) -> None:
    agreed(db_session, records, staff, surname="Adam")
    busy = agreed(db_session, records, staff, surname="Berg")
    db_session.add(BusyHours(person_id=busy.person_id, weekday=0, begins=time(7), ends=time(16)))
    db_session.commit()
    assert times(db_session, staff) == {"Adam": ARRIVED, "Berg": ARRIVED + timedelta(days=1)}


def test_a_household_comes_together_and_not_while_one_of_them_is_here(db_session: Session, records: Records,
                                                                      staff: Staff) -> None:
    household, other = records.household(), records.staff()
    mate = records.case(records.person(household=household), case_manager=other)
    book(db_session, {mate.id: other.id}, ARRIVED, 60, "other", None, NOW)
    db_session.commit()
    for surname in ("Adam", "Berg"):
        agreed(db_session, records, staff, surname=surname, household=household)
    assert times(db_session, staff) == {"Adam": ARRIVED + timedelta(hours=1), "Berg": ARRIVED + timedelta(hours=2)}


def test_everybody_gets_an_appointment_and_a_letter(db_session: Session, records: Records, staff: Staff) -> None:
    release_texts(db_session)
    cases = [agreed(db_session, records, staff, surname=surname) for surname in ("Adam", "Berg")]
    made = invited(db_session, staff)
    assert (made.done, made.refused) == (2, {})
    assert [(one.case_id, one.purpose) for one in db_session.scalars(select(Appointment).order_by(Appointment.id))] == [
        (case.id, "follow_up") for case in cases]
    assert set(db_session.execute(select(Invitation.kind, Invitation.with_consequences))) == {("follow_up", False)}
    job = db_session.get_one(PrintJob, made.job_id)
    assert (job.kind, job.state, job.staff_id) == ("invitation", "done", staff.id)
    assert [db_session.get_one(Document, item.document_id).case_id for item in job.items] == [case.id for case in cases]
    assert all(row.prepared for row in rows_of(db_session, staff))


def test_with_legal_consequences_each_names_the_purpose(db_session: Session, records: Records, staff: Staff) -> None:
    release_texts(db_session)
    agreed(db_session, records, staff)
    made = invited(db_session, staff, "placement")
    assert db_session.get_one(PrintJob, made.job_id).kind == "invitation_consequences"
    assert db_session.execute(select(Invitation.with_consequences, Invitation.purpose)).all() == [(True, "placement")]


def test_what_is_not_possible_for_one_leaves_the_others(db_session: Session, records: Records, staff: Staff) -> None:
    release_texts(db_session)
    for surname in ("Adam", "Berg"):
        agreed(db_session, records, staff, surname=surname)
    made = invited(db_session, staff, at=ARRIVED)
    (number, sentence), = made.refused.items()
    assert made.done == 1
    assert "schon einen Termin" in sentence
    assert "Frei ist zum Beispiel" in sentence
    assert db_session.scalar(select(func.count()).select_from(Document)) == 1
    assert [item.refused for item in db_session.scalars(select(PrintItem).order_by(PrintItem.position))] == [
        None, sentence]
    assert number == next(row.number for row in rows_of(db_session, staff) if not row.prepared)


def test_without_a_released_text_nothing_is_kept(db_session: Session, records: Records, staff: Staff) -> None:
    agreed(db_session, records, staff)
    made = invited(db_session, staff)
    assert (made.done, made.job_id, len(made.refused)) == (0, None, 1)
    assert db_session.scalar(select(Appointment)) is None


def test_of_two_who_invite_at_once_one_does(app: Flask, db_session: Session, records: Records, staff: Staff) -> None:
    release_texts(db_session)
    agreed(db_session, records, staff)
    actor, wished = acting(staff), [(row, ARRIVED) for row in rows_of(db_session, staff)]
    db_session.rollback()
    made: list[Invited] = []
    each_at_once(app, 3, lambda thread: made.append(invite(
        actor, [(row, at + timedelta(days=thread)) for row, at in wished], 60, None, NOW, "")))
    assert sorted(one.done for one in made) == [0, 0, 1]
    assert db_session.scalar(select(func.count()).select_from(Appointment)) == 1
