"""The case (Fall), one stretch of support, and everything recorded in it: the facts the rules look at."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import (
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
from fm.models.organisation import Staff
from fm.models.person import Person
from fm.rules.vocabulary import (
    ASSESSMENT_RESULTS,
    CATEGORIES,
    CLOSING_REASONS,
    CONTACT_KINDS,
    CONTACT_MEANS,
    CONTACT_OCCASIONS,
    DECISIONS,
    INTAKE_RESULTS,
    INVITATION_KINDS,
    PLACEMENT_STEPS,
    PLACEMENTS,
    PROOF_KINDS,
    SCHOOL_TYPES,
    SPECIAL_GROUPS,
    STREAMS,
    SUMMONS_PURPOSES,
    TARGET_GROUPS,
    TRAINING_KINDS,
)


class Case(Versioned, Numbered, Base):
    """One stretch of support, from the first form collected to the closing; who comes back has a second.

    A person has at most one open case and exactly one latest. Where `opened` is empty the case began with the earliest
    date of its applications. From `stream` to `agreement_until` stand the current values, kept with the deadlines by
    the one use case that rewrites these; `next_due` is the earliest open deadline.
    """

    __tablename__ = "support_case"
    __table_args__ = (
        UniqueConstraint("person_id", "number"),
        UniqueConstraint("id", "person_id"),
        among("closing_reason", CLOSING_REASONS),
        among("stream", STREAMS),
        among("category", CATEGORIES),
        among("target_group", TARGET_GROUPS),
        among("placed_in", PLACEMENTS),
        CheckConstraint("closing_reason IS NULL OR closed IS NOT NULL", name="reason_of_closing"),
        Index(None, "case_manager_id", "is_latest", "person_id"),
        Index("uq_support_case_latest", "person_id", unique=True, sqlite_where=text("is_latest"),
              postgresql_where=text("is_latest")),
        Index("uq_support_case_open", "person_id", unique=True, sqlite_where=text("closed IS NULL"),
              postgresql_where=text("closed IS NULL")),
    )

    person_id: Mapped[int] = reference("person", index=False)
    number: Mapped[int]
    opened: Mapped[date | None]
    closed: Mapped[date | None]
    closing_reason: Mapped[str | None]
    alg_until: Mapped[date | None]
    previous_benefit_until: Mapped[date | None]
    moved_in: Mapped[bool] = mapped_column(default=False, server_default=false())
    placed_on: Mapped[date | None]
    placed_in: Mapped[str | None]
    placement_note: Mapped[str | None]
    qualified_on: Mapped[date | None]
    adult_transfer_deferred_until: Mapped[date | None]
    case_manager_id: Mapped[int | None] = reference("staff", index=False)
    is_latest: Mapped[bool] = mapped_column(default=True, server_default=true())

    stream: Mapped[str | None]
    category: Mapped[str | None]
    category_since: Mapped[date | None]
    target_group: Mapped[str | None]
    last_contact: Mapped[date | None]
    next_due: Mapped[date | None]
    agreement_until: Mapped[date | None]

    person: Mapped[Person] = relationship()
    case_manager: Mapped[Staff | None] = relationship()
    group_rows: Mapped[set["CaseGroup"]] = relationship(cascade="all, delete-orphan")
    groups: AssociationProxy[set[str]] = association_proxy(
        "group_rows", "group", creator=lambda group: CaseGroup(group=group))


class CaseGroup(Base):
    """A special group (Merkmal) that the client belongs to in this case."""

    __tablename__ = "case_group"
    __table_args__ = (among("group", SPECIAL_GROUPS),)

    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), primary_key=True)
    group: Mapped[str] = mapped_column(primary_key=True)


class Application(Entry, Base):
    """An application for benefits: form collected, appointment to hand it in, handed in complete, decided.

    One that was withdrawn stays with the reason; to the rules it was never made.
    """

    __tablename__ = "application"
    __table_args__ = entry_of_case(
        among("decision", DECISIONS),
        CheckConstraint("decision IS NULL OR decided IS NOT NULL", name="day_of_decision"),
        ordered("submitted", "decided"),
        Index("ix_application_undecided", "case_id", sqlite_where=text("decided IS NULL"),
              postgresql_where=text("decided IS NULL")),
    )

    collected: Mapped[date | None]
    submission_appointment: Mapped[date | None]
    submission_time: Mapped[time | None]
    submitted: Mapped[date | None]
    decided: Mapped[date | None]
    decision: Mapped[str | None]
    withdrawn: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]


class Intake(Numbered, Base):
    """The case's one intake (Einstiegsberatung): the invitation prepared and handed out, waived, held, missed.

    `result` is the binding decision at its end; `instruction_omitted` says why no full legal instruction was given.
    """

    __tablename__ = "intake"
    __table_args__ = (among("result", INTAKE_RESULTS),)

    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), unique=True)
    invited: Mapped[date | None]
    handed_out: Mapped[date | None]
    waived: Mapped[date | None]
    waived_reason: Mapped[str | None]
    held: Mapped[date | None]
    missed: Mapped[date | None]
    result: Mapped[str | None]
    future_manager_id: Mapped[int | None] = reference("staff")
    instruction_omitted: Mapped[str | None]
    cost_form: Mapped[date | None]
    guardians_invited: Mapped[date | None]

    future_manager: Mapped[Staff | None] = relationship()


class Instruction(OfCase, Base):
    """A full legal instruction (Rechtsfolgenbelehrung)."""

    __tablename__ = "instruction"
    __table_args__ = of_case(UniqueConstraint("person_id", "day"))

    day: Mapped[date]


class Invitation(Entry, Base):
    """An invitation sent, with or without legal consequences."""

    __tablename__ = "invitation"
    __table_args__ = entry_of_case(among("kind", INVITATION_KINDS), among("purpose", SUMMONS_PURPOSES))

    sent: Mapped[date]
    kind: Mapped[str]
    with_consequences: Mapped[bool] = mapped_column(default=False, server_default=false())
    purpose: Mapped[str | None]


class ContactNote(Versioned, Entry, Base):
    """A note of a contact; only conversations with the client, held or missed, count for the rules.

    `means` and `occasion` say how and why; `kind` and `counts` are what the rules make of them.
    """

    __tablename__ = "contact_note"
    __table_args__ = entry_of_case(
        among("kind", CONTACT_KINDS), among("means", CONTACT_MEANS), among("occasion", CONTACT_OCCASIONS))

    day: Mapped[date]
    kind: Mapped[str]
    missed: Mapped[bool] = mapped_column(default=False, server_default=false())
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    staff_id: Mapped[int | None] = reference("staff")
    text: Mapped[str | None]
    means: Mapped[str | None]
    occasion: Mapped[str | None]
    participants: Mapped[str | None]
    saved_at: Mapped[datetime | None]

    staff: Mapped[Staff | None] = relationship()


class Category(Entry, Base):
    """A category from a day on, with reason and forecast; for X, Y, Z with what stands against and its end.

    `forecast` is the number of months until integration, as far as one can tell; `endorsed_until` belongs to S.
    """

    __tablename__ = "category_entry"
    __table_args__ = entry_of_case(among("category", CATEGORIES))

    begins: Mapped[date]
    category: Mapped[str]
    obstacle: Mapped[str | None]
    obstacle_ends: Mapped[date | None]
    reason: Mapped[str | None]
    forecast: Mapped[int | None]
    endorsed_until: Mapped[date | None]
    staff_id: Mapped[int | None] = reference("staff")

    staff: Mapped[Staff | None] = relationship()


class TargetGroup(Entry, Base):
    """A youth's target group from a day on."""

    __tablename__ = "target_group_entry"
    __table_args__ = entry_of_case(among("target_group", TARGET_GROUPS))

    begins: Mapped[date]
    target_group: Mapped[str]


