"""A follow-up consultation on its way, and what its checks look at."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Appointment, Case, FollowUp, FollowUpStep, Meeting, PlacementStep
from fm.queries.contacts import last_talk
from fm.rules.consultation_checks import ConsultationAtHand

_OPEN = (
    select(FollowUp).where(FollowUp.case_id == bindparam("case"), FollowUp.completed_at.is_(None))
    .options(joinedload(FollowUp.staff), selectinload(FollowUp.steps).joinedload(FollowUpStep.staff))
)  # fmt: skip


def open_follow_up(session: Session, case_id: int) -> FollowUp | None:
    """The follow-up consultation of a case that is not completed, with what was said in its steps so far."""
    return session.scalar(_OPEN, {"case": case_id})


def begun_appointments(session: Session, case_id: int, until: datetime) -> Sequence[Appointment]:
    """The appointments of a case up to a moment of which nobody has said what became of them, the latest first."""
    return session.scalars(
        select(Appointment).join(Meeting)
        .where(Appointment.case_id == case_id, Appointment.state == "planned", Appointment.purpose != "intake",
               Meeting.starts_at <= until)
        .order_by(Meeting.starts_at.desc(), Appointment.id.desc())
        .options(joinedload(Appointment.meeting), joinedload(Appointment.staff))
    ).all()


def consultation_at_hand(session: Session, follow_up: FollowUp) -> ConsultationAtHand:
    """A follow-up consultation as the checks look at it."""
    category = session.scalar(select(Case.category).where(Case.id == follow_up.case_id))
    return ConsultationAtHand(
        follow_up.day, frozenset(one.step for one in follow_up.steps if one.text), category,
        last_talk(session, follow_up.case_id, follow_up.day), _last_search(session, follow_up.case_id, follow_up.day))


def _last_search(session: Session, case_id: int, day: date) -> date | None:
    return session.scalar(
        select(func.max(PlacementStep.day)).where(
            PlacementStep.case_id == case_id, PlacementStep.kind == "job_search", PlacementStep.day <= day))
