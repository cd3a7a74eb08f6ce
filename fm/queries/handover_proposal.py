"""What a handover is filled with before anybody types: all that is known already."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Agreement, Case, Person, PlacementStep
from fm.queries.barriers import KnownBarrier
from fm.queries.profile import current_profile
from fm.queries.terms import office_term
from fm.rules.barrier_order import RESOLVED
from fm.rules.calendar import german
from fm.rules.handover_checks import HandoverAtHand
from fm.rules.load import Colleague, propose


def proposal(
    session: Session, handover: HandoverAtHand, candidates: Sequence[tuple[str, Colleague]], case_id: int,
    barriers: Sequence[KnownBarrier],
) -> dict[str, Any]:
    """The fields of a new handover, by name: receiver with the lowest load, occasion, language, papers, proofs kept."""
    person = session.scalars(select(Person).join(Case, Case.person_id == Person.id).where(Case.id == case_id)).one()
    resolved = {f"barrier_{one.id}": _proof(one) for one in barriers if one.state == RESOLVED and one.resolved}
    return {
        **resolved, "to_staff_id": propose([one for _, one in candidates]).staff_id,
        "reasons": _reasons(handover) or _assessed(session, handover, case_id),
        "special_points": f"Sprache: {person.language}" if person.language else "",
        "papers": "\n".join(_papers(session, case_id)),
    }


def _proof(barrier: KnownBarrier) -> str:
    """When a barrier was resolved, and what was recorded of it then."""
    assert barrier.resolved
    said = next((step.text for step in reversed(barrier.steps) if step.state == RESOLVED and step.text), "")
    return f"Erfolgreich erledigt am {german(barrier.resolved)}. {said}".strip()


def _reasons(handover: HandoverAtHand) -> str:
    """The occasion where the kind alone says it."""
    case = handover.case
    if handover.kind == "adult":
        return f"Vollendung des 25. Lebensjahres; 25. Geburtstag am {german(case.history.twenty_five)}."
    if handover.kind == "pupil" and case.facts.school.leaves:
        return f"Ende der Schulzeit am {german(case.facts.school.leaves)}."
    if handover.kind == "special_school":
        return "Förderschule: Nach der Einstiegsberatung betreut das Fallmanagement U25 (HK 5.2.1)."
    if handover.kind == "to_market_ready" and handover.result_a and not case.consulted:
        return "Verbindliche Festlegung in der Einstiegsberatung: arbeitsmarktnah (A) (HK 6.3)."
    return ""


def _assessed(session: Session, handover: HandoverAtHand, case_id: int) -> str:
    """The reasons of the assessment that leads out of the market-ready stream; others are left to who decides."""
    if handover.kind != "to_market_distant":
        return ""
    reasons = select(PlacementStep.text).where(
        PlacementStep.case_id == case_id, PlacementStep.kind == "assessment",
        PlacementStep.result == "to_market_distant", PlacementStep.day == handover.case.assessed)
    return session.scalar(reasons.order_by(PlacementStep.number.desc()).limit(1)) or ""


def _papers(session: Session, case_id: int) -> list[str]:
    profile = current_profile(session, case_id)
    agreement = session.scalar(select(Agreement.signed).where(
        Agreement.case_id == case_id, Agreement.signed.is_not(None)).order_by(
        Agreement.signed.desc()).limit(1))  # fmt: skip
    named = (("profile", profile and profile.valid_from), ("agreement", agreement))
    return [f"{office_term(session, key, day).name} vom {german(day)}" for key, day in named if day]
