"""The benefits file on its way: stamped in and out, passed over, and what goes wrong on the way."""

import json
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Application, Case, Category, Circulation, Deputy, Intake, JournalEntry, Message, Staff
from fm.queries.accounts import SignedIn
from fm.transactions import writing
from fm.usecases import circulation as deeds
from fm.usecases.benefits import decide
from fm.usecases.cases import close_case
from fm.usecases.deadlines import refresh
from fm.usecases.handovers import Preparation, hand_over
from fm.usecases.refusals import Refused
from fm.usecases.responsibility import assign
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.threads import THREADS, TURNS, at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def clerk(records: Records) -> SignedIn:
    return acting(records.staff(roles="benefits_clerk"))


@pytest.fixture
def manager(records: Records) -> Staff:
    return records.staff(streams="market_distant", surname="Fern")


@pytest.fixture
def maintenance(records: Records) -> SignedIn:
    return acting(records.staff(roles="maintenance_clerk", surname="Unterhalt"))


def decided(records: Records, session: Session, clerk: SignedIn, manager: Staff) -> Circulation:
    """A file sent round past this case manager and maintenance."""
    return sent_round(session, clerk, records.case(case_manager=manager, opened=date(2026, 11, 2)))


def sent_round(session: Session, clerk: SignedIn, case: Case) -> Circulation:
    """The file of a case, sent round after its application was granted."""
    application = Application(case_id=case.id, person_id=case.person_id, number=1, submitted=date(2026, 11, 12))
    session.add(application)
    session.commit()
    decide(clerk, application.id, TODAY, "granted", NOW, "test")
    return session.scalars(select(Circulation).where(Circulation.application_id == application.id)).one()


@pytest.fixture
def circulation(records: Records, db_session: Session, clerk: SignedIn, manager: Staff) -> Circulation:
    return decided(records, db_session, clerk, manager)


def texts_to(session: Session, staff_id: int) -> list[str]:
    return list(session.scalars(select(Message.text).where(Message.staff_id == staff_id).order_by(Message.id)))


def test_the_whole_way(
    circulation: Circulation, clerk: SignedIn, manager: Staff, maintenance: SignedIn, db_session: Session
) -> None:
    first, last = circulation.stations
    fern = acting(manager)
    deeds.stamp_in(fern, circulation.id, 1, NOW, "test")
    assert (first.received_at, deeds.next_stop(circulation)) == (NOW, first)
    assert deeds.stamp_out(fern, circulation.id, 1, LATER, "test") == "an Sachbearbeitung Unterhalt"
    number = db_session.scalars(select(Message.text).where(Message.staff_id == maintenance.id)).one()
    assert number.startswith("Die Leistungsakte U")
    deeds.stamp_in(maintenance, circulation.id, 2, LATER, "test")
    assert last.staff_id == maintenance.id
    assert deeds.stamp_out(maintenance, circulation.id, 2, LATER, "test").startswith("zurück an die Leistung")
    assert (circulation.closed_at, deeds.next_stop(circulation)) == (LATER, None)
    assert texts_to(db_session, clerk.id)[-1].endswith("ist beendet.")
    entry = db_session.scalars(select(JournalEntry).where(JournalEntry.part == "circulation")).first()
    assert json.loads(entry.detail) == {"circulation": circulation.id, "station": 1, "in": [manager.id, manager.id]}
    with pytest.raises(Refused, match="beendet"):
        deeds.stamp_in(fern, circulation.id, 1, LATER, "test")


