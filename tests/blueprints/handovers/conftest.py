"""A case manager with cases to hand over, and the next person at the screen."""

import pytest

from tests.support.page import PASSWORD


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Birke", password=PASSWORD)


def change_to(page, login: str, then: str) -> None:
    """Somebody else sits down at this screen."""
    page.get("/abmelden").submit("/abmelden")
    page.log_in(login, then=then)
