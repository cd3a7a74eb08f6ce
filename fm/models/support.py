"""Support for one client (Förderung), the yearly budgets it is paid from, and a trainee's course (HK 5.2.3, 6.4, 7)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, Numbered, Versioned, among, entry_of_case, ordered, reference
from fm.models.case import Training
from fm.models.organisation import Staff
from fm.rules.catalogue import COURSE_NOTES
from fm.rules.instruments import INSTRUMENTS, SUPPORT_DECISIONS

_EURO = Numeric(12, 2)


class Support(Versioned, Entry, Base):
    """An instrument for one client: form handed out, applied for, decided; amounts in euro.

    `legal_basis` is the one that held on the day it was applied for, or the form handed out.
    """

    __tablename__ = "support"
    __table_args__ = entry_of_case(
        among("instrument", INSTRUMENTS), among("decision", SUPPORT_DECISIONS), ordered("applied", "decided"),
        CheckConstraint("(decision IS NULL) = (decided IS NULL)", name="day_of_decision"),
        CheckConstraint("amount >= 0", name="amount"), CheckConstraint("granted >= 0", name="granted"))

    instrument: Mapped[str]
    legal_basis: Mapped[str]
    purpose: Mapped[str | None]
    handed_out: Mapped[date | None]
    applied: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(_EURO)
    decided: Mapped[date | None]
    decision: Mapped[str | None]
    granted: Mapped[Decimal | None] = mapped_column(_EURO)
    note: Mapped[str | None]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class Budget(Versioned, Numbered, Base):
    """What may be spent on an instrument in a year, in euro."""

    __tablename__ = "budget"
    __table_args__ = (
        UniqueConstraint("year", "instrument"), among("instrument", INSTRUMENTS),
        CheckConstraint("amount >= 0", name="amount"))

    year: Mapped[int]
    instrument: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(_EURO)
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]


class CourseNote(Versioned, Entry, Base):
    """A dated note of the provider liaison about a trainee's course (HK 5.2.3)."""

    __tablename__ = "course_note"
    __table_args__ = entry_of_case(among("kind", COURSE_NOTES))

    training_id: Mapped[int] = reference("training")
    day: Mapped[date]
    kind: Mapped[str]
    text: Mapped[str]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    training: Mapped[Training] = relationship()
    staff: Mapped[Staff] = relationship()


class Alliance(Versioned, Numbered, Base):
    """The alliance before the end of a training (Arbeitsbündnis); its day is the training's (HK 5.2.3, 6.4).

    `partner` works for the employer service, `initiator` is the provider liaison or the case manager.
    """

    __tablename__ = "alliance"
    __table_args__ = (UniqueConstraint("training_id"),)

    training_id: Mapped[int] = reference("training", index=False)
    initiator_id: Mapped[int] = reference("staff")
    partner_id: Mapped[int] = reference("staff")
    note: Mapped[str | None]
    saved_at: Mapped[datetime]

    training: Mapped[Training] = relationship()
    initiator: Mapped[Staff] = relationship(foreign_keys=initiator_id)
    partner: Mapped[Staff] = relationship(foreign_keys=partner_id)
    steps: Mapped[list["AllianceStep"]] = relationship(
        cascade="all, delete-orphan", order_by="AllianceStep.position")


class AllianceStep(Numbered, Base):
    """What somebody of an alliance does by when, and since when it is done."""

    __tablename__ = "alliance_step"
    __table_args__ = (UniqueConstraint("alliance_id", "position"),)

    alliance_id: Mapped[int] = reference("alliance", index=False)
    position: Mapped[int]
    staff_id: Mapped[int | None] = reference("staff")
    text: Mapped[str]
    due: Mapped[date | None]
    done: Mapped[date | None]

    staff: Mapped[Staff | None] = relationship()
