"""Decisions on applications, and serious changes in running benefit."""

import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import (
    Application,
    BenefitChange,
    Case,
    Circulation,
    CirculationStation,
    Deadline,
    Deputy,
    JournalEntry,
    Message,
    Staff,
)
from fm.queries.accounts import SignedIn
from fm.usecases.benefits import correct_decision, decide, record_change
from fm.usecases.deadlines import differences
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.threads import THREADS, TURNS, at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
SUBMITTED = date(2026, 11, 12)


@pytest.fixture
def clerk(records: Records) -> SignedIn:
    return acting(records.staff(roles="benefits_clerk"))


@pytest.fixture
def manager(records: Records) -> Staff:
    return records.staff(streams="market_distant")


@pytest.fixture
def case(records: Records, manager: Staff) -> Case:
    """A case of a member of a household."""
    person = records.person(household=records.household())
    return records.case(person, case_manager=manager, opened=date(2026, 11, 2))


def application_of(session: Session, case: Case, number: int = 1, **more: object) -> Application:
    application = Application(case_id=case.id, person_id=case.person_id, number=number,
                              **{"collected": date(2026, 11, 2), "submitted": SUBMITTED, **more})
    session.add(application)
    session.commit()
    return application


@pytest.fixture
def submitted(case: Case, db_session: Session) -> Application:
    """Handed in complete and not decided."""
    return application_of(db_session, case)


def grant(actor: SignedIn, application: Application, day: date = TODAY, decision: str = "granted") -> None:
    decide(actor, application.id, day, decision, NOW, "test")


def messages(session: Session) -> dict[int, str]:
    return {message.staff_id: message.text for message in session.scalars(select(Message))}


def test_a_decision_starts_the_ten_days_and_the_circulation(
    submitted: Application, clerk: SignedIn, manager: Staff, db_session: Session
) -> None:
    grant(clerk, submitted)
    assert (submitted.decided, submitted.decision) == (TODAY, "granted")
    due = db_session.scalars(select(Deadline.due).where(Deadline.standard == "ERG1", Deadline.outcome == "open"))
    assert due.all() == [date(2026, 12, 7)]
    assert list(differences(db_session)) == []
    assert messages(db_session) == {manager.id: "Leistung bewilligt am 23.11.2026."}
    circulation = db_session.scalars(select(Circulation)).one()
    assert [(stop.position, stop.station, stop.staff_id) for stop in circulation.stations] == [
        (1, "case_manager", manager.id), (2, "maintenance", None)]
    entry = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert json.loads(entry.detail)["decision"] == [None, "granted"]


def test_every_case_manager_of_the_household_is_told_and_gets_the_file(
    submitted: Application, case: Case, clerk: SignedIn, manager: Staff, records: Records, db_session: Session
) -> None:
    youth, deputy, former = records.staff(streams="youth"), records.staff(), records.staff()
    household = case.person.household
    records.case(records.person(born=date(2008, 4, 1), household=household), case_manager=youth, stream="youth")
    records.case(records.person(household=household), case_manager=former, closed=date(2026, 5, 1))
    records.case(records.person(household=household), case_manager=None)
    db_session.add(Deputy(absent=manager, deputy=deputy, begins=TODAY, ends=TODAY))
    db_session.commit()
    grant(clerk, submitted)
    assert set(messages(db_session)) == {manager.id, youth.id, deputy.id}
    stops = db_session.scalars(select(CirculationStation).order_by(CirculationStation.position))
    assert [(stop.station, stop.staff_id) for stop in stops] == [
        ("youth", youth.id), ("case_manager", manager.id), ("maintenance", None)]


def test_people_without_a_household_are_nobodys_members(
    clerk: SignedIn, records: Records, db_session: Session
) -> None:
    records.case(records.person(), case_manager=records.staff())
    grant(clerk, application_of(db_session, records.case(case_manager=None)))
    assert messages(db_session) == {}
    assert db_session.scalars(select(CirculationStation.station)).all() == ["maintenance"]


@pytest.mark.parametrize(("more", "day", "field", "said"), [
    ({}, SUBMITTED - timedelta(days=1), "tag", "vor der Abgabe des Antrags am 12.11.2026"),
    ({}, TODAY + timedelta(days=1), "tag", "in der Zukunft"),
    ({"submitted": None}, TODAY, "tag", "noch nicht vollständig abgegeben"),
    ({"decided": date(2026, 11, 20), "decision": "rejected"}, TODAY, None, "abgelehnt am 20.11.2026"),
    ({"withdrawn": date(2026, 11, 19)}, TODAY, None, "seit dem 19.11.2026 nicht weiterverfolgt"),
])
def test_decisions_that_cannot_be(
    case: Case, clerk: SignedIn, db_session: Session, more: dict[str, object], day: date, field: str | None, said: str
) -> None:
    application = application_of(db_session, case, **more)
    with pytest.raises(Refused) as refused:
        grant(clerk, application, day)
    assert refused.value.faults[0].field == field
    assert said in str(refused.value)
    assert messages(db_session) == {}
    assert db_session.scalars(select(Circulation)).all() == []


