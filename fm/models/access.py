"""Who is logged in, and who failed to."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import FOLDED, Base, Numbered, reference
from fm.models.organisation import Staff


class LoginSession(Numbered, Base):
    """A login, known to the server by the hash of its token; over once `ended_at` is set."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[int] = reference("staff")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship()


class LoginFailure(Numbered, Base):
    """A failed login under a folded name, also one that nobody has: counted for the growing pause."""

    __tablename__ = "login_failure"
    __table_args__ = (Index(None, "login_folded", "failed_at"),)

    login_folded: Mapped[str] = mapped_column(FOLDED)
    failed_at: Mapped[datetime]
