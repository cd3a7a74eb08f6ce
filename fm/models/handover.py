"""Handovers of a case: prepared, handed over, confirmed; with proofs, queries and deferrals."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, Numbered, OfCase, Versioned, among, entry_of_case, of_case, reference
from fm.models.case import Transfer
from fm.models.organisation import Branch, Staff
from fm.models.person import Person
from fm.models.profile import Barrier
from fm.rules.vocabulary import CATEGORIES, HANDOVER_KINDS, HANDOVER_STATES, STREAMS


class Handover(Versioned, OfCase, Base):
    """A case on its way from one case manager to another.

    Prepared, the receiver already reads the file. On `day` it is handed over: responsibility moves with `transfer`.
    The receiver then confirms. A case has at most one that is being prepared. `category` is the new one that goes with
    it, `assessed_on` the day of the assessment that leads to it.
    """

    __tablename__ = "handover"
    __table_args__ = of_case(
        among("kind", HANDOVER_KINDS),
        among("state", HANDOVER_STATES),
        among("to_stream", STREAMS),
        among("category", CATEGORIES),
        CheckConstraint("state NOT IN ('handed_over', 'confirmed') OR day IS NOT NULL", name="day_of_handover"),
        Index("uq_handover_prepared", "case_id", unique=True, sqlite_where=text("state = 'prepared'"),
              postgresql_where=text("state = 'prepared'")),
        Index("ix_handover_waiting", "to_staff_id", sqlite_where=text("state IN ('prepared', 'handed_over')"),
              postgresql_where=text("state IN ('prepared', 'handed_over')")),
    )

    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="prepared", server_default="prepared")
    from_staff_id: Mapped[int | None] = reference("staff")
    to_staff_id: Mapped[int] = reference("staff", index=False)
    to_stream: Mapped[str]
    to_branch_id: Mapped[int] = reference("branch")
    prepared_by_id: Mapped[int] = reference("staff")
    prepared_at: Mapped[datetime]
    reasons: Mapped[str | None]
    talk_on: Mapped[date | None]
    talk_with: Mapped[str | None]
    client_informed_on: Mapped[date | None]
    assessed_on: Mapped[date | None]
    category: Mapped[str | None]
    recommendation: Mapped[str | None]
    special_points: Mapped[str | None]
    papers: Mapped[str | None]
    day: Mapped[date | None]
    handed_over_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = reference("staff")
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"), unique=True)
    batch: Mapped[str | None] = mapped_column(index=True)

    from_staff: Mapped[Staff | None] = relationship(foreign_keys=from_staff_id)
    to_staff: Mapped[Staff] = relationship(foreign_keys=to_staff_id)
    prepared_by: Mapped[Staff] = relationship(foreign_keys=prepared_by_id)
    confirmed_by: Mapped[Staff | None] = relationship(foreign_keys=confirmed_by_id)
    to_branch: Mapped[Branch] = relationship()
    transfer: Mapped[Transfer | None] = relationship()
    person: Mapped[Person] = relationship(
        primaryjoin="foreign(Handover.person_id) == Person.id", viewonly=True)
    barriers: Mapped[list["HandoverBarrier"]] = relationship(
        cascade="all, delete-orphan", order_by="HandoverBarrier.barrier_id")
    queries: Mapped[list["HandoverQuery"]] = relationship(
        cascade="all, delete-orphan", order_by="(HandoverQuery.asked_at, HandoverQuery.id)")


class HandoverBarrier(Base):
    """What a handover says of a barrier: the proof that it is resolved, or how it is passed on."""

    __tablename__ = "handover_barrier"

    handover_id: Mapped[int] = reference("handover", index=False, primary_key=True)
    barrier_id: Mapped[int] = reference("barrier", primary_key=True)
    text: Mapped[str]

    barrier: Mapped[Barrier] = relationship()


class HandoverQuery(Numbered, Base):
    """A query of the receiver, and the giver's answer."""

    __tablename__ = "handover_query"

    handover_id: Mapped[int] = reference("handover")
    question: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = reference("staff")
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = reference("staff")

    asked_by: Mapped[Staff] = relationship(foreign_keys=asked_by_id)
    answered_by: Mapped[Staff | None] = relationship(foreign_keys=answered_by_id)


class Deferral(Entry, Base):
    """The handover U25 → Ü25 put off until a day, with the reason; the latest one holds."""

    __tablename__ = "deferral"
    __table_args__ = entry_of_case()

    day: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str]
    staff_id: Mapped[int] = reference("staff")

    staff: Mapped[Staff] = relationship()
