"""The intake held: everything that comes out of it in one deed, and who is told (HK 3, 6.2, 6.3)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, Category, Instruction, Intake, Staff, TargetGroup
from fm.queries.accounts import SignedIn
from fm.queries.barriers import open_barriers
from fm.queries.consultation import (
    Standing,
    first_consultation_from,
    standing,
)
from fm.queries.facts import facts_of, rule_settings
from fm.rules.calendar import german
from fm.rules.checks import IntakeAtHand, intake_checks
from fm.rules.intake_outcome import IntakeOutcome, handover_after, outcome_faults
from fm.rules.responsibility import is_youth, responsible_stream
from fm.rules.vocabulary import INTAKE_RESULTS, SPECIAL_STREAMS, YOUTH_STREAMS
from fm.transactions import writing
from fm.usecases.consultation import kept_intake
from fm.usecases.deadlines import refresh
from fm.usecases.entries import begun, lock_open_case, next_number
from fm.usecases.inviting import settle_appointment
from fm.usecases.journal import Deed, append
from fm.usecases.moving import keep_preparations
from fm.usecases.outcome import noticing
from fm.usecases.profile import next_version, target_named
from fm.usecases.refusals import Fault, Refused
from fm.usecases.responsibility import assign
from fm.usecases.telling import tell, with_role


def hold_intake(actor: SignedIn, case_id: int, outcome: IntakeOutcome, now: datetime, origin: str) -> str:
    """Record an intake with its binding result; returns which deadlines that settled.

    The benefits clerks of the branch learn the result and the future case manager (HK 6.2), who learns of a new client
    (HK 6.3). Refused with every reason at its field, and nothing kept.
    """
    with writing() as session, noticing(session, case_id) as settled:
        case = lock_open_case(session, case_id)
        intake = kept_intake(session, case)
        manager = _refuse(session, standing(session, case), outcome, now.date())
        _record(session, actor, case, intake, outcome)
        _entries(session, actor, case, outcome, now)
        settle_appointment(session, actor, case, now, origin, outcome.day)
        follows, before = proposed_handover(session, case, outcome), case.case_manager_id
        taken = follows != "to_market_ready" and case.stream is None
        if taken:
            _take_charge(session, actor, case, outcome, manager)
        refresh(session, [case_id])
        _tell_clerks(session, actor, case, outcome, manager, now)
        if (before != manager.id) if taken else follows:
            _tell_manager(session, actor, case, outcome, manager, taken, now)
        append([Deed("write", "intake", actor.id, origin, case.person_id, _detail(outcome))], now, session)
    return settled.sentence


def proposed_handover(session: Session, case: Case, outcome: IntakeOutcome) -> str | None:
    """The kind of handover that follows from an outcome, if any."""
    school = standing(session, case).school
    new_manager = None not in (case.case_manager_id, outcome.manager_id) and case.case_manager_id != outcome.manager_id
    return handover_after(
        outcome, case.person.born, case.groups, school.type if school else None, case.stream, new_manager)


def at_hand(stand: Standing, outcome: IntakeOutcome) -> IntakeAtHand:
    """The intake as the checks look at it before an outcome is recorded."""
    pupil = outcome.target_group == "pupil" if outcome.target_group else stand.pupil(outcome.day)
    return replace(
        stand.at_hand(outcome.day), day=outcome.day, pupil=pupil, instructed=outcome.instructed, result=outcome.result,
        cost_form=outcome.cost_form,
        guardians_invited=outcome.guardians_invited or stand.intake.guardians_invited is not None)


def _refuse(session: Session, stand: Standing, outcome: IntakeOutcome, today: date) -> Staff:
    """The future case manager of an outcome that can be recorded; Refused for any other."""
    seen, begins = at_hand(stand, outcome), begun(session, stand.case)
    taken = [barrier.rank for barrier in open_barriers(session, stand.case.id) if barrier.rank is not None]
    found = [Fault(*fault) for fault in outcome_faults(outcome, seen, begins, today, taken)]
    found += [Fault(check.field, check.sentence) for check in intake_checks(seen) if check.blocks]
    found += _wrong_day(session, stand, outcome)
    manager = session.get(Staff, outcome.manager_id) if outcome.manager_id else None
    found += _wrong_manager(stand.case, outcome, manager)
    if found or manager is None:
        raise Refused.many(found)
    return manager


def _wrong_day(session: Session, stand: Standing, outcome: IntakeOutcome) -> list[Fault]:
    """Whether the talk can have taken place on that day, as far as is known."""
    held, missed, day = stand.intake.held, stand.intake.missed, outcome.day
    if held:
        return [Fault("tag", f"Die Einstiegsberatung wurde schon am {german(held)} durchgeführt.")]
    if stand.intake.result:
        return [Fault("tag", "Die Inhalte der Einstiegsberatung sind schon nachgeholt.")]
    if outcome.made_up and (missed is None or first_consultation_from(session, stand.case.id, day) != day):
        return [Fault("tag", "Für diesen Tag ist kein Erstgespräch nach versäumter Einstiegsberatung vermerkt.")]
    if missed and day < missed:
        return [Fault("tag", f"Das Datum liegt vor dem versäumten Termin am {german(missed)}.")]
    return []


def _wrong_manager(case: Case, outcome: IntakeOutcome, manager: Staff | None) -> list[Fault]:
    """Whether the colleague named may look after the client in future (HK 3, 6.3)."""
    if manager is None or not manager.active:
        return [Fault("zustaendig", "Bitte nennen, wer künftig zuständig ist.")]
    if not frozenset(SPECIAL_STREAMS).isdisjoint(case.groups):
        return []
    if is_youth(case.person.born, outcome.day):
        if YOUTH_STREAMS.isdisjoint(manager.streams):
            return [Fault("zustaendig", "Unter 25-Jährige betreuen nur Fallmanagement U25 und Berufsberatung.")]
    elif outcome.result == "A" and "market_ready" not in manager.streams:
        return [Fault("zustaendig", "Erwachsene mit Ergebnis A gehen an das arbeitsmarktnahe Fallmanagement.")]
    return []


def _record(session: Session, actor: SignedIn, case: Case, intake: Intake, outcome: IntakeOutcome) -> None:
    """What the intake itself keeps; contents made up for do not make it held."""
    if not outcome.made_up:
        intake.held = outcome.day
    intake.result, intake.future_manager_id = outcome.result, outcome.manager_id
    intake.instruction_omitted = None if outcome.instructed else outcome.omitted
    if outcome.cost_form:
        intake.cost_form = intake.cost_form or outcome.day
    if outcome.guardians_invited:
        intake.guardians_invited = intake.guardians_invited or outcome.day
    given = select(Instruction.id).where(Instruction.person_id == case.person_id, Instruction.day == outcome.day)
    if outcome.instructed and session.scalar(given) is None:
        session.add(Instruction(case_id=case.id, person_id=case.person_id, day=outcome.day))


def _entries(session: Session, actor: SignedIn, case: Case, outcome: IntakeOutcome, now: datetime) -> None:
    """What the intake begins: category, target group, profile, barriers."""
    if outcome.settled_category:
        _add(session, case, Category, begins=outcome.day, category=outcome.settled_category, obstacle=outcome.obstacle,
             obstacle_ends=outcome.obstacle_ends)
    if outcome.target_group:
        _add(session, case, TargetGroup, begins=outcome.day, target_group=outcome.target_group)
    if outcome.target or outcome.strengths or outcome.goal:
        _begin_profile(session, actor, case, outcome, now)
    for told in outcome.barriers:
        _add(session, case, Barrier, area=told.area, name=told.name, rank=told.rank, state="erkannt",
             recognised=outcome.day, sensitive=told.sensitive)


def _begin_profile(session: Session, actor: SignedIn, case: Case, outcome: IntakeOutcome, now: datetime) -> None:
    """The first profile, or the version that begins where that taken over from the case before ends."""
    profile = next_version(session, actor, case, outcome.day, now)
    if outcome.target:
        profile.target, profile.target_code = target_named(session, outcome.target)
    profile.strengths = outcome.strengths or profile.strengths
    profile.goal = outcome.goal or profile.goal


def _add(session: Session, case: Case, kind: Any, **values: object) -> None:
    number = next_number(session, kind, case.person_id)
    session.add(kind(case_id=case.id, person_id=case.person_id, number=number, **values))
    session.flush()


def _take_charge(
    session: Session, actor: SignedIn, case: Case, outcome: IntakeOutcome, manager: Staff
) -> None:
    """With the intake the case comes to its stream, where nobody had it yet."""
    facts = facts_of(session, [case.id])[case.id]
    stream = responsible_stream(facts, outcome.day, rule_settings(session)).stream
    assign(session, case, manager.id, stream, outcome.day, "Zuweisung nach der Einstiegsberatung", actor)
    keep_preparations(session, [(manager.id, case.id)])


def _tell_clerks(
    session: Session, actor: SignedIn, case: Case, outcome: IntakeOutcome, manager: Staff, now: datetime
) -> None:
    number = case.person.number
    clerks = with_role(session, "benefits_clerk", case.person.branch_id)
    text = (f"{number}: Einstiegsberatung am {german(outcome.day)}, Ergebnis {_result(outcome)}. "
            f"Künftig zuständig: {manager.name}.")
    tell(session, clerks, text, now, case.person_id, f"/kunden/{number}/einstieg", but=actor)


def _tell_manager(
    session: Session, actor: SignedIn, case: Case, outcome: IntakeOutcome, manager: Staff, taken: bool, now: datetime
) -> None:
    """Who was named is in charge now, or learns that the handover to them is still to come (HK 6.3)."""
    number = case.person.number
    text = f"{number}: Nach der Einstiegsberatung am {german(outcome.day)} ({_result(outcome)}) sind Sie "
    if taken:
        tell(session, [manager.id], f"{text}zuständig.", now, case.person_id, f"/kunden/{number}", but=actor)
        return
    until = f" Bis dahin ist {case.case_manager.name} zuständig." if case.case_manager else ""
    text += ("als künftig zuständig benannt. Die Übergabe an Sie steht noch aus; sobald sie vorbereitet ist, steht sie "
             f"unter „Übergaben“, und Sie lesen die Akte.{until}")
    tell(session, [manager.id], text, now, case.person_id, "/uebergaben?liste=an-mich", but=actor)


def _result(outcome: IntakeOutcome) -> str:
    return INTAKE_RESULTS[outcome.result or ""]


def _detail(outcome: IntakeOutcome) -> dict[str, object]:
    """What the journal keeps of an outcome: what was set; texts and barriers stand in the file itself."""
    set_to = {
        "made_up" if outcome.made_up else "held": outcome.day.isoformat(), "result": outcome.result,
        "category": outcome.settled_category, "target_group": outcome.target_group, "instructed": outcome.instructed,
        "cost_form": outcome.cost_form, "future_manager": outcome.manager_id, "barriers": len(outcome.barriers),
    }  # fmt: skip
    return {"what": {name: [None, value] for name, value in set_to.items()}}
