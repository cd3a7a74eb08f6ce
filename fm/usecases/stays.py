"""Those who are in a measure, or on their way into it, as its entry in the catalogue changes (HK 7.1)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Measure, Participation
from fm.queries.accounts import SignedIn
from fm.queries.catalogue import coordinated_by
from fm.rules.calendar import german
from fm.rules.catalogue import TAKEN_UP
from fm.rules.places import Period
from fm.usecases.deadlines import refresh
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused, named
from fm.usecases.telling import case_managers, tell

#: Participations that have a place in a measure and are not over.
_STAYING = ("reserved", "allocated", "started")


def fit_stays(
    session: Session, actor: SignedIn, measure: Measure, period: Period, now: datetime, origin: str
) -> None:
    """Let places that would outlast the measure end with it; part of the deed that changes its period.

    Their case managers are told. Refused (fields "begins", "ends") where a place begins outside the new period, with
    whose it is. The measure is locked.
    """
    rows = _staying(session, measure)
    if faults := _outside(session, actor, measure, rows, period, now):
        raise Refused.many(faults)
    shortened = [row for row in rows if period.ends and (row.begins is None or row.begins <= period.ends)
                 and (row.ends is None or row.ends > period.ends)]
    deeds = [_shorten(row, period, measure, actor, origin) for row in shortened]
    session.flush()
    for row in shortened:
        _tell(session, actor, row, measure, now)
    if shortened:
        refresh(session, sorted({row.case_id for row in shortened}))
        append(deeds, now, session)


def reckon_anew(session: Session, measure: Measure) -> None:
    """Reckon the deadlines of all who took part anew, as what a measure asks for hangs on its kind (MAS1)."""
    session.flush()
    refresh(session, _lock_cases(session, measure, TAKEN_UP))


def _lock_cases(session: Session, measure: Measure, states: Collection[str]) -> Sequence[int]:
    """The cases of those whose participation is in one of these states, locked in order."""
    cases = select(Participation.case_id).where(
        Participation.measure_id == measure.id, Participation.status.in_(states))
    return session.scalars(
        select(Case.id).where(Case.id.in_(cases)).order_by(Case.id).with_for_update(of=Case)).all()


def _staying(session: Session, measure: Measure) -> Sequence[Participation]:
    """Those who have a place, their cases locked."""
    _lock_cases(session, measure, _STAYING)
    return session.scalars(
        select(Participation).where(Participation.measure_id == measure.id, Participation.status.in_(_STAYING))
        .order_by(Participation.case_id, Participation.id).execution_options(populate_existing=True)).all()


def _outside(
    session: Session, actor: SignedIn, measure: Measure, rows: Sequence[Participation], period: Period, now: datetime
) -> list[Fault]:
    """Those whose places begin before the measure would begin, or after it would end; they are named to who may know.

    Who was there before under the period as it stands is in nobody's way.
    """
    whole = Period(measure.begins, measure.ends)
    before, after = [], []
    for row in rows:
        if row.begins is None or not whole.covers(row.begins):
            continue
        if period.begins and row.begins < period.begins:
            before.append(row)
        elif period.ends and row.begins > period.ends:
            after.append(row)
    names = bool(coordinated_by(session, actor, [measure.id], now.date()))
    return [Fault(field, _sentence(found, names)) for field, found in (("begins", before), ("ends", after)) if found]


def _sentence(rows: Sequence[Participation], names: bool) -> str:
    held = "1 Platz ist" if len(rows) == 1 else f"{len(rows)} Plätze sind"
    sentence = f"{held} außerhalb dieses Zeitraums vergeben oder reserviert"
    if not names:
        return f"{sentence}."
    people = [f"{row.person.given_name} {row.person.surname} ab {german(row.begins)}" for row in rows if row.begins]
    return f"{sentence}: {named(people)}."


def _shorten(row: Participation, period: Period, measure: Measure, actor: SignedIn, origin: str) -> Deed:
    before, row.ends = row.ends, period.ends
    days = [day and day.isoformat() for day in (before, row.ends)]
    return Deed("write", "participations", actor.id, origin, row.person_id,
                {"measure": measure.number, "participation": row.number, "ends": days})


def _tell(session: Session, actor: SignedIn, row: Participation, measure: Measure, now: datetime) -> None:
    case = session.get_one(Case, row.case_id)
    assert row.ends is not None
    tell(session, case_managers(session, case, now.date()),
         f"„{measure.title}“ endet schon am {german(row.ends)}, und damit auch die Teilnahme von {row.person.number}.",
         now, row.person_id, f"/kunden/{row.person.number}/massnahmen", but=actor)
