"""Closing a case, taking a closing back, integrations, special groups."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import (
    Agreement,
    Application,
    Appointment,
    BookedSlot,
    Case,
    Circulation,
    ContactNote,
    Deadline,
    Handover,
    JournalEntry,
    Message,
    Staff,
    TargetGroup,
    Transfer,
)
from fm.queries.accounts import SignedIn
from fm.queries.follow_up import open_follow_up
from fm.transactions import writing
from fm.usecases import cases
from fm.usecases.appointments import book
from fm.usecases.deadlines import differences, refresh
from fm.usecases.follow_up import begin, save_step
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
OPENED = date(2026, 3, 24)


@pytest.fixture
def manager(records: Records) -> Staff:
    return records.staff(streams="market_ready")


@pytest.fixture
def actor(records: Records) -> SignedIn:
    """Somebody else than the case manager."""
    return acting(records.staff())


@pytest.fixture
def case(records: Records, db_session: Session, manager: Staff) -> Case:
    """A case in the market-ready stream since April, with its weekly and monthly deadlines."""
    case = records.case(case_manager=manager, opened=OPENED)
    db_session.add(Transfer(case_id=case.id, person_id=case.person_id, number=1, day=date(2026, 4, 1),
                            stream="market_ready", to_staff=manager))
    db_session.commit()
    with writing() as session:
        refresh(session, [case.id])
    return case


def outcomes(session: Session, case: Case) -> set[str]:
    return set(session.scalars(select(Deadline.outcome).where(Deadline.case_id == case.id)))


def close(actor: SignedIn, case: Case, day: date = TODAY, reason: str = "moved") -> None:
    cases.close_case(actor, case.id, day, reason, NOW, "test")


def integrate(actor: SignedIn, case: Case, day: date = TODAY, kind: str = "work", ends: bool = False) -> None:
    cases.record_integration(actor, case.id, day, kind, "Lager, unbefristet", ends, NOW, "test")


def last_entry(session: Session) -> dict[str, object]:
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    return json.loads(entry.detail)


def test_a_closing_ends_every_open_deadline_and_is_told(
    case: Case, actor: SignedIn, manager: Staff, db_session: Session
) -> None:
    assert "open" in outcomes(db_session, case)
    close(actor, case)
    assert (case.closed, case.closing_reason, case.is_latest) == (TODAY, "moved", True)
    assert "open" not in outcomes(db_session, case)
    assert list(differences(db_session)) == []
    told = db_session.scalars(select(Message)).one()
    assert (told.staff_id, told.text) == (manager.id, "Der Fall ist seit dem 23.11.2026 abgeschlossen: verzogen.")
    assert last_entry(db_session) == {"closed": [None, "2026-11-23"], "closing_reason": [None, "moved"]}


def test_what_was_under_way_ends_with_the_case(
    case: Case, actor: SignedIn, manager: Staff, records: Records, db_session: Session
) -> None:
    receiver = records.staff()
    application = Application(case_id=case.id, person_id=case.person_id, number=1, submitted=OPENED,
                              decided=date(2026, 4, 20), decision="granted")
    db_session.add_all([
        Handover(case_id=case.id, person_id=case.person_id, kind="person", from_staff=manager, to_staff=receiver,
                 to_stream="market_ready", to_branch_id=receiver.branch_id, prepared_by_id=manager.id,
                 prepared_at=NOW),
        Circulation(case_id=case.id, person_id=case.person_id, application=application, opened_at=NOW,
                    opened_by_id=manager.id)])
    db_session.commit()
    with writing() as session:
        book(session, {case.id: manager.id}, NOW + timedelta(days=1), 60, "other", None, NOW)
    close(actor, case)
    assert db_session.scalars(select(Appointment.state)).all() == ["cancelled"]
    assert db_session.scalars(select(BookedSlot)).all() == []
    assert db_session.scalars(select(Handover.state)).one() == "dropped"
    assert db_session.scalars(select(Circulation.closed_at)).one() is None, "the benefits file goes on round the house"
    assert set(db_session.scalars(select(Message.staff_id))) == {manager.id, receiver.id}


@pytest.mark.parametrize(("text", "notes"), [
    ("Alles erfüllt.", ["Das Folgegespräch wurde abgebrochen.\n\n1. Vereinbarung und Umsetzung\nAlles erfüllt."]),
    ("", []),
])
def test_what_was_typed_of_the_work_with_the_client_stays(
    case: Case, actor: SignedIn, db_session: Session, text: str, notes: list[str]
) -> None:
    db_session.add(Agreement(case_id=case.id, person_id=case.person_id, number=1, guiding_goal="Arbeit im Lager"))
    db_session.commit()
    begin(actor, case.id, TODAY, None, NOW, "")
    save_step(actor, case.id, 1, "Zuerst dies.", 0, NOW, "")
    save_step(actor, case.id, 1, text, 1, NOW, "")
    cases.close_case(actor, case.id, TODAY, "moved", NOW, "")
    db_session.expire_all()
    kept = db_session.scalars(select(ContactNote)).all()
    assert [(note.text, note.counts, note.means, note.occasion) for note in kept] == [
        (said, False, None, None) for said in notes]
    assert open_follow_up(db_session, case.id) is None
    assert db_session.scalars(select(Agreement.dropped)).one() == TODAY
    assert list(differences(db_session)) == []


@pytest.mark.parametrize(("day", "reason", "field", "said"), [
    (TODAY + timedelta(days=1), "moved", "tag", "Zukunft"),
    (OPENED - timedelta(days=1), "moved", "tag", "24.03.2026"),
    (TODAY, "work", "grund", "Integration"),
    (TODAY, "rejected", "grund", "keine Ablehnung"),
])
def test_a_closing_needs_a_possible_day_and_a_recorded_reason(
    case: Case, actor: SignedIn, db_session: Session, day: date, reason: str, field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        close(actor, case, day, reason)
    assert refused.value.faults[0].field == field
    assert case.closed is None
    assert db_session.scalars(select(Message)).all() == []


def test_a_case_is_closed_once(case: Case, actor: SignedIn) -> None:
    close(actor, case)
    with pytest.raises(Refused, match=r"seit dem 23\.11\.2026 abgeschlossen"):
        close(actor, case)


def test_the_reason_of_closing_is_the_integration_recorded(case: Case, actor: SignedIn) -> None:
    integrate(actor, case, date(2026, 11, 2))
    with pytest.raises(Refused, match="Integration in Arbeit"):
        close(actor, case, reason="training")
    with pytest.raises(Refused, match=r"vor der Integration am 02\.11\.2026"):
        close(actor, case, date(2026, 11, 1), "work")
    close(actor, case, reason="work")
    assert case.closing_reason == "work"


def test_a_rejected_application_is_a_reason(case: Case, actor: SignedIn, db_session: Session) -> None:
    db_session.add(Application(case_id=case.id, person_id=case.person_id, number=1, submitted=OPENED,
                               decided=date(2026, 4, 20), decision="rejected"))
    db_session.commit()
    close(actor, case, reason="rejected")
    assert case.closing_reason == "rejected"


def test_a_closing_by_mistake_is_taken_back(
    case: Case, actor: SignedIn, manager: Staff, db_session: Session
) -> None:
    close(actor, case)
    cases.undo_closing(actor, case.id, "Falsche Akte", NOW, "test")
    assert (case.closed, case.closing_reason) == (None, None)
    assert "open" in outcomes(db_session, case)
    assert last_entry(db_session) == {
        "closed": ["2026-11-23", None], "closing_reason": ["moved", None], "reason": "Falsche Akte"}
    with pytest.raises(Refused, match="läuft bereits wieder"):
        cases.undo_closing(actor, case.id, "Noch einmal", NOW, "test")


def test_a_closing_with_a_case_after_it_stays(case: Case, actor: SignedIn) -> None:
    close(actor, case, date(2026, 11, 20))
    cases.reopen_case(actor, case.person_id, TODAY, cases.Beginning(), False, (), NOW, "test")
    with pytest.raises(Refused, match="bereits ein neuer"):
        cases.undo_closing(actor, case.id, "Falsche Akte", NOW, "test")


def test_an_integration_settles_what_it_lets_lapse(case: Case, actor: SignedIn, db_session: Session) -> None:
    case.person.born = date(2008, 2, 1)
    db_session.add(TargetGroup(case_id=case.id, person_id=case.person_id, number=1, begins=OPENED,
                               target_group="training_seeker"))
    db_session.commit()
    with writing() as session:
        refresh(session, [case.id])
    integrate(actor, case, kind="training")
    assert (case.placed_on, case.placed_in, case.placement_note) == (TODAY, "training", "Lager, unbefristet")
    lapsed = select(Deadline.lapsed).where(Deadline.standard == "JUG6")
    assert db_session.scalars(lapsed).all() == [TODAY]


def test_an_integration_can_close_the_case_and_be_corrected_before(
    case: Case, actor: SignedIn, db_session: Session
) -> None:
    integrate(actor, case, date(2026, 11, 2))
    integrate(actor, case, date(2026, 11, 3), "training", ends=True)
    assert (case.placed_on, case.closed, case.closing_reason) == (date(2026, 11, 3), date(2026, 11, 3), "training")
    assert last_entry(db_session)["placed"] == [["2026-11-02", "work"], ["2026-11-03", "training"]]
    with pytest.raises(Refused, match=r"seit dem 03\.11\.2026 abgeschlossen"):
        integrate(actor, case)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), OPENED - timedelta(days=1)])
def test_an_integration_lies_within_the_case(case: Case, actor: SignedIn, day: date) -> None:
    with pytest.raises(Refused) as refused:
        integrate(actor, case, day)
    assert refused.value.faults[0].field == "tag"
    assert case.placed_on is None


def test_groups_are_those_named(case: Case, actor: SignedIn, db_session: Session) -> None:
    cases.set_groups(actor, case.id, {"single_parent", "top_up"}, NOW, "test")
    cases.set_groups(actor, case.id, {"top_up", "refugee"}, NOW, "test")
    assert case.groups == {"top_up", "refugee"}
    assert last_entry(db_session) == {"groups": [["single_parent", "top_up"], ["refugee", "top_up"]]}
    assert list(differences(db_session)) == []


def test_the_journal_keeps_no_word_of_health_nor_of_a_note(case: Case, actor: SignedIn, db_session: Session) -> None:
    cases.set_groups(actor, case.id, {"top_up", "disabled"}, NOW, "test")
    assert case.groups == {"top_up", "disabled"}
    assert last_entry(db_session) == {"groups": [[], ["top_up"]], "health_groups": "geändert"}
    integrate(actor, case)
    assert last_entry(db_session) == {
        "placed": [[None, None], [TODAY.isoformat(), "work"]], "closed": False, "note": "geändert"}
