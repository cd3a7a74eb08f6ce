"""How measures and their places of training are occupied on a day: places, taken, reserved, free, waiting.

A place is held from the first day of a participation to its last, whatever became of it. A number of places that nobody
entered is not known, and neither are the free ones.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Subquery, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from fm.models import MeasurePlaces, Participation
from fm.queries.direct import constant
from fm.rules.catalogue import TAKING

DAY = bindparam("day", type_=Date)
_Later = aliased(MeasurePlaces)


def held_on(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a participation's time covers a day."""
    last = func.coalesce(Participation.broken_off, Participation.ends)
    return and_(or_(Participation.begins.is_(None), Participation.begins <= day), or_(last.is_(None), last >= day))


def _count(*states: str) -> ColumnElement[int]:
    among = Participation.status.in_([constant(state) for state in states])
    timed = and_(among, held_on(DAY)) if states != ("waiting",) else among
    return func.count(case((timed, literal_column("1"))))


def places_held(*of: Any) -> Subquery:
    """How many places are taken and reserved on `DAY`, and how many wait, by these columns of participations."""
    return (
        select(*of, _count(*TAKING).label("taken"), _count("reserved").label("reserved"),
               _count("waiting").label("waiting"))
        .group_by(*of).subquery("held")
    )  # fmt: skip


def places_there(*of: Any) -> Subquery:
    """How many places there are on `DAY`, by these columns of `MeasurePlaces`."""
    later: Any = select(literal_column("1")).where(
        _Later.measure_id == MeasurePlaces.measure_id,
        func.coalesce(_Later.site_id, 0) == func.coalesce(MeasurePlaces.site_id, 0), _Later.begins <= DAY,
        or_(_Later.begins > MeasurePlaces.begins,
            and_(_Later.begins == MeasurePlaces.begins, _Later.id > MeasurePlaces.id)))
    return (
        select(*of, func.sum(MeasurePlaces.places).label("places"))
        .where(MeasurePlaces.begins <= DAY, ~later.exists()).group_by(*of).subquery("there")
    )  # fmt: skip
