"""A colleague's calendar as others subscribe to it: whose it is, and what stands in it without a name."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Appointment, CalendarFeed, Deputy, Meeting, Person, Staff
from fm.queries.appointments import day_begins
from fm.rules.permissions import may_enter


class Holder(NamedTuple):
    """Whose calendar a secret address leads to."""

    id: int
    name: str


class Date(NamedTuple):
    """A meeting with its clients' numbers."""

    meeting_id: int
    starts_at: datetime
    minutes: int
    purpose: str
    numbers: list[str]


def feed_of(session: Session, staff_id: int) -> CalendarFeed | None:
    """A colleague's subscription, if there is one."""
    return session.get(CalendarFeed, staff_id)


def holder_of(session: Session, token_hash: str) -> Holder | None:
    """Whose calendar is subscribed to under a token with this hash; None for who has no calendar here any longer."""
    staff = session.scalar(
        select(Staff).join(CalendarFeed, CalendarFeed.staff_id == Staff.id)
        .where(CalendarFeed.token_hash == token_hash, Staff.active))
    return Holder(staff.id, staff.name) if staff and may_enter(staff.roles, "calendar") else None


def dates_of(session: Session, staff_id: int, first: date, last: date) -> list[Date]:
    """A colleague's meetings from the first to the last day that were neither moved nor called off."""
    rows = session.execute(
        select(Meeting.id, Meeting.starts_at, Meeting.minutes, Appointment.purpose, Person.number)
        .join(Appointment, Appointment.meeting_id == Meeting.id).join(Person, Person.id == Appointment.person_id)
        .where(Appointment.staff_id == staff_id, Appointment.state.not_in(("moved", "cancelled")),
               Meeting.starts_at >= day_begins(first), Meeting.starts_at < day_begins(last + timedelta(days=1)))
        .order_by(Meeting.starts_at, Meeting.id, Person.number))  # fmt: skip
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.id)]
    return [Date(*group[0][:4], [row.number for row in group]) for group in grouped]


def leave_of(session: Session, staff_id: int, first: date, last: date) -> list[tuple[date, date]]:
    """When a colleague is away between two days, each spell once."""
    rows = select(Deputy.begins, Deputy.ends).where(
        Deputy.absent_id == staff_id, Deputy.begins <= last, Deputy.ends >= first)
    return [(begins, ends) for begins, ends in session.execute(rows.distinct().order_by(Deputy.begins, Deputy.ends))]
