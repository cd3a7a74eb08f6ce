"""The appointments in colleagues' calendars, and whose calendar somebody may look at."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from fm.models import Appointment, Meeting, Person, Staff, StaffRole, StaffStream
from fm.models.base import Moment
from fm.queries.accounts import SignedIn
from fm.queries.appointments import day_begins
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.office import covered_by


class Entry(NamedTuple):
    """An appointment as a calendar shows it; `staff` is whose calendar it is in."""

    id: int
    starts_at: datetime
    minutes: int
    place: str | None
    purpose: str
    state: str
    number: str
    surname: str
    given_name: str
    staff: str

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


_ENTRIES = (
    select(Appointment.id, Meeting.starts_at, Meeting.minutes, Meeting.place, Appointment.purpose, Appointment.state,
           Person.number, Person.surname, Person.given_name, Staff.given_name + " " + Staff.surname)
    .join(Meeting, Meeting.id == Appointment.meeting_id).join(Person, Person.id == Appointment.person_id)
    .join(Staff, Staff.id == Appointment.staff_id)
    .where(Appointment.staff_id.in_(bindparam("staff", expanding=True)),
           Meeting.starts_at >= bindparam("begins", type_=Moment()),
           Meeting.starts_at < bindparam("ends", type_=Moment()))
    .order_by(Meeting.starts_at, Staff.sort_name, Person.sort_name, Appointment.id)
)  # fmt: skip
_HELD = _ENTRIES.where(Appointment.state.not_in(("moved", "cancelled")))
_PLANNED = by_span(_ENTRIES.where(Appointment.state == "planned"))


def entries(session: Session, staff_ids: list[int], first: date, last: date) -> list[Entry]:
    """The appointments of these colleagues from the first to the last day that were neither moved nor called off."""
    return list(map(Entry._make, session.execute(_HELD, _between(staff_ids, first, last))))


def planned_on(session: Session, staff_ids: list[int], day: date, span: Span) -> Found:
    """The appointments of a day of which nothing is said yet, in their order."""
    return fetch_span(session, _PLANNED, span, Entry, **_between(staff_ids, day, day))


def _between(staff_ids: list[int], first: date, last: date) -> dict[str, object]:
    return {"staff": staff_ids, "begins": day_begins(first), "ends": day_begins(last + timedelta(days=1))}


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
