"""Chapter 5 of the rulebook, Q8, Q10, Q14: what a plan lacks, row by row."""

from datetime import date
from typing import Any

import pytest

from fm.rules.plan_checks import (
    BarrierInPlan,
    PlanAtHand,
    StrategyInPlan,
    is_complete,
    lacks_strategy,
    may_be_resolved,
    plan_checks,
    plan_hints,
)

TODAY = date(2026, 11, 23)
GERMAN = BarrierInPlan(1, "Sprachkenntnisse", "BK", 1)


def strategy(state: str = "running", goal: str | None = "B1 geschafft", due: date | None = date(2027, 3, 1),
             barrier_id: int | None = 1) -> StrategyInPlan:
    return StrategyInPlan(barrier_id, "Deutsch lernen", goal, due, state)


def plan(*strategies: StrategyInPlan, **more: Any) -> PlanAtHand:
    return PlanAtHand(**{"barriers": [GERMAN], "strategies": strategies, "agreed": True, **more})


PLANS: dict[str, tuple[PlanAtHand, list[str]]] = {
    "complete": (plan(strategy()), []),
    "planned is enough": (plan(strategy("planned")), []),
    "partly reached goes on": (plan(strategy("partly")), []),
    "no strategy": (plan(), ["Q8 B „Sprachkenntnisse“: Es gibt noch keine Strategie."]),
    "one for another barrier": (
        plan(strategy(barrier_id=None)), ["Q8 B „Sprachkenntnisse“: Es gibt noch keine Strategie."]),
    "all over": (plan(strategy("reached"), strategy("missed")), [
        "Q8 B „Sprachkenntnisse“: Alle Strategien sind abgeschlossen, das Hemmnis ist noch offen."]),
    "no intermediate goal": (plan(strategy(goal="")), ["Q8 B „Sprachkenntnisse“: Der Strategie fehlt: Zwischenziel."]),
    "no date": (plan(strategy(due=None)), ["Q8 B „Sprachkenntnisse“: Der Strategie fehlt: Datum."]),
    "neither": (plan(strategy(goal=None, due=None)), [
        "Q8 B „Sprachkenntnisse“: Der Strategie fehlt: Zwischenziel und Datum."]),
    "each has half": (plan(strategy(goal=None), strategy(due=None)), [
        "Q8 B „Sprachkenntnisse“: Keine Strategie hat ein Zwischenziel zusammen mit einem Datum."]),
    "one whole is enough": (plan(strategy(goal=None), strategy()), []),
    "barrier resolved": (plan(barriers=[BarrierInPlan(1, "Deutsch", "BK", 1, open=False, resolved=TODAY)]), []),
    "no barriers": (plan(barriers=[]), []),
    "no goal": (plan(strategy(), agreed=None), ["Q14 B Das Ziel ist noch nicht festgelegt."]),
    "set alone without reason": (plan(strategy(), agreed=False), [
        "Q14 B Das Ziel ist allein vom Fallmanagement bestimmt. Es fehlt, warum."]),
    "set alone with reason": (plan(strategy(), agreed=False, reason="kein Einvernehmen"), []),
}


@pytest.mark.parametrize("case", PLANS)
def test_what_a_plan_lacks(case: str) -> None:
    at_hand, expected = PLANS[case]
    found = plan_checks(at_hand)
    assert [f"{one.id} {'B' if one.blocks else 'H'} {one.sentence}" for one in found] == expected
    assert is_complete(found) is (expected == [])


def test_another_order_is_shown_and_does_not_block() -> None:
    """Q10: competence is worked on before surroundings."""
    barriers = [BarrierInPlan(1, "Deutsch", "BK", 1), BarrierInPlan(2, "Wohnung", "RB", 2)]
    found = plan_checks(plan(strategy(), strategy(barrier_id=2), barriers=barriers))
    assert [(one.id, one.blocks) for one in found] == [("Q10", False)]
    assert is_complete(found)


def test_where_nothing_is_done() -> None:
    assert lacks_strategy(plan(), 1)
    assert lacks_strategy(plan(strategy("dropped")), 1)
    assert not lacks_strategy(plan(strategy("planned"), strategy("reached")), 1)


@pytest.mark.parametrize(("states", "said"), [
    ((), False), (("reached",), True), (("missed",), False), (("missed", "reached"), True),
    (("reached", "running"), False), (("reached", "partly"), False),
])
def test_the_last_strategy_reached_offers_resolving(states: tuple[str, ...], said: bool) -> None:
    assert may_be_resolved(plan(*map(strategy, states)), 1) is said


def test_hints_on_what_is_out_of_date() -> None:
    past, gone = date(2026, 11, 22), BarrierInPlan(2, "Wohnung", "RB", 2, open=False, resolved=date(2026, 10, 1))
    at_hand = plan(strategy(due=past), strategy(due=TODAY), strategy("reached", due=past),
                   strategy(barrier_id=2), strategy("dropped", barrier_id=2), barriers=[GERMAN, gone])
    assert plan_hints(at_hand, TODAY) == [
        "„Deutsch lernen“ sollte bis 22.11.2026 so weit sein. Bitte das Ergebnis festhalten.",
        "„Deutsch lernen“ ist noch offen, das Hemmnis dazu ist seit dem 01.10.2026 erledigt. Bitte das Ergebnis "
        "festhalten.",
    ]
