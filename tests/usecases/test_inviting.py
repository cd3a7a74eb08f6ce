"""Before the intake: the invitation prepared, the intake waived, the client who did not come."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Application, Appointment, BookedSlot, Deadline, Document, Intake, JournalEntry, Message
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.consultation import correct_days
from fm.usecases.deadlines import refresh
from fm.usecases.inviting import Wish, prepare_invitation, record_missed, waive_intake
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
AT = datetime(2026, 12, 1, 10, 0, tzinfo=BERLIN)
DAY = timedelta(days=1)


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def desk(records):
    return records.staff("service", roles="service")


@pytest.fixture
def make(records, db_session, fern, desk):
    """A case whose form was collected on a Monday, to be handed in a week later."""
    def case_of(born: date = date(1985, 6, 11), **more: object):
        person = records.person("Müller-Großkopf", "Şükran", born)
        case = records.case(person, case_manager=fern, opened=TODAY)
        db_session.add(Application(case_id=case.id, person_id=person.id, number=1, collected=TODAY,
                                   submission_appointment=TODAY + 7 * DAY, **more))
        refresh(db_session, [case.id])
        db_session.commit()
        return case

    release_texts(db_session)
    return case_of


def intake(session, case) -> Intake:
    session.expire_all()
    return session.scalar(select(Intake).where(Intake.case_id == case.id))


def outcomes(session, case) -> dict[str, str]:
    return {row.standard: row.outcome for row in session.scalars(select(Deadline).where(Deadline.case_id == case.id))}


def told(session, staff) -> list[str]:
    return list(session.scalars(select(Message.text).where(Message.staff_id == staff.id).order_by(Message.id)))


def test_the_invitation_is_prepared_to_a_new_appointment(make, fern, desk, db_session):
    case = make()
    said = prepare_invitation(acting(fern), case.id, Wish(AT, place="Raum 12"), NOW, "")
    assert said == "Damit erledigt: Einladung zur Einstiegsberatung vorbereiten."
    assert intake(db_session, case).invited == TODAY
    appointment = db_session.scalar(select(Appointment))
    assert (appointment.purpose, appointment.staff_id, appointment.meeting.place) == ("intake", fern.id, "Raum 12")
    document = db_session.scalar(select(Document))
    assert (document.kind, document.content[:5]) == ("invitation_intake", b"%PDF-")
    assert told(db_session, desk) == [
        f"{case.person.number}: Die Einladung zur Einstiegsberatung liegt zur Ausgabe bereit."]
    assert outcomes(db_session, case)["ESB1"] == "met"


def test_the_invitation_is_to_the_appointment_that_was_given(make, fern, db_session):
    case = make()
    with writing() as session:
        book(session, {case.id: fern.id}, AT, 30, "intake", None, NOW)
    prepare_invitation(acting(fern), case.id, None, NOW, "")
    assert len(db_session.scalars(select(Appointment)).all()) == 1
    assert intake(db_session, case).invited == TODAY


def test_without_an_appointment_there_is_no_invitation(make, fern, db_session):
    case = make()
    with pytest.raises(Refused, match="Bitte einen Termin") as refused:
        prepare_invitation(acting(fern), case.id, None, NOW, "")
    assert refused.value.faults[0].field == "termin"
    assert intake(db_session, case) is None


def test_the_weekend_is_no_time_and_nothing_is_half_saved(make, fern, db_session):
    case = make()
    with pytest.raises(Refused, match="kein Arbeitstag"):
        prepare_invitation(acting(fern), case.id, Wish(AT.replace(day=5)), NOW, "")
    assert intake(db_session, case) is None
    assert db_session.scalars(select(BookedSlot)).all() == []


def test_guardians_of_minors_are_invited_with_them(make, fern, db_session):
    of_age, minor = make(TODAY.replace(year=2008)), make(TODAY.replace(year=2008) + DAY)
    for case, hour in ((of_age, 10), (minor, 11)):
        prepare_invitation(acting(fern), case.id, Wish(AT.replace(hour=hour), 30), NOW, "")
    assert [intake(db_session, case).guardians_invited for case in (of_age, minor)] == [None, TODAY]


def test_prepared_again_the_first_day_counts(make, fern, db_session):
    case = make()
    prepare_invitation(acting(fern), case.id, Wish(AT), NOW, "")
    prepare_invitation(acting(fern), case.id, None, NOW + DAY, "")
    assert intake(db_session, case).invited == TODAY
    assert len(db_session.scalars(select(Document)).all()) == 2


def test_waived_with_a_reason(make, fern, desk, db_session):
    case = make()
    with writing() as session:
        book(session, {case.id: fern.id}, AT, 30, "intake", None, NOW)
    assert "Einladung" in waive_intake(acting(fern), case.id, "Kennt das Haus seit Jahren", NOW, "10.0.0.1")
    found = intake(db_session, case)
    assert (found.waived, found.waived_reason) == (TODAY, "Kennt das Haus seit Jahren")
    assert db_session.scalar(select(Appointment.state)) == "cancelled"
    assert told(db_session, desk) == [f"{case.person.number}: Eine Einstiegsberatung ist nicht nötig."]
    entry = db_session.scalars(select(JournalEntry).where(JournalEntry.part == "intake")).one()
    assert '"waived": [null, "2026-11-23"]' in entry.detail


def test_what_was_waived_is_neither_waived_again_nor_invited_to(make, fern, db_session):
    case = make()
    waive_intake(acting(fern), case.id, "Kennt das Haus seit Jahren", NOW, "")
    for deed in (lambda: waive_intake(acting(fern), case.id, "Anderer Grund", NOW + DAY, ""),
                 lambda: prepare_invitation(acting(fern), case.id, Wish(AT), NOW + DAY, "")):
        with pytest.raises(Refused, match=r"entfällt seit dem 23\.11\.2026"):
            deed()
    found = intake(db_session, case)
    assert (found.waived, found.waived_reason, found.invited) == (TODAY, "Kennt das Haus seit Jahren", None)


def test_missed_without_alg_the_summons_waits_for_the_grant(make, fern, db_session):
    case = make(submitted=TODAY, decided=TODAY, decision="granted")
    assert record_missed(acting(fern), case.id, TODAY, NOW, "") == ""
    assert intake(db_session, case).missed == TODAY
    assert {"ESB2": "lapsed", "ESB6": "open"}.items() <= outcomes(db_session, case).items()


def test_missed_at_its_appointment(make, fern, db_session):
    case = make(submitted=TODAY)
    with writing() as session:
        book(session, {case.id: fern.id}, NOW, 30, "intake", None, NOW)
    record_missed(acting(fern), case.id, TODAY, NOW + timedelta(hours=1), "")
    assert db_session.scalar(select(Appointment.state)) == "missed"
    assert intake(db_session, case).missed == TODAY


def test_missed_on_another_day_than_its_appointment_is_refused(make, fern, db_session):
    case = make(submitted=TODAY)
    with writing() as session:
        book(session, {case.id: fern.id}, NOW, 30, "intake", None, NOW)
    later = NOW + DAY
    with pytest.raises(Refused, match=r"war am 23\.11\.2026") as refused:
        record_missed(acting(fern), case.id, later.date(), later, "")
    assert refused.value.faults[0].field == "tag"
    assert intake(db_session, case) is None


def test_missed_before_an_appointment_to_come_the_appointment_stays(make, fern, db_session):
    case = make(submitted=TODAY)
    with writing() as session:
        book(session, {case.id: fern.id}, AT, 30, "intake", None, NOW)
    said = record_missed(acting(fern), case.id, TODAY, NOW, "")
    assert said.endswith("Der Termin am Dienstag, 01.12.2026, 10:00 Uhr bleibt vereinbart.")
    assert db_session.scalar(select(Appointment.state)) == "planned"


def test_the_first_time_missed_counts(make, fern, db_session):
    case = make(submitted=TODAY)
    record_missed(acting(fern), case.id, TODAY, NOW, "")
    record_missed(acting(fern), case.id, TODAY + DAY, NOW + DAY, "")
    assert intake(db_session, case).missed == TODAY


@pytest.mark.parametrize(("day", "sentence"), [
    (TODAY + DAY, "Das Datum liegt in der Zukunft."),
    (TODAY - DAY, "Das Datum liegt vor dem Beginn des Falls am 23.11.2026."),
])
def test_a_day_on_which_nobody_can_have_missed_it(make, fern, db_session, day, sentence):
    case = make()
    with pytest.raises(Refused, match=sentence):
        record_missed(acting(fern), case.id, day, NOW, "")
    assert intake(db_session, case) is None


def test_what_is_over_is_neither_invited_to_nor_waived_nor_missed(make, fern, db_session):
    case = make()
    db_session.add(Intake(case_id=case.id, held=TODAY))
    db_session.commit()
    for deed in (lambda: prepare_invitation(acting(fern), case.id, Wish(AT), NOW, ""),
                 lambda: waive_intake(acting(fern), case.id, "doch nicht", NOW, ""),
                 lambda: record_missed(acting(fern), case.id, TODAY, NOW, "")):
        with pytest.raises(Refused, match=r"schon am 23\.11\.2026 durchgeführt"):
            deed()


def test_a_closed_case_stays_as_it_was(make, fern, db_session):
    case = make()
    case.closed = TODAY
    db_session.commit()
    with pytest.raises(Refused, match="abgeschlossen"):
        waive_intake(acting(fern), case.id, "zu spät", NOW, "")


def days(**more: date | None) -> dict[str, date | None]:
    return {"eingeladen": None, "ausgehaendigt": None, "entfallen": None, "versaeumt": None, "durchgefuehrt": None,
            **more}


def test_days_typed_wrongly_are_set_right_with_a_reason(make, fern, db_session):
    case = make(submitted=TODAY)
    db_session.add(Intake(case_id=case.id, invited=TODAY, held=TODAY))
    refresh(db_session, [case.id])
    db_session.commit()
    right = days(eingeladen=TODAY, durchgefuehrt=TODAY + DAY)
    correct_days(acting(fern), case.id, right, "Zahlendreher", NOW + DAY, "")
    assert intake(db_session, case).held == TODAY + DAY
    (done,) = db_session.scalars(select(Deadline.done).where(Deadline.standard == "ESB2"))
    assert done == TODAY + DAY
    entry = db_session.scalars(select(JournalEntry).where(JournalEntry.part == "intake")).one()
    assert '"held": ["2026-11-23", "2026-11-24"]' in entry.detail
    assert "Zahlendreher" in entry.detail


@pytest.mark.parametrize(("said", "field"), [
    ({"durchgefuehrt": None}, "durchgefuehrt"),
    ({"durchgefuehrt": TODAY + 9 * DAY}, "durchgefuehrt"),
    ({"durchgefuehrt": TODAY, "versaeumt": TODAY + DAY}, "durchgefuehrt"),
    ({"durchgefuehrt": TODAY, "ausgehaendigt": TODAY}, "ausgehaendigt"),
    ({"durchgefuehrt": TODAY, "eingeladen": TODAY + DAY, "ausgehaendigt": TODAY}, "ausgehaendigt"),
    ({"durchgefuehrt": TODAY, "eingeladen": TODAY - DAY}, "eingeladen"),
])
def test_days_that_cannot_be_right(make, fern, db_session, said, field):
    case = make()
    db_session.add(Intake(case_id=case.id, held=TODAY))
    db_session.commit()
    with pytest.raises(Refused) as refused:
        correct_days(acting(fern), case.id, days(**said), "Grund", NOW + DAY, "")
    assert refused.value.faults[0].field == field
    assert intake(db_session, case).held == TODAY


def test_held_is_not_recorded_by_a_correction(make, fern):
    case = make()
    with pytest.raises(Refused, match="eigenen Seite"):
        correct_days(acting(fern), case.id, days(durchgefuehrt=TODAY), "Grund", NOW, "")
