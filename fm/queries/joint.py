"""Who of a household could come to the intake together, and what is agreed for it already."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Appointment, Case, Deadline, Meeting, Person, Staff
from fm.queries.worklist import OPEN


class Member(NamedTuple):
    """A member of a household whose intake is owed: their case and who looks after it."""

    case_id: int
    person_id: int
    number: str
    surname: str
    given_name: str
    born: date
    manager_id: int | None
    manager_surname: str | None
    manager_given_name: str | None

    @property
    def manager(self) -> str | None:
        """The case manager's name."""
        return f"{self.manager_given_name} {self.manager_surname}" if self.manager_surname else None


class Agreed(NamedTuple):
    """An appointment for the intake that is agreed."""

    starts_at: datetime
    minutes: int
    place: str | None
    surname: str
    given_name: str


_MEMBERS = (
    select(Case.id, Person.id, Person.number, Person.surname, Person.given_name, Person.born, Staff.id, Staff.surname,
           Staff.given_name)
    .select_from(Case).join(Person).outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(Case.is_latest, Case.closed.is_(None)).order_by(Person.born, Person.id)
)  # fmt: skip
_PLANNED = (
    select(Meeting.starts_at, Meeting.minutes, Meeting.place, Staff.surname, Staff.given_name)
    .select_from(Appointment).join(Meeting).join(Staff, Staff.id == Appointment.staff_id)
    .where(Appointment.purpose == "intake", Appointment.state == "planned").order_by(Meeting.starts_at, Appointment.id)
)  # fmt: skip


def member(session: Session, case_id: int) -> Member:
    """Somebody with an open case."""
    return Member(*session.execute(_MEMBERS.where(Case.id == case_id)).one())


def others_to_invite(session: Session, person_id: int) -> list[Member]:
    """The other members of somebody's household whose intake is owed and not agreed yet, the oldest first (HK 3)."""
    household = select(Person.household_id).where(Person.id == person_id).scalar_subquery()
    owed = select(Deadline.case_id).where(Deadline.standard.in_(("ESB1", "ESB2", "ESB5")), OPEN)
    agreed = select(Appointment.case_id).where(Appointment.purpose == "intake", Appointment.state == "planned")
    rows = _MEMBERS.where(
        Person.household_id == household, Person.id != person_id, Case.id.in_(owed), Case.id.not_in(agreed))
    return [Member(*row) for row in session.execute(rows)]


def agreed_intake(session: Session, case_id: int) -> Agreed | None:
    """The appointment that is agreed for the intake of a case."""
    row = session.execute(_PLANNED.where(Appointment.case_id == case_id).limit(1)).one_or_none()
    return Agreed(*row) if row else None
