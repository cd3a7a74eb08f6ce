"""What the tests of this counter share: a job pool, the employer service, a case manager with a client."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from fm import clock
from fm.clock import BERLIN
from fm.models import Case, Employer, Job, Staff
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NOW = datetime(2026, 11, 20, 9, tzinfo=BERLIN)


@pytest.fixture
def firm(db_session: Session) -> Employer:
    """An employer."""
    kept = Employer(name="Gasthaus Wolfshof GmbH", search_name="gasthaus wolfshof gmbh", town="Prenzlau")
    db_session.add(kept)
    db_session.commit()
    return kept


@pytest.fixture
def job(db_session: Session, firm: Employer) -> Job:
    """An open job."""
    kept = Job(number="S1", title="Köchin oder Koch", occupation="29302", employer_id=firm.id, town="Prenzlau",
               postcode="17291", begins=date(2026, 12, 1), extent="vollzeit", requirements="Freude am Kochen",
               recorded=date(2026, 11, 20), kind="arbeit", saved_at=NOW)
    db_session.add(kept)
    db_session.commit()
    return kept


@pytest.fixture
def manager(records: Records) -> Staff:
    """Who looks after the client."""
    return records.staff("fern", roles="case_manager", streams="market_ready", password=PASSWORD)


@pytest.fixture
def case(records: Records, manager: Staff) -> Case:
    """A placeable client of the case manager."""
    return records.case(stream="market_ready", category="A", case_manager_id=manager.id)


@pytest.fixture
def service(records: Records) -> Staff:
    """The employer service."""
    return records.staff("agnes", roles="employer_service", password=PASSWORD)


@pytest.fixture
def today() -> date:
    """The day on which the pages are looked at."""
    return clock.today()


@pytest.fixture
def as_manager(page: Page, manager: Staff) -> Page:
    """The case manager, signed in."""
    return page.log_in("fern")


@pytest.fixture
def as_service(page: Page, service: Staff) -> Page:
    """The employer service, signed in."""
    return page.log_in("agnes")
