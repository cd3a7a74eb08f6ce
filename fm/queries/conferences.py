"""Case conferences: those of a case, those of a participation, and what in profile and plan comes from one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Conference, ConferenceBarrier, ConferenceTask, Deadline, Participation
from fm.queries.direct import constant, direct
from fm.queries.worklist import OPEN
from fm.rules.conference_checks import IN_PROGRESS

_AROUND = (joinedload(Conference.staff), joinedload(Conference.participation).joinedload(Participation.measure),
           selectinload(Conference.tasks), selectinload(Conference.barriers).joinedload(ConferenceBarrier.barrier))
_NEWEST_FIRST = (Conference.planned_at.desc().nulls_last(), Conference.number.desc())


def conference_of(
    session: Session, conference_id: int, *, case_id: int | None = None, participation_id: int | None = None
) -> Conference | None:
    """A conference of this very case, or about this very participation, with all that belongs to it."""
    rows = select(Conference).where(Conference.id == conference_id).options(*_AROUND)
    if participation_id is None:
        return session.scalar(rows.where(Conference.case_id == case_id))
    return session.scalar(rows.where(Conference.participation_id == participation_id))


def participations_discussed(session: Session, case_id: int) -> Sequence[Participation]:
    """The participations of a case that conferences are held about, each with its conferences, the latest first."""
    rows = select(Participation).where(Participation.case_id == case_id, Participation.status.in_(IN_PROGRESS))
    loaded = (joinedload(Participation.measure), selectinload(Participation.conferences))
    return session.scalars(rows.options(*loaded).order_by(
        Participation.begins.desc().nulls_last(), Participation.number.desc())).all()


def participation_discussed(session: Session, case_id: int, participation_id: int) -> Participation | None:
    """One of them; None for any other."""
    rows = select(Participation).where(
        Participation.id == participation_id, Participation.case_id == case_id, Participation.status.in_(IN_PROGRESS))
    return session.scalar(rows.options(joinedload(Participation.measure)))


def conferences_about(session: Session, participation_id: int) -> Sequence[Conference]:
    """The conferences about a participation, the latest first."""
    rows = select(Conference).where(Conference.participation_id == participation_id).options(*_AROUND)
    return session.scalars(rows.order_by(*_NEWEST_FIRST)).all()


_DUE = (
    select(Deadline.since, Deadline.due)
    .where(Deadline.case_id == bindparam("case"), Deadline.standard == constant("MAS1"), OPEN)
    .order_by(Deadline.due.desc()))  # fmt: skip


def conferences_due(session: Session, case_id: int) -> dict[date, date]:
    """Until when the conferences of a case are due that are still open (MAS1), by the participation's first day."""
    return {row.since: row.due for row in direct(session).execute(_DUE, {"case": case_id})}


class Held(NamedTuple):
    """A conference that something comes from."""

    id: int
    day: date


@dataclass(frozen=True)
class Sources:
    """The conferences of a case by id, and those that strategies of its plan come from, by the strategy's id."""

    conferences: Mapping[int, Held]
    strategies: Mapping[int, Held]


def sources(session: Session, case_id: int) -> Sources:
    """What in a case's profile, barriers and plan comes from a conference, in two statements."""
    connection = direct(session)
    held = {row.id: Held(row.id, row.day) for row in connection.execute(_HELD, {"case": case_id})}
    made = connection.execute(_MADE, {"case": case_id})
    return Sources(held, {int(strategy or 0): held[id] for strategy, id in made if id in held})


_CASE = Conference.case_id == bindparam("case")
_HELD = select(Conference.id, Conference.day).where(_CASE, Conference.day.is_not(None))
_MADE = union_all(
    select(Conference.outlook_strategy_id, Conference.id).where(_CASE, Conference.outlook_strategy_id.is_not(None)),
    select(ConferenceTask.strategy_id, Conference.id)
    .join(Conference, Conference.id == ConferenceTask.conference_id)
    .where(_CASE, ConferenceTask.strategy_id.is_not(None)))  # fmt: skip


