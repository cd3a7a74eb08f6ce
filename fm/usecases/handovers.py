"""Handing a case over: prepared, handed over, confirmed; queries and answers; put off (HK 5.2.1, 6.3, 6.6, 6.7).

The decision is binding: the receiver confirms that they have taken note, and may ask; responsibility has moved by then
and waits for nobody (HK 6.6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from fm.models import (
    Barrier,
    BarrierStep,
    Case,
    Category,
    Deferral,
    Handover,
    HandoverBarrier,
    HandoverQuery,
    Person,
    PlacementStep,
)
from fm.queries.accounts import SignedIn
from fm.queries.handover import at_hand, branches_for, deputies_of, prepared, receivers, standing
from fm.queries.relations import READING_AFTER_HANDOVER
from fm.rules.calendar import german
from fm.rules.deferrals import deferral_faults, why_not_defer
from fm.rules.handover_checks import HandoverAtHand, day_faults, handover_checks, option
from fm.rules.receivers import why_not
from fm.rules.vocabulary import HANDOVER_KINDS
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_case, lock_open_case, lock_people_of, next_number
from fm.usecases.handover_papers import print_protocol
from fm.usecases.journal import Deed, append
from fm.usecases.moving import Moved, move_cases
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import tell
from fm.usecases.versions import not_overtaken

_RESOLVED = "erledigt"


@dataclass(frozen=True)
class Preparation:
    """What a handover says; `barriers` holds the text to a barrier by its id.

    `barriers` None leaves them as they are, for those who do not read them.
    """

    kind: str
    to_staff_id: int | None
    reasons: str | None = None
    talk_on: date | None = None
    talk_with: str | None = None
    client_informed_on: date | None = None
    assessed_on: date | None = None
    category: str | None = None
    recommendation: str | None = None
    special_points: str | None = None
    papers: str | None = None
    barriers: Mapping[int, str] | None = field(default_factory=dict)


@dataclass(frozen=True)
class HandedOver:
    """A handover that is done: what moved, and which deadlines that has met."""

    id: int
    moved: Moved
    met: str


def prepare(
    actor: SignedIn, case_id: int, said: Preparation, seen: int | None, now: datetime, origin: str, draft: str = ""
) -> int:
    """Keep a handover that is being prepared; returns its id. The receiver is told and reads the file from now on.

    `seen` is the version the form was filled with, None for a new one. Overtaken where somebody has saved it since,
    Refused where somebody else prepares one already, the kind is not possible, or the receiver cannot take the case.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        handover, receiver_before = _save(session, actor, case, said, seen, now)
        if receiver_before != handover.to_staff_id:
            _tell_receiver(session, actor, handover, f"{actor.name} bereitet eine Übergabe an Sie vor: ", now)
        drop_draft(actor, draft)
        _journal(session, actor, handover, {"prepared": handover.kind, "to": handover.to_staff_id}, now, origin)
        return handover.id


