"""What the intake gathers: the survey form in sections, and the client's profile."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from fm.models.base import Base, Entry, OfCase, Versioned, entry_of_case, of_case, ordered, reference
from fm.models.organisation import Staff


class SurveySection(Versioned, OfCase, Base):
    """A section of the survey form (Erhebungsbogen) as it was filled in; `content` is JSON, field → answer."""

    __tablename__ = "survey_section"
    __table_args__ = of_case(UniqueConstraint("case_id", "section"))

    section: Mapped[str]
    content: Mapped[str]
    saved_at: Mapped[datetime]
    staff_id: Mapped[int] = reference("staff")

    staff: Mapped[Staff] = relationship()


class Profile(Versioned, Entry, Base):
    """A version of the client's profile (Bewerberprofil): what they aim at and what they bring."""

    __tablename__ = "profile"
    __table_args__ = entry_of_case(ordered("valid_from", "valid_until"))

    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    target: Mapped[str | None]
    strengths: Mapped[str | None]
    goal: Mapped[str | None]
    staff_id: Mapped[int | None] = reference("staff")
