"""Agreements: written, changed, printed, signed, dropped, ended early (HK 4.1.4, 4.2, 5.3).

Whoever writes has locked the case, so that of two who begin at once the second sees the first one's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Agreement, AgreementDuty, Breach, Case, Strategy
from fm.queries.accounts import SignedIn
from fm.queries.agreement_ground import at_hand
from fm.queries.agreements import agreement_of, being_written, ends, latest_signed, paused_since, renewable
from fm.rules.agreement_checks import agreement_checks, overlapping, q13, signing_checks
from fm.rules.agreement_checks import evaluated as evaluation_missing
from fm.rules.agreement_proposals import DutyTold
from fm.rules.calendar import german
from fm.rules.checks import Check
from fm.transactions import writing
from fm.usecases.agreement_paper import agreement_record, tasks_record
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.outcome import noticing
from fm.usecases.printing import keep_document, typeset
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken

_SAID = ("guiding_goal", "goal_area", "valid_until", "interim", "other_bodies")
_OF_DUTY = ("side", "text", "how_often", "due", "proof")
#: What the journal keeps no word of.
_TEXTS = frozenset({"guiding_goal", "other_bodies", "duties"})
_GONE = "Diese Vereinbarung ist nicht mehr in Arbeit."


@dataclass(frozen=True)
class Written:
    """What an agreement says: `goal_area` of AREAS; what is missing may come later, until it is printed."""

    guiding_goal: str | None = None
    goal_area: str | None = None
    valid_until: date | None = None
    interim: bool = False
    other_bodies: str | None = None
    duties: Sequence[DutyTold] = ()


def write(actor: SignedIn, case_id: int, said: Written, now: datetime, origin: str, draft: str = "") -> int:
    """Write a new agreement; its id. Refused while another is being written or runs, and for X, Y, Z and pupils.

    One that runs, or ran out by itself, is renewed instead (HK 4.1.4).
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        refuse_beside(session, case)
        refuse_by(_renewed_instead(session, case_id, now.date()))
        agreement = new_agreement(session, actor, case, "first", latest_signed(session, case_id), now)
        take_over(session, agreement, said)
        session.add(agreement)
        session.flush()
        found = at_hand(session, agreement, now.date())
        refuse_by([*q13(found), *evaluation_missing(found)])
        drop_draft(actor, draft)
        journal(session, actor, agreement, {"written": agreement.origin}, now, origin)
        return agreement.id


