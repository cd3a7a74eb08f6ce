"""Renewing an agreement: its duties are judged, it is evaluated, what is open comes over; putting one right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fm.models import Agreement, AgreementDuty, Case, ContactNote
from fm.queries.accounts import SignedIn
from fm.queries.agreement_ground import at_hand, ground_of
from fm.queries.agreements import ends, open_duties, renewable, running
from fm.queries.office import calendar
from fm.rules.agreement_checks import LONGEST, evaluated, q13, q23
from fm.rules.agreement_end import proposed_end
from fm.rules.agreement_proposals import DutyTold, Judged, evaluation_text, proposed_duties
from fm.rules.calendar import german, plus_months
from fm.rules.casework import DUTY_RESULTS, DUTY_SIDES
from fm.rules.contacts import counts, kind_of
from fm.transactions import writing
from fm.usecases.agreements import (
    Written,
    journal,
    new_agreement,
    refuse_beside,
    refuse_by,
    signed_one,
    take_over,
)
from fm.usecases.appointments import free_slots
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number, refuse_impossible
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken

#: How far before the last possible day a free appointment is looked for.
_LOOKED_BACK = timedelta(days=21)


class Judgement(NamedTuple):
    """How a duty was kept, one of DUTY_RESULTS, and why; None takes a judgement back."""

    result: str | None
    why: str | None = None


@dataclass(frozen=True)
class Evaluation:
    """An evaluation on a day, by what means of CONTACT_MEANS, and what else there is to say.

    A contact only where it was talked through with the client; by default it was made from the papers.
    """

    day: date
    means: str = "papers"
    text: str | None = None


def judge(
    actor: SignedIn, case_id: int, agreement_id: int, judgements: Mapping[int, Judgement], now: datetime, origin: str,
    seen: int | None = None,
) -> None:  # fmt: skip
    """Judge duties of a signed agreement (duty id → judgement); the others stay as they are.

    Overtaken where somebody has judged some since version `seen`, where that is given.
    """
    with writing() as session:
        lock_open_case(session, case_id)
        agreement = _not_evaluated(session, case_id, agreement_id, seen)
        _judge(agreement, judgements, now.date())
        journal(session, actor, agreement, {"judged": len(judgements)}, now, origin)


def evaluate(
    actor: SignedIn, case_id: int, agreement_id: int, judgements: Mapping[int, Judgement], said: Evaluation,
    now: datetime, origin: str, draft: str = "", seen: int | None = None,
) -> str:  # fmt: skip
    """Judge what is left and evaluate an agreement; the evaluation stands in the contact notes (HK 4.1.4).

    Every duty has to be judged, and one not wholly kept says why. Returns which deadlines that has met. Overtaken as
    in `judge`.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        agreement = _not_evaluated(session, case_id, agreement_id, seen)
        _judge(agreement, judgements, now.date())
        _refuse_evaluation(session, case, agreement, said, now.date())
        with noticing(session, case_id) as met:
            note = _note(session, actor, case, agreement, said, now)
            agreement.evaluated, agreement.evaluation = said.day, note
            session.flush()
            refresh(session, [case_id])
        drop_draft(actor, draft)
        what: dict[str, object] = {"evaluated": [None, said.day.isoformat()], "note": note.number}
        journal(session, actor, agreement, what, now, origin)
    return met.sentence


def begin_renewal(actor: SignedIn, case_id: int, now: datetime, origin: str) -> int:
    """Begin the next agreement with what is open of the last one and the plan's open strategies; its id.

    Refused with all that is still to be done before: the profile renewed or confirmed (Q23), the last one evaluated.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        refuse_beside(session, case)
        before = renewable(session, case_id, now.date())
        if before is None:
            raise Refused(None, "Es gibt keine Vereinbarung zum Fortschreiben. Bitte eine neue schreiben.")
        agreement = new_agreement(session, actor, case, "renewal", before, now)
        take_over(session, agreement, proposal(session, case, before, now))
        session.add(agreement)
        session.flush()
        found = at_hand(session, agreement, now.date())
        refuse_by([*q13(found), *q23(found), *evaluated(found)])
        journal(session, actor, agreement, {"written": agreement.origin}, now, origin)
        return agreement.id


def begin_correction(
    actor: SignedIn, case_id: int, agreement_id: int, reason: str, now: datetime, origin: str
) -> int:
    """Begin a correction of the agreement that runs, with a reason; its id. The signed one stays as it is."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        refuse_beside(session, case)
        before = signed_one(session, case_id, agreement_id)
        if before.ended or running(session, case_id, now.date()) is not before:
            raise Refused(None, "Berichtigt wird nur die Vereinbarung, die läuft.")
        if not reason.strip():
            raise Refused("grund", "Bitte festhalten, was zu berichtigen ist.")
        agreement = new_agreement(session, actor, case, "correction", before, now)
        agreement.correction_reason = reason
        take_over(session, agreement, Written(
            before.guiding_goal, before.goal_area, ends(before), before.interim, before.other_bodies,
            [_carried(duty) for duty in before.duties]))
        session.add(agreement)
        session.flush()
        refuse_by([*q13(at_hand(session, agreement, now.date()))])
        journal(session, actor, agreement, {"written": agreement.origin}, now, origin)
        return agreement.id