class School(Numbered, Base):
    """The person's school, which counts in each of their cases; readiness for training is open where not judged."""

    __tablename__ = "school"
    __table_args__ = (among("type", SCHOOL_TYPES),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str | None]
    type: Mapped[str | None]
    grade: Mapped[int | None]
    leaves: Mapped[date | None]
    assessed: Mapped[date | None]
    training_ready: Mapped[bool | None]


class SchoolProof(OfCase, Base):
    """A report card or certificate of attendance received."""

    __tablename__ = "school_proof"
    __table_args__ = of_case(UniqueConstraint("person_id", "kind", "day"), among("kind", PROOF_KINDS))

    kind: Mapped[str]
    day: Mapped[date]


class Transfer(Entry, Base):
    """A handover to a stream and a case manager; `ordered_by` did it, where that was recorded."""

    __tablename__ = "transfer"
    __table_args__ = entry_of_case(among("stream", STREAMS), Index(None, "from_staff_id", "day"))

    day: Mapped[date]
    stream: Mapped[str]
    from_staff_id: Mapped[int | None] = reference("staff", index=False)
    to_staff_id: Mapped[int | None] = reference("staff")
    reason: Mapped[str | None]
    ordered_by_id: Mapped[int | None] = reference("staff")

    from_staff: Mapped[Staff | None] = relationship(foreign_keys=from_staff_id)
    to_staff: Mapped[Staff | None] = relationship(foreign_keys=to_staff_id)
    ordered_by: Mapped[Staff | None] = relationship(foreign_keys=ordered_by_id)


class PlacementStep(Entry, Base):
    """A job search, a matching meeting or a documented decision with reasons, which has a result."""

    __tablename__ = "placement_step"
    __table_args__ = entry_of_case(among("kind", PLACEMENT_STEPS), among("result", ASSESSMENT_RESULTS))

    kind: Mapped[str]
    day: Mapped[date]
    result: Mapped[str | None]
    text: Mapped[str | None]
    staff_id: Mapped[int | None] = reference("staff")
    meeting_id: Mapped[int | None] = reference("matching_meeting")

    staff: Mapped[Staff | None] = relationship()


class Training(Versioned, Entry, Base):
    """Vocational training or further training, its alliance and who liaises with the provider.

    `subject` is the occupation or qualification, `provider` the company, school or provider that trains.
    """

    __tablename__ = "training"
    __table_args__ = entry_of_case(among("kind", TRAINING_KINDS), ordered("begins", "ends"))

    kind: Mapped[str]
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    external: Mapped[bool] = mapped_column(default=False, server_default=false())
    new_qualification: Mapped[bool] = mapped_column(default=False, server_default=false())
    alliance: Mapped[date | None]
    broken_off: Mapped[date | None]
    liaison_id: Mapped[int | None] = reference("staff")
    subject: Mapped[str | None]
    provider: Mapped[str | None]

    liaison: Mapped[Staff | None] = relationship()
