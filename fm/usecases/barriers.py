"""Barriers: recorded, changed, put in order, worked on (HK 4.1.1, 4.1.3, 5.1).

Open barriers have the ranks 1 to n without gaps, whatever they had before: each deed that adds, moves, resolves or
reopens one numbers them anew. A resolved barrier gives up its rank, one that is back stands last.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, selectinload

from fm.models import Barrier, BarrierStep, Case
from fm.queries.accounts import SignedIn
from fm.queries.barriers import open_barriers
from fm.rules.barrier_checks import RECOGNISED, Step, ToldBarrier, barrier_faults, step_faults
from fm.rules.barrier_order import RESOLVED, proposed_order
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken

#: Of what somebody said the journal keeps that it changed; it stands in the file alone, as it can be sensitive.
_TEXTS = frozenset({"kind", "area", "name", "place", "note"})


def add_barrier(
    actor: SignedIn, case_id: int, told: ToldBarrier, now: datetime, origin: str, *, rank: int | None = None,
    draft: str = "",
) -> int:  # fmt: skip
    """Record a barrier at a place among the open ones, the last if none is named; returns its id."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        order = list(open_barriers(session, case_id))
        faults = barrier_faults(told, begun(session, case), now.date())
        _refuse([*faults, *_place_faults(rank, len(order) + 1)])
        barrier = Barrier(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Barrier, case.person_id),
            state=RECOGNISED, **told.settled)
        session.add(barrier)
        session.flush()
        order.insert((rank or len(order) + 1) - 1, barrier)
        _number(session, order)
        drop_draft(actor, draft)
        _journal(session, actor, case, barrier, _changes({}, told.settled), now, origin)
        return barrier.id


