"""The catalogue of measures, who takes part in them, and the classification of occupations."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import FOLDED, Base, Entry, Numbered, Versioned, among, entry_of_case, ordered, reference
from fm.models.organisation import Staff
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES, PARTICIPATION_STATES


class Measure(Versioned, Numbered, Base):
    """A measure of the catalogue; `reviewed_at` is the day its coordinator last called its entry right."""

    __tablename__ = "measure"
    __table_args__ = (
        among("kind", MEASURE_KINDS),
        among("status", MEASURE_STATES),
        ordered("begins", "ends"),
        CheckConstraint("places >= 0", name="places"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[str]
    legal_basis: Mapped[str | None]
    provider: Mapped[str | None]
    place: Mapped[str | None]
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    places: Mapped[int | None]
    coordinator_id: Mapped[int | None] = reference("staff")
    target_groups: Mapped[str | None]
    content: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="draft", server_default="draft")
    reviewed_at: Mapped[date | None]

    coordinator: Mapped[Staff | None] = relationship()


class Participation(Entry, Base):
    """A client's place in a measure, from the waiting list to its end; with the case conference or its waiver."""

    __tablename__ = "participation"
    __table_args__ = entry_of_case(among("status", PARTICIPATION_STATES), ordered("begins", "ends"))

    measure_id: Mapped[int] = reference("measure")
    status: Mapped[str]
    begins: Mapped[date | None]
    ends: Mapped[date | None]
    broken_off: Mapped[date | None]
    conference: Mapped[date | None]
    conference_waived: Mapped[date | None]

    measure: Mapped[Measure] = relationship()


class Occupation(Base):
    """An entry of the Klassifikation der Berufe 2010, on one of its five levels."""

    __tablename__ = "occupation"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 5", name="level"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    title: Mapped[str]
    short_title: Mapped[str]
    search_title: Mapped[str] = mapped_column(FOLDED, index=True)
