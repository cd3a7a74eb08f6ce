"""Cases with everything that goes over with them, for tests of handovers."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import (
    Appointment,
    Barrier,
    Case,
    Category,
    Circulation,
    CirculationStation,
    ContactNote,
    Handover,
    Message,
    Person,
    Staff,
)
from fm.models.base import BERLIN, Base
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.deadlines import refresh
from fm.usecases.responsibility import assign
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
#: The day and time of the appointments given here, a Tuesday.
TUESDAY_NINE = datetime(2026, 11, 24, 9, tzinfo=BERLIN)
ARRIVED = date(2026, 3, 2)


class Handing:
    """Makes cases that somebody looks after, and what lies with them there."""

    def __init__(self, session: Session, records: Records) -> None:
        self.session, self.records = session, records

    def case(self, giver: Staff, stream: str = "market_distant", *, person: Person | None = None,
             arrived: date = ARRIVED, category: str | None = None, **more: object) -> Case:
        """A case of a client of the giver's since a day."""
        person = person or self.records.person(branch=giver.branch.name)
        case = self.records.case(person, opened=ARRIVED, **more)
        with writing() as session:
            assign(session, case, giver.id, stream, arrived, None, acting(giver))
            if category:
                session.add(Category(case_id=case.id, person_id=person.id, number=1, begins=arrived, category=category))
                session.flush()
            refresh(session, [case.id])
        return case

    def keep(self, *rows: Base) -> None:
        """Keep rows in a deed of their own, and what the rules say of their cases."""
        with writing() as session:
            session.add_all(rows)
            session.flush()
            refresh(session, sorted({row.case_id for row in rows if hasattr(row, "case_id")}))

    def barrier(self, case: Case, name: str, **more: Any) -> Barrier:
        """A barrier that is open unless told otherwise."""
        number = len(self.of(Barrier, case)) + 1
        row = Barrier(**{"case_id": case.id, "person_id": case.person_id, "number": number, "rank": number,
                         "area": "RB", "name": name, "state": "erkannt", "recognised": ARRIVED, **more})
        self.keep(row)
        return row

    def consulted(self, case: Case, day: date = ARRIVED) -> None:
        """A first consultation was held."""
        self.keep(ContactNote(case_id=case.id, person_id=case.person_id, number=1, day=day, kind="first_consultation"))

    def appointment(self, case: Case, starts_at: datetime = TUESDAY_NINE, staff: Staff | None = None) -> Appointment:
        """A planned appointment of half an hour, with the case manager unless told otherwise."""
        with writing() as session:
            return book(session, {case.id: staff.id if staff else case.case_manager_id}, starts_at, 30, "other", None,
                        NOW)[0]

    def message(self, case: Case, staff: Staff, **more: object) -> Message:
        """A message about the client."""
        row = Message(staff_id=staff.id, person_id=case.person_id, text="Zu tun", created_at=NOW, **more)
        self.keep(row)
        return row

    def circulation(self, case: Case, staff: Staff) -> CirculationStation:
        """The benefits file that lies with a colleague."""
        application = self.records._keep(_application(case))
        row = Circulation(application_id=application.id, case_id=case.id, person_id=case.person_id, opened_at=NOW,
                          opened_by_id=staff.id, stations=[
                              CirculationStation(position=1, station="case_manager", staff_id=staff.id)])
        self.keep(row)
        return row.stations[0]

    def of(self, table: type[Base], case: Case) -> Sequence[Any]:
        """The rows of a case, in the order they were made."""
        self.session.rollback()
        return self.session.scalars(select(table).where(table.case_id == case.id).order_by(table.id)).all()

    def handover(self, case: Case) -> Handover:
        """The latest handover of a case."""
        return self.of(Handover, case)[-1]


def _application(case: Case) -> Any:
    from fm.models import Application

    return Application(case_id=case.id, person_id=case.person_id, number=1, collected=ARRIVED, submitted=ARRIVED,
                       decided=TODAY - timedelta(days=1), decision="granted")