def hand_over(
    actor: SignedIn, case_id: int, said: Preparation, seen: int | None, day: date, now: datetime, origin: str,
    draft: str = "",
) -> HandedOver:
    """Hand a case over on a day: everything that belongs to it moves at once, and the protocol is printed.

    As `prepare`, and Refused with all that Q15, Q16 and Q21 still ask for.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        handover, _ = _save(session, actor, case, said, seen, now)
        checked = at_hand(session, handover, day)
        _refuse_incomplete(checked, now.date())
        with noticing(session, case_id) as met:
            _draw_consequences(session, actor, handover, checked, day, now)
            moved = move_cases(session, [handover], day, handover.reasons, actor, now)
        _tell_receiver(session, actor, handover, f"{actor.name} hat Ihnen einen Fall übergeben: ", now)
        drop_draft(actor, draft)
        what = {"case_manager": [handover.from_staff_id, handover.to_staff_id], "stream": handover.to_stream,
                "kind": handover.kind, "day": day.isoformat(), "appointments": moved.appointments, "left": moved.left}
        print_protocol(session, actor, handover, now, origin)
        _journal(session, actor, handover, what, now, origin)
        return HandedOver(handover.id, moved, met.sentence)


def drop(actor: SignedIn, handover_id: int, now: datetime, origin: str) -> None:
    """Do not pursue a handover that is being prepared; the receiver is told and reads the file no longer."""
    with writing() as session:
        handover = _locked(session, handover_id)
        if handover.state != "prepared":
            raise Refused(None, "Diese Übergabe ist nicht mehr in Vorbereitung.")
        handover.state = "dropped"
        _tell_receiver(session, actor, handover, f"{actor.name} verfolgt diese Übergabe nicht weiter: ", now, "")
        _journal(session, actor, handover, {"dropped": handover.kind}, now, origin)


def confirm(actor: SignedIn, handover_id: int, now: datetime, origin: str) -> None:
    """Confirm that a case was taken over; the giver is told, and the protocol is printed with the confirmation.

    The receiver does, or who stands in for them today.
    """
    with writing() as session:
        handover = _received(session, actor, handover_id, now.date())
        if handover.state == "confirmed":
            raise Refused(None, "Diese Übergabe ist schon bestätigt.")
        handover.state, handover.confirmed_at, handover.confirmed_by_id = "confirmed", now, actor.id
        session.flush()
        _tell_giver(session, actor, handover, f"{actor.name} hat die Übernahme bestätigt: ", now)
        print_protocol(session, actor, handover, now, origin)
        _journal(session, actor, handover, {"confirmed": handover.kind}, now, origin)


def ask(actor: SignedIn, handover_id: int, question: str, now: datetime, origin: str) -> None:
    """Ask the giver about a handover, as long as they read the file; asking refuses nothing."""
    with writing() as session:
        handover = _received(session, actor, handover_id, now.date())
        if handover.from_staff_id is None:
            raise Refused("question", "Vor Ihnen war niemand zuständig, der antworten könnte.")
        at = handover.handed_over_at
        if at is None or now.date() > at.date() + READING_AFTER_HANDOVER:
            raise Refused("question", "Rückfragen sind 30 Tage lang möglich; danach ist die Akte für die abgebende "
                                      "Person geschlossen.")
        handover.queries.append(HandoverQuery(question=question, asked_at=now, asked_by_id=actor.id))
        session.flush()
        _tell_giver(session, actor, handover, f"{actor.name} hat eine Rückfrage zu einer Übergabe: ", now)
        _journal(session, actor, handover, {"asked": len(handover.queries)}, now, origin)


def answer(
    actor: SignedIn, handover_id: int, query_id: int, text: str, now: datetime, origin: str
) -> None:
    """Answer a query about a handover; the giver does, or who stands in for them, or who prepared it."""
    with writing() as session:
        handover = _locked(session, handover_id)
        query = next((one for one in handover.queries if one.id == query_id), None)
        may = {handover.from_staff_id, handover.prepared_by_id, *deputies_of(
            session, handover.from_staff_id, now.date())}
        if query is None or actor.id not in may:
            raise Refused("answer", "Diese Rückfrage ist nicht an Sie gerichtet.")
        if query.answer is not None:
            raise Refused("answer", "Diese Rückfrage ist schon beantwortet.")
        query.answer, query.answered_at, query.answered_by_id = text, now, actor.id
        _tell_receiver(session, actor, handover, f"{actor.name} hat Ihre Rückfrage beantwortet: ", now)
        _journal(session, actor, handover, {"answered": query_id}, now, origin)


def defer(actor: SignedIn, case_id: int, until: date, reason: str, now: datetime, origin: str) -> None:
    """Put the change U25 → Ü25 off to a day, with a reason, so that a measure can be ended and evaluated (HK 6.7)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        checked = standing(session, case_id, now.date())
        if sentence := why_not_defer(checked):
            raise Refused(None, sentence)
        if faults := deferral_faults(checked, until, reason):
            raise Refused.many([Fault(*fault) for fault in faults])
        before = case.adult_transfer_deferred_until
        session.add(Deferral(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Deferral, case.person_id),
            day=now.date(), until=until, reason=reason, staff_id=actor.id))
        case.adult_transfer_deferred_until = until
        session.flush()
        refresh(session, [case_id])
        what = [before and before.isoformat(), until.isoformat()]
        detail: dict[str, object] = {"adult_transfer_deferred_until": what}
        append([Deed("write", "handovers", actor.id, origin, case.person_id, detail)], now, session)


