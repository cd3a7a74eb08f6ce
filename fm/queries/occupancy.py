"""How measures and their places of training are occupied on a day: places, taken, reserved, free, waiting.

A place is held from the first day of a participation to its last, whatever became of it. A number of places that nobody
entered is not known, and neither are the free ones.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from fm.models import Case, Measure, MeasurePlaces, MeasureSite, Participation
from fm.models.base import BERLIN, Moment
from fm.queries.direct import constant, direct
from fm.rules.calendar import plus_months
from fm.rules.catalogue import HOLDING, TAKING

#: A day, whether it is after it (1), and how many more are taken, reserved, there, and numbers of places known since.
_Change = tuple[date, int, int, int, int, int]
_MOMENT = itemgetter(0, 1)

DAY = bindparam("day", type_=Date)
_LAST = func.coalesce(Participation.broken_off, Participation.ends)
_Later = aliased(MeasurePlaces)


class Occupied(NamedTuple):
    """Places of a day: how many there are (None: not known), taken, reserved, and how many people wait."""

    places: int | None
    taken: int = 0
    reserved: int = 0
    waiting: int = 0

    @property
    def free(self) -> int | None:
        """Places that nobody has, never below 0."""
        return _free(self.places, self.taken + self.reserved)


class Month(NamedTuple):
    """A month of the year's view on its fullest day: the one with the fewest places free, else with the most held."""

    first: date
    places: int | None
    taken: int
    reserved: int

    @property
    def free(self) -> int | None:
        """Places that nobody has on that day, never below 0."""
        return _free(self.places, self.taken + self.reserved)


def held_on(day: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a participation's time covers a day."""
    return and_(or_(Participation.begins.is_(None), Participation.begins <= day), or_(_LAST.is_(None), day <= _LAST))


def _is(*states: str) -> ColumnElement[bool]:
    return Participation.status.in_([constant(state) for state in states])


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, literal_column("1"))))


