"""A coordinator with a measure, and who else looks at the catalogue."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from fm.models import Measure, MeasurePlaces, Participation
from tests.support.page import PASSWORD
from tests.support.records import Records


class Catalogue:
    """Makes measures, and people in them."""

    def __init__(self, session: Session, records: Records) -> None:
        self._session, self._records = session, records

    def measure(self, number: str = "M0001", places: int | None = 10, **more: object) -> Measure:
        """A published entry that says all that Q20 asks for, with so many places from its first day."""
        entry = Measure(**{
            "number": number, "title": f"Neustart {number}", "kind": "mabe", "status": "published",
            "begins": date(2026, 1, 1), "ends": date(2027, 12, 31), "content": "Standortbestimmung",
            "target_groups": "alle", "provider": "Lernhof", "place": "Prenzlau",
            "reviewed_at": date(2026, 11, 1), **more})
        if places is not None:
            entry.places = [MeasurePlaces(begins=date(2026, 1, 1), places=places)]
        return self._keep(entry)

    def participation(self, measure: Measure, surname: str = "Ahorn", status: str = "started", **more: object):
        """Somebody in a measure for its whole time."""
        case = self._records.case(self._records.person(surname))
        return self._keep(Participation(**{
            "case_id": case.id, "person_id": case.person_id, "number": 1, "measure_id": measure.id, "status": status,
            "begins": date(2026, 2, 1), "ends": date(2027, 1, 31), **more}))

    def _keep(self, row):
        self._session.add(row)
        self._session.commit()
        return row


@pytest.fixture
def catalogue(db_session, records) -> Catalogue:
    return Catalogue(db_session, records)


@pytest.fixture
def ute(records):
    return records.staff("ute", roles="measure_coordinator", surname="Görlitz", given_name="Ute", password=PASSWORD)


@pytest.fixture
def project(records):
    return records.staff("projekt", roles="project_coordinator", surname="Kiefer", password=PASSWORD)