def test_nobody_stamps_twice_nor_at_another_stop(circulation: Circulation, manager: Staff) -> None:
    fern = acting(manager)
    with pytest.raises(Refused, match="zuerst den Eingang"):
        deeds.stamp_out(fern, circulation.id, 1, NOW, "test")
    with pytest.raises(Refused, match=r"nicht mehr\. Sie ist jetzt hier: Kim Fern \(Fallmanagement\)"):
        deeds.stamp_in(fern, circulation.id, 2, NOW, "test")
    deeds.stamp_in(fern, circulation.id, 1, NOW, "test")
    with pytest.raises(Refused, match=r"schon gestempelt: Kim Fern \(Fallmanagement\), am 23\.11\.2026 um 09:00 Uhr"):
        deeds.stamp_in(fern, circulation.id, 1, LATER, "test")
    deeds.stamp_out(fern, circulation.id, 1, NOW, "test")
    with pytest.raises(Refused, match="nicht mehr"):
        deeds.stamp_out(fern, circulation.id, 1, LATER, "test")


def test_who_may_stamp(
    circulation: Circulation, clerk: SignedIn, manager: Staff, maintenance: SignedIn, records: Records,
    db_session: Session,
) -> None:
    deputy, colleague, elsewhere = (records.staff(branch=branch) for branch in ("Schwedt", "Prenzlau", "Templin"))
    db_session.add(Deputy(absent=manager, deputy=deputy, begins=TODAY, ends=TODAY))
    db_session.commit()
    others = acting(records.staff(roles="maintenance_clerk", branch="Schwedt"))

    def may(actor: SignedIn, position: int) -> bool:
        return deeds.may_stamp(db_session, actor, circulation, position, NOW)

    people = [acting(staff) for staff in (manager, deputy, colleague, elsewhere)] + [clerk, maintenance, others]
    assert [may(person, 1) for person in people] == [True, True, True, False, False, False, False]
    assert [may(person, 2) for person in people] == [False] * 5 + [True, False]
    assert not may(acting(manager), 3)
    assert [deeds.may_pass_over(db_session, person, circulation) for person in people] == [False] * 4 + [
        True, False, False]


def test_who_stamps_for_a_colleague_holds_the_file(
    circulation: Circulation, manager: Staff, records: Records
) -> None:
    colleague = acting(records.staff())
    deeds.stamp_in(colleague, circulation.id, 1, NOW, "test")
    assert circulation.stations[0].staff_id == colleague.id


def test_a_stop_is_passed_over_with_a_reason(
    circulation: Circulation, clerk: SignedIn, maintenance: SignedIn, db_session: Session
) -> None:
    assert deeds.pass_over(clerk, circulation.id, 1, "Kollege ausgeschieden", NOW, "test") == (
        "an Sachbearbeitung Unterhalt")
    first = circulation.stations[0]
    assert (first.received_at, first.passed_at, first.skipped_reason) == (None, NOW, "Kollege ausgeschieden")
    assert texts_to(db_session, maintenance.id) != []
    with pytest.raises(Refused, match="schon hinter sich") as refused:
        deeds.pass_over(clerk, circulation.id, 1, "Noch einmal", NOW, "test")
    assert refused.value.faults[0].field == "grund"
    deeds.pass_over(clerk, circulation.id, 2, "Kein Unterhalt", LATER, "test")
    assert circulation.closed_at == LATER


def test_a_stop_ahead_is_passed_over(circulation: Circulation, clerk: SignedIn, manager: Staff) -> None:
    assert deeds.pass_over(clerk, circulation.id, 2, "Kein Unterhalt", NOW, "test") == "an Kim Fern (Fallmanagement)"
    deeds.stamp_in(acting(manager), circulation.id, 1, NOW, "test")
    assert deeds.stamp_out(acting(manager), circulation.id, 1, LATER, "test").endswith("beendet")


