"""The slip that travels with a benefits file: its stations, and the stamps they have given so far."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents.records import CirculationSlip, Station
from fm.extensions import db
from fm.models import Case, Circulation, CirculationStation, Document
from fm.queries.accounts import SignedIn
from fm.queries.letters import addressee
from fm.rules.vocabulary import CIRCULATION_STATIONS, DECISIONS
from fm.transactions import writing
from fm.usecases.letters import sheet
from fm.usecases.printing import keep_document, typeset


def print_slip(actor: SignedIn, circulation_id: int, now: datetime, origin: str) -> Document:
    """Print the slip of a circulation as it stands now, and keep it in the client's file.

    Refused without a released text valid today.
    """
    session = db.session()
    circulation = session.get_one(Circulation, circulation_id)
    case_id = circulation.case_id
    printed = typeset(session, "circulation_slip", session.get_one(Case, case_id), _slip(session, circulation, now))
    with writing() as deed:
        case = deed.scalars(select(Case).where(Case.id == case_id)).one()
        return keep_document(deed, actor, case, printed, now, origin)


def _slip(session: Session, circulation: Circulation, now: datetime) -> CirculationSlip:
    application = circulation.application
    return CirculationSlip(
        **sheet(addressee(session, circulation.case_id), now.date()), decision=DECISIONS[application.decision or ""],
        decided_on=application.decided, stations=tuple(_station(stop) for stop in circulation.stations))


def _station(stop: CirculationStation) -> Station:
    name = stop.staff.name if stop.staff else ""
    note = f"entfällt: {stop.skipped_reason}" if stop.skipped_reason else name
    passed = None if stop.skipped_reason else stop.passed_at
    return Station(CIRCULATION_STATIONS[stop.station], note, _local(stop.received_at), _local(passed))


def _local(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=None) if at else None
