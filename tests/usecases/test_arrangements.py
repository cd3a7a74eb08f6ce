"""Appointments as deeds: invitation, what became of them, and that nothing is half done."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import (
    Application,
    Appointment,
    BookedSlot,
    Case,
    ContactNote,
    Deadline,
    Document,
    Intake,
    Invitation,
    Message,
    Staff,
    Transfer,
)
from fm.models.base import BERLIN
from fm.usecases.arrangements import Given, Wish, arrange, move, settle
from fm.usecases.deadlines import refresh
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
NINE = datetime(2026, 11, 24, 9, tzinfo=BERLIN)
LATER = NINE + timedelta(hours=2)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_ready")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(case_manager=staff)


def wish(staff: Staff, *cases: Case, at: datetime = NINE, **more: object) -> Wish:
    said = {"minutes": 60, "purpose": "first_consultation", "place": "Raum 12", **more}
    return Wish({case.id: staff.id for case in cases}, at, **said)


def give(staff: Staff, case: Case, actor: Staff | None = None, **more: object) -> Given:
    return arrange(acting(actor or staff), wish(staff, case, **more), NOW, "")


def end(staff: Staff, case: Case, given: Given, result: str, reason: str | None = None, now: datetime = LATER) -> str:
    return settle(acting(staff), case.id, given.appointments[0].id, result, reason, now, "")


def outcome(session: Session, case: Case, standard: str) -> str | None:
    return session.scalar(select(Deadline.outcome).where(Deadline.case_id == case.id, Deadline.standard == standard))


def slots(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(BookedSlot))


def hand_over(session: Session, case: Case) -> None:
    """The case comes to the market-ready stream today."""
    session.add(Transfer(case_id=case.id, person_id=case.person_id, number=1, day=TODAY, stream="market_ready"))
    session.flush()
    refresh(session, [case.id])
    session.commit()


def test_an_invitation_meets_its_deadline(db_session: Session, staff: Staff, case: Case) -> None:
    release_texts(db_session)
    hand_over(db_session, case)
    given = give(staff, case, invited=True)
    assert given.met.startswith("Damit erledigt: Schriftliche Einladung")
    invitation = db_session.scalars(select(Invitation)).one()
    assert (invitation.sent, invitation.kind, invitation.with_consequences) == (TODAY, "first_consultation", False)
    assert given.appointments[0].invitation_id == invitation.id


def test_an_invitation_without_consequences_is_printed_too(db_session: Session, staff: Staff, case: Case) -> None:
    release_texts(db_session)
    (document,) = [db_session.get_one(Document, id) for id in give(staff, case, invited=True).documents]
    assert (document.kind, document.case_id) == ("invitation", case.id)
    assert give(staff, case, at=LATER).documents == []


def test_once_means_that_none_of_its_purpose_is_planned(db_session: Session, staff: Staff, case: Case) -> None:
    give(staff, case, once=True)
    with pytest.raises(Refused, match=r"Erstgespräch ist schon vereinbart: Dienstag, 24.11.2026, 09:00 Uhr"):
        give(staff, case, at=LATER, once=True)
    assert give(staff, case, at=LATER, purpose="follow_up", once=True).appointments


def test_a_summons_is_printed(db_session: Session, staff: Staff, case: Case) -> None:
    release_texts(db_session)
    given = give(staff, case, invited=True, summons="placement")
    (document,) = db_session.scalars(select(Document))
    assert given.documents == [document.id]
    assert (document.kind, document.case_id) == ("invitation_consequences", case.id)
    assert db_session.scalars(select(Invitation.purpose)).one() == "placement"


def test_without_a_released_text_nobody_is_summoned(db_session: Session, staff: Staff, case: Case) -> None:
    with pytest.raises(Refused, match="keinen freigegebenen Text"):
        give(staff, case, invited=True, summons="placement")
    assert (slots(db_session), db_session.scalar(select(Invitation))) == (0, None)


def test_a_refused_time_leaves_no_letter(db_session: Session, staff: Staff, case: Case) -> None:
    release_texts(db_session)
    with pytest.raises(Refused, match="Samstag"):
        give(staff, case, at=datetime(2026, 11, 28, 9, tzinfo=BERLIN), invited=True, summons="placement")
    assert db_session.scalar(select(Document)) is None
    assert db_session.scalar(select(Invitation)) is None


def test_a_colleague_is_told_of_an_appointment_given_by_another(db_session: Session, records: Records, staff: Staff,
                                                                case: Case) -> None:
    give(staff, case)
    assert db_session.scalar(select(Message)) is None
    give(staff, records.case(case_manager=staff), actor=records.staff(roles="assistant"), at=LATER)
    message = db_session.scalars(select(Message)).one()
    assert message.staff_id == staff.id
    assert message.text == "In Ihrem Kalender steht ein neuer Termin: Dienstag, 24.11.2026, 11:00 Uhr."


def test_a_missed_first_consultation_is_noted_as_missed(db_session: Session, staff: Staff, case: Case) -> None:
    hand_over(db_session, case)
    given = give(staff, case)
    assert end(staff, case, given, "missed") == ""
    note = db_session.scalars(select(ContactNote)).one()
    assert (note.kind, note.missed, note.day) == ("first_consultation", True, NINE.date())
    assert outcome(db_session, case, "NAH2") == "lapsed"
    assert slots(db_session) == 2


def test_an_important_reason_keeps_the_deadline_open(db_session: Session, staff: Staff, case: Case) -> None:
    hand_over(db_session, case)
    given = give(staff, case)
    with pytest.raises(Refused, match="Bitte den wichtigen Grund nennen"):
        end(staff, case, given, "missed_with_reason")
    end(staff, case, given, "missed_with_reason", "Krankschreibung")
    appointment = db_session.get_one(Appointment, given.appointments[0].id)
    assert (appointment.important_reason, appointment.contact_note.kind) == ("Krankschreibung", "other")
    assert outcome(db_session, case, "NAH2") == "open"


def test_a_missed_intake_is_recorded_as_such(db_session: Session, staff: Staff, case: Case) -> None:
    db_session.add(Application(case_id=case.id, person_id=case.person_id, number=1, submitted=date(2026, 11, 16)))
    db_session.commit()
    end(staff, case, give(staff, case, purpose="intake"), "missed")
    assert db_session.scalars(select(Intake.missed)).one() == NINE.date()
    assert outcome(db_session, case, "ESB2") == "lapsed"


@pytest.mark.parametrize("result", ["attended", "missed", "missed_with_reason"])
def test_nobody_has_come_or_not_before_the_time(staff: Staff, case: Case, result: str) -> None:
    given = give(staff, case)
    with pytest.raises(Refused, match=r"Der Termin ist erst am Dienstag, 24.11.2026, 09:00 Uhr."):
        end(staff, case, given, result, "x", NOW)


def test_who_comes_before_the_hour_has_come(staff: Staff, case: Case, db_session: Session) -> None:
    given = give(staff, case)
    with pytest.raises(Refused, match="Der Termin ist erst am"):
        end(staff, case, given, "missed", now=NINE - timedelta(hours=1))
    end(staff, case, given, "attended", now=NINE - timedelta(hours=1))
    assert db_session.get_one(Appointment, given.appointments[0].id).state == "attended"


def test_what_is_settled_stays_settled(staff: Staff, case: Case) -> None:
    given = give(staff, case)
    end(staff, case, given, "attended")
    with pytest.raises(Refused, match="schon festgehalten: erschienen"):
        end(staff, case, given, "cancelled")


def test_called_off_the_time_is_free_again(db_session: Session, records: Records, staff: Staff, case: Case) -> None:
    end(staff, case, give(staff, case), "cancelled", now=NOW)
    assert slots(db_session) == 0
    give(staff, records.case(case_manager=staff))


def test_a_household_keeps_the_time_as_long_as_somebody_comes(db_session: Session, records: Records, staff: Staff,
                                                              case: Case) -> None:
    other = records.case()
    given = arrange(acting(staff), wish(staff, case, other), NOW, "")
    settle(acting(staff), case.id, given.appointments[0].id, "cancelled", None, NOW, "")
    assert slots(db_session) == 2
    settle(acting(staff), other.id, given.appointments[1].id, "cancelled", None, NOW, "")
    assert slots(db_session) == 0


def test_a_moved_appointment_gives_its_time_back_and_takes_another(db_session: Session, staff: Staff,
                                                                   case: Case) -> None:
    given = give(staff, case)
    half_an_hour_later = wish(staff, case, at=NINE + timedelta(minutes=30))
    moved = move(acting(staff), case.id, given.appointments[0].id, half_an_hour_later, NOW, "")
    states = db_session.execute(select(Appointment.number, Appointment.state).order_by(Appointment.number)).all()
    assert [tuple(row) for row in states] == [(1, "moved"), (2, "planned")]
    assert moved.appointments[0].meeting.starts_at == NINE + timedelta(minutes=30)
    assert slots(db_session) == 2


def test_what_cannot_be_moved_stays_where_it_was(db_session: Session, staff: Staff, case: Case) -> None:
    given = give(staff, case)
    with pytest.raises(Refused, match="ist vorbei"):
        move(acting(staff), case.id, given.appointments[0].id, wish(staff, case, at=NOW - timedelta(days=3)), NOW, "")
    assert db_session.get_one(Appointment, given.appointments[0].id).state == "planned"
    assert slots(db_session) == 2


def test_a_closed_case_takes_no_appointment(records: Records, staff: Staff) -> None:
    with pytest.raises(Refused, match="abgeschlossen"):
        give(staff, records.case(case_manager=staff, closed=TODAY))
