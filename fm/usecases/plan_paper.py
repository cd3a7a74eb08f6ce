"""The integration plan as the client takes it home: in plain words, with what is done already (HK 4.1.2, 4.1.3)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from fm.documents.casework import Plan, Step
from fm.documents.records import Meeting
from fm.models import Case, Goal
from fm.queries.agreements import latest_signed
from fm.queries.appointments import day_begins
from fm.queries.handover import appointments_ahead
from fm.queries.letters import Addressee, addressee
from fm.queries.plan import KnownStrategy, goal_of, strategies_of, tells_of_protected
from fm.rules.casework import GOAL_REACHES, GOALS
from fm.usecases.letters import meeting, sheet

#: State of a strategy → how the picture shows it, and how the client reads it; dropped ones are left out.
_STANDING = {
    "planned": ("ahead", "kommt noch"),
    "running": ("running", "läuft"),
    "partly": ("running", "zum Teil geschafft"),
    "reached": ("done", "geschafft"),
    "missed": ("ahead", "hat noch nicht geklappt"),
}
_WHO = {"client": "ich", "office": "das Jobcenter"}


def plan_record(session: Session, case: Case, day: date) -> Plan:
    """The plan: what is done first, then the steps by date; sensitive where a step tells of a protected barrier."""
    to, goal = addressee(session, case.id), goal_of(session, case.id)
    strategies = [one for one in strategies_of(session, case.id) if one.state in _STANDING]
    sides = _sides(session, case.id)
    return Plan(
        **sheet(to, day), goal=goal_in_words(goal), wish=(goal.wish or "") if goal else "",
        reason=(goal.reason or "") if goal and not goal.agreed else "",
        steps=tuple(_step(one, sides.get(one.id, set())) for one in sorted(strategies, key=_order)),
        meeting=next_meeting(session, to, day), sensitive=any(map(tells_of_protected, strategies)))


def goal_in_words(goal: Goal | None) -> str:
    """The goal as paper names it; nothing where there is none yet."""
    if goal is None:
        return ""
    reach = f" ({GOAL_REACHES[goal.reach]})" if goal.reach else ""
    return GOALS[goal.option] + reach + (f": {goal.text}" if goal.text else "")


def next_meeting(session: Session, to: Addressee, day: date) -> Meeting | None:
    """The next appointment of a client from a day on."""
    booked = appointments_ahead(session, to.case_id, day_begins(day))
    return meeting(to, booked[0].starts_at) if booked else None


def _sides(session: Session, case_id: int) -> Mapping[int, set[str]]:
    """Strategy → who has a duty for it in the agreement signed last."""
    agreement, sides = latest_signed(session, case_id), dict[int, set[str]]()
    for duty in agreement.duties if agreement else ():
        if duty.strategy_id is not None:
            sides.setdefault(duty.strategy_id, set()).add(duty.side)
    return sides


def _order(strategy: KnownStrategy) -> tuple[bool, date, int]:
    done = strategy.state == "reached"
    return not done, (strategy.state_on if done else strategy.due) or date.max, strategy.number


def _step(strategy: KnownStrategy, sides: set[str]) -> Step:
    state, standing = _STANDING[strategy.state]
    who = [words for side, words in _WHO.items() if side in (sides or _WHO)]
    if strategy.measure and strategy.measure.provider:
        who = [_WHO["client"], strategy.measure.provider]
    return Step(strategy.text, " und ".join(who), state, standing, strategy.intermediate_goal or "", strategy.due)
