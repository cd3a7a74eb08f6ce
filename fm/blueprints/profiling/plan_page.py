"""What the page of the integration plan shows: each barrier with what is done about it and what could be done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask import url_for

from fm.blueprints.profiling.barrier_list import areas_of
from fm.blueprints.profiling.counter import changeable, from_conferences, known_of
from fm.blueprints.profiling.plan_picture import Stairs, draw
from fm.models import Goal
from fm.queries.barriers import KnownBarrier
from fm.queries.conferences import Sources
from fm.queries.fitting_measures import offered_measures
from fm.queries.known import Known
from fm.queries.plan import KnownStrategy, at_hand, goals_of, tells_of_protected
from fm.rules import casework
from fm.rules.barrier_order import RESOLVED, in_rank
from fm.rules.casework import STRATEGY_KINDS, STRATEGY_OVER
from fm.rules.checks import Check
from fm.rules.fitting_measures import ClientAtHand, Fitting, MeasureAtHand, Need, fitting_measures
from fm.rules.plan_checks import (
    PlanAtHand,
    field_of,
    is_complete,
    lacking,
    lacks_strategy,
    may_be_resolved,
    plan_checks,
    plan_hints,
)
from fm.rules.responsibility import is_youth
from fm.rules.strategies import PLACEMENT, placement_first, proposals
from fm.usecases.files import File

#: So many kinds of strategies are proposed for a barrier.
MOST_PROPOSED = 3


class Proposed(NamedTuple):
    """Something that can be taken up with one click: its words, why it suits, the address of the filled form."""

    label: str
    why: str
    address: str


@dataclass(frozen=True)
class Card:
    """A barrier, or what goes beyond any, with its strategies, what they lack, and what is proposed."""

    barrier: KnownBarrier | None
    anchor: str
    strategies: Sequence[KnownStrategy]
    lacking: str = ""
    bare: bool = False
    resolvable: bool = False
    proposed: Sequence[Proposed] = ()
    measures: Sequence[Proposed] = ()

    @property
    def open(self) -> bool:
        """Whether there is still work on the barrier."""
        return self.barrier is None or self.barrier.state != RESOLVED


@dataclass(frozen=True)
class PlanPage:
    """The plan as far as its reader may see it; checks only for who sees all of it."""

    goals: Sequence[Goal]
    cards: Sequence[Card]
    beyond: Card
    resolved: Sequence[Card]
    stairs: Stairs | None
    barriers_resolved: int
    barriers: int
    checks: Sequence[Check]
    hints: Sequence[str]
    complete: bool
    writes: bool
    sources: Sources

    @property
    def goal(self) -> Goal | None:
        """The goal that holds."""
        return self.goals[0] if self.goals else None


def plan_page(file: File) -> PlanPage:
    """Read the plan for its page, with a handful of statements however long it is."""
    known, sees_all = known_of(file), file.rights.reads("sensitive")
    session, today = known.session, known.today
    barriers, strategies = _visible(known, sees_all)
    goals, writes = goals_of(session, known.case_id), changeable(file)
    plan = at_hand(barriers, strategies, goals[0] if goals else None)
    checks = plan_checks(plan, areas_of(file)) if sees_all else []
    makes = _Maker(file, plan, strategies, offered_measures(session, today) if writes else None, today)
    cards = [makes.card(barrier) for barrier in in_rank(barriers)]
    return PlanPage(
        goals, [card for card in cards if card.open], makes.card(None),
        [card for card in cards if not card.open and card.strategies], draw(strategies),
        sum(not card.open for card in cards), len(cards), checks, plan_hints(plan, today) if sees_all else [],
        sees_all and is_complete(checks), writes, from_conferences(file))


@dataclass(frozen=True)
class PlanSummary:
    """Where the plan stands, for pages that show it in passing: goal, what is open, what is lacking."""

    goal: Goal | None
    ahead: Sequence[KnownStrategy]
    stairs: Stairs | None
    checks: Sequence[Check]
    hints: Sequence[str]
    writes: bool
    sources: Sources


def plan_summary(file: File, known: Known) -> dict[str, Any]:
    """What `profiling/_plan_summary.html` needs, for whoever reads the plan."""
    sees_all = file.rights.reads("sensitive")
    barriers, strategies = _visible(known, sees_all)
    plan = at_hand(barriers, strategies, known.goal)
    ahead = [one for one in strategies if one.state not in STRATEGY_OVER]
    return {"plan": PlanSummary(
        known.goal, ahead, draw(strategies), plan_checks(plan, areas_of(file)) if sees_all else [],
        plan_hints(plan, known.today) if sees_all else [], changeable(file), from_conferences(file)),
        "casework": casework}  # fmt: skip


def _visible(known: Known, sees_all: bool) -> tuple[list[KnownBarrier], list[KnownStrategy]]:
    """Barriers and strategies that the reader may see: protected ones are not handed on."""
    barriers = [one for one in known.barriers if sees_all or not one.sensitive]
    return barriers, [one for one in known.strategies if sees_all or not tells_of_protected(one)]


@dataclass(frozen=True)
class _Maker:
    """Makes the cards of a plan; without measures for who only reads."""

    file: File
    plan: PlanAtHand
    strategies: Sequence[KnownStrategy]
    offered: Sequence[MeasureAtHand] | None
    today: date

    def card(self, barrier: KnownBarrier | None) -> Card:
        """The card of a barrier, or of what goes beyond any."""
        own = [one for one in self.strategies if one.barrier_id == (barrier.id if barrier else None)]
        if barrier is None:
            return Card(None, "ohne-hemmnis", own, proposed=self._placement())
        anchor = field_of(barrier.id)
        if barrier.state == RESOLVED:
            return Card(barrier, anchor, own)
        taken = {one.kind for one in own if one.kind and one.state not in STRATEGY_OVER}
        kinds = proposals(barrier.kind, barrier.area, taken, {one.kind for one in own if one.kind})
        return Card(
            barrier, anchor, own, lacking(self.plan, barrier.id), lacks_strategy(self.plan, barrier.id),
            may_be_resolved(self.plan, barrier.id), self._proposed(barrier, kinds[:MOST_PROPOSED]),
            self._measures(barrier, [*sorted(taken), *kinds]))

    def _placement(self) -> list[Proposed]:
        """Placement comes before every strategy, wherever it is possible (HK 4.1.3)."""
        pursued = {one.kind for one in self.strategies if one.kind and one.state not in STRATEGY_OVER}
        if self.offered is None or not placement_first(pursued):
            return []
        return [Proposed(STRATEGY_KINDS[PLACEMENT].label, "Vermittlung hat Vorrang vor jeder anderen Strategie.",
                         self._address(None, PLACEMENT))]

    def _proposed(self, barrier: KnownBarrier, kinds: Sequence[str]) -> list[Proposed]:
        if self.offered is None:
            return []
        return [Proposed(STRATEGY_KINDS[kind].label, "", self._address(barrier, kind)) for kind in kinds]

    def _measures(self, barrier: KnownBarrier, kinds: Collection[str]) -> list[Proposed]:
        need = Need(list(kinds), barrier.kind)
        found = fitting_measures(need, client_of(self.file, self.today), self.offered or (), self.today)
        return [self._measure(barrier, one) for one in found]

    def _measure(self, barrier: KnownBarrier, found: Fitting) -> Proposed:
        return Proposed(found.measure.title, found.why, self._address(barrier, found.strategy, found.measure.id))

    def _address(self, barrier: KnownBarrier | None, kind: str, measure_id: int | None = None) -> str:
        return url_for("profiling.new_strategy", number=self.file.case.number, hemmnis=barrier.id if barrier else None,
                       art=kind, massnahme=measure_id)


def client_of(file: File, today: date) -> ClientAtHand:
    """The client as far as measures ask for it."""
    case = file.case
    return ClientAtHand(is_youth(case.born, today), case.category, frozenset((case.groups or "").split()), case.branch,
                        case.language)
