"""Measures as their coordinators and the project coordinator see them: places, conferences due, what is missing."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, literal_column, or_, select
from sqlalchemy.orm import Session

from fm.models import (
    Case,
    Conference,
    Deadline,
    Measure,
    MeasureSite,
    Participation,
    Person,
    Staff,
)
from fm.queries.desk_participations import LOOKED_AFTER, Coordinator
from fm.queries.direct import constant
from fm.queries.facts import rule_settings
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.occupancy import RESERVED_IN, TAKEN_IN, THERE_IN, WAITING_IN
from fm.queries.worklist import OPEN, last_day

_COORDINATED = or_(
    Measure.coordinator_id.in_(bindparam("staff", expanding=True)), Measure.deputy_id == bindparam("me"))
_RUNNING = Measure.status == constant("published")


class Places(NamedTuple):
    """A measure and its places on a day; `places` is None where their number is not known."""

    number: str
    title: str
    kind: str
    ends: date | None
    places: int | None
    taken: int
    reserved: int
    waiting: int

    @property
    def held(self) -> int:
        """Places taken or reserved."""
        return self.taken + self.reserved

    @property
    def free(self) -> int | None:
        """Places that nobody has, never below 0."""
        return None if self.places is None else max(self.places - self.held, 0)


_FIRST_TO_END = (Measure.ends.is_(None), Measure.ends, Measure.number)
_SHOWN = by_span(
    select(Measure.id)
    .where(_COORDINATED, _RUNNING, or_(Measure.ends.is_(None), Measure.ends >= bindparam("day")))
    .order_by(*_FIRST_TO_END)).subquery()  # fmt: skip
#: First they are chosen, then their places are counted.
_PLACES = (
    select(Measure.number, Measure.title, Measure.kind, Measure.ends, THERE_IN, TAKEN_IN, RESERVED_IN, WAITING_IN,
           _SHOWN.c[1])
    .join(_SHOWN, _SHOWN.c.id == Measure.id).order_by(*_FIRST_TO_END)
)  # fmt: skip


def places_of(session: Session, staff_ids: list[int], me: int, today: date, span: Span) -> Found:
    """Running measures of these coordinators, and those one is deputy for, with their places today.

    The first to end stands on top; whoever waits is counted.
    """
    return fetch_span(session, _PLACES, span, Places, staff=staff_ids, me=me, day=today)


class Untouched(NamedTuple):
    """An entry of the catalogue that asks whether it is still right."""

    number: str
    title: str
    kind: str
    reviewed: date | None


_UNTOUCHED = by_span(
    select(Measure.number, Measure.title, Measure.kind, Measure.reviewed_at)
    .where(_COORDINATED, _RUNNING, or_(Measure.reviewed_at.is_(None), Measure.reviewed_at <= bindparam("before")))
    .order_by(Measure.reviewed_at.is_not(None), Measure.reviewed_at, Measure.number))  # fmt: skip


def untouched(session: Session, staff_ids: list[int], me: int, today: date, span: Span) -> Found:
    """Entries of these coordinators that nobody touched for the days of the setting, the longest untouched first."""
    before = today - timedelta(days=rule_settings(session).on(today, "entry_review_days"))
    return fetch_span(session, _UNTOUCHED, span, Untouched, staff=staff_ids, me=me, before=before)


class DueConference(NamedTuple):
    """A case conference that is due (MAS1), for one participant of a measure; `planned` where a time is set."""

    due: date
    since: date
    basis: str
    id: int
    number: str
    surname: str
    given_name: str
    measure_number: str
    measure: str
    planned: datetime | None


_PLANNED = (
    select(func.min(Conference.planned_at)).where(
        Conference.participation_id == Participation.id, Conference.state == constant("planned"))
    .correlate(Participation).scalar_subquery())  # fmt: skip
_CONFERENCES = by_span(
    select(Deadline.due, Deadline.since, Deadline.basis, Participation.id, Person.number, Person.surname,
           Person.given_name, Measure.number, Measure.title, _PLANNED)
    .join_from(Measure, Participation, Participation.measure_id == Measure.id)
    .join(Deadline, (Deadline.case_id == Participation.case_id) & (Deadline.since == Participation.begins))
    .join(Case, Case.id == Deadline.case_id).join(Person, Person.id == Case.person_id)
    .outerjoin(MeasureSite, MeasureSite.id == Participation.site_id)
    .where(LOOKED_AFTER, Measure.kind == constant("mabe"), Participation.status == constant("started"),
           Deadline.standard == literal_column("'MAS1'"), OPEN, Deadline.due <= bindparam("ahead"))
    .order_by(Deadline.due, Person.sort_name, Person.id))  # fmt: skip


def conferences(session: Session, whose: Coordinator, today: date, span: Span) -> Found:
    """Case conferences for participants a coordinator looks after, overdue and in the next four weeks [6.8]."""
    return fetch_span(session, _CONFERENCES, span, DueConference, **whose._asdict(), ahead=last_day(today))


class Uncoordinated(NamedTuple):
    """A measure in the catalogue without coordinator; `left` is who was it and has left the house."""

    number: str
    title: str
    kind: str
    status: str
    begins: date | None
    left: str | None


_UNCOORDINATED = by_span(
    select(Measure.number, Measure.title, Measure.kind, Measure.status, Measure.begins, Staff.surname)
    .outerjoin(Staff, Staff.id == Measure.coordinator_id)
    .where(~exists().where(Staff.id == Measure.coordinator_id, Staff.active).correlate(Measure),
           Measure.status != constant("ended"))
    .order_by(Measure.begins.is_(None), Measure.begins, Measure.number))  # fmt: skip


def uncoordinated(session: Session, span: Span) -> Found:
    """Measures in preparation or running that nobody coordinates, or only somebody who has left."""
    return fetch_span(session, _UNCOORDINATED, span, Uncoordinated)


def measures_by_state(session: Session) -> dict[str, int]:
    """How many measures of the catalogue are in each state."""
    counted = select(Measure.status, func.count()).group_by(Measure.status)
    return dict(session.execute(counted).all())
