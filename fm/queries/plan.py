"""The integration plan of a case: its goals, its strategies, and the whole as the checks look at it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from fm.models import Barrier, Goal, Measure, Strategy
from fm.queries.barriers import KnownBarrier, barriers_of
from fm.queries.direct import direct
from fm.rules.barrier_order import RESOLVED
from fm.rules.plan_checks import BarrierInPlan, PlanAtHand, StrategyInPlan
from fm.rules.strategies import is_sensitive


class Behind(NamedTuple):
    """The barrier that a strategy works on."""

    name: str
    kind: str | None
    state: str
    sensitive: bool


class Booked(NamedTuple):
    """The measure that serves a strategy."""

    title: str
    provider: str | None


class KnownStrategy(NamedTuple):
    """A strategy as it is shown, with its barrier and its measure."""

    id: int
    number: int
    barrier_id: int | None
    measure_id: int | None
    kind: str | None
    text: str
    intermediate_goal: str | None
    due: date | None
    state: str
    state_on: date
    result: str | None
    barrier: Behind | None
    measure: Booked | None


_CASE: Any = bindparam("case")
_GOALS = select(Goal).where(Goal.case_id == _CASE).order_by(Goal.day.desc(), Goal.number.desc())
_GOALS_WITH_STAFF = _GOALS.options(joinedload(Goal.staff))
_LATEST_GOAL = _GOALS.limit(1)
_WITH_ALL = (joinedload(Strategy.barrier), joinedload(Strategy.measure), joinedload(Strategy.staff))
_OWN = KnownStrategy._fields[:-2]
_BEHIND = len(_OWN) + len(Behind._fields)
_STRATEGIES = (
    select(*(getattr(Strategy, name) for name in _OWN), *(getattr(Barrier, name) for name in Behind._fields),
           *(getattr(Measure, name) for name in Booked._fields))
    .outerjoin_from(Strategy, Barrier, Barrier.id == Strategy.barrier_id)
    .outerjoin(Measure, Measure.id == Strategy.measure_id).where(Strategy.case_id == _CASE)
    .order_by(Strategy.barrier_id.is_(None), Barrier.rank.nulls_last(), Barrier.number, Strategy.due.nulls_last(),
              Strategy.number))  # fmt: skip


def goals_of(session: Session, case_id: int) -> Sequence[Goal]:
    """The goals of a case, the latest first."""
    return session.scalars(_GOALS_WITH_STAFF, {"case": case_id}).all()


def goal_of(session: Session, case_id: int) -> Goal | None:
    """The goal that holds: the latest."""
    return session.scalar(_LATEST_GOAL, {"case": case_id})


def strategies_of(session: Session, case_id: int, sensitive: bool = True) -> list[KnownStrategy]:
    """The strategies of a case in the order of their barriers' ranks, those beyond any barrier last, by date.

    Without `sensitive`, those are left out that tell of a protected barrier.
    """
    rows = map(_known, direct(session).execute(_STRATEGIES, {"case": case_id}))
    return [one for one in rows if sensitive or not tells_of_protected(one)]


def _known(row: Any) -> KnownStrategy:
    own, behind, booked = row[:len(_OWN)], row[len(_OWN):_BEHIND], row[_BEHIND:]
    return KnownStrategy._make(
        (*own, Behind(*behind) if row.barrier_id else None, Booked(*booked) if row.measure_id else None))


def tells_of_protected(strategy: Strategy | KnownStrategy) -> bool:
    """Whether only who reads protected data reads this strategy."""
    return is_sensitive(strategy.barrier.sensitive if strategy.barrier else None, strategy.kind)


def strategy_of(session: Session, case_id: int, strategy_id: int) -> Strategy | None:
    """A strategy of this very case."""
    rows = select(Strategy).where(Strategy.id == strategy_id, Strategy.case_id == case_id).options(*_WITH_ALL)
    return session.scalar(rows)


def plan_at_hand(session: Session, case_id: int) -> PlanAtHand:
    """The plan as the checks look at it, in three statements."""
    return at_hand(barriers_of(session, case_id), strategies_of(session, case_id), goal_of(session, case_id))


def at_hand(
    barriers: Iterable[KnownBarrier], strategies: Iterable[KnownStrategy], goal: Goal | None
) -> PlanAtHand:
    """The same, of what is read already."""
    return PlanAtHand(
        [BarrierInPlan(one.id, one.name, one.area, one.rank, one.kind, one.state != RESOLVED, one.resolved)
         for one in barriers],
        [StrategyInPlan(one.barrier_id, one.text, one.intermediate_goal, one.due, one.state) for one in strategies],
        goal.agreed if goal else None, goal.reason if goal else None)
