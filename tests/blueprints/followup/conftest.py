"""A case manager with a client whose agreement runs, before a follow-up consultation."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.models import Agreement, AgreementDuty, Appointment, Case, Category, ContactNote, Staff, Transfer
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.deadlines import refresh
from tests.support.actors import TODAY
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

FILE = "/kunden/U000213"
TALK = f"{FILE}/folgegespraech"
OWN = f"{FILE}/bewerbungen"
NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
LAST = TODAY - timedelta(days=28)


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def case(records: Records, fern: Staff, db_session: Session) -> Case:
    """Category A, last talked to four weeks ago; the agreement ends next week."""
    person = records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213")
    made = records.case(person, case_manager=fern, stream="market_distant", category="A")
    row = {"case_id": made.id, "person_id": person.id, "number": 1}
    begun = date(2026, 6, 1)
    db_session.add_all([
        Transfer(**row, day=begun, stream="market_distant", to_staff_id=fern.id),
        Category(**row, begins=begun, category="A"),
        ContactNote(**row, day=LAST, kind="other", means="office", occasion="other", text="Es geht voran.", staff=fern),
        Agreement(**row, signed=begun, valid_until=date(2026, 11, 30), guiding_goal="Wieder arbeiten", duties=[
            AgreementDuty(position=1, side="client", text="Fünf Bewerbungen im Monat", due=TODAY)])])
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    """Signed in as the case manager."""
    return page.log_in("fern", then=f"{FILE}/kontakte")


@pytest.fixture
def visit(case: Case, fern: Staff) -> int:
    """The id of an appointment for a follow-up consultation that has just begun."""
    with writing() as session:
        made: list[Appointment] = list(book(session, {case.id: fern.id}, NOW, 60, "follow_up", None, NOW))
        return made[0].id
