"""What a case has once around jobs, made one of two: the wish, the running offer, the proposal of a job.

What stands in the kept file stays; the other fills its gaps. Who suits which job is found anew at night.
"""

from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fm.models import JobMatch, JobWish, Offer, Proposal

_OF_WISH = ("kind", "mobility", "from_day", "note")
_OF_PROPOSAL = (
    "reported_on", "report", "told_on", "told_by", "told_by_staff_id", "document_id", "follow_up_on", "note")


def combine_jobs(session: Session, case_id: int, target_id: int, today: date) -> None:
    """Make room in the case that is kept for what the other one brings along."""
    session.execute(delete(JobMatch).where(JobMatch.case_id == case_id))
    wish, other = (session.scalar(select(JobWish).where(JobWish.case_id == id)) for id in (target_id, case_id))
    if wish and other:
        _join(session, wish, other, _OF_WISH)
    offered, again = (session.scalar(select(Offer).where(Offer.case_id == id, Offer.ended.is_(None)))
                      for id in (target_id, case_id))  # fmt: skip
    if offered and again:
        again.ended = max(again.day, today)
    _combine_proposals(session, case_id, target_id)
    session.flush()


def _combine_proposals(session: Session, case_id: int, target_id: int) -> None:
    kept = {row.job_id: row for row in session.scalars(select(Proposal).where(Proposal.case_id == target_id))}
    for other in session.scalars(select(Proposal).where(Proposal.case_id == case_id, Proposal.job_id.in_(kept))).all():
        proposal = kept[other.job_id]
        if proposal.answer == "open":
            proposal.answer, proposal.answered_on = other.answer, other.answered_on
        proposal.found_on = min(proposal.found_on, other.found_on)
        _join(session, proposal, other, _OF_PROPOSAL)


def _join(session: Session, kept: Any, other: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
    session.delete(other)
