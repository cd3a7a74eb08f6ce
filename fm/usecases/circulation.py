"""The benefits file on its way through the house (HK 6.2): sent round after a decision, stamped in and out.

The next stop is the first that is not passed yet. Whoever stamps a file in holds it from then on, also for a colleague.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Application, Case, Circulation, CirculationStation, Person
from fm.queries.accounts import SignedIn
from fm.queries.circulations import market_ready_ahead
from fm.queries.office import covered_by
from fm.rules.calendar import german
from fm.rules.circulation import Involved, stops
from fm.rules.vocabulary import CIRCULATION_STATIONS
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.telling import at_desk, tell, with_role


def start(
    session: Session, actor: SignedIn, application: Application, cases: Sequence[Case], now: datetime
) -> Circulation:
    """Send the file round after a decision, past the case managers of these cases; part of that deed.

    Among them, after an intake with result A, who is about to take the case over (HK 6.3); the applicant's case comes
    first. Case managers in charge learn it with the decision, else the first stop is told that the file is on its way.
    """
    involved = _involved(session, cases)
    circulation = Circulation(
        application_id=application.id, case_id=application.case_id, person_id=application.person_id, opened_at=now,
        opened_by_id=actor.id)
    circulation.stations = [CirculationStation(position=position, station=stop.station, staff_id=stop.staff_id)
                            for position, stop in enumerate(stops(involved), 1)]  # fmt: skip
    session.add(circulation)
    session.flush()
    first = circulation.stations[0].staff_id
    if first is None or first not in {case.case_manager_id for case in cases}:
        _go_on(session, actor, circulation, now)
    return circulation


def next_stop(circulation: Circulation) -> CirculationStation | None:
    """Where the file lies or is on its way to; None once it has been everywhere."""
    return next((stop for stop in circulation.stations if stop.passed_at is None), None)


def may_stamp(session: Session, actor: SignedIn, circulation: Circulation, position: int, now: datetime) -> bool:
    """Whether somebody stamps at this stop: whose stop it is, their deputy, and their role in the client's branch."""
    stop = next((stop for stop in circulation.stations if stop.position == position), None)
    role = "maintenance_clerk" if stop and stop.station == "maintenance" else "case_manager"
    if stop is None or role not in actor.roles:
        return False
    absent = {colleague.id for colleague in covered_by(session, actor.id, now.date())}
    return stop.staff_id in {actor.id, *absent} or _branch(session, circulation) == actor.branch_id


def may_pass_over(session: Session, actor: SignedIn, circulation: Circulation) -> bool:
    """Whether somebody takes stops off the way: the benefits clerks of the client's branch."""
    return "benefits_clerk" in actor.roles and _branch(session, circulation) == actor.branch_id


def stamp_in(actor: SignedIn, circulation_id: int, position: int, now: datetime, origin: str) -> None:
    """Note that the file has come to this stop, to who stamps it. Refused where it has already, or has moved on."""
    with writing() as session:
        circulation, stop = _expected(session, circulation_id, position)
        if stop.received_at is not None:
            raise Refused(None, f"Der Eingang ist schon gestempelt: {_holder(stop)}, am {_moment(stop.received_at)}.")
        before = stop.staff_id
        stop.received_at, stop.staff_id = now, actor.id
        _journal(session, actor, circulation, stop, {"in": [before, actor.id]}, now, origin)


def stamp_out(actor: SignedIn, circulation_id: int, position: int, now: datetime, origin: str) -> str:
    """Pass the file on; the next one is told. Returns where it goes, in words.

    Refused where it has not come yet, or has moved on. After the last stop the circulation is over.
    """
    with writing() as session:
        circulation, stop = _expected(session, circulation_id, position)
        if stop.received_at is None:
            raise Refused(None, "Bitte zuerst den Eingang der Akte stempeln.")
        stop.passed_at = now
        _journal(session, actor, circulation, stop, {"out": [None, now.isoformat()]}, now, origin)
        return _go_on(session, actor, circulation, now)


