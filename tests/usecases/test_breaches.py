"""What is followed up as deeds: begun once, heard, answered, decided, told on; and what stands against each."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import AgreementDuty, Appointment, Case, Document, Message, Staff
from fm.models.journal import JournalEntry
from fm.queries.breaches import breach_about, breaches_of, owed, to_follow_up
from fm.queries.listed import Span
from fm.usecases.breaches import Subject, decide_breach, hear, note_statement, open_breach, tell_benefits
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting, statements
from tests.support.breaching import DUE, NOW, SIGNED, judged, missed
from tests.support.pdf import text as text_of
from tests.support.records import Records
from tests.support.texts import release_texts
from tests.support.threads import each_at_once

UNTIL = date(2026, 12, 7)
AFTERWARDS = NOW + timedelta(days=15)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(case_manager=staff)


@pytest.fixture
def duty(db_session: Session, case: Case) -> AgreementDuty:
    return judged(db_session, case)


@pytest.fixture
def visit(db_session: Session, staff: Staff, case: Case) -> Appointment:
    return missed(db_session, staff, case)


def begun(
    staff: Staff, case: Case, about: AgreementDuty | Appointment, day: date = DUE, text: str = "Nichts da."
) -> int:
    kind = "duty" if isinstance(about, AgreementDuty) else "summons"
    return open_breach(acting(staff), case.id, Subject(kind, about.id), day, text, NOW, "")


def decided(staff: Staff, case: Case, id: int, decision: str, now: datetime = AFTERWARDS) -> bool:
    return decide_breach(acting(staff), case.id, id, decision, "Kein Nachweis vorgelegt.", now, "")


def heard(session: Session, staff: Staff, case: Case, id: int) -> int:
    release_texts(session)
    return hear(acting(staff), case.id, id, UNTIL, NOW, "")


def test_what_is_owed(db_session: Session, staff: Staff, case: Case, duty: AgreementDuty, visit: Appointment) -> None:
    told = [(one.kind, one.id, one.day, one.begins, one.what) for one in owed(db_session, case.id, TODAY)]
    assert told == [
        ("duty", duty.id, DUE, SIGNED, "Drei Bewerbungen im Monat"),
        ("summons", visit.id, date(2026, 11, 20), DUE, "Einladung mit Rechtsfolgen: Folgegespräch")]


@pytest.mark.parametrize(("result", "more", "days"), [
    ("not", {}, [DUE]), ("partly", {}, [DUE]), ("not", {"due": None}, [TODAY]),
    ("not", {"due": TODAY + timedelta(days=9)}, [TODAY]), ("not", {"due": date(2026, 5, 23)}, [date(2026, 5, 23)]),
    ("not", {"due": date(2026, 5, 22)}, []), ("done", {}, []), ("open", {}, []), (None, {}, []),
    ("not", {"side": "office"}, []),
])
def test_which_duties_are_owed(db_session: Session, case: Case, result: str | None, more: dict,
                               days: list[date]) -> None:
    judged(db_session, case, result, **more)
    assert [one.day for one in owed(db_session, case.id, TODAY)] == days


@pytest.mark.parametrize(("state", "consequences"), [
    ("attended", True), ("missed_with_reason", True), ("planned", True), ("moved", True), ("missed", False)])
def test_which_summons_are_not_owed(db_session: Session, staff: Staff, case: Case, state: str,
                                    consequences: bool) -> None:
    missed(db_session, staff, case, state, consequences)
    assert owed(db_session, case.id, TODAY) == []


def test_what_is_begun_is_no_longer_owed(db_session: Session, staff: Staff, case: Case, duty: AgreementDuty) -> None:
    id = begun(staff, case, duty, text="")
    assert owed(db_session, case.id, TODAY) == []
    (breach,) = breaches_of(db_session, case.id)
    assert (breach.id, breach.kind, breach.day, breach.text) == (id, "duty", DUE, "Drei Bewerbungen im Monat")
    assert breach_about(db_session, case.id, "duty", duty.id) == id
    with pytest.raises(Refused, match="nichts mehr zu verfolgen"):
        begun(staff, case, duty)


@pytest.mark.parametrize(("day", "sentence"), [
    (TODAY + timedelta(days=1), "Zukunft"), (SIGNED - timedelta(days=1), "vor dem 01.09.2026")])
def test_an_impossible_day_is_refused(staff: Staff, case: Case, duty: AgreementDuty, day: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        begun(staff, case, duty, day)
    assert refused.value.faults[0].field == "tag"


def test_nothing_is_begun_in_a_closed_case(db_session: Session, staff: Staff, case: Case, duty: AgreementDuty) -> None:
    case.closed = TODAY
    db_session.commit()
    with pytest.raises(Refused, match="abgeschlossen"):
        begun(staff, case, duty)


def test_of_two_at_once_one_begins(app: Flask, db_session: Session, staff: Staff, case: Case,
                                   duty: AgreementDuty) -> None:
    actor, case_id, duty_id, refusals = acting(staff), case.id, duty.id, []
    db_session.rollback()

    def begin(_thread: int) -> None:
        try:
            open_breach(actor, case_id, Subject("duty", duty_id), DUE, "Nichts da.", NOW, "")
        except Refused as refused:
            refusals.append(str(refused))

    each_at_once(app, 4, begin)
    assert len(refusals) == 3
    assert len(breaches_of(db_session, case_id)) == 1


def test_the_hearing_is_printed_and_kept(db_session: Session, staff: Staff, case: Case, visit: Appointment) -> None:
    id = begun(staff, case, visit, date(2026, 11, 20))
    document = db_session.get_one(Document, heard(db_session, staff, case, id))
    (breach,) = breaches_of(db_session, case.id)
    assert (breach.heard, breach.answer_until, breach.hearing_id) == (TODAY, UNTIL, document.id)
    assert (document.kind, document.case_id) == ("hearing", case.id)
    assert "07.12.2026" in text_of(document.content)
    with pytest.raises(Refused, match="Die Anhörung ist vom"):
        hear(acting(staff), case.id, id, UNTIL, NOW, "")


def test_a_youth_is_heard_together_with_the_guardians(db_session: Session, records: Records, staff: Staff) -> None:
    person = records.person(born=date(2009, 5, 1), guardian="Kim Beispiel")
    case = records.case(person, case_manager=staff)
    id = begun(staff, case, judged(db_session, case))
    assert "Kim Beispiel" in text_of(db_session.get_one(Document, heard(db_session, staff, case, id)).content)


def test_without_time_or_text_nobody_is_heard(db_session: Session, staff: Staff, case: Case,
                                              duty: AgreementDuty) -> None:
    id = begun(staff, case, duty)
    with pytest.raises(Refused, match="keinen freigegebenen Text"):
        hear(acting(staff), case.id, id, UNTIL, NOW, "")
    release_texts(db_session)
    with pytest.raises(Refused, match="mindestens eine Woche"):
        hear(acting(staff), case.id, id, TODAY + timedelta(days=6), NOW, "")
    assert db_session.scalar(select(Document)) is None


def test_of_two_hearings_at_once_one_is_kept(app: Flask, db_session: Session, staff: Staff, case: Case,
                                             duty: AgreementDuty) -> None:
    id, actor, case_id, refusals = begun(staff, case, duty), acting(staff), case.id, []
    release_texts(db_session)
    db_session.rollback()

    def print_it(_thread: int) -> None:
        try:
            hear(actor, case_id, id, UNTIL, NOW, "")
        except Refused as refused:
            refusals.append(str(refused))

    each_at_once(app, 3, print_it)
    assert len(refusals) == 2
    assert len(db_session.scalars(select(Document)).all()) == 1


def test_a_statement_is_kept_and_can_be_put_right(db_session: Session, staff: Staff, case: Case,
                                                  duty: AgreementDuty) -> None:
    id = begun(staff, case, duty)
    for text in ("Ich war krank.", "Ich war krank, das Attest folgt."):
        (breach,) = breaches_of(db_session, case.id)
        note_statement(acting(staff), case.id, id, breach.version, TODAY, text, NOW, "")
    (breach,) = breaches_of(db_session, case.id)
    assert (breach.statement_on, breach.statement) == (TODAY, "Ich war krank, das Attest folgt.")
    with pytest.raises(Overtaken):
        note_statement(acting(staff), case.id, id, breach.version - 1, TODAY, "Anders.", NOW, "")
    with pytest.raises(Refused, match="vor dem Ereignis"):
        note_statement(acting(staff), case.id, id, breach.version, DUE - timedelta(days=1), "Anders.", NOW, "")


def test_nothing_is_established_without_hearing_nor_before_its_last_day(db_session: Session, staff: Staff, case: Case,
                                                                        duty: AgreementDuty) -> None:
    id = begun(staff, case, duty)
    with pytest.raises(Refused, match="Ohne Anhörung"):
        decided(staff, case, id, "established")
    heard(db_session, staff, case, id)
    with pytest.raises(Refused, match=r"Bis 07.12.2026 kann noch"):
        decided(staff, case, id, "established", NOW)
    with pytest.raises(Refused, match="Begründung"):
        decide_breach(acting(staff), case.id, id, "established", "", AFTERWARDS, "")
    assert decided(staff, case, id, "established") is False
    with pytest.raises(Refused, match="schon entschieden"):
        decided(staff, case, id, "dropped")


def test_what_is_established_comes_to_the_benefits_clerks_without_a_word_of_it(
    db_session: Session, records: Records, staff: Staff, case: Case, visit: Appointment
) -> None:  # fmt: skip
    clerk, _elsewhere = records.staff(roles="benefits_clerk"), records.staff(roles="benefits_clerk", branch="Templin")
    id = begun(staff, case, visit, date(2026, 11, 20))
    heard(db_session, staff, case, id)
    assert decided(staff, case, id, "established")
    (message,) = db_session.scalars(select(Message))
    number = case.person.number
    assert (message.staff_id, message.link) == (clerk.id, f"/kunden/{number}")
    assert message.text.startswith(f"{number}: ")
    assert all(word not in message.text for word in ("Nachweis", "Beispiel", "Melde", "versäumt", "ohne wichtigen"))
    (breach,) = breaches_of(db_session, case.id)
    assert (breach.decision, breach.decided, breach.told) == ("established", AFTERWARDS.date(), AFTERWARDS.date())
    assert breach.appointment.state == "missed"


def test_where_nobody_can_be_told_the_word_is_still_owed(db_session: Session, records: Records, staff: Staff,
                                                         case: Case, duty: AgreementDuty) -> None:
    id = begun(staff, case, duty)
    heard(db_session, staff, case, id)
    decided(staff, case, id, "established")
    with pytest.raises(Refused, match="niemanden in der Leistungssachbearbeitung"):
        tell_benefits(acting(staff), case.id, id, AFTERWARDS, "")
    records.staff(roles="benefits_clerk")
    tell_benefits(acting(staff), case.id, id, AFTERWARDS, "")
    assert len(db_session.scalars(select(Message)).all()) == 1
    with pytest.raises(Refused, match="niemand mehr zu informieren"):
        tell_benefits(acting(staff), case.id, id, AFTERWARDS, "")


def test_an_excused_appointment_was_missed_with_reason(db_session: Session, staff: Staff, case: Case,
                                                       visit: Appointment) -> None:
    id = begun(staff, case, visit, date(2026, 11, 20))
    assert decided(staff, case, id, "excused") is False
    (breach,) = breaches_of(db_session, case.id)
    assert (breach.appointment.state, breach.appointment.important_reason) == (
        "missed_with_reason", "Kein Nachweis vorgelegt.")
    assert breach.appointment.contact_note.kind == "other"
    assert db_session.scalar(select(Message)) is None


def test_an_excused_duty_says_so_in_its_judgement(db_session: Session, staff: Staff, case: Case,
                                                  duty: AgreementDuty) -> None:
    decided(staff, case, begun(staff, case, duty), "excused", NOW)
    (breach,) = breaches_of(db_session, case.id)
    assert breach.duty.judged_why == "Wichtiger Grund anerkannt am 23.11.2026."


def test_of_two_decisions_at_once_one_stands(app: Flask, db_session: Session, staff: Staff, case: Case,
                                             duty: AgreementDuty) -> None:
    id, actor, case_id, refusals = begun(staff, case, duty), acting(staff), case.id, []
    db_session.rollback()

    def decide(thread: int) -> None:
        try:
            decide_breach(actor, case_id, id, ("excused", "dropped")[thread % 2], "So ist es.", NOW, "")
        except Refused as refused:
            refusals.append(str(refused))

    each_at_once(app, 4, decide)
    assert len(refusals) == 3


def test_each_step_stands_in_the_journal_without_what_was_said(db_session: Session, staff: Staff, case: Case,
                                                               duty: AgreementDuty) -> None:
    id = begun(staff, case, duty)
    heard(db_session, staff, case, id)
    (breach,) = breaches_of(db_session, case.id)
    note_statement(acting(staff), case.id, id, breach.version, TODAY, "Ich war krank.", NOW, "")
    decided(staff, case, id, "dropped")
    entries = db_session.scalars(select(JournalEntry.detail).where(JournalEntry.part == "breach")).all()
    assert len(entries) == 4
    assert all("krank" not in str(entry) and "Nachweis" not in str(entry) for entry in entries)


def test_the_desk_has_what_is_owed_and_under_way_of_its_own_cases(
    db_session: Session, records: Records, staff: Staff, case: Case, duty: AgreementDuty, visit: Appointment
) -> None:  # fmt: skip
    other = records.case(case_manager=records.staff())
    judged(db_session, other)
    id = begun(staff, case, duty)
    heard(db_session, staff, case, id)
    found = to_follow_up(db_session, [staff.id], TODAY, Span(10))
    assert [(row.kind, row.breach_id, row.standing.next_step(TODAY) if row.breach_id else None)
            for row in found.rows] == [("summons", None, None), ("duty", id, "wait")]
    assert found.total == 2
    decided(staff, case, id, "established")
    assert [row.decision for row in to_follow_up(db_session, [staff.id], TODAY, Span(10)).rows] == ["established", None]
    decided(staff, case, begun(staff, case, visit, date(2026, 11, 20)), "dropped")
    assert to_follow_up(db_session, [staff.id], TODAY, Span(10)).total == 1


def test_the_desk_asks_once_however_much_there_is(db_session: Session, records: Records, staff: Staff) -> None:
    def asked() -> int:
        with statements() as sent:
            to_follow_up(db_session, [staff.id], TODAY, Span(50))
        return len([one for one in sent if one.lstrip().startswith(("SELECT", "WITH"))])

    once = asked()
    for _ in range(5):
        case = records.case(case_manager=staff)
        judged(db_session, case)
        missed(db_session, staff, case)
    assert asked() == once == 1
