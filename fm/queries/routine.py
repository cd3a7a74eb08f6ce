"""Job searches, matching meetings and decisions of a case; clients with whom something is recorded together."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, joinedload

from fm.models import Case, Deadline, Person, PlacementStep
from fm.queries.accounts import SignedIn
from fm.queries.relations import LATEST_CASE, related, viewer
from fm.queries.worklist import OPEN

#: What a common entry is about → the streams or target groups it is usually made for.
_USUALLY = {
    "matching": Case.stream == "market_ready",
    "job_search": Case.stream == "market_ready",
    "school_event": Case.target_group == "pupil",
}


def steps_of(session: Session, case_id: int) -> Sequence[PlacementStep]:
    """Everything recorded of placement in a case, the latest first."""
    rows = select(PlacementStep).where(PlacementStep.case_id == case_id).options(joinedload(PlacementStep.staff))
    return session.scalars(rows.order_by(PlacementStep.day.desc(), PlacementStep.number.desc())).all()


def step_of(session: Session, case_id: int, step_id: int) -> PlacementStep | None:
    """One of them; None where the case has no such."""
    return session.scalar(select(PlacementStep).where(PlacementStep.id == step_id, PlacementStep.case_id == case_id))


def usual(session: Session, actor: SignedIn, about: str, today: date) -> list[Row[Any]]:
    """Own clients with whom such an entry is usually made, by name; `due` is when the next of its kind is."""
    standard = {"matching": "NAH5", "job_search": "NAH4"}.get(about)
    due = select(func.min(Deadline.due)).where(Deadline.case_id == Case.id, Deadline.standard == standard, OPEN)
    named = Person.number, Person.surname, Person.given_name, Case.category, Case.last_contact
    next_due = due.correlate(Case).scalar_subquery().label("due")
    rows = select(*named, next_due).join_from(Person, Case, LATEST_CASE).where(
        related({"assigned", "deputised"}), Case.closed.is_(None), Person.merged_into_id.is_(None))
    if about in _USUALLY:
        rows = rows.where(_USUALLY[about])
    return list(session.execute(rows.order_by(Person.sort_name, Person.id), viewer(actor, today)))
