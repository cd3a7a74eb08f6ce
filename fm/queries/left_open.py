"""What a closed case leaves for the next one: the end of the benefit, the profile, barriers still open."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Application, Barrier, Case
from fm.queries.profile import current_profile
from fm.rules.barrier_order import RESOLVED


class LeftOpen(NamedTuple):
    """The last day of benefit as far as it is known, whether there is a profile, and rows of the open barriers."""

    benefit_until: date | None
    has_profile: bool
    barriers: Sequence[Any]


def left_open(session: Session, case_id: int) -> LeftOpen:
    """What the next case can take over from this one."""
    barriers = (
        select(Barrier.id, Barrier.name, Barrier.area, Barrier.sensitive)
        .where(Barrier.case_id == case_id, Barrier.state != RESOLVED)
        .order_by(Barrier.rank.nulls_last(), Barrier.number))
    return LeftOpen(
        benefit_until(session, case_id), current_profile(session, case_id) is not None, session.execute(barriers).all())


def benefit_until(session: Session, case_id: int) -> date | None:
    """The last day of benefit that a case tells of: its closing where benefit was granted, else the one before."""
    case = session.get_one(Case, case_id)
    granted = select(Application.id).where(Application.case_id == case_id, Application.decision == "granted")
    return case.closed if session.scalar(granted.limit(1)) else case.previous_benefit_until
