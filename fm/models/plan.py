"""The integration plan (Integrationsfahrplan): the goal, and the strategies that lead there (HK 4.1.2, 4.1.3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, relationship

from fm.models.base import Base, Entry, Versioned, among, entry_of_case, reference
from fm.models.measure import Measure
from fm.models.organisation import Staff
from fm.models.profile import Barrier
from fm.rules.casework import GOAL_REACHES, GOALS, STRATEGY_KINDS, STRATEGY_STATES


class Goal(Entry, Base):
    """The goal from a day on; the latest holds. One set by the case manager alone has a reason (HK 4.1.2)."""

    __tablename__ = "goal"
    __table_args__ = entry_of_case(
        among("option", GOALS), among("reach", GOAL_REACHES),
        CheckConstraint("agreed OR reason IS NOT NULL", name="reason_where_not_agreed"))

    day: Mapped[date]
    option: Mapped[str]
    text: Mapped[str | None]
    reach: Mapped[str | None]
    agreed: Mapped[bool]
    reason: Mapped[str | None]
    wish: Mapped[str | None]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class Strategy(Versioned, Entry, Base):
    """A strategy for a barrier, or beyond any: its intermediate goal, until when, how far it has come (HK 4.1.3).

    It stands in the plan since `taken_up`, in its state since `state_on`.
    """

    __tablename__ = "strategy"
    __table_args__ = entry_of_case(among("kind", STRATEGY_KINDS), among("state", STRATEGY_STATES))

    barrier_id: Mapped[int | None] = reference("barrier")
    kind: Mapped[str | None]
    text: Mapped[str]
    intermediate_goal: Mapped[str | None]
    due: Mapped[date | None]
    taken_up: Mapped[date | None]
    state: Mapped[str]
    state_on: Mapped[date]
    result: Mapped[str | None]
    measure_id: Mapped[int | None] = reference("measure")
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    barrier: Mapped[Barrier | None] = relationship()
    measure: Mapped[Measure | None] = relationship()
    staff: Mapped[Staff] = relationship()