def change_barrier(
    actor: SignedIn, case_id: int, barrier_id: int, told: ToldBarrier, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Change what a barrier says; Overtaken where somebody has saved it since version `seen`."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        barrier = _locked(session, case_id, barrier_id)
        not_overtaken(barrier, seen)
        _refuse(barrier_faults(told, begun(session, case), now.date(), _steps(barrier), barrier.resolved))
        before = {name: getattr(barrier, name) for name in told.settled}
        for name, value in told.settled.items():
            setattr(barrier, name, value)
        drop_draft(actor, draft)
        _journal(session, actor, case, barrier, _changes(before, told.settled), now, origin)


def set_state(
    actor: SignedIn, case_id: int, barrier_id: int, step: Step, text: str | None, seen: int | None, now: datetime,
    origin: str, draft: str = "", *, conference_id: int | None = None,
) -> None:  # fmt: skip
    """Note what was done about a barrier on a day, and its state since then; Overtaken as in `change_barrier`.

    Resolved it gives up its rank; how it was resolved is asked for, as is why a resolved one is back. `conference_id`
    is the case conference that said so.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        barrier = _locked(session, case_id, barrier_id)
        not_overtaken(barrier, seen)
        _refuse(step_faults(step, text, barrier.state, barrier.recognised, _steps(barrier), now.date(),
                            barrier.resolved))
        before = {"state": barrier.state, "resolved": barrier.resolved}
        barrier.steps.append(BarrierStep(
            **step._asdict(), text=text, staff_id=actor.id, saved_at=now, conference_id=conference_id))
        barrier.state = step.state
        barrier.resolved = None if step.state != RESOLVED else barrier.resolved or step.day
        _settle_ranks(session, case_id, barrier, was_open=before["state"] != RESOLVED)
        drop_draft(actor, draft)
        after = {"state": barrier.state, "resolved": barrier.resolved}
        _journal(session, actor, case, barrier, {**_changes(before, after), "step": step.day.isoformat()}, now, origin)


def move_barrier(actor: SignedIn, case_id: int, barrier_id: int, rank: int | None, now: datetime, origin: str) -> int:
    """Give an open barrier a rank; those between its old and its new place move up. Returns the rank."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        order = list(open_barriers(session, case_id))
        barrier = _among(order, barrier_id)
        _refuse(_place_faults(rank, len(order), needed=True))
        return _move(session, actor, case, order, barrier, (rank or 1) - 1, now, origin)


def shift_barrier(actor: SignedIn, case_id: int, barrier_id: int, by: int, now: datetime, origin: str) -> int:
    """Move an open barrier up (-1) or down (+1) by one place; at either end it stays. Returns its rank."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        order = list(open_barriers(session, case_id))
        barrier = _among(order, barrier_id)
        place = min(max(order.index(barrier) + by, 0), len(order) - 1)
        return _move(session, actor, case, order, barrier, place, now, origin)


def order_barriers(actor: SignedIn, case_id: int, proposed: bool, now: datetime, origin: str) -> None:
    """Number the open barriers anew: in the order that the concept proposes, or as they stand (HK 4.1.3)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        order = list(open_barriers(session, case_id))
        _number(session, proposed_order(order) if proposed else order)
        what: dict[str, object] = {"barriers": "vorgeschlagene Reihenfolge" if proposed else "Ränge neu vergeben"}
        append([Deed("write", "plan", actor.id, origin, case.person_id, what)], now, session)


def _locked(session: Session, case_id: int, barrier_id: int) -> Barrier:
    """A barrier of the locked case with its steps, read afresh."""
    return session.scalars(
        select(Barrier).where(Barrier.id == barrier_id, Barrier.case_id == case_id).with_for_update(of=Barrier)
        .options(selectinload(Barrier.steps)).execution_options(populate_existing=True)).one()


def _among(order: Sequence[Barrier], barrier_id: int) -> Barrier:
    found = next((one for one in order if one.id == barrier_id), None)
    if found is None:
        raise Refused(None, "Dieses Hemmnis ist inzwischen erledigt und hat keinen Rang mehr.")
    return found


def _steps(barrier: Barrier) -> list[Step]:
    return [Step(step.day, step.state) for step in barrier.steps]


def _refuse(faults: Sequence[tuple[str, str]]) -> None:
    if faults:
        raise Refused.many([Fault(*fault) for fault in faults])


def _place_faults(rank: int | None, last: int, needed: bool = False) -> list[tuple[str, str]]:
    if (rank is None and not needed) or (rank is not None and 1 <= rank <= last):
        return []
    return [("rang", f"Der Rang ist eine Zahl von 1 bis {last}." if last > 1 else "Der einzige Rang ist 1.")]


def _move(
    session: Session, actor: SignedIn, case: Case, order: list[Barrier], barrier: Barrier, place: int, now: datetime,
    origin: str,
) -> int:  # fmt: skip
    before = barrier.rank
    order.remove(barrier)
    order.insert(place, barrier)
    _number(session, order)
    if before != place + 1:
        _journal(session, actor, case, barrier, {"rank": [before, place + 1]}, now, origin)
    return place + 1


def _settle_ranks(session: Session, case_id: int, barrier: Barrier, was_open: bool) -> None:
    """The ranks after a step: one that is resolved leaves the order, one that is back comes last."""
    session.flush()
    order = [one for one in open_barriers(session, case_id) if one is not barrier]
    if barrier.state == RESOLVED:
        barrier.rank = None
    elif was_open:
        return
    else:
        order.append(barrier)
    session.flush()
    _number(session, order)


_RANK = update(Barrier).where(Barrier.id == bindparam("of_barrier")).values(rank=bindparam("new_rank"))


def _number(session: Session, order: Sequence[Barrier]) -> None:
    """Ranks from 1 in this order. No version counts up: who edits a barrier does not edit its place."""
    rows = [{"of_barrier": one.id, "new_rank": place} for place, one in enumerate(order, 1) if one.rank != place]
    if rows:
        session.connection().execute(_RANK, rows)
    for one in order:
        session.expire(one, ["rank"])


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, object]:
    """Field → what it was and is, for those that differ; texts are only said to have changed."""
    differing = [name for name, value in after.items() if before.get(name) != value]
    return {name: "geändert" if name in _TEXTS else [_plain(before.get(name)), _plain(after[name])]
            for name in differing}  # fmt: skip


def _plain(value: Any) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _journal(
    session: Session, actor: SignedIn, case: Case, barrier: Barrier, what: dict[str, object], now: datetime, origin: str
) -> None:
    detail: dict[str, object] = {"barrier": barrier.number, "what": what}
    append([Deed("write", "plan", actor.id, origin, case.person_id, detail)], now, session)
