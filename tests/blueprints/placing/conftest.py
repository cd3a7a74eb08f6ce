"""A measure with two places, its coordinator, a case manager, and clients of theirs in it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from fm.models import Measure, MeasurePlaces, Participation, Staff
from tests.support.actors import TODAY
from tests.support.handing import Handing
from tests.support.page import PASSWORD
from tests.support.records import Records

ENDS = date(2027, 5, 31)


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def coordinator(records: Records) -> Staff:
    return records.staff("massnahmen", roles="measure_coordinator", password=PASSWORD)


@pytest.fixture
def measure(records: Records, coordinator: Staff) -> Measure:
    return records._keep(Measure(
        number="M0001", title="Neustart", kind="mabe", status="published", begins=date(2026, 1, 5), ends=ENDS,
        entry_any_day=True, coordinator_id=coordinator.id, content="Standortbestimmung", legal_basis="§ 45 SGB III",
        places=[MeasurePlaces(begins=date(2026, 1, 5), places=2)]))


@pytest.fixture
def client_of(handing: Handing, records: Records) -> Any:
    """Makes a case of somebody's with a participation in a state."""
    def make(measure: Measure, manager: Staff, surname: str, state: str, **more: Any) -> Participation:
        case = handing.case(manager, person=records.person(surname, "Lea", phone="03984 12"), category="C")
        number = (handing.session.scalar(select(func.max(Participation.number))) or 0) + 1
        row = Participation(**{
            "case_id": case.id, "person_id": case.person_id, "number": number, "measure_id": measure.id,
            "status": state, "begins": TODAY, "ends": ENDS, "waiting_rank": number if state == "waiting" else None,
            "reserved_until": TODAY + timedelta(days=4) if state == "reserved" else None, **more})
        handing.keep(row)
        return row

    return make
