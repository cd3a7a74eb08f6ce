"""The measures that clients can be offered: published, running or still to start, with their free places."""

from datetime import date

from sqlalchemy import Date, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from fm.models import Measure, Participation
from fm.rules.fitting_measures import MeasureAtHand

_TODAY = bindparam("today", type_=Date)
_TAKEN = func.count(case((Participation.status.in_(("started", "allocated")), 1)))
_OFFERED = (
    select(Measure.id, Measure.title, Measure.kind, Measure.place, Measure.target_groups, Measure.content,
           Measure.begins, Measure.ends, Measure.places, _TAKEN)
    .outerjoin(Participation, Participation.measure_id == Measure.id)
    .where(Measure.status == "published", or_(Measure.ends.is_(None), Measure.ends >= _TODAY))
    .group_by(Measure.id).order_by(Measure.title, Measure.number)
)  # fmt: skip


def offered_measures(session: Session, today: date) -> list[MeasureAtHand]:
    """The measures of the catalogue that are open to somebody today or later, by title.

    A place is taken from the allocation on; the waiting list takes none. Unknown places leave the free ones unknown.
    """
    return [MeasureAtHand(*row[:8], free=None if row[8] is None else max(row[8] - row[9], 0))
            for row in session.execute(_OFFERED, {"today": today})]
