"""The waiting list of a measure or of a place of training: its end, its order, and who comes first (HK 7.1)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fm.models import Case, Measure, MeasureSite, Participation, WaitingMove
from fm.queries.accounts import SignedIn
from fm.queries.participants import IN_LINE
from fm.rules.places import moved
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.places import Given, Wanted, enter, last_rank
from fm.usecases.pools import lock_measure, lock_participation, pool_of, tell_of_free_place
from fm.usecases.refusals import Refused
from fm.usecases.telling import case_managers, tell


def wait(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Put a client at the end of the waiting list; `position` says which place that is (HK 7.1)."""
    return enter(actor, case_id, wanted, "waiting", now, origin)


def next_in_line(actor: SignedIn, measure_id: int, site_id: int | None, now: datetime, origin: str) -> Given:
    """Allocate a free place to the first in line for whom there is one; their case manager is told (HK 7.1).

    It is theirs for the period they asked for, from the day on which a place is free. Who was taken over from the
    former system and whose case is closed is passed over. Refused where nobody waits, and where there is no place for
    anybody who does.
    """
    with writing() as session:
        pool = pool_of(session, lock_measure(session, measure_id), site_id, now.date())
        if not pool.queue:
            raise Refused(None, "Auf der Warteliste steht niemand.")
        first = pool.first_served()
        if first is None:
            raise Refused(None, "Für niemanden auf der Warteliste ist ein Platz frei.")
        participation_id, (begins, ends) = first
        row = session.get_one(Participation, participation_id, populate_existing=True)
        return enter(actor, row.case_id, Wanted(measure_id, begins, ends, site_id), "allocated", now, origin)


def move_in_queue(
    actor: SignedIn, participation_id: int, position: int, reason: str, now: datetime, origin: str
) -> None:
    """Put somebody elsewhere on the waiting list (1 is first), with the reason; refused without one (HK 7.1)."""
    with writing() as session:
        row = lock_participation(session, participation_id)
        queue = pool_of(session, row.measure, row.site_id, now.date())
        if row.status == "waiting" and row.id not in queue.queue:
            raise Refused(None, "Der Fall ist abgeschlossen. Bitte die Vormerkung zurücknehmen.")
        if row.id not in queue.queue:
            raise Refused(None, "Die Person steht nicht mehr auf der Warteliste.")
        if not reason.strip():
            raise Refused("grund", "Bitte kurz sagen, warum die Reihenfolge geändert wird.")
        before, after = queue.position(row.id), min(position, len(queue.queue))
        if after < 1 or after == before:
            raise Refused("platz", f"Bitte einen anderen Platz von 1 bis {len(queue.queue)} angeben.")
        _rank(session, moved(list(queue.queue), row.id, after))
        session.add(WaitingMove(participation_id=row.id, moved_at=now, staff_id=actor.id, from_position=before,
                                to_position=after, reason=reason.strip()))  # fmt: skip
        session.flush()
        detail: dict[str, object] = {
            "measure": row.measure.number, "participation": row.number, "position": [before, after], "reason": reason}
        append([Deed("write", "participations", actor.id, origin, row.person_id, detail)], now, session)


def who_waits(session: Session, measure: Measure, site_id: int, day: date) -> Sequence[Participation]:
    """Those in line for a place of training who want one on a day or later, the first on top; their cases are locked.

    The measure is locked by the caller.
    """
    last = func.coalesce(Participation.ends, measure.ends)
    rows = (
        select(Participation).join(Case, Case.id == Participation.case_id)
        .where(Participation.measure_id == measure.id, Participation.site_id == site_id, Case.closed.is_(None),
               Participation.status == "waiting", or_(last.is_(None), last >= day))
    )  # fmt: skip
    session.execute(rows.with_only_columns(Case.id).order_by(Case.id).with_for_update(of=Case)).all()
    return session.scalars(rows.order_by(*IN_LINE).execution_options(populate_existing=True)).all()


def wait_elsewhere(
    session: Session, actor: SignedIn, rows: Sequence[Participation], site: MeasureSite, why: str, now: datetime,
    origin: str,
) -> None:  # fmt: skip
    """Put these, in their order, behind those in line for another place of training; part of closing theirs.

    Their case managers are told, with the place each has there, and who may have a place at once.
    """
    measure, last, deeds = rows[0].measure, last_rank(session, rows[0].measure, site.id), []
    for rank, row in enumerate(rows, last + 1):
        what: dict[str, object] = {"measure": measure.number, "participation": row.number,
                                   "site": [row.site_id, site.id]}  # fmt: skip
        row.site_id, row.waiting_rank = site.id, rank
        deeds.append(Deed("write", "participations", actor.id, origin, row.person_id, what))
    session.flush()
    pool = pool_of(session, measure, site.id, now.date())
    for row in rows:
        number = row.person.number
        tell(session, case_managers(session, session.get_one(Case, row.case_id), now.date()),
             f"„{measure.title}“: {why} {number} steht jetzt auf der Warteliste für {site.name}, "
             f"Platz {pool.position(row.id)}.", now, row.person_id, f"/kunden/{number}/massnahmen", but=actor)
    if pool.first_served():
        tell_of_free_place(session, actor, measure, site.id, now.date(), now)
    append(deeds, now, session)


def _rank(session: Session, ids: list[int]) -> None:
    """Number those who wait anew, in this order, also those taken over without a rank."""
    rows = {row.id: row for row in session.scalars(select(Participation).where(Participation.id.in_(ids)))}
    for rank, id in enumerate(ids, 1):
        rows[id].waiting_rank = rank
