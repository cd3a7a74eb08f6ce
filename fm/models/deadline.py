"""The stored answer of the rules: each case's deadlines. One use case rewrites them; nothing else writes here."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, among, reference
from fm.models.case import Case
from fm.models.organisation import Staff
from fm.rules.vocabulary import OUTCOMES, RESPONSIBLE

_STATES = """
    (outcome = 'open' AND done IS NULL AND lapsed IS NULL)
    OR (outcome = 'met' AND done IS NOT NULL AND done <= due AND lapsed IS NULL)
    OR (outcome = 'late' AND done IS NOT NULL AND done > due AND lapsed IS NULL)
    OR (outcome = 'lapsed' AND done IS NULL AND lapsed IS NOT NULL)
"""
_OPEN = text("outcome = 'open'")


class Deadline(Base):
    """One deadline of a case, as the rules worked it out; `position` is its place in the rules' answer.

    `staff_id` is who can settle it now, `branch_id` the client's branch, so that a worklist is one index scan. `basis`
    is the short text from which the rules make the German sentence that explains the date.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        among("outcome", OUTCOMES),
        among("responsible", RESPONSIBLE),
        CheckConstraint(" ".join(_STATES.split()), name="outcome_fits_days"),
        Index("ix_deadline_open_of_case", "case_id", "standard", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_deadline_open_of_staff", "staff_id", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_deadline_open_of_branch", "branch_id", "standard", "due", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("support_case.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    standard: Mapped[str]
    since: Mapped[date]
    due: Mapped[date]
    outcome: Mapped[str]
    done: Mapped[date | None]
    lapsed: Mapped[date | None]
    responsible: Mapped[str]
    basis: Mapped[str]
    staff_id: Mapped[int | None] = reference("staff", index=False)
    branch_id: Mapped[int | None] = reference("branch", index=False)

    case: Mapped[Case] = relationship()
    staff: Mapped[Staff | None] = relationship()
