"""The benefits file on its way through the house, and serious changes in running benefit."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, Numbered, OfCase, among, entry_of_case, of_case, reference
from fm.models.case import Application
from fm.models.organisation import Staff
from fm.rules.vocabulary import BENEFIT_CHANGES, CIRCULATION_STATIONS


class Circulation(OfCase, Base):
    """The circulation of a benefits file after a decision; over once `closed_at` is set."""

    __tablename__ = "circulation"
    __table_args__ = of_case(
        Index("ix_circulation_running", "person_id", sqlite_where=text("closed_at IS NULL"),
              postgresql_where=text("closed_at IS NULL")))

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = reference("staff")
    closed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    stations: Mapped[list["CirculationStation"]] = relationship(
        cascade="all, delete-orphan", order_by="CirculationStation.position")


class CirculationStation(Numbered, Base):
    """A stop of the file: whose desk, in since when, out when; without a person it is for anybody in that role.

    A stop that was passed over has a reason for it and no day of arrival.
    """

    __tablename__ = "circulation_station"
    __table_args__ = (UniqueConstraint("circulation_id", "position"), among("station", CIRCULATION_STATIONS))

    circulation_id: Mapped[int] = reference("circulation", index=False)
    position: Mapped[int]
    station: Mapped[str]
    staff_id: Mapped[int | None] = reference("staff")
    received_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    skipped_reason: Mapped[str | None]

    staff: Mapped[Staff | None] = relationship()


class BenefitChange(Entry, Base):
    """A serious change in running benefit, told to the case manager."""

    __tablename__ = "benefit_change"
    __table_args__ = entry_of_case(among("kind", BENEFIT_CHANGES))

    day: Mapped[date]
    kind: Mapped[str]
    text: Mapped[str | None]
    staff_id: Mapped[int] = reference("staff")
