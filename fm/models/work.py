"""What people have in hand: drafts, forms sent, messages and their e-mails, saved views, and files opened by breaking
the glass.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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


class FormKey(Base):
    """A form that was sent and saved; sending it again leads to `location` and saves nothing."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = reference("staff")
    used_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str | None]


class OutboxMail(Numbered, Base):
    """An e-mail that says there is a message; it waits here until it is sent."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index("ix_outbox_mail_due", "next_attempt_at", sqlite_where=text("sent_at IS NULL"),
              postgresql_where=text("sent_at IS NULL")),
    )

    message_id: Mapped[int] = reference("message")
    address: Mapped[str]
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    message: Mapped[Message] = relationship()


class SavedView(Numbered, Base):
    """A filter of the list of clients under a name of one's own; `query` is the address's query part."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    staff_id: Mapped[int] = reference("staff", index=False)
    name: Mapped[str]
    query: Mapped[str]


class CalendarFeed(Base):
    """A colleague's calendar as a subscription under a secret address, of which only the SHA-256 is kept."""

    __tablename__ = "calendar_feed"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]


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