def _waits(running: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody is on the waiting list whose case was not closed by then; what an import left in others counts not."""
    of_row: Any = select(literal_column("1")).where(Case.id == Participation.case_id, running).correlate(Participation)
    return and_(_is("waiting"), of_row.exists())


_WAITS = _waits(Case.closed.is_(None))
_MIDNIGHT = bindparam("midnight", type_=Moment)
#: Somebody waited on a day who was on the list before `_MIDNIGHT`, its end, and came off it on a later day, if at all.
WAITED = or_(
    and_(_waits(or_(Case.closed.is_(None), Case.closed > DAY)),
         or_(Participation.waiting_since.is_(None), Participation.waiting_since < _MIDNIGHT)),
    and_(Participation.waiting_since < _MIDNIGHT,
         func.coalesce(Participation.allocated_on, Participation.withdrawn_on) > DAY),
)  # fmt: skip


def places_held(
    *of: Any, waiting: ColumnElement[bool] = _WAITS, only: ColumnElement[bool] | None = None
) -> Subquery:
    """How many places are taken and reserved on `DAY`, and how many wait now, by these columns of participations."""
    held = held_on(DAY)
    return (
        select(*of, _count(and_(_is(*TAKING), held)).label("taken"),
               _count(and_(_is("reserved"), held)).label("reserved"), _count(waiting).label("waiting"))
        .where(true() if only is None else only).group_by(*of).subquery("held")
    )  # fmt: skip


_LATER: Any = select(literal_column("1")).where(
    _Later.measure_id == MeasurePlaces.measure_id,
    func.coalesce(_Later.site_id, 0) == func.coalesce(MeasurePlaces.site_id, 0), _Later.begins <= DAY,
    or_(_Later.begins > MeasurePlaces.begins,
        and_(_Later.begins == MeasurePlaces.begins, _Later.id > MeasurePlaces.id)))
#: A number of places that holds on `DAY`, not overtaken by a later one.
_HOLDS = and_(MeasurePlaces.begins <= DAY, ~_LATER.exists())


def places_there(*of: Any, only: ColumnElement[bool] | None = None) -> Subquery:
    """How many places there are on `DAY`, by these columns of `MeasurePlaces`."""
    return (
        select(*of, func.sum(MeasurePlaces.places).label("places"))
        .where(_HOLDS, true() if only is None else only).group_by(*of).subquery("there")
    )  # fmt: skip


def _in_measure(*conditions: ColumnElement[bool]) -> Any:
    """How many participations in the measure of the statement around it meet these conditions."""
    return (
        select(func.count()).select_from(Participation).where(Participation.measure_id == Measure.id, *conditions)
        .correlate(Measure).scalar_subquery()
    )  # fmt: skip


#: Columns of a statement that chooses measures by itself, each looked up for those alone: the places of `DAY` that are
#: held (taken or reserved), taken and reserved, who waits now, and the places there are.
HELD_IN = _in_measure(_is(*HOLDING), held_on(DAY))
TAKEN_IN = _in_measure(_is(*TAKING), held_on(DAY))
RESERVED_IN = _in_measure(_is("reserved"), held_on(DAY))
WAITING_IN = _in_measure(_WAITS)
THERE_IN: Any = (
    select(func.sum(MeasurePlaces.places)).where(MeasurePlaces.measure_id == Measure.id, _HOLDS)
    .correlate(Measure).scalar_subquery()
)  # fmt: skip


def _occupied(held: Subquery, there: Subquery, key: Any) -> Select[Any]:
    """The statement that puts the two beside each measure, or each place of training, by its id."""
    counted = (func.coalesce(held.c[name], 0) for name in ("taken", "reserved", "waiting"))
    return (
        select(key, there.c.places, *counted)
        .outerjoin(held, held.c.of == key).outerjoin(there, there.c.of == key)
    )  # fmt: skip


def _among(measure_id: Any) -> ColumnElement[bool]:
    return measure_id.in_(bindparam("measures", expanding=True))


_HELD_BY = Participation.measure_id.label("of")
_THERE_IN = MeasurePlaces.measure_id.label("of")
_OF_ALL = _occupied(places_held(_HELD_BY, waiting=WAITED), places_there(_THERE_IN), Measure.id)
_OF_SOME = _occupied(
    places_held(_HELD_BY, waiting=WAITED, only=_among(Participation.measure_id)),
    places_there(_THERE_IN, only=_among(MeasurePlaces.measure_id)), Measure.id,
).where(_among(Measure.id))  # fmt: skip
_AT: Any = bindparam("measure")
_BY_SITE = _occupied(
    places_held(Participation.site_id.label("of"), waiting=WAITED, only=Participation.measure_id == _AT),
    places_there(MeasurePlaces.site_id.label("of"), only=MeasurePlaces.measure_id == _AT), MeasureSite.id,
).where(MeasureSite.measure_id == _AT)  # fmt: skip


def occupancy(session: Session, day: date, measure_ids: Collection[int] | None = None) -> dict[int, Occupied]:
    """How measures are occupied on a day, past or to come, by id; all measures where none are named. One statement."""
    rows = _OF_ALL if measure_ids is None else _OF_SOME
    named = {} if measure_ids is None else {"measures": list(measure_ids)}
    return {key: Occupied(*counted) for key, *counted in direct(session).execute(rows, {**on_day(day), **named})}


def occupancy_by_site(session: Session, day: date, measure_id: int) -> dict[int, Occupied]:
    """How a measure is occupied on a day by place of training; nothing where it has none. One statement."""
    found = direct(session).execute(_BY_SITE, {**on_day(day), "measure": measure_id})
    return {site_id: Occupied(*counted) for site_id, *counted in found}


def year(session: Session, measure_ids: Collection[int], first_day: date) -> dict[int, list[Month]]:
    """The twelve months from a day on, the first of a month, for each of these measures. One statement."""
    firsts = [plus_months(first_day, month) for month in range(13)]
    asked = {"measures": list(measure_ids), "first_day": firsts[0], "beyond": firsts[-1]}
    changes = direct(session).execute(_CHANGES, asked)
    found = {key: [row[1:] for row in rows] for key, rows in groupby(changes, key=itemgetter(0))}
    return {measure_id: _months(firsts[:-1], found.get(measure_id, [])) for measure_id in measure_ids}


def on_day(day: date) -> dict[str, Any]:
    """The values for the places of the statements: the day, and the moment it is over."""
    return {"day": day, "midnight": datetime.combine(day + timedelta(days=1), time(), BERLIN)}


_FIRST_DAY, _BEYOND = bindparam("first_day", type_=Date), bindparam("beyond", type_=Date)
_NONE: Any = literal_column("0")
_ONE: Any = literal_column("1")


def _from_first(day: Any) -> ColumnElement[date]:
    """The day, or the first of the year's view where it lies before."""
    return case((day > _FIRST_DAY, day), else_=_FIRST_DAY)


def _stays(day: Any, after: Any, sign: int, *conditions: Any) -> Select[Any]:
    """How many places begin or cease to be held by day and measure."""
    return (
        select(Participation.measure_id, day.label("day"), after.label("after"), sign * _count(_is(*TAKING)),
               sign * _count(_is("reserved")), _NONE, _NONE)
        .where(_among(Participation.measure_id), _is(*HOLDING), *conditions)
        .group_by(Participation.measure_id, day)
    )  # fmt: skip


_BEFORE = func.lag(MeasurePlaces.places, 1, 0).over(
    partition_by=(MeasurePlaces.measure_id, MeasurePlaces.site_id),
    order_by=(MeasurePlaces.begins, MeasurePlaces.id))
#: All that changes in the year, the state on its first day included: a line for each measure and day.
_CHANGES = union_all(
    _stays(_from_first(Participation.begins), _NONE, 1, or_(Participation.begins.is_(None),
           Participation.begins < _BEYOND), or_(_LAST.is_(None), _LAST >= _FIRST_DAY)),
    _stays(_LAST, _ONE, -1, _LAST >= _FIRST_DAY, _LAST < _BEYOND,
           or_(Participation.begins.is_(None), Participation.begins < _BEYOND)),
    select(MeasurePlaces.measure_id, _from_first(MeasurePlaces.begins), _NONE, _NONE, _NONE,
           MeasurePlaces.places - _BEFORE, _ONE)
    .where(_among(MeasurePlaces.measure_id), MeasurePlaces.begins < _BEYOND),
).order_by("measure_id", "day", "after")  # fmt: skip


def _months(firsts: Sequence[date], changes: Iterable[_Change]) -> list[Month]:
    """Each month on its fullest day. Between two changes nothing changes, so the first days and these are enough."""
    beginnings: list[_Change] = [(first, 0, 0, 0, 0, 0) for first in firsts]
    taken = reserved = places = known = 0
    fullest: dict[date, tuple[bool, int, Month]] = {}
    for (day, after), same in groupby(merge(changes, beginnings), key=_MOMENT):
        for *_, more_taken, more_reserved, more_places, more_known in same:
            taken += more_taken
            reserved += more_reserved
            places += more_places
            known += more_known
        if not after:
            first = day.replace(day=1)
            full = (known > 0, taken + reserved - (places if known else 0))
            if first not in fullest or full > fullest[first][:2]:
                fullest[first] = (*full, Month(first, places if known else None, taken, reserved))
    return [fullest[first][2] for first in firsts]


def _free(places: int | None, held: int) -> int | None:
    return None if places is None else max(places - held, 0)
