"""A case manager with a client who suits an open job, and the employer service."""

import pytest

from fm.models import Case, Job, Staff
from fm.usecases.matching import rematch_all
from tests.support.actors import TODAY
from tests.support.matching import Matching
from tests.support.page import PASSWORD, Page


@pytest.fixture
def matching(db_session, records) -> Matching:
    return Matching(db_session, records)


@pytest.fixture
def markt(records) -> Staff:
    return records.staff("markt", streams="market_ready", password=PASSWORD)


@pytest.fixture
def ags(records) -> Staff:
    return records.staff("ags", roles="employer_service", branch="Templin", password=PASSWORD)


@pytest.fixture
def case(matching, markt) -> Case:
    return matching.case(markt)


@pytest.fixture
def job(matching, case, db_session) -> Job:
    job = matching.job(requirements="Teamfähigkeit, Führerschein B")
    rematch_all(db_session, TODAY)
    return job


@pytest.fixture
def manager(page: Page, markt, job) -> Page:
    """Signed in as the case manager."""
    return page.log_in("markt")


@pytest.fixture
def service(page: Page, ags, job) -> Page:
    """Signed in as the employer service."""
    return page.log_in("ags")
