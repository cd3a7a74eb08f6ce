"""The integration plan: the goal agreed on, strategies taken up, changed, and what came of them (HK 4.1.2, 4.1.3)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, Goal, Measure, Strategy
from fm.queries.accounts import SignedIn
from fm.queries.plan import goal_of
from fm.rules.barrier_checks import Step
from fm.rules.barrier_order import RESOLVED
from fm.rules.calendar import german
from fm.rules.casework import STRATEGY_KINDS, STRATEGY_OVER
from fm.transactions import writing
from fm.usecases.barriers import set_state
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import Overtaken, not_overtaken

#: A barrier is worked on once a strategy for it runs; until then it is recognised, or was worked on in vain.
WORKED_ON, NOT_WORKED_ON = "in_bearbeitung", frozenset({"erkannt", "erfolglos"})
#: What came of a strategy has to be said in words, unless its intermediate goal is reached.
_SAYS_WHY = frozenset({"partly", "missed", "dropped"})
_TEXTS = frozenset({"text", "intermediate_goal", "result", "reason", "wish"})


@dataclass(frozen=True)
class Aim:
    """A goal from a day on: `option` of GOALS, `reach` of GOAL_REACHES; one set alone says why (HK 4.1.2)."""

    day: date
    option: str
    agreed: bool
    text: str | None = None
    reach: str | None = None
    reason: str | None = None
    wish: str | None = None


@dataclass(frozen=True)
class Planned:
    """What a strategy is to be: `kind` of STRATEGY_KINDS or words of one's own, `state` planned or running."""

    barrier_id: int | None = None
    kind: str | None = None
    text: str | None = None
    intermediate_goal: str | None = None
    due: date | None = None
    state: str = "planned"
    measure_id: int | None = None


@dataclass(frozen=True)
class Settled:
    """What came of a strategy on a day: its state since then, and in words what was reached or what came between."""

    state: str
    day: date
    result: str | None = None


def set_goal(
    actor: SignedIn, case_id: int, aim: Aim, seen: int | None, now: datetime, origin: str, draft: str = ""
) -> None:
    """Set the goal that holds from a day on; those before stay to be read (HK 4.1.2).

    `seen` is the number of the goal that the form was filled with, 0 where there was none: Overtaken where somebody has
    set another since. Refused without a reason where it is not agreed, before the goal that holds, and where nothing
    changes.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        refuse_impossible(aim.day, now.date(), begun(session, case))
        before = goal_of(session, case_id)
        if before and before.number != seen:
            raise Overtaken(before.number, before.staff.name, before.saved_at)
        _refuse_goal(aim, before)
        number = next_number(session, Goal, case.person_id)
        session.add(Goal(case_id=case.id, person_id=case.person_id, number=number, staff_id=actor.id, saved_at=now,
                         **asdict(aim)))  # fmt: skip
        drop_draft(actor, draft)
        _journal(session, actor, case, {"goal": number} | _told(before, asdict(aim)), now, origin)


def add_strategy(
    actor: SignedIn, case_id: int, planned: Planned, now: datetime, origin: str, draft: str = "", *,
    starts_work: bool = False,
) -> int:
    """Take up a strategy for an open barrier of this case, or beyond any; returns its id (HK 4.1.3).

    With `starts_work` a barrier whose strategy runs is worked on from today.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        _refuse_strategy(session, case, planned, None, now.date())
        strategy = Strategy(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Strategy, case.person_id),
            staff_id=actor.id, saved_at=now, taken_up=now.date(), state_on=now.date(), **_kept(planned))
        session.add(strategy)
        session.flush()
        _start_work(session, actor, strategy, starts_work, now, origin)
        drop_draft(actor, draft)
        _journal(session, actor, case, {"strategy": strategy.number} | _told(None, _kept(planned)), now, origin)
        return strategy.id


def change_strategy(
    actor: SignedIn, case_id: int, strategy_id: int, planned: Planned, seen: int | None, now: datetime, origin: str,
    draft: str = "", *, starts_work: bool = False,
) -> None:  # fmt: skip
    """Change a strategy that is not over; Overtaken where somebody has saved it since version `seen` (HK 4.1.3)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        strategy = _locked(session, case_id, strategy_id)
        not_overtaken(strategy, seen, strategy.staff, strategy.saved_at)
        if strategy.state in STRATEGY_OVER:
            raise Refused(None, f"Diese Strategie ist seit dem {german(strategy.state_on)} abgeschlossen. Was sie "
                                "gebracht hat, lässt sich weiter berichtigen.")
        _refuse_strategy(session, case, planned, strategy, now.date())
        kept = _kept(planned) | ({"state_on": now.date()} if planned.state != strategy.state else {})
        _rewrite(session, actor, case, strategy, kept, starts_work, draft, now, origin)


def settle_strategy(
    actor: SignedIn, case_id: int, strategy_id: int, settled: Settled, seen: int | None, now: datetime, origin: str,
    draft: str = "", *, starts_work: bool = False,
) -> None:  # fmt: skip
    """Record how far a strategy has come, also anew; Overtaken as with a change (HK 4.1.3, 4.1.4)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        strategy = _locked(session, case_id, strategy_id)
        not_overtaken(strategy, seen, strategy.staff, strategy.saved_at)
        refuse_impossible(settled.day, now.date(), begun(session, case))
        _refuse_result(strategy, settled)
        kept = {"state": settled.state, "state_on": settled.day, "result": settled.result}
        _rewrite(session, actor, case, strategy, kept, starts_work, draft, now, origin)


