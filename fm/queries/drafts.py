"""Reading drafts."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from fm.models import Draft

_DRAFT = select(Draft).where(Draft.staff_id == bindparam("staff"), Draft.key == bindparam("key"))


def draft_of(session: Session, staff_id: int, key: str) -> Draft | None:
    """What somebody has typed into the form `key` and not saved."""
    return session.scalar(_DRAFT, {"staff": staff_id, "key": key})
