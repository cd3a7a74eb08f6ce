"""A follow-up consultation: begun once, each step saved on its own, resumed by whoever comes, one note in the end."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import (
    Agreement,
    Appointment,
    Case,
    Category,
    ContactNote,
    Deadline,
    FollowUp,
    FollowUpStep,
    JournalEntry,
    PlacementStep,
    Staff,
    Transfer,
)
from fm.models.base import BERLIN
from fm.queries.follow_up import begun_appointments, consultation_at_hand, open_follow_up
from fm.rules.consultation_checks import ConsultationAtHand
from fm.transactions import announce_writing, writing
from fm.usecases.appointments import book
from fm.usecases.arrangements import settle
from fm.usecases.contacts import Said, add_note
from fm.usecases.deadlines import refresh
from fm.usecases.follow_up import Closing, begin, complete, drop, save_step, state_of
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.threads import each_at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def case(records: Records, staff: Staff, db_session: Session) -> Case:
    """A B-client whose agreement ends next week: FOL1 and FOL2 are open."""
    made = records.case(case_manager=staff)
    row, begun = {"case_id": made.id, "person_id": made.person_id, "number": 1}, date(2026, 6, 1)
    db_session.add_all([
        Transfer(**row, day=begun, stream="market_distant", to_staff_id=staff.id),
        Category(**row, begins=date(2026, 9, 1), category="B"),
        Agreement(**row, signed=begun, valid_until=date(2026, 11, 30))])
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


def start(staff: Staff, case: Case, day: date = TODAY, appointment: int | None = None, now: datetime = NOW) -> None:
    begin(acting(staff), case.id, day, appointment, now, "")


def say(staff: Staff, case: Case, step: int, text: str, seen: int = 0, now: datetime = NOW) -> None:
    save_step(acting(staff), case.id, step, text, seen, now, "")


def end(staff: Staff, case: Case, session: Session, now: datetime = NOW, **more: object) -> str:
    """Complete the consultation with its texts read."""
    follow_up = under_way(session, case)
    closing = Closing(**{"day": TODAY, "means": "office", "seen": state_of(follow_up), **more})
    return complete(acting(staff), case.id, closing, now, "")


def under_way(session: Session, case: Case) -> FollowUp:
    found = open_follow_up(session, case.id)
    assert found is not None
    return found


def outcomes(session: Session, case: Case) -> dict[str, str]:
    return dict(session.execute(select(Deadline.standard, Deadline.outcome).where(Deadline.case_id == case.id)).all())


def visit(case: Case, staff: Staff, starts_at: datetime = NOW) -> int:
    with writing() as session:
        return book(session, {case.id: staff.id}, starts_at, 60, "follow_up", None, NOW)[0].id


def test_four_steps_become_one_note_that_meets_the_deadlines(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    for step, text in ((2, "Ziel bleibt."), (1, "Alles erfüllt."), (4, "Neue Vereinbarung.")):
        say(staff, case, step, text)
    assert outcomes(db_session, case)["FOL1"] == "open"
    met = end(staff, case, db_session, participants="Frau Groß")
    assert met == ("Damit erledigt: Folgegespräch mit Ablauf der Eingliederungsvereinbarung; "
                   "B-Kunden: Kontakt alle drei Monate.")
    assert outcomes(db_session, case)["FOL1"] == "met"
    note = db_session.scalars(select(ContactNote)).one()
    assert (note.kind, note.occasion, note.counts, note.day, note.participants) == (
        "follow_up", "follow_up", True, TODAY, "Frau Groß")
    assert note.text == (
        "1. Vereinbarung und Umsetzung\nAlles erfüllt.\n\n2. Potentialanalyse, Ziel und Strategie\nZiel bleibt.\n\n"
        "4. Neue Vereinbarungen und nächster Termin\nNeue Vereinbarung.")
    follow_up = db_session.scalars(select(FollowUp)).one()
    assert (follow_up.completed_at, follow_up.contact_note_id) == (NOW, note.id)
    assert open_follow_up(db_session, case.id) is None


def test_a_case_has_one_at_a_time(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    with pytest.raises(Refused, match="ist noch nicht abgeschlossen"):
        start(staff, case)
    db_session.add(FollowUp(case_id=case.id, person_id=case.person_id, day=TODAY, staff_id=staff.id, started_at=NOW))
    with pytest.raises(IntegrityError):
        db_session.flush()
    db_session.rollback()
    say(staff, case, 1, "x")
    end(staff, case, db_session)
    start(staff, case)
    assert db_session.scalar(select(func.count(FollowUp.id))) == 2


@pytest.mark.parametrize(("day", "sentence"), [
    (TODAY + timedelta(days=1), "Zukunft"), (date(2026, 3, 23), "vor dem Beginn des Falls am 24.03.2026"),
])
def test_impossible_days_are_refused(
    db_session: Session, staff: Staff, case: Case, day: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        start(staff, case, day)
    start(staff, case)
    say(staff, case, 1, "x")
    with pytest.raises(Refused, match=sentence):
        end(staff, case, db_session, day=day)
    assert open_follow_up(db_session, case.id) is not None


def test_a_deputy_goes_on_days_later(db_session: Session, records: Records, staff: Staff, case: Case) -> None:
    deputy = records.staff(surname="Beispiel", given_name="Jon")
    start(staff, case)
    say(staff, case, 1, "Begonnen")
    say(deputy, case, 1, "Begonnen und fortgesetzt", 1, LATER)
    say(deputy, case, 3, "Mappe gesehen", now=LATER)
    end(deputy, case, db_session, LATER)
    note = db_session.scalars(select(ContactNote)).one()
    assert (note.staff_id, note.day) == (deputy.id, TODAY)
    assert "Begonnen und fortgesetzt" in note.text


def test_the_second_of_two_who_save_a_step_is_told(
    db_session: Session, records: Records, staff: Staff, case: Case
) -> None:
    other = records.staff(surname="Beispiel", given_name="Jon")
    start(staff, case)
    say(other, case, 1, "Seins")
    with pytest.raises(Overtaken) as overtaken:
        say(staff, case, 1, "Ihres")
    assert (overtaken.value.version, overtaken.value.name) == (1, "Jon Beispiel")
    say(staff, case, 2, "Anderer Schritt")
    say(staff, case, 1, "Beides", 1)
    assert {one.step: one.text for one in under_way(db_session, case).steps} == {1: "Beides", 2: "Anderer Schritt"}


def test_what_is_the_same_is_not_written(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    say(staff, case, 1, "")
    assert db_session.scalars(select(FollowUpStep)).all() == []
    say(staff, case, 1, "Text")
    say(staff, case, 1, "Text", 1)
    assert db_session.scalars(select(FollowUpStep.version)).all() == [1]
    assert db_session.scalar(select(func.count(JournalEntry.id)).where(JournalEntry.part == "follow_up")) == 2


def test_nobody_completes_what_they_have_not_read(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    say(staff, case, 1, "Alt")
    read = state_of(under_way(db_session, case))
    say(staff, case, 1, "Neu", 1)
    with pytest.raises(Refused, match="Inzwischen wurde ein Schritt geändert"):
        end(staff, case, db_session, seen=read)
    assert db_session.scalars(select(ContactNote)).all() == []


def test_nothing_said_is_no_note(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    with pytest.raises(Refused, match="Bitte festhalten, worum es ging"):
        end(staff, case, db_session)


def test_completed_it_takes_nothing_more(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    say(staff, case, 1, "x")
    end(staff, case, db_session)
    for deed in (lambda: say(staff, case, 1, "y", 1),
                 lambda: complete(acting(staff), case.id, Closing(TODAY, "office", seen=1), NOW, ""),
                 lambda: drop(acting(staff), case.id, NOW, "")):
        with pytest.raises(Refused, match="nicht mehr offen"):
            deed()


def test_a_closed_case_has_none(records: Records, staff: Staff) -> None:
    with pytest.raises(Refused, match="abgeschlossen"):
        start(staff, records.case(closed=date(2026, 6, 1)))


def test_the_appointment_is_settled_with_it(db_session: Session, staff: Staff, case: Case) -> None:
    number = visit(case, staff)
    assert [one.id for one in begun_appointments(db_session, case.id, NOW)] == [number]
    start(staff, case, appointment=number)
    say(staff, case, 1, "x")
    end(staff, case, db_session)
    appointment = db_session.get_one(Appointment, number)
    assert (appointment.state, appointment.contact_note.kind) == ("attended", "follow_up")
    with pytest.raises(Refused, match="schon festgehalten"):
        start(staff, case, appointment=number)


def test_who_comes_before_the_hour_has_come(db_session: Session, staff: Staff, case: Case) -> None:
    number = visit(case, staff, NOW + timedelta(hours=5))
    start(staff, case, appointment=number)
    say(staff, case, 1, "x")
    end(staff, case, db_session)
    assert db_session.get_one(Appointment, number).state == "attended"


def test_an_appointment_later_than_the_talk_stays_planned(db_session: Session, staff: Staff, case: Case) -> None:
    number = visit(case, staff, NOW + timedelta(hours=5))
    start(staff, case, appointment=number)
    say(staff, case, 1, "x")
    end(staff, case, db_session, day=TODAY - timedelta(days=3))
    assert db_session.get_one(Appointment, number).state == "planned"


def test_an_appointment_called_off_meanwhile_is_left_alone(db_session: Session, staff: Staff, case: Case) -> None:
    number = visit(case, staff)
    start(staff, case, appointment=number)
    say(staff, case, 1, "x")
    settle(acting(staff), case.id, number, "cancelled", None, NOW, "")
    end(staff, case, db_session)
    assert db_session.get_one(Appointment, number).state == "cancelled"


def test_one_broken_off_is_a_talk_and_no_follow_up(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    say(staff, case, 1, "Ging früher.")
    end(staff, case, db_session, broken_off=True)
    note = db_session.scalars(select(ContactNote)).one()
    assert (note.kind, note.occasion, note.counts) == ("other", "other", True)
    assert note.text == ("Das Folgegespräch wurde abgebrochen.\n\n1. Vereinbarung und Umsetzung\nGing früher.")
    assert outcomes(db_session, case)["FOL1"] == "open"


def test_only_one_without_a_word_is_dropped(db_session: Session, staff: Staff, case: Case) -> None:
    start(staff, case)
    say(staff, case, 1, "Text")
    with pytest.raises(Refused, match="kein Text"):
        drop(acting(staff), case.id, NOW, "")
    say(staff, case, 1, "", 1)
    drop(acting(staff), case.id, NOW, "")
    assert db_session.scalar(select(func.count(FollowUp.id))) == 0
    assert db_session.scalar(select(func.count()).select_from(FollowUpStep)) == 0


def test_what_the_checks_look_at(db_session: Session, staff: Staff, case: Case) -> None:
    last = TODAY - timedelta(days=20)
    add_note(acting(staff), case.id, Said(last, "phone", "other", text="x"), NOW, "")
    db_session.add_all([
        PlacementStep(case_id=case.id, person_id=case.person_id, number=number, kind=kind, day=day)
        for number, (kind, day) in enumerate((("job_search", last), ("job_search", TODAY - timedelta(days=2)),
                                              ("matching", TODAY), ("job_search", TODAY + timedelta(days=1))), 1)])
    db_session.commit()
    start(staff, case)
    say(staff, case, 3, "x")
    say(staff, case, 4, "y")
    say(staff, case, 4, "", 1)
    assert consultation_at_hand(db_session, under_way(db_session, case)) == ConsultationAtHand(
        TODAY, frozenset({3}), "B", last, TODAY - timedelta(days=2))


def test_of_several_who_first_save_a_step_each_text_is_known(
    app: Flask, db_session: Session, staff: Staff, case: Case
) -> None:
    start(staff, case)
    actor, case_id, answers = acting(staff), case.id, list[str]()
    db_session.commit()

    def deed(thread: int) -> None:
        announce_writing()
        looked_at = open_follow_up(db.session(), case_id)  # as the page does, before the deed waits for its lock
        assert looked_at is not None
        try:
            save_step(actor, case_id, 1, f"Text {thread}", 0, NOW, "")
            answers.append("saved")
        except Overtaken:
            answers.append("shown both")

    each_at_once(app, 4, deed)
    assert sorted(answers) == ["saved", "shown both", "shown both", "shown both"]


def test_what_is_saved_while_somebody_completes_is_not_left_out(
    app: Flask, db_session: Session, staff: Staff, case: Case
) -> None:
    start(staff, case)
    say(staff, case, 1, "Zweiundzwanzig Bewerbungen")
    follow_up = open_follow_up(db_session, case.id)
    assert follow_up is not None
    seen = state_of(follow_up)
    db_session.connection().execute(FollowUpStep.__table__.update().values(text="Anders", version=2))
    with pytest.raises(Refused, match="Inzwischen wurde ein Schritt geändert"):
        complete(acting(staff), case.id, Closing(TODAY, "personal", seen=seen), NOW, "")
