"""Naming who looks after a case where nobody is there."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Case, Handover, Message
from fm.transactions import writing
from fm.usecases.handovers import Preparation, prepare
from fm.usecases.naming import name_case_manager, name_proposed
from tests.support.actors import acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def test_managers_are_told_of_a_case_without_case_manager_but_not_whose_it_is(
    records: Records, db_session: Session
) -> None:
    chief, service = records.staff(roles="manager"), acting(records.staff(roles="service"))
    case = records.case(records.person("Öztürk", "Lea"))
    number = case.person.number
    with writing() as session:
        name_proposed(session, session.get_one(Case, case.id), service, NOW)
    message = db_session.scalars(select(Message).where(Message.staff_id == chief.id)).one()
    assert message.text.startswith(f"Für die Akte {number} ist niemand im Bereich")
    assert "Öztürk" not in message.text
    assert message.person_id is None


def test_a_handover_in_preparation_follows_the_naming(records: Records, db_session: Session) -> None:
    streams = ("market_distant", "market_distant", "market_ready")
    fern, kim, markt = (records.staff(streams=stream) for stream in streams)
    service = acting(records.staff(roles="service"))
    states = []
    for receiver in (kim, markt):
        case = records.case(opened=date(2026, 11, 20), case_manager=fern)
        kind = "person" if receiver is kim else "to_market_ready"
        prepare(acting(fern), case.id, Preparation(kind, receiver.id), None, NOW, "")
        name_case_manager(service, case.id, kim.id, "market_distant", "Auf Wunsch", False, NOW, "")
        db_session.expire_all()
        handover = db_session.scalars(select(Handover).where(Handover.case_id == case.id)).one()
        states.append((handover.state, handover.from_staff))
    assert states == [("dropped", fern), ("prepared", kim)]