def test_no_decision_in_a_closed_case(
    submitted: Application, case: Case, clerk: SignedIn, db_session: Session
) -> None:
    case.closed = date(2026, 11, 20)
    db_session.commit()
    with pytest.raises(Refused, match="abgeschlossen"):
        grant(clerk, submitted)


def test_after_a_rejection_another_application_is_granted(
    submitted: Application, case: Case, clerk: SignedIn, db_session: Session
) -> None:
    grant(clerk, submitted, SUBMITTED, "rejected")
    grant(clerk, application_of(db_session, case, 2, collected=date(2026, 11, 16), submitted=date(2026, 11, 18)))
    assert db_session.scalars(select(Application.decision).order_by(Application.number)).all() == [
        "rejected", "granted"]
    assert len(db_session.scalars(select(Circulation)).all()) == 2


def test_a_decision_recorded_wrongly_is_put_right_with_a_reason(
    submitted: Application, clerk: SignedIn, manager: Staff, db_session: Session
) -> None:
    with pytest.raises(Refused, match="noch nicht entschieden"):
        correct_decision(clerk, submitted.id, TODAY, "granted", "Vertippt", NOW, "test")
    grant(clerk, submitted)
    correct_decision(clerk, submitted.id, SUBMITTED, "rejected", "Vertippt", NOW, "test")
    assert (submitted.decided, submitted.decision) == (SUBMITTED, "rejected")
    texts = db_session.scalars(select(Message.text).order_by(Message.id)).all()
    assert texts == ["Leistung bewilligt am 23.11.2026.", "Berichtigt: Leistung abgelehnt am 12.11.2026."]
    assert len(db_session.scalars(select(Circulation)).all()) == 1
    assert list(differences(db_session)) == []
    entry = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert json.loads(entry.detail)["reason"] == "Vertippt"


def test_of_two_clerks_at_once_one_decides(
    app: Flask, case: Case, clerk: SignedIn, records: Records, db_session: Session
) -> None:
    undecided = [application_of(db_session, records.case(case_manager=case.case_manager)).id for _ in range(TURNS)]
    answers: Counter[str] = Counter()

    def deed(turn: int) -> None:
        try:
            decide(clerk, undecided[turn], TODAY, "granted", NOW, "test")
            answers["decided"] += 1
        except Refused as refused:
            answers[str(refused)] += 1

    at_once(app, deed)
    told = "Über diesen Antrag ist schon entschieden: bewilligt am 23.11.2026."
    assert answers == {"decided": TURNS, told: TURNS * (THREADS - 1)}
    db_session.rollback()
    assert len(db_session.scalars(select(Circulation)).all()) == TURNS


def test_a_serious_change_is_told_at_once(
    case: Case, clerk: SignedIn, manager: Staff, db_session: Session
) -> None:
    record_change(clerk, case.id, "income", date(2026, 12, 1), "Nebeneinkommen", NOW, "test")
    change = db_session.scalars(select(BenefitChange)).one()
    assert (change.kind, change.day, change.text, change.number) == ("income", date(2026, 12, 1), "Nebeneinkommen", 1)
    assert messages(db_session) == {
        manager.id: "Gravierende Änderung im Leistungsbezug ab 01.12.2026: Einkommen geändert."}


@pytest.mark.parametrize(("day", "said"), [
    (date(2026, 11, 1), "vor dem Beginn des Falls am 02.11.2026"),
    (date(2027, 11, 24), "mehr als ein Jahr"),
])
def test_a_change_lies_within_the_case_and_not_far_ahead(
    case: Case, clerk: SignedIn, db_session: Session, day: date, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        record_change(clerk, case.id, "ended", day, None, NOW, "test")
    assert refused.value.faults[0].field == "tag"
    assert messages(db_session) == {}


@pytest.mark.parametrize("left", [True, False])
def test_where_no_case_manager_is_left_the_managers_are_told(
        records: Records, db_session: Session, clerk: SignedIn, manager: Staff, case: Case, left: bool) -> None:
    head = records.staff(roles="manager")
    if left:
        manager.active = False
    else:
        case.case_manager = None
    application = application_of(db_session, case)
    grant(clerk, application)
    assert messages(db_session)[head.id] == "Leistung bewilligt am 23.11.2026."
    assert manager.id not in messages(db_session)
    record_change(clerk, case.id, "ended", TODAY, None, NOW, "test")
    assert messages(db_session)[head.id].startswith("Gravierende Änderung")


def test_a_file_that_goes_to_maintenance_alone_is_announced_there(
        records: Records, db_session: Session, clerk: SignedIn, case: Case) -> None:
    maintenance = records.staff(roles="maintenance_clerk")
    case.case_manager = None
    grant(clerk, application_of(db_session, case))
    assert "auf dem Weg zu Ihnen" in messages(db_session)[maintenance.id]
