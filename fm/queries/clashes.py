"""Appointments at one time: of one client twice, or of members of one household with different colleagues."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fm.models import Appointment, Meeting, Person, Staff
from fm.queries.agenda import Entry
from fm.queries.appointments import day_begins
from fm.rules.appointments import clock_time


class Other(NamedTuple):
    """A planned appointment that another one may meet."""

    meeting_id: int
    person_id: int
    household_id: int | None
    starts_at: datetime
    minutes: int
    staff: str

    def meets(self, starts_at: datetime, minutes: int) -> bool:
        """Whether the two are at the same time, wholly or partly."""
        ends_at, others_end = (start + timedelta(minutes=length)
                               for start, length in ((starts_at, minutes), (self.starts_at, self.minutes)))
        return self.starts_at < ends_at and starts_at < others_end

    def sentence(self, person_id: int) -> str:
        """What is said beside an appointment of this client; whose it is of the household it does not say."""
        who = "Dieselbe Person" if self.person_id == person_id else "Jemand aus derselben Bedarfsgemeinschaft"
        ends_at = self.starts_at + timedelta(minutes=self.minutes)
        time = f"von {clock_time(self.starts_at)} bis {clock_time(ends_at)} Uhr"
        return f"{who} hat {time} einen Termin bei {self.staff}."


def clashes(session: Session, entries: Sequence[Entry]) -> dict[int, list[str]]:
    """What stands against planned entries of a calendar: id of the appointment → sentences."""
    planned = [entry for entry in entries if entry.state == "planned"]
    if not planned:
        return {}
    people, households = {one.person_id for one in planned}, {one.household_id for one in planned} - {None}
    first, last = (end(one.starts_at.date() for one in planned) for end in (min, max))
    others = _planned(session, people, households, first, last)
    found = {one.id: [other.sentence(one.person_id) for other in others
                      if _of_one_house(one, other) and other.meets(one.starts_at, one.minutes)]
             for one in planned}  # fmt: skip
    return {id: sentences for id, sentences in found.items() if sentences}


def household_dates(session: Session, person_id: int, first: date, last: date) -> list[Other]:
    """The planned appointments of the others of a client's household, from the first to the last day."""
    household = session.scalar(select(Person.household_id).where(Person.id == person_id))
    others = _planned(session, (), {household} - {None}, first, last)
    return [other for other in others if other.person_id != person_id]


def said_at(others: Iterable[Other], person_id: int, starts_at: datetime, minutes: int) -> list[str]:
    """What is said where a client is given an appointment at a time at which others have one."""
    return [other.sentence(person_id) for other in others if other.meets(starts_at, minutes)]


def _of_one_house(one: Entry, other: Other) -> bool:
    if one.meeting_id == other.meeting_id:
        return False
    return one.person_id == other.person_id or (
        one.household_id is not None and one.household_id == other.household_id)


def _planned(
    session: Session, people: Collection[int], households: Collection[int | None], first: date, last: date
) -> list[Other]:
    """What is planned for these clients and the members of these households."""
    if not people and not households:
        return []
    rows = (
        select(Appointment.meeting_id, Person.id, Person.household_id, Meeting.starts_at, Meeting.minutes,
               Staff.given_name + " " + Staff.surname)
        .join(Meeting, Meeting.id == Appointment.meeting_id).join(Person, Person.id == Appointment.person_id)
        .join(Staff, Staff.id == Appointment.staff_id)
        .where(Appointment.state == "planned", or_(Person.id.in_(people), Person.household_id.in_(households)),
               Meeting.starts_at >= day_begins(first), Meeting.starts_at < day_begins(last + timedelta(days=1)))
        .order_by(Meeting.starts_at, Appointment.id))  # fmt: skip
    return [Other(*row) for row in session.execute(rows)]
