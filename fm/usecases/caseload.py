"""Handing over a whole caseload or a selection at once: leave, leaving, a new colleague."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from fm.models import Deputy, Handover
from fm.queries.accounts import SignedIn
from fm.queries.moving import MovingCase, Plan, cases_to_move, planned, seen, takers
from fm.rules.vocabulary import STREAMS
from fm.transactions import writing
from fm.usecases.entries import lock_cases, lock_people_of
from fm.usecases.journal import Deed, append
from fm.usecases.moving import Moved, move_cases
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import tell


@dataclass(frozen=True)
class Order:
    """Whose cases go to whom: all of a colleague's or those of these clients; `mark` is `seen` of what was shown."""

    giver_id: int | None
    numbers: Collection[str]
    receiver_ids: Collection[int]
    reasons: str
    mark: str


@dataclass(frozen=True)
class Batch:
    """A handover of many cases that is done."""

    id: str
    plan: Plan
    moved: Moved


def hand_over_caseload(actor: SignedIn, order: Order, now: datetime, origin: str) -> Batch:
    """Hand all these cases over in one transaction, shared out by load; each receiver gets one message.

    Refused where nobody is chosen who can take a case, no reason is given, or somebody else looks after one of the
    cases than was shown.
    """
    today = now.date()
    with writing() as session:
        cases = _locked(session, actor, order, today)
        plan = _plan(session, cases, order, today)
        batch = uuid4().hex
        session.execute(insert(Handover), [_handover(case, share.colleague.id, actor, order, batch, now)
                                           for share in plan.shares for case in share.cases])  # fmt: skip
        handovers = session.scalars(select(Handover).where(Handover.batch == batch)).all()
        moved = move_cases(session, handovers, today, order.reasons, actor, now)
        _tell(session, actor, plan, batch, now)
        append([Deed("write", "handovers", actor.id, origin, case.person_id, {
            "case_manager": [case.manager_id, share.colleague.id], "batch": batch, "reason": order.reasons})
            for share in plan.shares for case in share.cases], now, session)
        return Batch(batch, plan, moved)


def _locked(session: Session, actor: SignedIn, order: Order, today: date) -> list[MovingCase]:
    """The cases, read once they are locked in the order of their ids."""
    wanted = [case.case_id for case in cases_to_move(session, actor, today, order.giver_id, order.numbers)]
    lock_people_of(session, wanted)
    lock_cases(session, wanted)
    cases = cases_to_move(session, actor, today, order.giver_id, order.numbers)
    if not cases:
        raise Refused(None, "Unter der Auswahl ist kein laufender Fall, den Sie übergeben können.")
    if seen(cases) != order.mark:
        raise Refused(None, "Inzwischen hat sich geändert, wer für diese Fälle zuständig ist. Bitte die Verteilung "
                            "noch einmal ansehen.")
    return cases


def _plan(session: Session, cases: Sequence[MovingCase], order: Order, today: date) -> Plan:
    chosen = {one: counters for one, counters in takers(session, cases, today).items()
              if one.id in order.receiver_ids}  # fmt: skip
    faults = []
    if not order.reasons:
        faults.append(Fault("reasons", "Die Übergabe braucht eine Begründung."))
    if not chosen:
        faults.append(Fault("receivers", "Bitte auswählen, wer die Fälle übernimmt."))
    plan = planned(cases, chosen, today)
    if chosen and plan.nobody:
        faults.append(Fault("receivers", _nobody(plan.nobody)))
    if faults:
        raise Refused.many(faults)
    return plan


def _nobody(cases: Sequence[MovingCase]) -> str:
    """Which streams nobody of the chosen has, in the order of the streams."""
    missing = [f"{label} ({sum(case.stream == stream for case in cases)})" for stream, label in STREAMS.items()
               if any(case.stream == stream for case in cases)]  # fmt: skip
    return f"Unter den Ausgewählten fehlt jemand für: {', '.join(missing)}."


def _handover(
    case: MovingCase, receiver_id: int, actor: SignedIn, order: Order, batch: str, now: datetime
) -> dict[str, object]:
    """A handover that is already done, so that it stands beside one that somebody prepares for the same case."""
    return {
        "case_id": case.case_id, "person_id": case.person_id, "kind": "person", "state": "handed_over",
        "day": now.date(), "from_staff_id": case.manager_id, "to_staff_id": receiver_id, "to_stream": case.stream,
        "to_branch_id": case.branch_id or actor.branch_id, "prepared_by_id": actor.id, "prepared_at": now,
        "reasons": order.reasons, "batch": batch,
    }


def _tell(session: Session, actor: SignedIn, plan: Plan, batch: str, now: datetime) -> None:
    """Everybody who receives cases, and those whose cases somebody else has handed over."""
    link = f"/uebergaben/bestand/{batch}"
    for share in plan.shares:
        if share.cases:
            number = "einen Fall" if len(share.cases) == 1 else f"{len(share.cases)} Fälle"
            tell(session, [share.colleague.id], f"{actor.name} hat Ihnen {number} übergeben.", now, link=link)
    given = Counter(case.manager_id for share in plan.shares for case in share.cases if case.manager_id)
    for staff_id, count in given.items():
        number = "einer Ihrer Fälle wurde" if count == 1 else f"{count} Ihrer Fälle wurden"
        tell(session, [staff_id], f"Von {actor.name} veranlasst: {number} übergeben.", now, link=link, but=actor)


def confirm_batch(actor: SignedIn, batch: str, now: datetime, origin: str) -> int:
    """Confirm what one has received of a batch, oneself or for whom one stands in; how many cases that were.

    Whoever ordered the handover gets one message.
    """
    desks = select(Deputy.absent_id).where(
        Deputy.deputy_id == actor.id, Deputy.begins <= now.date(), Deputy.ends >= now.date())
    with writing() as session:
        waiting = select(Handover).where(
            Handover.batch == batch, Handover.state == "handed_over",
            or_(Handover.to_staff_id == actor.id, Handover.to_staff_id.in_(desks)))
        found = session.scalars(waiting.order_by(Handover.case_id).with_for_update()).all()
        for handover in found:
            handover.state, handover.confirmed_at, handover.confirmed_by_id = "confirmed", now, actor.id
        if found:
            number = "einem Fall" if len(found) == 1 else f"{len(found)} Fällen"
            text = f"{actor.name} hat die Übernahme von {number} bestätigt."
            tell(session, {handover.prepared_by_id for handover in found}, text, now,
                 link=f"/uebergaben/bestand/{batch}", but=actor)
            append([Deed("write", "handovers", actor.id, origin, handover.person_id, {
                "handover": handover.id, "confirmed": handover.kind}) for handover in found], now, session)
        return len(found)
