"""How measures and their places of training are occupied on a day: places, taken, reserved, free, waiting.

A place is held from the first day of a participation to its last, whatever became of it. A number of places that nobody
entered is not known, and neither are the free ones.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Subquery, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

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


class Occupied(NamedTuple):
    """Places of a day: how many there are (None: not known), taken, reserved, and how many people wait."""

    places: int | None
    taken: int = 0
    reserved: int = 0
    waiting: int = 0

    @property
    def free(self) -> int | None:
        """Places that nobody has, never below 0."""
        return None if self.places is None else max(self.places - self.taken - self.reserved, 0)


class Month(NamedTuple):
    """A month of the year's view on its fullest day: the one with the fewest places free, else with the most held."""

    first: date
    places: int | None
    taken: int
    reserved: int

    @property
    def free(self) -> int | None:
        """Places that nobody has on that day, never below 0."""
        return None if self.places is None else max(self.places - self.taken - self.reserved, 0)


def occupancy(session: Session, day: date, measure_ids: Collection[int] | None = None) -> dict[int, Occupied]:
    """How measures are occupied on a day, past or to come, by id; of all measures where none are named."""
    raise NotImplementedError


def occupancy_by_site(session: Session, day: date, measure_id: int) -> dict[int | None, Occupied]:
    """How a measure is occupied on a day by place of training; under None where it has none."""
    raise NotImplementedError


def year(session: Session, measure_ids: Collection[int], first_day: date) -> dict[int, list[Month]]:
    """The twelve months from a day on (the first of a month) for each of these measures, in order."""
    raise NotImplementedError
