"""Notes of contacts: what they settle, what is refused, and two who change the same one."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import (
    Application,
    Appointment,
    Case,
    ContactNote,
    Deadline,
    Draft,
    Instruction,
    Intake,
    JournalEntry,
    Staff,
)
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.contacts import Said, add_note, change_note, give_instruction
from fm.usecases.deadlines import refresh
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
TALK = Said(TODAY, "office", "first_consultation", text="Ziele besprochen.")


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def case(records: Records, staff: Staff, db_session: Session) -> Case:
    """A case whose benefit was granted anew a week ago."""
    week_ago = TODAY - timedelta(days=7)
    made = records.case(case_manager=staff, previous_benefit_until=week_ago)
    db_session.add(Application(case_id=made.id, person_id=made.person_id, number=1, submitted=week_ago,
                               decided=week_ago, decision="granted"))
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


def keep(staff: Staff, case: Case, said: Said = TALK, **more: object) -> str:
    return add_note(acting(staff), case.id, said, NOW, "", **more)


def stored(session: Session, case: Case) -> list[ContactNote]:
    return list(session.scalars(
        select(ContactNote).where(ContactNote.case_id == case.id).order_by(ContactNote.number)))


def outcomes(session: Session, case: Case) -> dict[str, str]:
    return dict(session.execute(select(Deadline.standard, Deadline.outcome).where(Deadline.case_id == case.id)).all())


def faults(staff: Staff, case: Case, said: Said, **more: object) -> dict[str | None, str]:
    with pytest.raises(Refused) as refused:
        keep(staff, case, said, **more)
    return dict(refused.value.faults)


def test_a_first_consultation_says_what_it_has_met(db_session: Session, staff: Staff, case: Case) -> None:
    assert outcomes(db_session, case)["ERG1"] == "open"
    met = keep(staff, case)
    assert met == "Damit erledigt: Erstgespräch (U25: Erstberatung) innerhalb von 10 Arbeitstagen nach Bewilligung."
    assert outcomes(db_session, case) == {"ERG1": "met", "EGV1": "open"}
    (note,) = stored(db_session, case)
    assert (note.kind, note.counts, note.missed, note.staff_id, note.number) == (
        "first_consultation", True, False, staff.id, 1)
    assert note.saved_at == NOW


def test_a_letter_is_a_note_and_settles_nothing(db_session: Session, staff: Staff, case: Case) -> None:
    assert keep(staff, case, Said(TODAY, "letter", "first_consultation", text="Rückfrage")) == ""
    assert not stored(db_session, case)[0].counts
    assert outcomes(db_session, case)["ERG1"] == "open"


def test_the_instruction_is_given_in_the_same_step(db_session: Session, staff: Staff, case: Case) -> None:
    db_session.add(Intake(case_id=case.id, missed=TODAY - timedelta(days=14)))
    db_session.commit()
    met = keep(staff, case, instructed=True)
    assert "Rechtsfolgenbelehrung nachholen" in met
    assert outcomes(db_session, case)["ERG2"] == "met"
    assert db_session.scalars(select(Instruction.day)).all() == [TODAY]


def test_the_instruction_by_itself_makes_up_for_the_missed_one(db_session: Session, staff: Staff, case: Case) -> None:
    db_session.add(Intake(case_id=case.id, missed=TODAY - timedelta(days=14)))
    db_session.commit()
    keep(staff, case)
    met = give_instruction(acting(staff), case.id, TODAY, NOW, "")
    assert met == "Damit erledigt: Rechtsfolgenbelehrung nachholen."
    with pytest.raises(Refused, match="schon festgehalten"):
        give_instruction(acting(staff), case.id, TODAY, NOW, "")


@pytest.mark.parametrize(("said", "field", "sentence"), [
    (Said(TODAY + timedelta(days=1), "phone", "other", text="x"), "tag", "Das Datum liegt in der Zukunft."),
    (Said(date(2026, 3, 23), "phone", "other", text="x"), "tag",
     "Das Datum liegt vor dem Beginn des Falls am 24.03.2026."),
    (Said(TODAY, "letter", "other", missed=True), "versaeumt",
     "Versäumt werden kann nur ein Gespräch mit der Kundin oder dem Kunden."),
    (Said(TODAY, "phone", "other"), "text", "Bitte festhalten, worum es ging."),
])
def test_what_cannot_be_is_refused(db_session: Session, staff: Staff, case: Case, said: Said, field: str,
                                   sentence: str) -> None:
    assert faults(staff, case, said) == {field: sentence}
    assert stored(db_session, case) == []


def test_nobody_is_instructed_who_was_not_there(staff: Staff, case: Case) -> None:
    assert set(faults(staff, case, Said(TODAY, "office", "other", missed=True), instructed=True)) == {"belehrt"}
    assert set(faults(staff, case, Said(TODAY, "email", "other", text="x"), instructed=True)) == {"belehrt"}


def test_a_closed_case_takes_no_note(records: Records, staff: Staff) -> None:
    closed = records.case(case_manager=staff, closed=date(2026, 6, 1))
    assert faults(staff, closed, TALK) == {None: "Der Fall ist seit dem 01.06.2026 abgeschlossen."}


def test_the_note_of_an_appointment_settles_it(db_session: Session, staff: Staff, case: Case) -> None:
    with writing() as session:
        (made,) = book(session, {case.id: staff.id}, NOW, 60, "first_consultation", None, NOW)
        number = made.id
    keep(staff, case, appointment_id=number)
    appointment = db_session.get_one(Appointment, number)
    assert (appointment.state, appointment.contact_note.kind) == ("attended", "first_consultation")
    assert faults(staff, case, TALK, appointment_id=number) == {
        None: "Zu diesem Termin ist schon festgehalten, was daraus wurde."}
    assert len(stored(db_session, case)) == 1


def test_an_appointment_still_to_come_has_no_note_yet(db_session: Session, staff: Staff, case: Case) -> None:
    with writing() as session:
        (made,) = book(session, {case.id: staff.id}, NOW + timedelta(days=2), 60, "follow_up", None, NOW)
        number = made.id
    assert "steht noch bevor" in faults(staff, case, TALK, appointment_id=number)[None]
    assert db_session.get_one(Appointment, number).state == "planned"


def test_nobody_has_missed_an_appointment_before_its_hour(db_session: Session, staff: Staff, case: Case) -> None:
    with writing() as session:
        (made,) = book(session, {case.id: staff.id}, NOW + timedelta(hours=2), 60, "follow_up", None, NOW)
        number = made.id
    missed = Said(TODAY, "office", "follow_up", missed=True)
    assert "steht noch bevor" in faults(staff, case, missed, appointment_id=number)[None]
    keep(staff, case, appointment_id=number)
    assert db_session.get_one(Appointment, number).state == "attended"


def test_who_missed_the_intake_has_missed_it_in_the_case_too(db_session: Session, staff: Staff, case: Case) -> None:
    with writing() as session:
        (made,) = book(session, {case.id: staff.id}, NOW, 60, "intake", None, NOW)
        number = made.id
    keep(staff, case, Said(TODAY, "office", "other", missed=True), appointment_id=number)
    assert db_session.scalar(select(Intake.missed).where(Intake.case_id == case.id)) == TODAY


def test_the_draft_is_gone_with_the_note(db_session: Session, staff: Staff, case: Case) -> None:
    db_session.add(Draft(staff_id=staff.id, key="kontakt", content="{}", saved_at=NOW))
    db_session.commit()
    keep(staff, case, draft="kontakt")
    assert db_session.scalar(select(Draft)) is None


def test_a_note_is_changed_and_its_deadlines_follow(db_session: Session, staff: Staff, case: Case) -> None:
    keep(staff, case)
    (note,) = stored(db_session, case)
    change_note(acting(staff), case.id, note.id, Said(TODAY, "office", "other", text="Nur eine Rückfrage."), 1, NOW, "")
    assert outcomes(db_session, case) == {"ERG1": "open"}
    detail = json.loads(db_session.scalars(select(JournalEntry.detail).order_by(JournalEntry.id.desc())).first())
    assert detail == {"note": 1, "kind": ["first_consultation", "other"],
                      "occasion": ["first_consultation", "other"], "text": "geändert"}


def test_who_saves_later_overwrites_nothing(db_session: Session, staff: Staff, case: Case) -> None:
    keep(staff, case)
    (note,) = stored(db_session, case)
    change_note(acting(staff), case.id, note.id, Said(TODAY, "office", "other", text="zuerst"), 1, NOW, "")
    with pytest.raises(Overtaken):
        change_note(acting(staff), case.id, note.id, Said(TODAY, "office", "other", text="danach"), 1, NOW, "")
    assert stored(db_session, case)[0].text == "zuerst"
