"""The catalogue of measures with its places, versions of its entries, and the classification of occupations."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import FOLDED, Base, Numbered, Versioned, among, ordered, reference
from fm.models.organisation import Branch, Staff
from fm.rules.casework import BARRIER_KINDS
from fm.rules.instruments import INSTRUMENTS
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES


class Measure(Versioned, Numbered, Base):
    """A measure of the catalogue; `reviewed_at` is the day its coordinator last called its entry right (HK 7.1).

    With an `instrument` its legal basis is the one of the day; `legal_basis` says more, or all where there is none.
    `entry_any_day` says that one can begin on any day; else the days of `entry_days` are those to begin on.
    """

    __tablename__ = "measure"
    __table_args__ = (
        among("kind", MEASURE_KINDS),
        among("status", MEASURE_STATES),
        among("instrument", INSTRUMENTS),
        ordered("begins", "ends"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    instrument: Mapped[str | None]
    legal_basis: Mapped[str | None]
    provider: Mapped[str | None]
    provider_contact: Mapped[str | None]
    cost_bearer: Mapped[str | None]
    place: Mapped[str | None]
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    entry_any_day: Mapped[bool] = mapped_column(default=False, server_default=false())
    full_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    language: Mapped[str | None]
    coordinator_id: Mapped[int | None] = reference("staff")
    deputy_id: Mapped[int | None] = reference("staff")
    target_groups: Mapped[str | None]
    content: Mapped[str | None]
    outside_contacts: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft", server_default="draft")
    reviewed_at: Mapped[date | None]
    reminded_on: Mapped[date | None]

    coordinator: Mapped[Staff | None] = relationship(foreign_keys=coordinator_id)
    deputy: Mapped[Staff | None] = relationship(foreign_keys=deputy_id)
    sites: Mapped[list["MeasureSite"]] = relationship(
        cascade="all, delete-orphan", order_by="MeasureSite.position")
    places: Mapped[list["MeasurePlaces"]] = relationship(
        cascade="all, delete-orphan", order_by="(MeasurePlaces.begins, MeasurePlaces.id)")
    entry_days: Mapped[list["MeasureEntryDay"]] = relationship(
        cascade="all, delete-orphan", order_by="MeasureEntryDay.day")
    barrier_rows: Mapped[list["MeasureBarrier"]] = relationship(
        cascade="all, delete-orphan", order_by="MeasureBarrier.kind")


class MeasureSite(Numbered, Base):
    """A place of training of a measure. One that is not used any longer is closed from a day on, never removed."""

    __tablename__ = "measure_site"
    __table_args__ = (UniqueConstraint("measure_id", "position"), UniqueConstraint("id", "measure_id"))

    measure_id: Mapped[int] = reference("measure", index=False)
    position: Mapped[int]
    name: Mapped[str]
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    branch_id: Mapped[int | None] = reference("branch")
    closed: Mapped[date | None]

    branch: Mapped[Branch | None] = relationship()


class MeasurePlaces(Numbered, Base):
    """How many places there are from a day on: of a place of training, or of a measure that has none.

    Without an entry that holds on a day the number is not known, and not bounded. The database refuses a number below
    that of the places taken. Who entered the number may take it back: `before` is what it was, None where there was no
    entry of that day.
    """

    __tablename__ = "measure_places"
    __table_args__ = (
        CheckConstraint("places >= 0", name="places"),
        Index("ix_measure_places_of", "measure_id", "site_id", "begins"),
    )

    measure_id: Mapped[int] = reference("measure", index=False)
    site_id: Mapped[int | None] = reference("measure_site")
    begins: Mapped[date]
    places: Mapped[int]
    before: Mapped[int | None]
    staff_id: Mapped[int | None] = reference("staff")
    saved_at: Mapped[datetime | None]

    staff: Mapped[Staff | None] = relationship()


class MeasureEntryDay(Base):
    """A day on which a measure can be begun."""

    __tablename__ = "measure_entry_day"

    measure_id: Mapped[int] = reference("measure", index=False, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class MeasureBarrier(Base):
    """A kind of barrier that a measure works on."""

    __tablename__ = "measure_barrier"
    __table_args__ = (among("kind", BARRIER_KINDS),)

    measure_id: Mapped[int] = reference("measure", index=False, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True, index=True)


class MeasureVersion(Numbered, Base):
    """How an entry of the catalogue stood after it was saved: `content` is JSON."""

    __tablename__ = "measure_version"
    __table_args__ = (UniqueConstraint("measure_id", "number"),)

    measure_id: Mapped[int] = reference("measure", index=False)
    number: Mapped[int]
    content: Mapped[str]
    saved_at: Mapped[datetime]
    staff_id: Mapped[int] = reference("staff")

    staff: Mapped[Staff] = relationship()


class Occupation(Base):
    """An entry of the Klassifikation der Berufe 2010, on one of its five levels."""

    __tablename__ = "occupation"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    title: Mapped[str]
    short_title: Mapped[str]
    search_title: Mapped[str] = mapped_column(FOLDED, index=True)
