"""Whose participations of a measure somebody sees: all of their own one, those placed in their branch, their clients'.

A coordinator works with the participants of own measures, and with those placed at a site of the own branch. A case
manager sees of a measure only the own clients. Nobody else learns a name here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Text, bindparam, false, or_, select
from sqlalchemy.orm import Session, joinedload

from fm.models import Measure, MeasureSite, Participation, Person, WaitingMove
from fm.queries.accounts import SignedIn
from fm.queries.participants import EVERYBODY
from fm.queries.relations import COORDINATES, OWN, related, viewer

_MEASURE = select(Measure, COORDINATES.label("own")).where(Measure.number == bindparam("number", type_=Text))
_COORDINATOR, _CASE_MANAGER = "measure_coordinator", "case_manager"


@dataclass(frozen=True)
class Reach:
    """What of a measure is somebody's: the whole of it, some of its sites, the own clients in it."""

    measure: Measure
    whole: bool = False
    sites: frozenset[int] = frozenset()
    clients: bool = False

    @property
    def coordinates(self) -> bool:
        """Whether they look after participants of this measure."""
        return self.whole or bool(self.sites)

    def covers(self, site_id: int | None) -> bool:
        """Whether they look after the participants at this site, or after those at none."""
        return self.whole or site_id in self.sites

    @property
    def seen(self) -> ColumnElement[bool]:
        """The condition on `Participation` that they see it; a statement with it takes the values of `viewer`."""
        if self.whole:
            return EVERYBODY
        own = Participation.person_id.in_(select(Person.id).where(related(OWN))) if self.clients else false()
        return or_(Participation.site_id.in_(self.sites), own)


def reach_of(session: Session, actor: SignedIn, number: str, today: date) -> Reach | None:
    """What of the measure with this number is somebody's; None where there is no such measure."""
    row = session.execute(_MEASURE, {**viewer(actor, today), "number": number}).one_or_none()
    if row is None:
        return None
    whole = bool(_COORDINATOR in actor.roles and row.own)
    sites = _sites(session, actor, row.Measure) if _COORDINATOR in actor.roles and not whole else frozenset()
    return Reach(row.Measure, whole, sites, _CASE_MANAGER in actor.roles)


def seen_participation(
    session: Session, actor: SignedIn, reach: Reach, participation_id: int, today: date
) -> Participation | None:
    """A participation in the measure that somebody sees, with whose it is; None for any other."""
    rows = (
        select(Participation).where(
            Participation.id == participation_id, Participation.measure_id == reach.measure.id, reach.seen)
        .options(joinedload(Participation.person).joinedload(Person.branch), joinedload(Participation.site),
                 joinedload(Participation.staff), joinedload(Participation.allocated_by)))
    return session.scalar(rows, viewer(actor, today))


def participation_of(session: Session, person_id: int, participation_id: int) -> Participation | None:
    """A participation of this very client, with its measure."""
    rows = select(Participation).where(Participation.id == participation_id, Participation.person_id == person_id)
    return session.scalar(rows.options(joinedload(Participation.measure)))


def newest_in(
    session: Session, case_id: int, measure_id: int, states: Collection[str]
) -> Participation | None:
    """The newest participation of a case in a measure that is in one of these states."""
    rows = select(Participation).where(
        Participation.case_id == case_id, Participation.measure_id == measure_id, Participation.status.in_(states))
    return session.scalar(rows.order_by(Participation.id.desc()).limit(1))


def moves_of(session: Session, participation_id: int) -> Sequence[WaitingMove]:
    """How somebody was put elsewhere on the waiting list, the latest first."""
    moves = select(WaitingMove).where(WaitingMove.participation_id == participation_id)
    return session.scalars(
        moves.options(joinedload(WaitingMove.staff)).order_by(WaitingMove.moved_at.desc(), WaitingMove.id.desc())).all()


def _sites(session: Session, actor: SignedIn, measure: Measure) -> frozenset[int]:
    return frozenset(session.scalars(select(MeasureSite.id).where(
        MeasureSite.measure_id == measure.id, MeasureSite.branch_id == actor.branch_id)))
