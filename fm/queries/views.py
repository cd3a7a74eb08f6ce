"""Reading saved views."""

from sqlalchemy import Integer, Row, bindparam, select
from sqlalchemy.orm import Session

from fm.models import SavedView
from fm.queries.direct import direct
from fm.queries.folding import folded

_VIEWS = (
    select(SavedView.id, SavedView.name, SavedView.query).where(SavedView.staff_id == bindparam("staff", type_=Integer))
    .order_by(folded(SavedView.name), SavedView.name)
)  # fmt: skip


def views_of(session: Session, staff_id: int) -> list[Row[tuple[int, str, str]]]:
    """Id, name and query of the views somebody has saved, by name."""
    return list(direct(session).execute(_VIEWS, {"staff": staff_id}))
