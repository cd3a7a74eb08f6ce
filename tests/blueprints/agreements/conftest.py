"""A case manager with a client whose profile and plan are complete, looking at the tab of agreements."""

import pytest
from sqlalchemy.orm import Session

from fm.models import Transfer
from tests.support.agreeing import Agreeing, furnish, without_paper
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

FILE = "/kunden/U000213"
AGREEMENTS = f"{FILE}/vereinbarungen"


@pytest.fixture
def agreeing(db_session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> Agreeing:
    """The case, in the charge of fern."""
    without_paper(monkeypatch)
    staff = records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)
    case = furnish(db_session, records, staff)
    db_session.add(Transfer(case_id=case.id, person_id=case.person_id, number=1, day=case.opened,
                            stream="market_distant", to_staff_id=staff.id))
    db_session.commit()
    return Agreeing(db_session, staff, case)


@pytest.fixture
def desk(page: Page, agreeing: Agreeing) -> Page:
    """Signed in as the case manager."""
    return page.log_in("fern", then=AGREEMENTS)
