"""Agreements with the duties of both sides, and what is followed up where one is not kept (HK 4.1.4, 5.3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.appointment import Appointment
from fm.models.base import Base, Entry, Numbered, Versioned, among, entry_of_case, ordered, reference
from fm.models.case import ContactNote
from fm.models.organisation import Staff
from fm.models.plan import Strategy
from fm.rules.casework import AGREEMENT_ORIGINS, BREACH_DECISIONS, BREACH_KINDS, DUTY_RESULTS, DUTY_SIDES
from fm.rules.vocabulary import AREAS

_BEING_WRITTEN = text("signed IS NULL AND dropped IS NULL")


class Agreement(Versioned, Entry, Base):
    """An agreement (Eingliederungsvereinbarung): written, printed, signed, evaluated, renewed or ended.

    Signed it stays as it is; a correction is an agreement of its own. A case has one at most that is being written. To
    the rules one meant to run longer than six months ends by itself, and one ended early was valid until that day.
    `follows_id` is the one before, which it renews or puts right.
    """

    __tablename__ = "agreement"
    __table_args__ = entry_of_case(
        among("goal_area", AREAS), among("origin", AGREEMENT_ORIGINS), ordered("signed", "valid_until"),
        ordered("signed", "ended"),
        CheckConstraint("dropped IS NULL OR signed IS NULL", name="dropped_unsigned"),
        Index("uq_agreement_being_written", "case_id", unique=True, sqlite_where=_BEING_WRITTEN,
              postgresql_where=_BEING_WRITTEN),
    )

    signed: Mapped[date | None]
    valid_until: Mapped[date | None]
    interim: Mapped[bool] = mapped_column(default=False, server_default=false())
    guiding_goal: Mapped[str | None]
    goal_area: Mapped[str | None]
    evaluated: Mapped[date | None]
    origin: Mapped[str | None]
    follows_id: Mapped[int | None] = reference("agreement")
    other_bodies: Mapped[str | None]
    written_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = reference("staff")
    saved_at: Mapped[datetime | None]
    printed: Mapped[date | None]
    document_id: Mapped[int | None] = reference("document")
    guardian_signed: Mapped[bool] = mapped_column(default=False, server_default=false())
    evaluation_id: Mapped[int | None] = reference("contact_note")
    correction_reason: Mapped[str | None]
    ended: Mapped[date | None]
    ended_reason: Mapped[str | None]
    dropped: Mapped[date | None]

    follows: Mapped["Agreement | None"] = relationship(remote_side="Agreement.id")
    staff: Mapped[Staff | None] = relationship()
    evaluation: Mapped[ContactNote | None] = relationship()
    duties: Mapped[list["AgreementDuty"]] = relationship(
        cascade="all, delete-orphan", order_by="AgreementDuty.position")


class AgreementDuty(Numbered, Base):
    """A duty of one side: what, how often, until when, with what proof; judged when the agreement is evaluated."""

    __tablename__ = "agreement_duty"
    __table_args__ = (
        UniqueConstraint("agreement_id", "position"),
        among("side", DUTY_SIDES),
        among("judged", DUTY_RESULTS),
    )

    agreement_id: Mapped[int] = reference("agreement", index=False)
    position: Mapped[int]
    side: Mapped[str]
    text: Mapped[str]
    how_often: Mapped[str | None]
    due: Mapped[date | None]
    proof: Mapped[str | None]
    strategy_id: Mapped[int | None] = reference("strategy")
    carried_from_id: Mapped[int | None] = reference("agreement_duty")
    judged: Mapped[str | None]
    judged_on: Mapped[date | None]
    judged_why: Mapped[str | None]

    strategy: Mapped[Strategy | None] = relationship()


class Breach(Versioned, Entry, Base):
    """A duty not kept or a summons missed without important reason: hearing, decision, word to the benefits clerk.

    `day` is when it happened. `answer_until` is the last day for the client's statement.
    """

    __tablename__ = "breach"
    __table_args__ = entry_of_case(
        among("kind", BREACH_KINDS), among("decision", BREACH_DECISIONS), ordered("heard", "answer_until"),
        CheckConstraint("decision IS NULL OR decided IS NOT NULL", name="day_of_decision"),
        UniqueConstraint("duty_id"), UniqueConstraint("appointment_id"),
    )

    kind: Mapped[str]
    day: Mapped[date]
    duty_id: Mapped[int | None] = reference("agreement_duty", index=False)
    appointment_id: Mapped[int | None] = reference("appointment", index=False)
    text: Mapped[str]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]
    heard: Mapped[date | None]
    answer_until: Mapped[date | None]
    hearing_id: Mapped[int | None] = reference("document")
    statement_on: Mapped[date | None]
    statement: Mapped[str | None]
    decision: Mapped[str | None]
    decided: Mapped[date | None]
    decided_by_id: Mapped[int | None] = reference("staff")
    reason: Mapped[str | None]
    told: Mapped[date | None]

    duty: Mapped[AgreementDuty | None] = relationship()
    appointment: Mapped[Appointment | None] = relationship()
    staff: Mapped[Staff] = relationship(foreign_keys=staff_id)
    decided_by: Mapped[Staff | None] = relationship(foreign_keys=decided_by_id)
