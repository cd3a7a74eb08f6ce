"""The integration plan of a case: its goals, its strategies, and the whole as the checks look at it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fm.models import Barrier, Goal, Strategy
from fm.queries.barriers import barriers_of
from fm.rules.barrier_order import RESOLVED
from fm.rules.plan_checks import BarrierInPlan, PlanAtHand, StrategyInPlan
from fm.rules.strategies import is_sensitive

_WITH_ALL = (joinedload(Strategy.barrier), joinedload(Strategy.measure), joinedload(Strategy.staff))


def goals_of(session: Session, case_id: int) -> Sequence[Goal]:
    """The goals of a case, the latest first."""
    rows = select(Goal).where(Goal.case_id == case_id).options(joinedload(Goal.staff))
    return session.scalars(rows.order_by(Goal.day.desc(), Goal.number.desc())).all()


def goal_of(session: Session, case_id: int) -> Goal | None:
    """The goal that holds: the latest."""
    rows = select(Goal).where(Goal.case_id == case_id).order_by(Goal.day.desc(), Goal.number.desc())
    return session.scalar(rows.limit(1))


def strategies_of(session: Session, case_id: int, sensitive: bool = True) -> list[Strategy]:
    """The strategies of a case in the order of their barriers' ranks, those beyond any barrier last, by date.

    Without `sensitive`, those are left out that tell of a protected barrier.
    """
    rows = (
        select(Strategy).outerjoin(Strategy.barrier).where(Strategy.case_id == case_id).options(*_WITH_ALL)
        .order_by(Strategy.barrier_id.is_(None), Barrier.rank.nulls_last(), Barrier.number, Strategy.due.nulls_last(),
                  Strategy.number))  # fmt: skip
    return [one for one in session.scalars(rows) if sensitive or not tells_of_protected(one)]


def tells_of_protected(strategy: Strategy) -> bool:
    """Whether only who reads protected data reads this strategy."""
    return is_sensitive(strategy.barrier.sensitive if strategy.barrier else None, strategy.kind)


def strategy_of(session: Session, case_id: int, strategy_id: int) -> Strategy | None:
    """A strategy of this very case."""
    rows = select(Strategy).where(Strategy.id == strategy_id, Strategy.case_id == case_id).options(*_WITH_ALL)
    return session.scalar(rows)


def plan_at_hand(session: Session, case_id: int) -> PlanAtHand:
    """The plan as the checks look at it, in three statements."""
    return at_hand(barriers_of(session, case_id), strategies_of(session, case_id), goal_of(session, case_id))


def at_hand(barriers: Iterable[Barrier], strategies: Iterable[Strategy], goal: Goal | None) -> PlanAtHand:
    """The same, of what is read already."""
    return PlanAtHand(
        [BarrierInPlan(one.id, one.name, one.area, one.rank, one.kind, one.state != RESOLVED, one.resolved)
         for one in barriers],
        [StrategyInPlan(one.barrier_id, one.text, one.intermediate_goal, one.due, one.state) for one in strategies],
        goal.agreed if goal else None, goal.reason if goal else None)
