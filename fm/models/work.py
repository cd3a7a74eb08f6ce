"""What people have in hand: drafts, messages, saved views, and files opened by breaking the glass."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from fm.models.base import Base, Numbered, reference
from fm.models.organisation import Staff
from fm.models.person import Person


class Draft(Numbered, Base):
    """Text typed into a form and not yet saved; `key` names the form, `content` is JSON."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("staff_id", "key"),)

    staff_id: Mapped[int] = reference("staff", index=False)
    key: Mapped[str]
    content: Mapped[str]
    saved_at: Mapped[datetime]


class Message(Numbered, Base):
    """What the program told somebody, with an address of this program to go to."""

    __tablename__ = "message"

    staff_id: Mapped[int] = reference("staff")
    person_id: Mapped[int | None] = reference("person")
    text: Mapped[str]
    link: Mapped[str | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()


class SavedView(Numbered, Base):
    """A filter of the list of clients under a name of one's own; `query` is the address's query part."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    staff_id: Mapped[int] = reference("staff", index=False)
    name: Mapped[str]
    query: Mapped[str]


class BreakGlass(Numbered, Base):
    """A file opened with a reason by somebody outside the case; open to the end of `day`."""

    __tablename__ = "break_glass"
    __table_args__ = (Index(None, "staff_id", "person_id", "day"),)

    staff_id: Mapped[int] = reference("staff", index=False)
    person_id: Mapped[int] = reference("person")
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    day: Mapped[date]

    staff: Mapped[Staff] = relationship()
    person: Mapped[Person] = relationship()
