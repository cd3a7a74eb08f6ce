"""Follow-up consultations led through their four steps, and the applications that clients write (HK 4.1.4)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, OfCase, Versioned, among, entry_of_case, of_case, ordered, reference
from fm.models.case import ContactNote
from fm.models.organisation import Staff
from fm.rules.casework import APPLICATION_RESULTS

_OPEN = text("completed_at IS NULL")


class FollowUp(Versioned, OfCase, Base):
    """A follow-up consultation (Folgegespräch) on its way through the steps; completed it is a note of a contact.

    A case has one at most that is not completed.
    """

    __tablename__ = "follow_up"
    __table_args__ = of_case(
        Index("uq_follow_up_open", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN))

    day: Mapped[date]
    staff_id: Mapped[int] = reference("staff")
    started_at: Mapped[datetime]
    appointment_id: Mapped[int | None] = reference("appointment")
    completed_at: Mapped[datetime | None]
    contact_note_id: Mapped[int | None] = reference("contact_note")

    staff: Mapped[Staff] = relationship()
    contact_note: Mapped[ContactNote | None] = relationship()
    steps: Mapped[list["FollowUpStep"]] = relationship(
        cascade="all, delete-orphan", order_by="FollowUpStep.step")


class FollowUpStep(Versioned, Base):
    """What was said in one of the four steps."""

    __tablename__ = "follow_up_step"
    __table_args__ = (CheckConstraint("step BETWEEN 1 AND 4", name="step"),)

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_up.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    saved_at: Mapped[datetime]
    staff_id: Mapped[int] = reference("staff")

    staff: Mapped[Staff] = relationship()


class OwnApplication(Versioned, Entry, Base):
    """An application that the client wrote: when, where, as what, whether there was an interview, how it came out."""

    __tablename__ = "own_application"
    __table_args__ = entry_of_case(among("result", APPLICATION_RESULTS), ordered("day", "interview"))

    day: Mapped[date]
    employer: Mapped[str]
    occupation: Mapped[str]
    interview: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="open", server_default="open")
    note: Mapped[str | None]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()
