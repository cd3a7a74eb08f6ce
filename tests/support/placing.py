"""Measures with places, and clients who are to have them."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Measure, MeasurePlaces, MeasureSite, Message, Participation, Staff
from fm.queries.participants import Participant, participants
from fm.usecases.places import Wanted
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
BEGINS, ENDS = date(2026, 12, 1), date(2027, 5, 31)


class Placing:
    """Makes measures and clients, and says what became of them."""

    def __init__(self, session: Session, records: Records, password: str | None = None) -> None:
        self._session, self._records = session, records
        self.coordinator = records.staff("koordination", roles="measure_coordinator", password=password)
        self.manager = records.staff("fallmanagement")

    def measure(self, places: int | None = 1, number: str = "M-1", **more: object) -> Measure:
        """A published measure that runs from October to the end of May, with so many places since it began."""
        measure = Measure(**{
            "number": number, "title": "Werkstatt", "kind": "mabe", "status": "published",
            "coordinator_id": self.coordinator.id, "begins": date(2026, 10, 1), "ends": ENDS, "entry_any_day": True,
            **more})
        if places is not None:
            measure.places.append(MeasurePlaces(begins=date(2026, 10, 1), places=places))
        return self._keep(measure)

    def site(self, measure: Measure, name: str, places: int) -> MeasureSite:
        """A place of training with so many places."""
        site = self._keep(MeasureSite(measure_id=measure.id, position=len(measure.sites) + 1, name=name))
        self._keep(MeasurePlaces(measure_id=measure.id, site_id=site.id, begins=date(2026, 10, 1), places=places))
        self._session.refresh(measure)
        return site

    def cases(self, count: int) -> list[Case]:
        """So many clients of the case manager."""
        return [self._records.case(case_manager_id=self.manager.id) for _ in range(count)]

    def wanted(self, measure: Measure, begins: date | None = BEGINS, ends: date | None = None, **more) -> Wanted:
        """What is asked for; from December, where nothing else is said."""
        return Wanted(measure.id, begins, ends, **more)

    def participation(self, id: int) -> Participation:
        """A participation as it stands now."""
        return self._session.scalars(
            select(Participation).where(Participation.id == id).execution_options(populate_existing=True)).one()

    def states(self, measure: Measure) -> list[str]:
        """The states of all participations in the order in which they were entered."""
        return list(self._session.scalars(
            select(Participation.status).where(Participation.measure_id == measure.id).order_by(Participation.id)))

    def messages(self, staff: Staff) -> Sequence[str]:
        """What somebody was told."""
        told = select(Message.text).where(Message.staff_id == staff.id).order_by(Message.id)
        return self._session.scalars(told).all()

    def _keep(self, record):
        self._session.add(record)
        self._session.commit()
        return record


def since_ever(places: int | None) -> list[MeasurePlaces]:
    """The rows of a measure that has had so many places from the first; none where their number is not known."""
    return [] if places is None else [MeasurePlaces(begins=date(2020, 1, 1), places=places)]


def waiting_list(session: Session, measure_id: int) -> list[Participant]:
    """Who waits for a place of a measure, the first in line on top."""
    return sorted(participants(session, measure_id, ("waiting",)), key=lambda one: one.position)
