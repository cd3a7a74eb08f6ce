"""Measures as their coordinators and the project coordinator see them: places, conferences due, what is missing."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from fm.models import Case, Deadline, Measure, MeasurePlaces, Participation, Person
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.occupancy import places_held, places_there
from fm.queries.worklist import OPEN, last_day

_COORDINATED = Measure.coordinator_id.in_(bindparam("staff", expanding=True))


class Places(NamedTuple):
    """A measure and its places on a day; `places` is None where their number is not known."""

    number: str
    title: str
    kind: str
    ends: date | None
    places: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Places that nobody has, never below 0."""
        return None if self.places is None else max(self.places - self.taken, 0)


_HELD, _THERE = places_held(Participation.measure_id), places_there(MeasurePlaces.measure_id)
_PLACES = by_span(
    select(Measure.number, Measure.title, Measure.kind, Measure.ends, _THERE.c.places,
           func.coalesce(_HELD.c.taken + _HELD.c.reserved, 0), func.coalesce(_HELD.c.waiting, 0))
    .outerjoin(_HELD, _HELD.c.measure_id == Measure.id).outerjoin(_THERE, _THERE.c.measure_id == Measure.id)
    .where(_COORDINATED, Measure.status == "published")
    .order_by(Measure.ends.is_(None), Measure.ends, Measure.number))  # fmt: skip


def places_of(session: Session, staff_ids: list[int], today: date, span: Span) -> Found:
    """Running measures of these coordinators with places taken and waiting today, the first to end at the top.

    Reserved places count as taken.
    """
    return fetch_span(session, _PLACES, span, Places, staff=staff_ids, day=today)


class Conference(NamedTuple):
    """A case conference that is due (MAS1), for one participant of a measure."""

    due: date
    since: date
    basis: str
    number: str
    surname: str
    given_name: str
    measure: str


_CONFERENCES = by_span(
    select(Deadline.due, Deadline.since, Deadline.basis, Person.number, Person.surname, Person.given_name,
           Measure.title)
    .join_from(Measure, Participation, Participation.measure_id == Measure.id)
    .join(Deadline, (Deadline.case_id == Participation.case_id) & (Deadline.since == Participation.begins))
    .join(Case, Case.id == Deadline.case_id).join(Person, Person.id == Case.person_id)
    .where(_COORDINATED, Measure.kind == "mabe", Participation.status == "started",
           Deadline.standard == literal_column("'MAS1'"), OPEN, Deadline.due <= bindparam("ahead"))
    .order_by(Deadline.due, Person.sort_name, Person.id))  # fmt: skip


def conferences(session: Session, staff_ids: list[int], today: date, span: Span) -> Found:
    """Case conferences for participants of these coordinators' measures, overdue and in the next four weeks [6.8]."""
    return fetch_span(session, _CONFERENCES, span, Conference, staff=staff_ids, ahead=last_day(today))


class Uncoordinated(NamedTuple):
    """A measure in the catalogue without coordinator."""

    number: str
    title: str
    kind: str
    status: str
    begins: date | None


_UNCOORDINATED = by_span(
    select(Measure.number, Measure.title, Measure.kind, Measure.status, Measure.begins)
    .where(Measure.coordinator_id.is_(None), Measure.status != "ended")
    .order_by(Measure.begins.is_(None), Measure.begins, Measure.number))  # fmt: skip


def uncoordinated(session: Session, span: Span) -> Found:
    """Measures in preparation or running that nobody coordinates."""
    return fetch_span(session, _UNCOORDINATED, span, Uncoordinated)


def measures_by_state(session: Session) -> dict[str, int]:
    """How many measures of the catalogue are in each state."""
    counted = select(Measure.status, func.count()).group_by(Measure.status)
    return dict(session.execute(counted).all())
