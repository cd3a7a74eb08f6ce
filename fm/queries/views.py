"""Reading saved views."""

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.models import SavedView


def views_of(session: Session, staff_id: int) -> list[Row[tuple[int, str, str]]]:
    """Id, name and query of the views somebody has saved, by name."""
    columns = (SavedView.id, SavedView.name, SavedView.query)
    return list(session.execute(select(*columns).where(SavedView.staff_id == staff_id).order_by(SavedView.name)))