def _save(
    session: Session, actor: SignedIn, case: Case, said: Preparation, seen: int | None, now: datetime
) -> tuple[Handover, int | None]:
    """The handover as it is said now, and who was to receive it before."""
    handover = _prepared(session, case, seen)
    chosen = option(standing(session, case.id, now.date()), said.kind)
    if chosen.why_not:
        raise Refused(None, chosen.why_not)
    person = session.get_one(Person, case.person_id)
    receiver = _receiver(session, case, said, chosen.stream, person, now.date())
    before = handover.to_staff_id
    to_branch = receiver.branch_id if said.kind == "branch" or person.branch_id is None else person.branch_id
    values: dict[str, Any] = {name: value for name, value in vars(said).items() if name != "barriers"}
    for name, value in values.items():
        setattr(handover, name, value)
    handover.to_stream, handover.to_branch_id, handover.from_staff_id = chosen.stream, to_branch, case.case_manager_id
    handover.prepared_by_id, handover.prepared_at = actor.id, now
    session.add(handover)
    if said.barriers is not None:
        own = set(session.scalars(select(Barrier.id).where(Barrier.case_id == case.id)))
        handover.barriers = [HandoverBarrier(barrier_id=barrier_id, text=text)
                             for barrier_id, text in said.barriers.items() if text and barrier_id in own]
    session.flush()
    return handover, before


def _prepared(session: Session, case: Case, seen: int | None) -> Handover:
    """The handover that is being prepared as it was seen, or a new one where none was."""
    handover = prepared(session, case.id)
    if handover is None and seen is None:
        return Handover(case_id=case.id, person_id=case.person_id)
    if handover is None:
        raise Refused(None, _gone(case))
    if seen is None:
        raise Refused(None, f"{handover.prepared_by.name} bereitet seit dem {german(handover.prepared_at.date())} eine "
                            "Übergabe dieses Falls vor. Sie finden sie unter „Übergaben“.")
    not_overtaken(handover, seen, handover.prepared_by, handover.prepared_at)
    return handover


def _gone(case: Case) -> str:
    manager = case.case_manager
    return ("Diese Übergabe ist nicht mehr in Vorbereitung: Der Fall wurde inzwischen übergeben, oder sie wurde nicht "
            f"weiterverfolgt. Zuständig ist {manager.name if manager else 'niemand'}.")


def _receiver(
    session: Session, case: Case, said: Preparation, stream: str, person: Person, today: date
) -> Any:
    if said.to_staff_id is None:
        raise Refused("to_staff_id", "Bitte auswählen, wer den Fall übernimmt.")
    found = receivers(session, today, said.to_staff_id)
    if not found:
        raise Refused("to_staff_id", "Bitte einen Eintrag der Liste wählen.")
    branches = branches_for(session, said.kind, stream, person, today)
    if sentence := why_not(found[0], stream, case.case_manager_id, branches):
        raise Refused("to_staff_id", sentence)
    return found[0]


def _refuse_incomplete(checked: HandoverAtHand, today: date) -> None:
    faults = [Fault(fault.field, fault.sentence) for fault in day_faults(checked, today)]
    faults += [Fault(check.field, check.sentence) for check in handover_checks(checked) if check.blocks]
    if faults:
        raise Refused.many(faults)