def _locked(session: Session, case_id: int, strategy_id: int) -> Strategy:
    return session.scalars(select(Strategy).where(
        Strategy.id == strategy_id, Strategy.case_id == case_id).with_for_update(of=Strategy)).one()


def _start_work(
    session: Session, actor: SignedIn, strategy: Strategy, wanted: bool, now: datetime, origin: str
) -> None:
    """Where a strategy runs, its barrier is worked on: in the same deed, unless it is so already or was resolved."""
    barrier = session.get(Barrier, strategy.barrier_id) if strategy.barrier_id else None
    if wanted and strategy.state == "running" and barrier and barrier.state in NOT_WORKED_ON:
        step = Step(now.date(), WORKED_ON)
        set_state(actor, strategy.case_id, barrier.id, step, f"Strategie begonnen: {strategy.text}", barrier.version,
                  now, origin)


def _refuse_goal(aim: Aim, before: Goal | None) -> None:
    if not aim.agreed and not aim.reason:
        raise Refused("grund", "Ohne Einvernehmen wird ein Ziel nur ausnahmsweise festgelegt. Bitte begründen.")
    if before is None:
        return
    if aim.day < before.day:
        raise Refused("tag", f"Seit dem {german(before.day)} gilt bereits ein späteres Ziel.")
    said = {name: value for name, value in asdict(aim).items() if name != "day"}
    if all(getattr(before, name) == value for name, value in said.items()):
        raise Refused(None, f"Dieses Ziel gilt so schon seit dem {german(before.day)}. Es hat sich nichts geändert.")


def _refuse_strategy(
    session: Session, case: Case, planned: Planned, before: Strategy | None, today: date
) -> None:
    """What stands against a strategy; what was so before and is left as it is does not."""
    faults = []
    if not planned.kind and not planned.text:
        faults.append(Fault("text", "Bitte sagen, was getan werden soll, oder eine Art wählen."))
    if planned.due and planned.due < today and planned.due != (before and before.due):
        faults.append(Fault("bis", "Das Datum liegt in der Vergangenheit."))
    if planned.barrier_id is not None:
        faults += _barrier_faults(session, case, planned.barrier_id)
    if planned.measure_id is not None and planned.measure_id != (before and before.measure_id):
        faults += _measure_faults(session, planned.measure_id, today)
    if faults:
        raise Refused.many(faults)


def _barrier_faults(session: Session, case: Case, barrier_id: int) -> list[Fault]:
    """A strategy is for an open barrier of the very case; the barrier stays as it is until the deed ends."""
    rows = select(Barrier).where(Barrier.id == barrier_id, Barrier.case_id == case.id)
    barrier = session.scalar(rows.with_for_update(of=Barrier).execution_options(populate_existing=True))
    if barrier is None:
        return [Fault("hemmnis", "Dieses Hemmnis gehört nicht zu diesem Fall.")]
    if barrier.state == RESOLVED:
        return [Fault("hemmnis", "Dieses Hemmnis ist erledigt. Eine Strategie gehört zu einem offenen Hemmnis.")]
    return []


def _measure_faults(session: Session, measure_id: int, today: date) -> list[Fault]:
    measure = session.get(Measure, measure_id)
    if measure is None or measure.status != "published" or (measure.ends and measure.ends < today):
        return [Fault("massnahme", "Diese Maßnahme steht nicht mehr im Angebot.")]
    return []


def _refuse_result(strategy: Strategy, settled: Settled) -> None:
    barrier = strategy.barrier
    if settled.state in _SAYS_WHY and not settled.result:
        raise Refused("ergebnis", "Bitte kurz festhalten, was erreicht ist oder was dazwischenkam.")
    if settled.state not in STRATEGY_OVER and barrier is not None and barrier.state == RESOLVED:
        raise Refused("stand", "Das Hemmnis dazu ist erledigt. Offen kann die Strategie deshalb nicht bleiben.")


def _kept(planned: Planned) -> dict[str, Any]:
    """The columns of a strategy; one without words of its own is called as its kind."""
    text = planned.text or (STRATEGY_KINDS[planned.kind].label if planned.kind else "")
    return asdict(planned) | {"text": text}


def _rewrite(
    session: Session, actor: SignedIn, case: Case, strategy: Strategy, kept: dict[str, Any], starts_work: bool,
    draft: str, now: datetime, origin: str,
) -> None:  # fmt: skip
    """Keep what a strategy says now; the draft it was typed in is gone with it."""
    changed = _told(strategy, kept)
    for name, value in kept.items():
        setattr(strategy, name, value)
    strategy.staff_id, strategy.saved_at = actor.id, now
    session.flush()
    _start_work(session, actor, strategy, starts_work, now, origin)
    drop_draft(actor, draft)
    _journal(session, actor, case, {"strategy": strategy.number} | changed, now, origin)


def _told(before: Goal | Strategy | None, after: dict[str, Any]) -> dict[str, object]:
    """Field → what it was and is, for those that differ; texts stand in the file alone."""
    old = {name: getattr(before, name, None) for name in after}
    return {name: "geändert" if name in _TEXTS else [_plain(old[name]), _plain(value)]
            for name, value in after.items() if old[name] != value}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _journal(
    session: Session, actor: SignedIn, case: Case, detail: dict[str, object], now: datetime, origin: str
) -> None:
    append([Deed("write", "plan", actor.id, origin, case.person_id, detail)], now, session)
