"""The measures that clients can be offered: published, running or still to start, with their free places."""

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fm.models import Measure, MeasurePlaces, Participation
from fm.queries.occupancy import DAY, places_held, places_there
from fm.rules.fitting_measures import MeasureAtHand

_HELD, _THERE = places_held(Participation.measure_id), places_there(MeasurePlaces.measure_id)
_OFFERED = (
    select(Measure.id, Measure.title, Measure.kind, Measure.place, Measure.target_groups, Measure.content,
           Measure.begins, Measure.ends, _THERE.c.places, func.coalesce(_HELD.c.taken + _HELD.c.reserved, 0))
    .outerjoin(_HELD, _HELD.c.measure_id == Measure.id).outerjoin(_THERE, _THERE.c.measure_id == Measure.id)
    .where(Measure.status == "published", or_(Measure.ends.is_(None), Measure.ends >= DAY))
    .order_by(Measure.title, Measure.number)
)  # fmt: skip


def offered_measures(session: Session, today: date) -> list[MeasureAtHand]:
    """The measures of the catalogue that are open to somebody today or later, by title.

    The free places are those of today; the waiting list takes none. Unknown places leave the free ones unknown.
    """
    rows: Any = session.execute(_OFFERED, {"day": today})
    return [_at_hand(row, *row[8:]) for row in rows]


def _at_hand(row: Any, places: int | None, held: int) -> MeasureAtHand:
    return MeasureAtHand(
        row.id, row.title, row.kind, row.place, row.target_groups, row.content, row.begins, row.ends,
        free=None if places is None else max(places - held, 0))
