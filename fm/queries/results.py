"""What participations came to: asked for until it is there, and the share that is documented (HK 6.8, 8)."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import Session

from fm.models import Case, Measure, Participation, Person
from fm.queries.direct import constant
from fm.queries.listed import Found, Span, by_span, fetch_span

_OVER = Participation.status.in_([constant(state) for state in ("ended", "broken_off")])
#: The day on which somebody left.
LEFT: ColumnElement[date] = func.coalesce(Participation.broken_off, Participation.ends)
_WITHOUT = (_OVER, Participation.result.is_(None))


class Documented(NamedTuple):
    """How many participations ended, and of how many of them the result is documented."""

    ended: int
    documented: int

    @property
    def share(self) -> float | None:
        """The documented ones of all that ended, from 0 to 1; None where none has ended."""
        return self.documented / self.ended if self.ended else None


_COUNTED = (
    select(func.count(Participation.id), func.count(Participation.result))
    .where(_OVER, LEFT.between(bindparam("first"), bindparam("last")))
)  # fmt: skip


def share_documented(session: Session, first: date, last: date) -> Documented:
    """Participations that ended from a day to a day, and those of them with a result."""
    return Documented(*session.execute(_COUNTED, {"first": first, "last": last}).one())


class WithoutResult(NamedTuple):
    """A participation that is over and whose result is not documented."""

    id: int
    measure: str
    title: str
    left: date
    broken_off: bool
    number: str
    surname: str
    given_name: str


_MISSING = (
    select(Participation.id, Measure.number, Measure.title, LEFT,
           case((Participation.broken_off.is_(None), False), else_=True), Person.number, Person.surname,
           Person.given_name)
    .join(Measure, Measure.id == Participation.measure_id).join(Person, Person.id == Participation.person_id)
    .where(*_WITHOUT)
)  # fmt: skip
_LATEST_FIRST = (LEFT.desc(), Person.sort_name, Participation.id)
_STAFF: Any = bindparam("staff", expanding=True)
_OF_COORDINATORS = by_span(_MISSING.where(Measure.coordinator_id.in_(_STAFF)).order_by(*_LATEST_FIRST))
_OF_CASE_MANAGERS = by_span(
    _MISSING.join(Case, Case.id == Participation.case_id)
    .where(Case.case_manager_id.in_(_STAFF), Case.is_latest, Case.closed.is_(None)).order_by(*_LATEST_FIRST))


def missing_of_coordinators(session: Session, staff_ids: list[int], span: Span) -> Found:
    """Participations in these coordinators' measures that are over without a result, the latest first."""
    return fetch_span(session, _OF_COORDINATORS, span, WithoutResult, staff=staff_ids)


def missing_of_case_managers(session: Session, staff_ids: list[int], span: Span) -> Found:
    """The same of these case managers' clients whose case runs."""
    return fetch_span(session, _OF_CASE_MANAGERS, span, WithoutResult, staff=staff_ids)


class MeasureResults(NamedTuple):
    """A measure with how many of its participations ended, and of how many the result is documented."""

    number: str
    title: str
    ended: int
    documented: int


_BY_MEASURE = by_span(
    select(Measure.number, Measure.title, func.count(Participation.id), func.count(Participation.result))
    .join(Participation, Participation.measure_id == Measure.id).where(_OVER)
    .group_by(Measure.id, Measure.number, Measure.title)
    .having(func.count(Participation.result) < func.count(Participation.id))
    .order_by((func.count(Participation.id) - func.count(Participation.result)).desc(), Measure.number))


def measures_without_result(session: Session, span: Span) -> Found:
    """Measures with participations whose result is missing, those with most of them first; numbers, no names."""
    return fetch_span(session, _BY_MEASURE, span, MeasureResults)
