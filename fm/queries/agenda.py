"""The appointments in colleagues' calendars, and whose calendar somebody may look at."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from fm.models import Appointment, Case, Deputy, Meeting, Person, Staff, StaffRole, StaffStream
from fm.models.base import Moment
from fm.queries.accounts import SignedIn
from fm.queries.appointments import day_begins
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.office import covered_by
from fm.queries.relations import LATEST_CASE, opening, related, viewer


class Entry(NamedTuple):
    """An appointment as a calendar shows it; `staff` is whose calendar it is in.

    `opens` says whether the reader may open it: to others it names the client by number alone.
    """

    id: int
    meeting_id: int
    starts_at: datetime
    minutes: int
    place: str | None
    purpose: str
    state: str
    person_id: int
    household_id: int | None
    number: str
    surname: str
    given_name: str
    staff: str
    opens: bool

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@cache
def _entries(relations: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """Entries of some colleagues, open to a reader with one of these relations to the client."""
    return (
        select(Appointment.id, Appointment.meeting_id, Meeting.starts_at, Meeting.minutes, Meeting.place,
               Appointment.purpose, Appointment.state, Person.id, Person.household_id, Person.number, Person.surname,
               Person.given_name, Staff.given_name + " " + Staff.surname, related(relations, checked=True))
        .join(Meeting, Meeting.id == Appointment.meeting_id).join(Person, Person.id == Appointment.person_id)
        .join(Staff, Staff.id == Appointment.staff_id).outerjoin(Case, LATEST_CASE)
        .where(Appointment.staff_id.in_(bindparam("staff", expanding=True)),
               Meeting.starts_at >= bindparam("begins", type_=Moment()),
               Meeting.starts_at < bindparam("ends", type_=Moment()))
        .order_by(Meeting.starts_at, Staff.sort_name, Person.sort_name, Appointment.id)
    )  # fmt: skip


@cache
def _held(relations: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return _entries(relations).where(Appointment.state.not_in(("moved", "cancelled")))


@cache
def _planned(relations: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return by_span(_entries(relations).where(Appointment.state == "planned"))


def entries(
    session: Session, actor: SignedIn, staff_ids: Collection[int], first: date, last: date, today: date
) -> list[Entry]:
    """The appointments of these colleagues from the first to the last day that were neither moved nor called off."""
    statement = _held(opening(actor, "own_appointments"))
    return list(map(Entry._make, session.execute(statement, _places(actor, staff_ids, first, last, today))))


def planned_on(session: Session, actor: SignedIn, staff_ids: Collection[int], day: date, span: Span) -> Found:
    """The appointments of today of which nothing is said yet, in their order."""
    statement = _planned(opening(actor, "own_appointments"))
    return fetch_span(session, statement, span, Entry, **_places(actor, staff_ids, day, day, day))


def _places(
    actor: SignedIn, staff_ids: Collection[int], first: date, last: date, today: date
) -> dict[str, object]:
    return {**viewer(actor, today), "staff": list(staff_ids), "begins": day_begins(first),
            "ends": day_begins(last + timedelta(days=1))}  # fmt: skip


def spells_of_absence(session: Session, staff_id: int, today: date) -> list[tuple[date, date]]:
    """When a colleague is away from today on, each spell once, however many stand in for them then."""
    rows = select(Deputy.begins, Deputy.ends).where(Deputy.absent_id == staff_id, Deputy.ends >= today)
    return [(begins, ends) for begins, ends in session.execute(rows.distinct().order_by(Deputy.begins, Deputy.ends))]


_WHILE_AWAY = (
    select(Appointment.staff_id, Meeting.starts_at).join(Meeting, Meeting.id == Appointment.meeting_id)
    .where(Appointment.staff_id.in_(bindparam("staff", expanding=True)), Appointment.state == "planned",
           Meeting.starts_at >= bindparam("begins"), Meeting.starts_at < bindparam("ends"))
)  # fmt: skip


def planned_while_away(session: Session, until: dict[int, date], today: date) -> dict[int, int]:
    """How many appointments of absent colleagues are planned from today to the last day of each (staff id → day)."""
    last = max(until.values(), default=today)
    rows = direct(session).execute(_WHILE_AWAY, {
        "staff": list(until), "begins": day_begins(today), "ends": day_begins(last + timedelta(days=1))}).all()
    return {staff_id: sum(row.staff_id == staff_id and row.starts_at.date() <= day for row in rows)
            for staff_id, day in until.items()}  # fmt: skip


def calendars_of(session: Session, actor: SignedIn, today: date) -> dict[int, str]:
    """Whose calendar somebody sees: one's own, those one stands in for today, an assistant those of the team."""
    covered = {colleague.id: colleague.name for colleague in covered_by(session, actor.id, today)}
    return {actor.id: actor.short_name} | covered | (team(session, actor) if "assistant" in actor.roles else {})


def team(session: Session, actor: SignedIn) -> dict[int, str]:
    """The case managers of an assistant's branch and streams, by name."""
    rows = session.execute(
        select(Staff.id, Staff.given_name, Staff.surname)
        .where(Staff.active, Staff.branch_id == actor.branch_id,
               Staff.id.in_(select(StaffRole.staff_id).where(StaffRole.role == "case_manager")),
               Staff.id.in_(select(StaffStream.staff_id).where(StaffStream.stream.in_(actor.streams))))
        .order_by(Staff.sort_name, Staff.id))
    return {row.id: f"{row.given_name[:1]}. {row.surname}" for row in rows}
