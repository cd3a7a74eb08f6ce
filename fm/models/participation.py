"""Who takes part in measures, from the proposal to the result, and the case conferences about it (HK 6.8, 7.1)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, Numbered, Versioned, among, entry_of_case, ordered, reference
from fm.models.measure import Measure, MeasureSite
from fm.models.organisation import Staff
from fm.models.person import Person
from fm.models.plan import Strategy
from fm.models.profile import Barrier
from fm.rules.catalogue import (
    ABSENCES,
    BREAK_OFF_REASONS,
    CONFERENCE_OCCASIONS,
    CONFERENCE_SIDES,
    CONFERENCE_STATES,
    RESULTS,
    UNDER_WAY,
)
from fm.rules.vocabulary import BARRIER_STATES, PARTICIPATION_STATES

_UNDER_WAY = ", ".join(f"'{state}'" for state in UNDER_WAY)
_ONCE = text(f"status IN ({_UNDER_WAY}) AND NOT taken_over")


class Participation(Versioned, Entry, Base):
    """A client's place in a measure, from the proposal to its end and result; with the case conference or its waiver.

    It holds its place from `begins` to `ends`, or to the day of breaking off, as soon as it is reserved or allocated.
    The database refuses more of them than there are places, on every day. Where an import took them over from the
    former system (`taken_over`) their places were given elsewhere: they count, and are not refused. Waiting ones stand
    in the order of `waiting_rank`; those taken over have none and stand first.
    """

    __tablename__ = "participation"
    __table_args__ = entry_of_case(
        among("status", PARTICIPATION_STATES),
        among("broken_off_reason", BREAK_OFF_REASONS),
        among("result", RESULTS),
        ordered("begins", "ends"),
        CheckConstraint("status <> 'reserved' OR reserved_until IS NOT NULL", name="end_of_reservation"),
        ForeignKeyConstraint(["site_id", "measure_id"], ["measure_site.id", "measure_site.measure_id"]),
        Index("ix_participation_of_measure", "measure_id", "status"),
        Index("uq_participation_once", "measure_id", "person_id", unique=True, sqlite_where=_ONCE,
              postgresql_where=_ONCE),
    )

    measure_id: Mapped[int] = reference("measure", index=False)
    site_id: Mapped[int | None] = mapped_column(index=True)
    status: Mapped[str]
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    broken_off: Mapped[date | None]
    broken_off_reason: Mapped[str | None]
    broken_off_note: Mapped[str | None]
    conference: Mapped[date | None]
    conference_waived: Mapped[date | None]
    conference_waived_reason: Mapped[str | None]
    strategy_id: Mapped[int | None] = reference("strategy")
    reason: Mapped[str | None]
    proposed_on: Mapped[date | None]
    staff_id: Mapped[int | None] = reference("staff")
    reserved_until: Mapped[date | None]
    reminded_on: Mapped[date | None]
    waiting_since: Mapped[datetime | None]
    waiting_rank: Mapped[int | None]
    allocated_on: Mapped[date | None]
    allocated_by_id: Mapped[int | None] = reference("staff")
    consent_on: Mapped[date | None]
    document_id: Mapped[int | None] = reference("document")
    result: Mapped[str | None]
    result_text: Mapped[str | None]
    result_on: Mapped[date | None]
    result_by_id: Mapped[int | None] = reference("staff")
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]
    taken_over: Mapped[bool] = mapped_column(default=False, server_default=false())

    measure: Mapped[Measure] = relationship(foreign_keys=measure_id)
    site: Mapped[MeasureSite | None] = relationship(
        primaryjoin="foreign(Participation.site_id) == MeasureSite.id", viewonly=True)
    strategy: Mapped[Strategy | None] = relationship()
    staff: Mapped[Staff | None] = relationship(foreign_keys=staff_id)
    allocated_by: Mapped[Staff | None] = relationship(foreign_keys=allocated_by_id)
    person: Mapped[Person] = relationship(
        primaryjoin="foreign(Participation.person_id) == Person.id", viewonly=True)
    absences: Mapped[list["Absence"]] = relationship(
        cascade="all, delete-orphan", order_by="(Absence.begins, Absence.id)")
    conferences: Mapped[list["Conference"]] = relationship(
        order_by="(Conference.day, Conference.number)", viewonly=True)


class WaitingMove(Numbered, Base):
    """Somebody on a waiting list was put elsewhere in it, with the reason."""

    __tablename__ = "waiting_move"

    participation_id: Mapped[int] = reference("participation")
    moved_at: Mapped[datetime]
    staff_id: Mapped[int] = reference("staff")
    from_position: Mapped[int]
    to_position: Mapped[int]
    reason: Mapped[str]

    staff: Mapped[Staff] = relationship()


class Absence(Numbered, Base):
    """Days on which a participant did not come, from the first to the last."""

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("participation_id", "begins"), among("kind", ABSENCES), ordered("begins", "ends"))

    participation_id: Mapped[int] = reference("participation", index=False)
    begins: Mapped[date]
    ends: Mapped[date]
    kind: Mapped[str]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]


class Conference(Versioned, Entry, Base):
    """A case conference about a participation: planned, then held with its protocol, or called off (HK 6.8).

    `guests` and `took_part` name people line by line. `consent` says that the client agreed to outsiders being told.
    What of it was taken into profile and plan stands there, and here with its day. Printed are the file's own protocol
    (`document_id`), the letters of invitation, and the copy without barriers that is handed on.
    """

    __tablename__ = "conference"
    __table_args__ = entry_of_case(
        among("occasion", CONFERENCE_OCCASIONS), among("state", CONFERENCE_STATES),
        CheckConstraint("state <> 'held' OR day IS NOT NULL", name="day_it_was_held"))

    participation_id: Mapped[int] = reference("participation")
    occasion: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", server_default="planned")
    planned_at: Mapped[datetime | None]
    place: Mapped[str | None]
    guests: Mapped[str | None]
    invited_on: Mapped[date | None]
    day: Mapped[date | None]
    took_part: Mapped[str | None]
    consent: Mapped[bool] = mapped_column(default=False, server_default=false())
    attendance: Mapped[str | None]
    strengths: Mapped[str | None]
    outlook: Mapped[str | None]
    effect: Mapped[str | None]
    next_date: Mapped[date | None]
    distribution: Mapped[str | None]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]
    strengths_taken_on: Mapped[date | None]
    outlook_taken_on: Mapped[date | None]
    outlook_strategy_id: Mapped[int | None] = reference("strategy")
    document_id: Mapped[int | None] = reference("document")
    invitation_id: Mapped[int | None] = reference("document")
    copy_id: Mapped[int | None] = reference("document")

    participation: Mapped[Participation] = relationship()
    staff: Mapped[Staff] = relationship()
    barriers: Mapped[list["ConferenceBarrier"]] = relationship(
        cascade="all, delete-orphan", order_by="ConferenceBarrier.barrier_id")
    tasks: Mapped[list["ConferenceTask"]] = relationship(
        cascade="all, delete-orphan", order_by="ConferenceTask.position")


class ConferenceBarrier(Base):
    """How far a barrier has come, as the conference saw it; it stands in the client's file alone."""

    __tablename__ = "conference_barrier"
    __table_args__ = (among("state", BARRIER_STATES),)

    conference_id: Mapped[int] = reference("conference", index=False, primary_key=True)
    barrier_id: Mapped[int] = reference("barrier", primary_key=True)
    text: Mapped[str]
    state: Mapped[str | None]
    taken_on: Mapped[date | None]

    barrier: Mapped[Barrier] = relationship()


class ConferenceTask(Numbered, Base):
    """Who does what by when, as agreed in a conference; `strategy_id` is the strategy made of it."""

    __tablename__ = "conference_task"
    __table_args__ = (UniqueConstraint("conference_id", "position"), among("side", CONFERENCE_SIDES))

    conference_id: Mapped[int] = reference("conference", index=False)
    position: Mapped[int]
    side: Mapped[str]
    text: Mapped[str]
    due: Mapped[date | None]
    strategy_id: Mapped[int | None] = reference("strategy")
