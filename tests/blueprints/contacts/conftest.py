"""A case manager with a client, looking at the tab of contacts."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.models import Application, Case, Staff, Transfer
from fm.usecases.deadlines import refresh
from tests.support.actors import TODAY
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

FILE = "/kunden/U000213"
CONTACTS = f"{FILE}/kontakte"


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def case(records: Records, fern: Staff, db_session: Session) -> Case:
    """Benefit was granted anew a week ago, so the first consultation is due on 30 November."""
    week_ago = TODAY - timedelta(days=7)
    person = records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213")
    made = records.case(person, case_manager=fern, stream="market_distant", previous_benefit_until=week_ago)
    row = {"case_id": made.id, "person_id": person.id, "number": 1}
    db_session.add(Application(**row, submitted=week_ago, decided=week_ago, decision="granted"))
    db_session.add(Transfer(**row, day=week_ago, stream="market_distant", to_staff_id=fern.id))
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    """Signed in as the case manager."""
    return page.log_in("fern", then=CONTACTS)
