"""What the intake gathers: the survey form in sections."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from fm.models.base import Base, OfCase, Versioned, of_case, reference
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