def pass_over(
    actor: SignedIn, circulation_id: int, position: int, reason: str, now: datetime, origin: str
) -> str:
    """Take a stop off the way, now or ahead, with a reason; returns where the file goes, in words."""
    with writing() as session:
        circulation = _running(session, circulation_id)
        stop = next((stop for stop in circulation.stations if stop.position == position), None)
        if stop is None or stop.passed_at is not None:
            raise Refused("grund", "Diese Station hat die Akte schon hinter sich.")
        stop.passed_at, stop.skipped_reason = now, reason
        _journal(session, actor, circulation, stop, {"passed_over": [None, reason]}, now, origin)
        return _go_on(session, actor, circulation, now)


def _involved(session: Session, cases: Sequence[Case]) -> list[Involved]:
    """The case managers of these cases who are still here, each before whom the case is to be handed over to."""
    ahead = market_ready_ahead(session, [case.id for case in cases])
    found = []
    for case in cases:
        if case.case_manager is not None and case.case_manager.active:
            found.append(Involved(case.case_manager.id, _streams(case)))
        if case.id in ahead:
            found.append(Involved(ahead[case.id], frozenset({"market_ready"})))
    return found


def _streams(case: Case) -> frozenset[str]:
    if case.stream:
        return frozenset({case.stream})
    return frozenset(case.case_manager.streams) if case.case_manager else frozenset()


def _branch(session: Session, circulation: Circulation) -> int | None:
    return session.scalar(select(Person.branch_id).where(Person.id == circulation.person_id))


def _running(session: Session, circulation_id: int) -> Circulation:
    circulation = session.scalars(
        select(Circulation).where(Circulation.id == circulation_id).with_for_update()
        .execution_options(populate_existing=True)).one()
    if circulation.closed_at is not None:
        raise Refused(None, f"Der Umlauf ist seit dem {german(circulation.closed_at.date())} beendet.")
    return circulation


def _expected(session: Session, circulation_id: int, position: int) -> tuple[Circulation, CirculationStation]:
    """The running circulation and its next stop, which has to be the one that somebody stamps at."""
    circulation = _running(session, circulation_id)
    stop = next_stop(circulation)
    if stop is None or stop.position != position:
        where = f" Sie ist jetzt hier: {_holder(stop)}." if stop else ""
        raise Refused(None, f"Die Akte ist an dieser Station nicht mehr.{where}")
    return circulation, stop


def _go_on(session: Session, actor: SignedIn, circulation: Circulation, now: datetime) -> str:
    """Tell who gets the file next, or who gets it back after the last stop."""
    session.flush()
    stop, number = next_stop(circulation), session.get_one(Person, circulation.person_id).number
    if stop is None:
        circulation.closed_at = now
        told, where = {circulation.opened_by_id}, "zurück an die Leistungssachbearbeitung; der Umlauf ist beendet"
        text = f"Der Umlauf der Leistungsakte {number} ist beendet."
    else:
        told, where = _receivers(session, circulation, stop, now), f"an {_holder(stop)}"
        text = f"Die Leistungsakte {number} ist im Umlauf auf dem Weg zu Ihnen."
        if not told:
            told = with_role(session, "benefits_clerk", _branch(session, circulation))
            text = (f"Die Leistungsakte {number} kommt im Umlauf nicht weiter: An der Station {_holder(stop)} ist "
                    "niemand mehr da. Sie kann mit einem Grund ausgelassen werden.")
    tell(session, told, text, now, circulation.person_id, f"/einstieg/umlauf/{circulation.id}", but=actor)
    return where


def _receivers(session: Session, circulation: Circulation, stop: CirculationStation, now: datetime) -> set[int]:
    """Whose stop it is and who stands in for them today; nobody who has left."""
    if stop.staff_id is not None:
        return at_desk(session, stop.staff_id, now.date())
    return with_role(session, "maintenance_clerk", _branch(session, circulation))


def _holder(stop: CirculationStation) -> str:
    """Whose stop it is, in words."""
    role = CIRCULATION_STATIONS[stop.station]
    return f"{stop.staff.name} ({role})" if stop.staff_id is not None and stop.staff else role


def _moment(at: datetime) -> str:
    return f"{german(at.date())} um {at:%H:%M} Uhr"


def _journal(
    session: Session, actor: SignedIn, circulation: Circulation, stop: CirculationStation,
    changed: dict[str, object], now: datetime, origin: str,
) -> None:
    detail = {"circulation": circulation.id, "station": stop.position, **changed}
    append([Deed("write", "circulation", actor.id, origin, circulation.person_id, detail)], now, session)
