"""A client in a measure for activation that ends in two weeks, with their case manager and its coordinator."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, Conference, Measure, Participation, Staff, Transfer
from fm.usecases.deadlines import refresh
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

FILE = "/kunden/U000213"
LIST = f"{FILE}/fallkonferenzen"
BEGINS, ENDS = date(2026, 6, 1), date(2026, 12, 4)


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def coordinator(records: Records) -> Staff:
    return records.staff("mk", roles="measure_coordinator", surname="Adler", given_name="Jan", password=PASSWORD)


@pytest.fixture
def case(records: Records, fern: Staff, coordinator: Staff, db_session: Session) -> Case:
    """Category C with two barriers, one of them sensitive."""
    person = records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213")
    made = records.case(person, case_manager=fern, stream="market_distant")
    row = {"case_id": made.id, "person_id": person.id}
    measure = Measure(number="M1", title="Werkstatt", kind="mabe", status="published", coordinator=coordinator,
                      provider="Träger Muster gGmbH", place="Prenzlau")
    db_session.add_all([
        Transfer(**row, number=1, day=BEGINS, stream="market_distant", to_staff_id=fern.id),
        Barrier(**row, number=1, area="RB", name="Fahrweg", rank=1, state="erkannt", recognised=BEGINS),
        Barrier(**row, number=2, area="LF", name="Sucht", rank=2, state="erkannt", recognised=BEGINS, sensitive=True),
        Participation(**row, number=1, measure=measure, status="started", begins=BEGINS, ends=ENDS)])
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


@pytest.fixture
def participation(case: Case, db_session: Session) -> Participation:
    return db_session.scalars(select(Participation).where(Participation.case_id == case.id)).one()


@pytest.fixture
def there(participation: Participation) -> str:
    """The address of the coordinator's page."""
    return f"/massnahmen/M1/teilnahmen/{participation.id}/fallkonferenz"


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    """Signed in as the case manager."""
    return page.log_in("fern", then=LIST)


def conference(session: Session) -> Conference:
    """The latest conference as it stands now."""
    rows = select(Conference).order_by(Conference.id.desc()).limit(1)
    return session.scalars(rows.execution_options(populate_existing=True)).one()
