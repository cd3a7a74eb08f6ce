"""The measures that clients can be offered: published, running or still to start, with their free places."""

from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, func, or_, select
from sqlalchemy.orm import Session

from fm.models import Measure, MeasureBarrier
from fm.queries.direct import SPACE, direct
from fm.queries.folding import folded
from fm.queries.occupancy import DAY, HELD_IN, THERE_IN
from fm.rules.fitting_measures import MeasureAtHand

_BARRIERS = (
    select(func.aggregate_strings(MeasureBarrier.kind, SPACE)).where(MeasureBarrier.measure_id == Measure.id)
    .correlate(Measure).scalar_subquery()
)  # fmt: skip
_OFFERED = (
    select(Measure.id, Measure.number, Measure.title, Measure.kind, Measure.place, Measure.target_groups,
           Measure.content, Measure.begins, Measure.ends, Measure.language, _BARRIERS.label("barriers"),
           THERE_IN.label("places"), HELD_IN.label("held"))
    .where(Measure.status == "published", or_(Measure.ends.is_(None), Measure.ends >= DAY))
    .order_by(folded(Measure.title), Measure.number)
)  # fmt: skip
_ONE = _OFFERED.where(Measure.id == bindparam("measure", type_=Integer))


def offered_measures(session: Session, today: date) -> list[MeasureAtHand]:
    """The measures of the catalogue that are open to somebody today or later, by title.

    The free places are those of today; the waiting list takes none. Unknown places leave the free ones unknown.
    """
    return [_at_hand(row) for row in direct(session).execute(_OFFERED, {"day": today})]


def offered_measure(session: Session, measure_id: int, today: date) -> MeasureAtHand | None:
    """One of them; None for a measure that is not open to anybody."""
    row = direct(session).execute(_ONE, {"day": today, "measure": measure_id}).one_or_none()
    return _at_hand(row) if row else None


def _at_hand(row: Any) -> MeasureAtHand:
    return MeasureAtHand(
        row.id, row.title, row.kind, row.place, row.target_groups, row.content, row.begins, row.ends,
        free=None if row.places is None else max(row.places - row.held, 0), number=row.number,
        barriers=frozenset((row.barriers or "").split()), language=row.language)
