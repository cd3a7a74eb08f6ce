"""Participations that ask for something soon, as coordinators and case managers find them on their desks."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from fm.models import Case, Measure, MeasureSite, Participation, Person, Staff
from fm.queries.direct import SPACE, constant
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.worklist import last_day

#: So far ahead a desk looks for reservations that end.
_RESERVED_AHEAD = timedelta(days=14)
_STAFF: Any = bindparam("staff", expanding=True)
#: Participants whom a coordinator looks after: in own measures, also as deputy, and those placed in the own branch.
LOOKED_AFTER = or_(Measure.coordinator_id.in_(_STAFF), Measure.deputy_id == bindparam("me"),
                    MeasureSite.branch_id == bindparam("branch"))  # fmt: skip
_MANAGED = Case.case_manager_id.in_(_STAFF) & Case.is_latest & Case.closed.is_(None)


class Coordinator(NamedTuple):
    """Whose participants: of these colleagues' measures, of those one is deputy for, of those placed in a branch."""

    staff: list[int]
    me: int
    branch: int


class Leaving(NamedTuple):
    """Somebody whose participation ends soon; `conference` and `waived` say how it stands with the case conference."""

    id: int
    measure: str
    title: str
    kind: str
    number: str
    surname: str
    given_name: str
    ends: date
    conference: date | None
    waived: date | None
    result: str | None


_OF_PARTICIPATION = (
    Participation.id, Measure.number, Measure.title, Measure.kind, Person.number, Person.surname, Person.given_name)


def _participations(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*_OF_PARTICIPATION, *columns)
        .join_from(Participation, Measure, Measure.id == Participation.measure_id)
        .join(Person, Person.id == Participation.person_id).join(Case, Case.id == Participation.case_id)
        .outerjoin(MeasureSite, MeasureSite.id == Participation.site_id))  # fmt: skip


_LEAVING = by_span(
    _participations(Participation.ends, Participation.conference, Participation.conference_waived, Participation.result)
    .where(LOOKED_AFTER, Participation.status == constant("started"), Participation.ends <= bindparam("ahead"))
    .order_by(Participation.ends, Person.sort_name, Participation.id))  # fmt: skip


def leaving(session: Session, whose: Coordinator, today: date, span: Span) -> Found:
    """Participants whose end is over or lies within four weeks, the nearest end first [6.8]."""
    return fetch_span(session, _LEAVING, span, Leaving, **whose._asdict(), ahead=last_day(today))


class Reserved(NamedTuple):
    """A place that is kept for somebody until a day, and who looks after them."""

    id: int
    measure: str
    title: str
    kind: str
    number: str
    surname: str
    given_name: str
    until: date
    begins: date | None
    manager: str | None


_RESERVED = (
    _participations(Participation.reserved_until, Participation.begins, Staff.given_name + SPACE + Staff.surname)
    .outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(Participation.status == constant("reserved"), Participation.reserved_until <= bindparam("ahead"))
    .order_by(Participation.reserved_until, Person.sort_name, Participation.id))  # fmt: skip
_RESERVED_IN_MEASURES = by_span(_RESERVED.where(LOOKED_AFTER))
_RESERVED_FOR_CLIENTS = by_span(_RESERVED.where(_MANAGED))


def reserved_in_measures(session: Session, whose: Coordinator, today: date, span: Span) -> Found:
    """Reservations of the next two weeks that a coordinator decides on, the first to end on top."""
    return fetch_span(session, _RESERVED_IN_MEASURES, span, Reserved, **whose._asdict(),
                      ahead=today + _RESERVED_AHEAD)  # fmt: skip


def reserved_for_clients(session: Session, staff_ids: list[int], today: date, span: Span) -> Found:
    """The same of these case managers' clients."""
    return fetch_span(session, _RESERVED_FOR_CLIENTS, span, Reserved, staff=staff_ids, ahead=today + _RESERVED_AHEAD)
