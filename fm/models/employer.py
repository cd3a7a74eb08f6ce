"""Employers and their jobs, what clients wish, and what became of bringing both together (HK 4.2, 6.4, 6.5)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import (
    FOLDED,
    Base,
    Entry,
    Numbered,
    OfCase,
    Versioned,
    among,
    entry_of_case,
    of_case,
    ordered,
    reference,
)
from fm.models.case import Case, PlacementStep
from fm.models.organisation import Branch, Staff
from fm.models.person import Person
from fm.rules.jobs import ANSWERS, EXTENTS, JOB_KINDS, JOB_STATES, MOBILITY, TELLING, searchable


class Employer(Versioned, Numbered, Base):
    """An employer; `search_name` is the folded name by which one is found and told apart."""

    __tablename__ = "employer"

    name: Mapped[str]
    search_name: Mapped[str] = mapped_column(FOLDED, unique=True)
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    branch_id: Mapped[int | None] = reference("branch")
    note: Mapped[str | None]

    branch: Mapped[Branch | None] = relationship()
    contacts: Mapped[list["EmployerContact"]] = relationship(
        cascade="all, delete-orphan", order_by="EmployerContact.position")
    notes: Mapped[list["EmployerNote"]] = relationship(
        cascade="all, delete-orphan", order_by="(EmployerNote.day.desc(), EmployerNote.id.desc())")


class EmployerContact(Numbered, Base):
    """Somebody to talk to at an employer's."""

    __tablename__ = "employer_contact"
    __table_args__ = (UniqueConstraint("employer_id", "position"),)

    employer_id: Mapped[int] = reference("employer", index=False)
    position: Mapped[int]
    name: Mapped[str]
    function: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]


class EmployerNote(Versioned, Numbered, Base):
    """A dated note of a talk with an employer; it names no client."""

    __tablename__ = "employer_note"

    employer_id: Mapped[int] = reference("employer")
    day: Mapped[date]
    text: Mapped[str]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


def _search_text(context: DefaultExecutionContext) -> str:
    """What a new job is found by, where whoever enters it does not say so."""
    return searchable(context.get_current_parameters())


class Job(Versioned, Numbered, Base):
    """An open job of the job pool (Stelle); `occupation` is a code of the KldB 2010, loaded or not.

    `search_text` holds its words folded, by which it is found.
    """

    __tablename__ = "job"
    __table_args__ = (
        among("kind", JOB_KINDS), among("state", JOB_STATES), among("extent", EXTENTS),
        ordered("begins", "fixed_until"), Index("ix_job_open", "state", "occupation"))

    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    occupation: Mapped[str | None]
    employer_id: Mapped[int] = reference("employer")
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    begins: Mapped[date | None]
    extent: Mapped[str | None]
    fixed_until: Mapped[date | None]
    requirements: Mapped[str | None]
    contact: Mapped[str | None]
    recorded: Mapped[date]
    state: Mapped[str] = mapped_column(default="offen", server_default="offen")
    kind: Mapped[str]
    search_text: Mapped[str] = mapped_column(FOLDED, default=_search_text, server_default="")
    saved_at: Mapped[datetime]

    employer: Mapped[Employer] = relationship()


class JobWish(Versioned, OfCase, Base):
    """What a client wishes and can do as far as jobs ask for it; a case has one at most.

    `licences` and `extents` are codes with a space between.
    """

    __tablename__ = "job_wish"
    __table_args__ = of_case(
        UniqueConstraint("case_id"), among("mobility", MOBILITY), among("kind", JOB_KINDS))

    kind: Mapped[str | None]
    extents: Mapped[str] = mapped_column(default="", server_default="")
    mobility: Mapped[str | None]
    has_car: Mapped[bool] = mapped_column(default=False, server_default=false())
    licences: Mapped[str] = mapped_column(default="", server_default="")
    from_day: Mapped[date | None]
    note: Mapped[str | None]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class Offer(OfCase, Base):
    """A client whom the case manager offered to the employer service, so that they count as placeable until it ends."""

    __tablename__ = "offer"
    __table_args__ = of_case(
        ordered("day", "ended"),
        Index("uq_offer_running", "case_id", unique=True, sqlite_where=text("ended IS NULL"),
              postgresql_where=text("ended IS NULL")))

    day: Mapped[date]
    reason: Mapped[str | None]
    ended: Mapped[date | None]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class JobMatch(Base):
    """That a client suits an open job, and how well; reckoned anew every night and wherever one of both changes."""

    __tablename__ = "job_match"
    __table_args__ = (
        Index("ix_job_match_of_case", "case_id", "score"), Index("ix_job_match_of_job", "job_id", "score"))

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), primary_key=True)
    score: Mapped[int]
    found_on: Mapped[date]

    job: Mapped[Job] = relationship()
    case: Mapped[Case] = relationship()


class Proposal(Versioned, Entry, Base):
    """A job for a client: found, reported to the employer service, the client told, the answer (HK 4.2, 6.4).

    `found_on` is the day it was found for this client, `told_on` the day the client was told: at once (HK 4.2).
    """

    __tablename__ = "proposal"
    __table_args__ = entry_of_case(
        UniqueConstraint("job_id", "case_id"), among("told_by", TELLING), among("answer", ANSWERS),
        ordered("found_on", "told_on"))

    job_id: Mapped[int] = reference("job", index=False)
    found_on: Mapped[date]
    staff_id: Mapped[int] = reference("staff")
    reported_on: Mapped[date | None]
    report: Mapped[str | None]
    told_on: Mapped[date | None]
    told_by: Mapped[str | None]
    told_by_staff_id: Mapped[int | None] = reference("staff")
    document_id: Mapped[int | None] = reference("document")
    answer: Mapped[str] = mapped_column(default="open", server_default="open")
    answered_on: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    note: Mapped[str | None]
    saved_at: Mapped[datetime]

    job: Mapped[Job] = relationship()
    staff: Mapped[Staff] = relationship(foreign_keys=staff_id)
    told_by_staff: Mapped[Staff | None] = relationship(foreign_keys=told_by_staff_id)
    person: Mapped[Person] = relationship(
        primaryjoin="foreign(Proposal.person_id) == Person.id", viewonly=True)


class MatchingMeeting(Numbered, Base):
    """A matching of employer service and case management, documented; each client discussed has a step of it."""

    __tablename__ = "matching_meeting"

    day: Mapped[date]
    staff_id: Mapped[int] = reference("staff")
    partner_id: Mapped[int | None] = reference("staff")
    text: Mapped[str | None]
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship(foreign_keys=staff_id)
    partner: Mapped[Staff | None] = relationship(foreign_keys=partner_id)


class MatchingJob(Base):
    """A job that was looked at for a client in a matching or a job search."""

    __tablename__ = "matching_job"

    step_id: Mapped[int] = mapped_column(ForeignKey("placement_step.id"), primary_key=True)
    job_id: Mapped[int] = reference("job", primary_key=True)

    step: Mapped[PlacementStep] = relationship()
    job: Mapped[Job] = relationship()
