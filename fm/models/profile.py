"""The client's profile (Bewerberprofil), what stands in the way, and the household's focus (HK 4.1.1)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Entry, Numbered, Versioned, among, entry_of_case, ordered, reference
from fm.models.measure import Occupation
from fm.models.organisation import Staff
from fm.rules.casework import BARRIER_KINDS, KNOWLEDGE_LEVELS, PROFILE_ITEMS
from fm.rules.vocabulary import AREAS, BARRIER_PLACES, BARRIER_STATES


class Profile(Versioned, Entry, Base):
    """A version of the client's profile: what they aim at and what they bring, from a day on.

    It is worked on until it is called complete; what changes then is a new version, which begins where this one ends.
    Looked through and still right, it is confirmed. `goal` is what the intake noted of the goal.
    """

    __tablename__ = "profile"
    __table_args__ = entry_of_case(ordered("valid_from", "valid_until"))

    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    target: Mapped[str | None]
    target_code: Mapped[str | None] = mapped_column(ForeignKey("occupation.code"), index=True)
    strengths: Mapped[str | None]
    interests: Mapped[str | None]
    goal: Mapped[str | None]
    staff_id: Mapped[int | None] = reference("staff")
    saved_at: Mapped[datetime | None]
    completed_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = reference("staff")

    occupation: Mapped[Occupation | None] = relationship()
    staff: Mapped[Staff | None] = relationship(foreign_keys=staff_id)
    confirmed_by: Mapped[Staff | None] = relationship(foreign_keys=confirmed_by_id)
    items: Mapped[list["ProfileItem"]] = relationship(
        cascade="all, delete-orphan", order_by="ProfileItem.position")


class ProfileItem(Numbered, Base):
    """A line of a profile: alternative occupation, requirement of the target, strength, knowledge.

    `code` is one of the classification of occupations for an alternative, of STRENGTHS for a strength; `area` is where
    strengths and requirements are compared with barriers. `conference_id` is the case conference that it comes from.
    """

    __tablename__ = "profile_item"
    __table_args__ = (
        UniqueConstraint("profile_id", "position"),
        among("kind", PROFILE_ITEMS),
        among("area", AREAS),
        among("level", KNOWLEDGE_LEVELS),
    )

    profile_id: Mapped[int] = reference("profile", index=False)
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    code: Mapped[str | None]
    area: Mapped[str | None]
    level: Mapped[str | None]
    conference_id: Mapped[int | None] = reference("conference")


class Barrier(Versioned, Entry, Base):
    """What stands in the way (Vermittlungshemmnis): its area, rank and state of work.

    `kind` is one of BARRIER_KINDS where one fits. How it went stands in `steps`.
    """

    __tablename__ = "barrier"
    __table_args__ = entry_of_case(
        among("area", AREAS), among("state", BARRIER_STATES), among("kind", BARRIER_KINDS),
        among("place", BARRIER_PLACES), ordered("recognised", "resolved"))

    area: Mapped[str]
    name: Mapped[str]
    rank: Mapped[int | None]
    state: Mapped[str]
    recognised: Mapped[date]
    resolved: Mapped[date | None]
    sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())
    kind: Mapped[str | None]
    place: Mapped[str | None]
    note: Mapped[str | None]

    steps: Mapped[list["BarrierStep"]] = relationship(
        cascade="all, delete-orphan", order_by="(BarrierStep.day, BarrierStep.id)")


class BarrierStep(Numbered, Base):
    """What was done about a barrier on a day, and its state since then; where it is resolved, how.

    `conference_id` is the case conference that it was taken over from.
    """

    __tablename__ = "barrier_step"
    __table_args__ = (among("state", BARRIER_STATES),)

    barrier_id: Mapped[int] = reference("barrier")
    day: Mapped[date]
    state: Mapped[str]
    text: Mapped[str | None]
    staff_id: Mapped[int | None] = reference("staff")
    saved_at: Mapped[datetime]
    conference_id: Mapped[int | None] = reference("conference")

    staff: Mapped[Staff | None] = relationship()


class HouseholdFocus(Numbered, Base):
    """What the work with a household concentrates on, from a day on; the latest entry counts (HK 4.1.1)."""

    __tablename__ = "household_focus"

    household_id: Mapped[int] = reference("household")
    day: Mapped[date]
    text: Mapped[str]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()
