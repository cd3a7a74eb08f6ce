"""The categories of a case, one entry after the other, and whether one waits for a handover."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fm.models import Category, Deadline


def categories_of(session: Session, case_id: int) -> Sequence[Category]:
    """The entries of a case with who made them, by day; of one day the last stands."""
    return session.scalars(
        select(Category).where(Category.case_id == case_id).order_by(Category.begins, Category.number)
        .options(joinedload(Category.staff))).all()


def handover_due(session: Session, case_id: int) -> bool:
    """Whether a case of category A waits to be handed over to the market-ready case manager (HK 3, 6.3)."""
    rows = select(Deadline.due).where(
        Deadline.case_id == case_id, Deadline.standard == "UEB2", Deadline.outcome == "open")
    return session.scalar(rows.limit(1)) is not None