def _draw_consequences(
    session: Session, actor: SignedIn, handover: Handover, checked: HandoverAtHand, day: date, now: datetime
) -> None:
    """What the decision says of the case: its category, barriers proved resolved, the assessment (HK 6.6)."""
    ids = {"case_id": handover.case_id, "person_id": handover.person_id}
    if checked.category_after != checked.case.category and checked.category_after is not None:
        session.add(Category(**ids, number=next_number(session, Category, handover.person_id), begins=day,
                             category=checked.category_after, reason=handover.reasons, staff_id=actor.id))
    if checked.proves:
        _resolve(session, actor, handover, day, now)
    if checked.needs_assessment:
        session.add(PlacementStep(**ids, number=next_number(session, PlacementStep, handover.person_id),
                                  kind="assessment", day=handover.assessed_on, text=handover.reasons,
                                  staff_id=actor.id))
    session.flush()


def _resolve(session: Session, actor: SignedIn, handover: Handover, day: date, now: datetime) -> None:
    """Barriers that the handover proves to be gone, each with the proof; they give up their ranks (HK 6.6).

    Where the handover is dated back, since the last thing that was done about one.
    """
    proofs = {row.barrier_id: row.text for row in handover.barriers}
    for barrier in session.scalars(select(Barrier).where(
            Barrier.case_id == handover.case_id, Barrier.state != _RESOLVED).options(selectinload(Barrier.steps))):
        resolved = max(day, barrier.recognised, *(step.day for step in barrier.steps))
        barrier.state, barrier.resolved, barrier.rank = _RESOLVED, resolved, None
        barrier.steps.append(BarrierStep(day=resolved, state=_RESOLVED, text=proofs.get(barrier.id), staff_id=actor.id,
                                         saved_at=now))


def _locked(session: Session, handover_id: int) -> Handover:
    """The handover, read afresh once its case is locked."""
    case_id = session.execute(select(Handover.case_id).where(Handover.id == handover_id)).scalar_one()
    lock_people_of(session, [case_id])
    lock_case(session, case_id)
    return session.scalars(select(Handover).where(Handover.id == handover_id).execution_options(
        populate_existing=True)).one()  # fmt: skip


def _received(session: Session, actor: SignedIn, handover_id: int, today: date) -> Handover:
    """A handover that is done, for who received it."""
    handover = _locked(session, handover_id)
    if handover.state not in ("handed_over", "confirmed"):
        raise Refused(None, "Diese Übergabe ist noch nicht erfolgt.")
    if actor.id not in {handover.to_staff_id, *deputies_of(session, handover.to_staff_id, today)}:
        raise Refused(None, f"Das macht {handover.to_staff.name} oder die Vertretung.")
    return handover


def _tell_receiver(
    session: Session, actor: SignedIn, handover: Handover, text: str, now: datetime, link: str | None = None
) -> None:
    people = {handover.to_staff_id, *deputies_of(session, handover.to_staff_id, now.date())}
    tell(session, people, _about(text, handover), now, handover.person_id, link or _address(handover), but=actor)


def _tell_giver(session: Session, actor: SignedIn, handover: Handover, text: str, now: datetime) -> None:
    people = {handover.from_staff_id, handover.prepared_by_id, *deputies_of(
        session, handover.from_staff_id, now.date())} - {None}
    tell(session, [one for one in people if one], _about(text, handover), now, handover.person_id, _address(handover),
         but=actor)


def _about(text: str, handover: Handover) -> str:
    return f"{text}{HANDOVER_KINDS[handover.kind]}."


def _address(handover: Handover) -> str:
    return f"/uebergaben/{handover.id}"


def _journal(
    session: Session, actor: SignedIn, handover: Handover, what: Mapping[str, object], now: datetime, origin: str
) -> None:
    detail = {"handover": handover.id, **what}
    append([Deed("write", "handovers", actor.id, origin, handover.person_id, detail)], now, session)
