"""Appointments with clients, the half hours of colleagues' days they take, and when clients cannot come."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, Numbered, among, entry_of_case, reference
from fm.models.case import ContactNote, Invitation
from fm.models.organisation import Staff
from fm.models.person import Person
from fm.rules.vocabulary import APPOINTMENT_PURPOSES, APPOINTMENT_STATES


class Meeting(Numbered, Base):
    """A time and a place at which one or several clients meet one or several colleagues."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    place: Mapped[str | None]


class BookedSlot(Base):
    """A half hour of a colleague's day, given to one meeting: the key lets nobody give it twice."""

    __tablename__ = "booked_slot"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = reference("meeting")


class Appointment(Entry, Base):
    """One client's part in a meeting: with whom, what for, whether they came; the invitation to it, the note of it.

    A joint appointment of a household is several rows with one meeting.
    """

    __tablename__ = "appointment"
    __table_args__ = entry_of_case(among("purpose", APPOINTMENT_PURPOSES), among("state", APPOINTMENT_STATES))

    meeting_id: Mapped[int] = reference("meeting")
    staff_id: Mapped[int] = reference("staff")
    purpose: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    important_reason: Mapped[str | None]
    invitation_id: Mapped[int | None] = reference("invitation")
    contact_note_id: Mapped[int | None] = reference("contact_note")

    meeting: Mapped[Meeting] = relationship()
    staff: Mapped[Staff] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="foreign(Appointment.person_id) == Person.id", viewonly=True)
    invitation: Mapped[Invitation | None] = relationship()
    contact_note: Mapped[ContactNote | None] = relationship()


class BusyHours(Numbered, Base):
    """Hours of the week in which a client works or is at school; weekday 0 is Monday."""

    __tablename__ = "busy_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 4", name="weekday"),
        CheckConstraint("ends > begins", name="ends_after_begins"),
    )

    person_id: Mapped[int] = reference("person")
    weekday: Mapped[int]
    begins: Mapped[time]
    ends: Mapped[time]
