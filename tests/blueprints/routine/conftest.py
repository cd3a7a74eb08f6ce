"""A market-ready case manager at the desk, with a client who is due for everything."""

from datetime import date

import pytest

from fm.models import Case, Staff
from tests.support.handing import Handing
from tests.support.page import PASSWORD, Page


@pytest.fixture
def markt(records) -> Staff:
    return records.staff("markt", streams="market_ready", password=PASSWORD)


@pytest.fixture
def case(db_session, records, markt) -> Case:
    return Handing(db_session, records).case(markt, "market_ready", category="A", arrived=date(2026, 5, 4))


@pytest.fixture
def desk(page: Page, markt, case) -> Page:
    """Signed in as the case manager."""
    return page.log_in("markt")
