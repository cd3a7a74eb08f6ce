"""Chapters 4.1.2, 4.1.3: what an integration plan still lacks, what in it is out of date, and how far it has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fm.rules.barrier_order import out_of_order
from fm.rules.calendar import german
from fm.rules.casework import STRATEGY_OVER
from fm.rules.checks import Check
from fm.rules.vocabulary import AREAS


@dataclass(frozen=True)
class BarrierInPlan:
    """A barrier as the plan looks at it; `resolved` is the day since when it is not open any more, where known."""

    id: int
    name: str
    area: str
    rank: int | None = None
    kind: str | None = None
    open: bool = True
    resolved: date | None = None


@dataclass(frozen=True)
class StrategyInPlan:
    """A strategy as the plan looks at it; `barrier_id` is None for one beyond any barrier."""

    barrier_id: int | None
    text: str
    intermediate_goal: str | None
    due: date | None
    state: str

    @property
    def over(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.state in STRATEGY_OVER

    @property
    def whole(self) -> bool:
        """Whether it says where it leads to, and until when."""
        return bool(self.intermediate_goal and self.due)


@dataclass(frozen=True)
class PlanAtHand:
    """An integration plan as it stands; `agreed` is None where no goal is set yet."""

    barriers: Sequence[BarrierInPlan]
    strategies: Sequence[StrategyInPlan]
    agreed: bool | None = None
    reason: str | None = None

    @property
    def open_barriers(self) -> list[BarrierInPlan]:
        """The barriers that are not resolved."""
        return [barrier for barrier in self.barriers if barrier.open]

    def strategies_for(self, barrier_id: int | None) -> list[StrategyInPlan]:
        """The strategies for a barrier, or those beyond any."""
        return [strategy for strategy in self.strategies if strategy.barrier_id == barrier_id]


def plan_checks(plan: PlanAtHand, areas: Mapping[str, str] = AREAS) -> list[Check]:
    """What a plan still lacks: Q14, Q8, Q10 (HK 4.1.2, 4.1.3); `areas` as they are called with the client."""
    return [*q14(plan), *q8(plan), *q10(plan, areas)]


def is_complete(checks: Sequence[Check]) -> bool:
    """Whether nothing stands in the way of calling the plan complete."""
    return not any(check.blocks for check in checks)


def q14(plan: PlanAtHand) -> Iterator[Check]:
    """The goal is agreed with the client; one set by the case manager alone has a reason (HK 4.1.2)."""
    if plan.agreed is None:
        yield Check("Q14", "Das Ziel ist noch nicht festgelegt.", True, "ziel")
    elif not plan.agreed and not plan.reason:
        yield Check("Q14", "Das Ziel ist allein vom Fallmanagement bestimmt. Es fehlt, warum.", True, "grund")


def q8(plan: PlanAtHand) -> Iterator[Check]:
    """Each open barrier is addressed by a strategy with an intermediate goal and a date (HK 4.1.1, 4.1.3)."""
    for barrier in plan.open_barriers:
        if missing := lacking(plan, barrier.id):
            yield Check("Q8", f"„{barrier.name}“: {missing}", True, field_of(barrier.id))


def q10(plan: PlanAtHand, areas: Mapping[str, str]) -> Iterator[Check]:
    """Another order of work than the concept's is shown as such (HK 4.1.3)."""
    check = out_of_order(plan.open_barriers, areas)
    if check:
        yield check


def lacking(plan: PlanAtHand, barrier_id: int) -> str:
    """What the strategies for an open barrier lack, in German; empty where one of them is whole (HK 4.1.3)."""
    strategies = plan.strategies_for(barrier_id)
    ahead = [strategy for strategy in strategies if not strategy.over]
    if any(strategy.whole for strategy in ahead):
        return ""
    if not ahead:
        return "Alle Strategien sind abgeschlossen, das Hemmnis ist noch offen." if strategies else (
            "Es gibt noch keine Strategie.")
    parts = (("Zwischenziel", any(one.intermediate_goal for one in ahead)), ("Datum", any(one.due for one in ahead)))
    missing = " und ".join(name for name, there in parts if not there)
    return f"Der Strategie fehlt: {missing}." if missing else (
        "Keine Strategie hat ein Zwischenziel zusammen mit einem Datum.")


def lacks_strategy(plan: PlanAtHand, barrier_id: int) -> bool:
    """Whether nothing is done about an open barrier: no strategy is planned or under way (HK 4.1.3)."""
    return all(strategy.over for strategy in plan.strategies_for(barrier_id))


def may_be_resolved(plan: PlanAtHand, barrier_id: int) -> bool:
    """Whether the last strategy for a barrier has reached its intermediate goal, and none is open any more."""
    strategies = plan.strategies_for(barrier_id)
    return all(one.over for one in strategies) and any(one.state == "reached" for one in strategies)


def plan_hints(plan: PlanAtHand, today: date) -> list[str]:
    """What in a plan is out of date: the goal's day has passed, or the barrier is resolved meanwhile (HK 4.1.3)."""
    resolved = {barrier.id: barrier for barrier in plan.barriers if not barrier.open}
    return [sentence for strategy in plan.strategies if not strategy.over
            for sentence in _out_of_date(strategy, resolved.get(strategy.barrier_id or 0), today)]


def field_of(barrier_id: int) -> str:
    """The place on the page where a barrier and its strategies stand."""
    return f"hemmnis-{barrier_id}"


def _out_of_date(strategy: StrategyInPlan, resolved: BarrierInPlan | None, today: date) -> Iterator[str]:
    if resolved:
        since = f"seit dem {german(resolved.resolved)} " if resolved.resolved else ""
        yield (f"„{strategy.text}“ ist noch offen, das Hemmnis dazu ist {since}erledigt. Bitte das Ergebnis "
               "festhalten.")
    elif strategy.due and strategy.due < today:
        yield f"„{strategy.text}“ sollte bis {german(strategy.due)} so weit sein. Bitte das Ergebnis festhalten."
