"""The barriers of a case: all of them, those that are open, one with how it went."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Barrier, BarrierStep, Staff
from fm.queries.direct import SPACE, direct
from fm.rules.barrier_order import RESOLVED


class Step(NamedTuple):
    """What was done about a barrier on a day, who noted it, and the case conference that it was taken over from."""

    day: date
    state: str
    text: str | None
    conference_id: int | None
    staff: str | None


class KnownBarrier(NamedTuple):
    """A barrier as it is shown; with what was done about it where that was asked for."""

    id: int
    number: int
    area: str
    name: str
    rank: int | None
    state: str
    recognised: date
    resolved: date | None
    sensitive: bool
    kind: str | None
    place: str | None
    note: str | None
    steps: Sequence[Step] = ()


_OF_CASE: Any = Barrier.case_id == bindparam("case")
_BY_RANK = (Barrier.rank.nulls_last(), Barrier.number)
_ALL = (
    select(*(getattr(Barrier, name) for name in KnownBarrier._fields if name != "steps"))
    .where(_OF_CASE).order_by(*_BY_RANK))  # fmt: skip
_STEPS = (
    select(BarrierStep.barrier_id, BarrierStep.day, BarrierStep.state, BarrierStep.text, BarrierStep.conference_id,
           Staff.given_name + SPACE + Staff.surname)
    .join_from(BarrierStep, Barrier).outerjoin(Staff, Staff.id == BarrierStep.staff_id)
    .where(_OF_CASE).order_by(BarrierStep.day, BarrierStep.id))  # fmt: skip
_ROWS = select(Barrier).where(_OF_CASE).order_by(*_BY_RANK)
_OPEN = _ROWS.where(Barrier.state != RESOLVED)
_ONE = _ROWS.where(Barrier.id == bindparam("barrier")).options(
    selectinload(Barrier.steps).options(joinedload(BarrierStep.staff)))  # fmt: skip


def barriers_of(session: Session, case_id: int) -> list[KnownBarrier]:
    """The barriers of a case by rank, those without one last."""
    return [KnownBarrier(*row) for row in direct(session).execute(_ALL, {"case": case_id})]


def open_barriers(session: Session, case_id: int) -> Sequence[Barrier]:
    """The barriers that are not resolved, by rank, those without one last."""
    return session.scalars(_OPEN, {"case": case_id}).all()


def barriers_with_steps(session: Session, case_id: int) -> list[KnownBarrier]:
    """As `barriers_of`, each with what was done about it and by whom, in two statements."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for barrier_id, *step in direct(session).execute(_STEPS, {"case": case_id}):
        steps[barrier_id].append(Step(*step))
    return [one._replace(steps=steps[one.id]) for one in barriers_of(session, case_id)]


def barrier_of(session: Session, case_id: int, barrier_id: int) -> Barrier | None:
    """One barrier of a case with what was done about it; None if there is none."""
    return session.scalar(_ONE, {"case": case_id, "barrier": barrier_id})
