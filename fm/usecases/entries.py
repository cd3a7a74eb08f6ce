"""Adding to a person's file."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models.base import Entry


def next_number(session: Session, kind: type[Entry], person_id: int) -> int:
    """The number of a person's next entry of this kind; whoever adds one has locked the person's case."""
    latest = select(func.coalesce(func.max(kind.number), 0)).where(kind.person_id == person_id)
    return (session.scalar(latest) or 0) + 1