def change(
    actor: SignedIn, case_id: int, agreement_id: int, said: Written, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Change an agreement that is not signed; what was printed of it no longer counts.

    Overtaken where somebody has saved it since version `seen`.
    """
    with writing() as session:
        lock_open_case(session, case_id)
        agreement = unsigned(session, case_id, agreement_id)
        not_overtaken(agreement, seen, agreement.staff, agreement.saved_at)
        before = _values(agreement)
        take_over(session, agreement, said)
        agreement.printed, agreement.document_id = None, None
        agreement.staff_id, agreement.saved_at = actor.id, now
        session.flush()
        drop_draft(actor, draft)
        journal(session, actor, agreement, _told(before, _values(agreement)), now, origin)


def print_agreement(
    actor: SignedIn, case_id: int, agreement_id: int, now: datetime, origin: str, seen: int | None = None
) -> int:
    """Print an agreement that is not signed and lacks nothing; the document's id. What is printed is what is signed.

    It is set before the deed. `seen`, where given, is the version that was looked at.
    """
    session, day = db.session(), now.date()
    agreement = _complete(session, agreement_of(session, case_id, agreement_id), day, seen)
    version, record = agreement.version, agreement_record(session, agreement, day)
    printed = typeset(session, "agreement", session.get_one(Case, case_id), record)
    with writing() as deed:
        case = lock_open_case(deed, case_id)
        agreement = _complete(deed, unsigned(deed, case_id, agreement_id), day, version)
        document = keep_document(deed, actor, case, printed, now, origin)
        agreement.printed, agreement.document_id = day, document.id
        agreement.staff_id, agreement.saved_at = actor.id, now
        journal(deed, actor, agreement, {"printed": document.id}, now, origin)
        return document.id


def print_tasks(actor: SignedIn, case_id: int, agreement_id: int, now: datetime, origin: str) -> int:
    """Print the sheet that tells a youth what is to be done by when (HK 5.3); the document's id."""
    session = db.session()
    agreement, case = agreement_of(session, case_id, agreement_id), session.get_one(Case, case_id)
    if agreement is None or agreement.signed is None:
        raise Refused(None, "Diese Vereinbarung ist nicht unterschrieben.")
    printed = typeset(session, "tasks", case, tasks_record(session, case, agreement, now.date()))
    with writing() as deed:
        return keep_document(deed, actor, deed.get_one(Case, case_id), printed, now, origin).id


def sign(
    actor: SignedIn, case_id: int, agreement_id: int, day: date, guardian_signed: bool, now: datetime, origin: str,
    seen: int | None = None,
) -> str:  # fmt: skip
    """Record that an agreement was signed as it was printed; which deadlines that has met (HK 4.1.4, 5.3).

    One that puts another right takes its place: what was judged of its duties, and what is followed up of them, goes
    along, and the rest is judged in the later one.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        agreement = unsigned(session, case_id, agreement_id)
        if seen is not None:
            not_overtaken(agreement, seen, agreement.staff, agreement.saved_at)
        _refuse_out_of_place(session, agreement, day)
        refuse_by(signing_checks(
            at_hand(session, agreement, day), now.date(), agreement.printed, begun(session, case), guardian_signed))
        with noticing(session, case_id) as met:
            agreement.signed, agreement.guardian_signed = day, guardian_signed
            if agreement.origin == "correction" and agreement.follows:
                _take_place(session, agreement, agreement.follows)
            session.flush()
            refresh(session, [case_id])
        journal(session, actor, agreement, {"signed": [None, day.isoformat()]}, now, origin)
    return met.sentence


def _refuse_out_of_place(session: Session, agreement: Agreement, day: date) -> None:
    """Refuse to sign what follows another agreement than the latest, or puts right what has ended before."""
    latest = latest_signed(session, agreement.case_id)
    if latest and latest.signed and latest is not agreement.follows:
        raise Refused(None, "Dieser Entwurf ist durch eine neuere Vereinbarung überholt, die vom "
                            f"{german(latest.signed)}. Bitte ihn nicht weiterverfolgen und die neuere fortschreiben.")
    if agreement.origin == "correction" and latest and (latest.ended or paused_since(session, latest, day)):
        raise Refused(None, "Hier ist nichts mehr zu berichtigen: Die bisherige Vereinbarung läuft nicht mehr. Bitte "
                            "die Berichtigung nicht weiterverfolgen.")


def _take_place(session: Session, agreement: Agreement, before: Agreement) -> None:
    """What is known of the duties of an agreement that was put right goes on in the one that takes its place."""
    before.evaluated = before.evaluated or agreement.signed
    earlier = {duty.id: duty for duty in before.duties}
    procedures = {row.duty_id: row for row in session.scalars(select(Breach).where(Breach.duty_id.in_(earlier)))}
    for duty in agreement.duties:
        came_from = earlier.pop(duty.carried_from_id or 0, None)
        if came_from is None:
            continue
        duty.judged, duty.judged_on, duty.judged_why = came_from.judged, came_from.judged_on, came_from.judged_why
        if procedure := procedures.get(came_from.id):
            procedure.duty_id = duty.id


def drop(
    actor: SignedIn, case_id: int, agreement_id: int, now: datetime, origin: str, seen: int | None = None
) -> None:
    """Do not pursue an agreement that is being written; it stays in the file as dropped.

    Overtaken where somebody has saved it since version `seen`, where that is given.
    """
    with writing() as session:
        lock_open_case(session, case_id)
        agreement = unsigned(session, case_id, agreement_id)
        if seen is not None:
            not_overtaken(agreement, seen, agreement.staff, agreement.saved_at)
        agreement.dropped = now.date()
        journal(session, actor, agreement, {"dropped": [None, now.date().isoformat()]}, now, origin)


def end(
    actor: SignedIn, case_id: int, agreement_id: int, day: date, reason: str, now: datetime, origin: str
) -> str:
    """End a signed agreement before its time, with a reason; which deadlines that has met."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        agreement = signed_one(session, case_id, agreement_id)
        _refuse_end(session, case, agreement, day, reason, now.date())
        with noticing(session, case_id) as met:
            agreement.ended, agreement.ended_reason = day, reason
            session.flush()
            refresh(session, [case_id])
        journal(session, actor, agreement, {"ended": [None, day.isoformat()]}, now, origin)
    return met.sentence


def _refuse_end(session: Session, case: Case, agreement: Agreement, day: date, reason: str, today: date) -> None:
    if agreement.ended is not None:
        raise Refused(None, f"Diese Vereinbarung ist schon zum {german(agreement.ended)} beendet.")
    if latest_signed(session, case.id) is not agreement:
        raise Refused(None, "Diese Vereinbarung ist durch eine neuere abgelöst.")
    refuse_impossible(day, today, begun(session, case))
    if agreement.signed and day < agreement.signed:
        raise Refused("tag", f"Unterschrieben wurde sie erst am {german(agreement.signed)}.")
    if day >= ends(agreement):
        raise Refused("tag", f"Sie endet von selbst am {german(ends(agreement))}.")
    if not reason.strip():
        raise Refused("grund", "Bitte festhalten, warum die Vereinbarung vorzeitig endet.")


def refuse_by(checks: Sequence[Check]) -> None:
    """Refuse a deed for those of the checks that block it."""
    if faults := [Fault(check.field, check.sentence) for check in checks if check.blocks]:
        raise Refused.many(faults)


def refuse_beside(session: Session, case: Case) -> None:
    """Refuse to begin an agreement while another one is being written, and say by whom."""
    other = being_written(session, case.id)
    if other is None:
        return
    since = f" seit dem {german(other.written_at.date())}" if other.written_at else ""
    by = f"{other.staff.name} schreibt" if other.staff else "Es wird"
    rest = "" if other.staff else " geschrieben"
    raise Refused(None, f"{by}{since} schon an einer Vereinbarung dieses Falls{rest}. Sie steht unter "
                        "„Vereinbarungen“ und lässt sich dort weiterschreiben.")


def _renewed_instead(session: Session, case_id: int, today: date) -> list[Check]:
    latest = renewable(session, case_id, today)
    return [overlapping(latest.signed, ends(latest), today)] if latest and latest.signed else []


def new_agreement(
    session: Session, actor: SignedIn, case: Case, how: str, follows: Agreement | None, now: datetime
) -> Agreement:
    """An agreement that begins to be written, not yet added to the session."""
    return Agreement(
        case_id=case.id, person_id=case.person_id, number=next_number(session, Agreement, case.person_id), origin=how,
        follows=follows, written_at=now, staff_id=actor.id, saved_at=now, interim=False, guardian_signed=False)


def take_over(session: Session, agreement: Agreement, said: Written) -> None:
    """Write down what an agreement says; its duties keep their places, the client's first.

    They come from strategies of this case and from duties of the agreement before, or from nothing.
    """
    for name in _SAID:
        setattr(agreement, name, getattr(said, name))
    told = _with_own_sources(session, agreement, sorted(said.duties, key=lambda duty: duty.side != "client"))
    del agreement.duties[len(told):]
    for position, duty in enumerate(told):
        if position == len(agreement.duties):
            agreement.duties.append(AgreementDuty(position=position))
        for name, value in vars(duty).items():
            setattr(agreement.duties[position], name, value)


def _with_own_sources(session: Session, agreement: Agreement, told: Sequence[DutyTold]) -> list[DutyTold]:
    strategies = set(session.scalars(select(Strategy.id).where(Strategy.case_id == agreement.case_id)))
    before = {duty.id for duty in agreement.follows.duties} if agreement.follows else set()
    return [replace(one, strategy_id=one.strategy_id if one.strategy_id in strategies else None,
                    carried_from_id=one.carried_from_id if one.carried_from_id in before else None) for one in told]


def unsigned(session: Session, case_id: int, agreement_id: int) -> Agreement:
    """An agreement that is being written, locked; Refused where it no longer is."""
    agreement = _locked(session, case_id, agreement_id)
    if agreement.signed is not None:
        raise Refused(None, f"Die Vereinbarung ist seit dem {german(agreement.signed)} unterschrieben und bleibt, wie "
                            "sie ist. Sie lässt sich berichtigen.")
    if agreement.dropped is not None:
        raise Refused(None, _GONE)
    return agreement


def signed_one(session: Session, case_id: int, agreement_id: int) -> Agreement:
    """A signed agreement, locked; Refused where it is not signed."""
    agreement = _locked(session, case_id, agreement_id)
    if agreement.signed is None:
        raise Refused(None, "Diese Vereinbarung ist nicht unterschrieben.")
    return agreement


def _locked(session: Session, case_id: int, agreement_id: int) -> Agreement:
    rows = select(Agreement).where(Agreement.id == agreement_id, Agreement.case_id == case_id)
    return session.scalars(rows.with_for_update(of=Agreement).execution_options(populate_existing=True)).one()


def _complete(session: Session, agreement: Agreement | None, day: date, seen: int | None) -> Agreement:
    """An agreement that can be printed: not signed, as it was seen, lacking nothing that blocks."""
    if agreement is None or agreement.signed or agreement.dropped:
        raise Refused(None, _GONE)
    if seen is not None:
        not_overtaken(agreement, seen, agreement.staff, agreement.saved_at)
    refuse_by(agreement_checks(at_hand(session, agreement, day)))
    return agreement


def journal(
    session: Session, actor: SignedIn, agreement: Agreement, what: dict[str, object], now: datetime, origin: str
) -> None:
    """Journal a deed on an agreement; what was agreed stands in the file alone."""
    detail = {"agreement": agreement.number, **what}
    append([Deed("write", "agreements", actor.id, origin, agreement.person_id, detail)], now, session)


def _values(agreement: Agreement) -> dict[str, Any]:
    """What an agreement says, its duties as one."""
    duties = [tuple(getattr(duty, name) for name in _OF_DUTY) for duty in agreement.duties]
    return {name: getattr(agreement, name) for name in _SAID} | {"duties": duties}


def _told(before: dict[str, Any], after: dict[str, Any]) -> dict[str, object]:
    """Field → what it was and is, for those that differ; of texts and duties that they changed."""
    differing = [name for name, value in after.items() if before[name] != value]
    return {name: "geändert" if name in _TEXTS else [str(before[name]), str(after[name])] for name in differing}