def proposal(session: Session, case: Case, before: Agreement | None, now: datetime) -> Written:
    """What a new agreement begins with: goal, area, end, and duties of both sides from the plan and the one before."""
    today, until = now.date(), _end(session, case, now)
    ground = ground_of(session, case.id, today)
    carried = [_carried(duty) for duty in open_duties(before)] if before else []
    return Written(
        ground.goal_words or (before.guiding_goal if before else None),
        ground.area or (before.goal_area if before else None), until,
        not (ground.profile_complete and ground.plan_complete), before.other_bodies if before else None,
        proposed_duties(ground.open_strategies, carried, today, until, before.valid_until if before else None))


def _end(session: Session, case: Case, now: datetime) -> date:
    """The proposed end: a working day on which the case manager has time for the client."""
    latest = plus_months(now.date(), LONGEST)
    staff = [case.case_manager_id] if case.case_manager_id else []
    free = free_slots(session, staff, latest - _LOOKED_BACK, latest, 60, [case.person_id], now=now)
    return proposed_end(now.date(), calendar(session), {start.date() for start in free} if staff else ())


def _carried(duty: AgreementDuty) -> DutyTold:
    return DutyTold(duty.side, duty.text, duty.how_often, duty.due, duty.proof, duty.strategy_id, duty.id)


def _not_evaluated(session: Session, case_id: int, agreement_id: int, seen: int | None) -> Agreement:
    agreement = signed_one(session, case_id, agreement_id)
    if agreement.evaluated is not None:
        raise Refused(None, f"Diese Vereinbarung ist seit dem {german(agreement.evaluated)} ausgewertet.")
    if seen is not None:
        not_overtaken(agreement, seen)
    return agreement


def _judge(agreement: Agreement, judgements: Mapping[int, Judgement], today: date) -> None:
    duties = {duty.id: duty for duty in agreement.duties}
    for duty_id, said in judgements.items():
        duty = duties.get(duty_id)
        if duty is None or said.result not in (None, *DUTY_RESULTS):
            raise Refused(None, "Diese Pflicht gehört nicht zu der Vereinbarung. Bitte die Seite neu laden.")
        if (duty.judged, duty.judged_why) != (said.result, said.why):
            duty.judged, duty.judged_why = said.result, said.why
            duty.judged_on = today if said.result else None
            judged_anew(agreement)


def judged_anew(agreement: Agreement) -> None:
    """Let the version of an agreement count up: who judges its duties is to see what others said of them."""
    flag_modified(agreement, "saved_at")


def _refuse_evaluation(session: Session, case: Case, agreement: Agreement, said: Evaluation, today: date) -> None:
    refuse_impossible(said.day, today, begun(session, case))
    faults = [Fault(f"pflicht_{duty.id}_ergebnis", f"„{duty.text}“: Wie wurde diese Pflicht erfüllt?")
              for duty in agreement.duties if duty.judged is None]
    faults += [Fault(f"pflicht_{duty.id}_warum", f"„{duty.text}“: Bitte festhalten, warum sie nicht ganz erfüllt ist.")
               for duty in agreement.duties if duty.judged in ("partly", "not") and not duty.judged_why]
    if agreement.signed and said.day < agreement.signed:
        faults.append(Fault("tag", f"Die Vereinbarung wurde erst am {german(agreement.signed)} unterschrieben."))
    if not agreement.duties and not said.text:
        faults.append(Fault("text", "Diese Vereinbarung nennt keine Pflichten. Bitte festhalten, was aus ihr wurde."))
    if faults:
        raise Refused.many(faults)


def _note(
    session: Session, actor: SignedIn, case: Case, agreement: Agreement, said: Evaluation, now: datetime
) -> ContactNote:
    """The note of the evaluation."""
    assert agreement.signed is not None
    duties = [Judged(DUTY_SIDES[duty.side], duty.text, DUTY_RESULTS[duty.judged or "open"], duty.judged_why)
              for duty in agreement.duties]
    note = ContactNote(
        case_id=case.id, person_id=case.person_id, number=next_number(session, ContactNote, case.person_id),
        day=said.day, kind=kind_of("evaluation"), occasion="evaluation", means=said.means,
        counts=counts(said.means), missed=False,
        text=evaluation_text(agreement.signed, duties, said.text), staff_id=actor.id, saved_at=now)
    session.add(note)
    return note
