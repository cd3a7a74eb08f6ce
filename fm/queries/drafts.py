"""Reading drafts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Draft


def draft_of(session: Session, staff_id: int, key: str) -> Draft | None:
    """What somebody has typed into the form `key` and not saved."""
    return session.scalar(select(Draft).where(Draft.staff_id == staff_id, Draft.key == key))
