"""Places proposed to clients and reserved for them for some working days, and given back (HK 6.5, 7.1)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Case, Participation, Person
from fm.queries.accounts import SignedIn
from fm.queries.office import calendar
from fm.rules.calendar import weekday_and_date
from fm.rules.catalogue import HOLDING, UNDER_WAY
from fm.rules.places import may_follow
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.places import Given, Wanted, enter
from fm.usecases.pools import lock_measure, lock_participation, tell_of_free_place
from fm.usecases.refusals import Refused
from fm.usecases.telling import case_managers, coordinators, tell


def propose(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Note that a measure is proposed to a client and why; it takes no place, and the period may stay open (HK 6.5).

    What was proposed before is proposed anew. Refused where the client is in this measure already.
    """
    return enter(actor, case_id, wanted, "proposed", now, origin)


def reserve(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Keep a place for a client for the working days of the setting `reservation_working_days`; `until` is the last.

    Refused where on some day of the period no place is left, or where it is meant for those first in line (HK 7.1).
    """
    return enter(actor, case_id, wanted, "reserved", now, origin)


def withdraw(actor: SignedIn, participation_id: int, reason: str, now: datetime, origin: str) -> None:
    """Take back what has not begun: proposed, reserved, waiting or allocated; a place it held is free again.

    Refused without a reason, and where it has begun or is over.
    """
    with writing() as session:
        row = lock_participation(session, participation_id)
        if not may_follow(row.status, "withdrawn"):
            raise Refused(None, f"Diese Teilnahme ist bereits {PARTICIPATION_STATES[row.status]}.")
        if not reason.strip():
            raise Refused("grund", "Bitte kurz sagen, warum.")
        row.withdrawn_on, row.withdrawn_reason = now.date(), reason.strip()
        deed = _give_back(session, actor, row, "withdrawn", now, origin)
        append([deed], now, session)


def give_up_places(actor: SignedIn, case: Case, now: datetime, origin: str) -> None:
    """Take back all that has not begun in a case that is being closed, and tell of what runs; part of that deed.

    The coordinators record the end of what runs, which frees the place. The measures were locked before the case
    (`lock_measures_of`).
    """
    with writing() as session:
        rows = session.execute(select(Participation.id, Participation.status).where(
            Participation.case_id == case.id, Participation.status.in_(UNDER_WAY)).order_by(Participation.id)).all()
        for row in rows:
            if may_follow(row.status, "withdrawn"):
                withdraw(actor, row.id, "Der Fall ist abgeschlossen.", now, origin)
            else:
                _ask_for_end(session, actor, session.get_one(Participation, row.id), now)


def _ask_for_end(session: Session, actor: SignedIn, row: Participation, now: datetime) -> None:
    number = session.scalars(select(Person.number).where(Person.id == row.person_id)).one()
    tell(session, coordinators(session, row.measure, now.date()),
         f"„{row.measure.title}“: Der Fall von {number} ist abgeschlossen. Bitte festhalten, wann die Teilnahme "
         "endete.", now, row.person_id, f"/massnahmen/{row.measure.number}/teilnahmen/{row.id}", but=actor)


def lapse_reservations(now: datetime) -> int:
    """Let the reservations end whose last day is over, and tell case managers and coordinators; returns how many.

    Each measure is a deed of its own (HK 7.1).
    """
    over = select(Participation.id, Participation.measure_id).where(
        Participation.status == "reserved", Participation.reserved_until < now.date())
    measures = sorted(set(db.session.scalars(over.with_only_columns(Participation.measure_id))))
    return sum(_lapse(measure_id, over.where(Participation.measure_id == measure_id), now) for measure_id in measures)


def remind_of_reservations(now: datetime) -> int:
    """Remind case managers, once, of reservations that end on the next working day or before; returns how many."""
    with writing() as session:
        until = calendar(session).add_working_days(now.date(), 1)
        due = (
            select(Participation, Case, Person.number).join_from(Participation, Case, Case.id == Participation.case_id)
            .join(Participation.person)
            .where(Participation.status == "reserved", Participation.reminded_on.is_(None),
                   Participation.reserved_until <= until, Participation.reserved_until >= now.date())
            .order_by(Participation.id).with_for_update(of=Participation, skip_locked=True)
        )  # fmt: skip
        rows: Any = session.execute(due).all()
        for row, case, number in rows:
            row.reminded_on = now.date()
            tell(session, case_managers(session, case, now.date()),
                 f"„{row.measure.title}“: Die Reservierung für {number} gilt bis "
                 f"{weekday_and_date(row.reserved_until)}.", now, row.person_id, f"/kunden/{number}/massnahmen")
        return len(rows)


def _lapse(measure_id: int, over: Any, now: datetime) -> int:
    with writing() as session:
        lock_measure(session, measure_id)
        over = over.order_by(Participation.case_id, Participation.id)
        rows = [lock_participation(session, id) for id in session.scalars(over)]
        append([_give_back(session, None, row, "lapsed", now, "cli") for row in rows], now, session)
        return len(rows)


def _give_back(
    session: Session, actor: SignedIn | None, row: Participation, state: str, now: datetime, origin: str
) -> Deed:
    """End what has not begun; who looks after the client and who may have the place now is told."""
    before, row.status, row.waiting_rank = row.status, state, None
    session.flush()
    _tell(session, actor, row, now)
    if before in HOLDING and (row.ends is None or row.ends >= now.date()):
        begins = max(row.begins or now.date(), now.date())
        tell_of_free_place(session, actor, row.measure, row.site_id, begins, now)
    detail: dict[str, object] = {
        "measure": row.measure.number, "participation": row.number, "status": [before, state],
        **({"reason": row.withdrawn_reason} if state == "withdrawn" else {})}
    return Deed("write", "participations", actor.id if actor else None, origin, row.person_id, detail)


def _tell(session: Session, actor: SignedIn | None, row: Participation, now: datetime) -> None:
    """Tell those who look after the client what somebody else has ended, or the passing of time."""
    case = session.get_one(Case, row.case_id)
    managers = case_managers(session, case, now.date())
    if actor is not None and actor.id in managers:
        return
    number = session.scalars(select(Person.number).where(Person.id == row.person_id)).one()
    tell(session, managers, f"„{row.measure.title}“ für {number}: {PARTICIPATION_STATES[row.status]}.", now,
         row.person_id, f"/kunden/{number}/massnahmen")
