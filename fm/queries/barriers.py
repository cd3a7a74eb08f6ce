"""The barriers of a case: all of them, those that are open, one with how it went."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Barrier, BarrierStep
from fm.rules.barrier_order import RESOLVED

_ALL = (
    select(Barrier).where(Barrier.case_id == bindparam("case")).order_by(Barrier.rank.nulls_last(), Barrier.number))
_OPEN = _ALL.where(Barrier.state != RESOLVED)
_WITH_STEPS = _ALL.options(selectinload(Barrier.steps).options(joinedload(BarrierStep.staff)))


def barriers_of(session: Session, case_id: int) -> Sequence[Barrier]:
    """The barriers of a case by rank, those without one last."""
    return session.scalars(_ALL, {"case": case_id}).all()


def open_barriers(session: Session, case_id: int) -> Sequence[Barrier]:
    """The barriers that are not resolved, by rank, those without one last."""
    return session.scalars(_OPEN, {"case": case_id}).all()


def barriers_with_steps(session: Session, case_id: int) -> Sequence[Barrier]:
    """As `barriers_of`, each with what was done about it and by whom."""
    return session.scalars(_WITH_STEPS, {"case": case_id}).all()


def barrier_of(session: Session, case_id: int, barrier_id: int) -> Barrier | None:
    """One barrier of a case with what was done about it; None if there is none."""
    return session.scalar(_WITH_STEPS.where(Barrier.id == barrier_id), {"case": case_id})