def test_who_stands_in_is_told_too_and_nobody_who_has_left(
    records: Records, db_session: Session, clerk: SignedIn, manager: Staff
) -> None:
    away, deputy = records.staff(surname="Urlaub"), records.staff(surname="Vertretung")
    db_session.add(Deputy(absent=away, deputy=deputy, begins=TODAY, ends=TODAY))
    household = records.household()
    first, second = (records.case(records.person(household=household, born=born), case_manager=staff)
                     for born, staff in ((date(1980, 1, 1), manager), (date(1990, 1, 1), away)))
    circulation = sent_round(db_session, clerk, first)
    assert [stop.staff_id for stop in circulation.stations] == [manager.id, away.id, None]
    deeds.stamp_in(acting(manager), circulation.id, 1, NOW, "test")
    deeds.stamp_out(acting(manager), circulation.id, 1, NOW, "test")
    number = first.person.number
    coming = f"Die Leistungsakte {number} ist im Umlauf auf dem Weg zu Ihnen."
    assert (texts_to(db_session, away.id)[-1], texts_to(db_session, deputy.id)[-1]) == (coming, coming)
    away.active = deputy.active = False
    db_session.commit()
    other = sent_round(db_session, clerk, second)
    assert [stop.staff_id for stop in other.stations] == [manager.id, None]


def test_where_nobody_is_left_at_a_stop_the_benefits_clerks_are_told(
    circulation: Circulation, clerk: SignedIn, manager: Staff, db_session: Session
) -> None:
    deeds.stamp_in(acting(manager), circulation.id, 1, NOW, "test")
    deeds.stamp_out(acting(manager), circulation.id, 1, NOW, "test")
    assert texts_to(db_session, clerk.id)[-1].endswith(
        "kommt im Umlauf nicht weiter: An der Station Sachbearbeitung Unterhalt ist niemand mehr da. Sie kann mit "
        "einem Grund ausgelassen werden.")


def test_after_an_intake_with_result_a_the_way_begins_with_who_takes_over(
    records: Records, db_session: Session, clerk: SignedIn, manager: Staff
) -> None:
    markt = records.staff(streams="market_ready", surname="Linde")
    case = records.case(case_manager=manager, opened=date(2026, 11, 2))
    with writing() as session:
        session.add_all([
            Intake(case_id=case.id, held=date(2026, 11, 13), result="A", future_manager_id=markt.id),
            Category(case_id=case.id, person_id=case.person_id, number=1, begins=date(2026, 11, 13), category="A")])
        assign(session, case, manager.id, "market_distant", date(2026, 11, 2), None, clerk)
        refresh(session, [case.id])
    circulation = sent_round(db_session, clerk, case)
    assert [(stop.station, stop.staff_id) for stop in circulation.stations] == [
        ("market_ready", markt.id), ("case_manager", manager.id), ("maintenance", None)]
    assert [text.split(" ist ")[-1] for text in texts_to(db_session, markt.id)] == ["im Umlauf auf dem Weg zu Ihnen."]
    deeds.stamp_in(acting(markt), circulation.id, 1, NOW, "test")
    said = Preparation("to_market_ready", markt.id, "Ergebnis A.")
    hand_over(acting(manager), case.id, said, None, TODAY, NOW, "test")
    db_session.expire_all()
    assert [stop.staff_id for stop in circulation.stations] == [markt.id, manager.id, None]


def test_the_file_of_a_closed_case_goes_on_round_the_house(circulation: Circulation, manager: Staff) -> None:
    close_case(acting(manager), circulation.case_id, TODAY, "moved", NOW, "test")
    deeds.stamp_in(acting(manager), circulation.id, 1, NOW, "test")
    assert circulation.stations[0].received_at == NOW


def test_of_two_at_once_one_stamps(
    app: Flask, records: Records, db_session: Session, clerk: SignedIn, manager: Staff
) -> None:
    files = [decided(records, db_session, clerk, manager).id for _ in range(TURNS)]
    answers: Counter[str] = Counter()

    def deed(turn: int) -> None:
        try:
            deeds.stamp_in(acting_manager, files[turn], 1, NOW, "test")
            answers["in"] += 1
        except Refused:
            answers["refused"] += 1

    acting_manager = acting(manager)
    db_session.rollback()
    at_once(app, deed)
    assert answers == {"in": TURNS, "refused": TURNS * (THREADS - 1)}
