"""A file of many years takes as many statements as one that was just begun, on each of its pages."""

import pytest
from flask import Flask

from bench.heavy import LONG, Lengths, make_heavy
from tests.support.actors import TODAY, statements
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

#: A list of one or two is read like one of many; what hangs on a row is read along with it or not at all.
SHORT = Lengths(barriers=1, versions=2, duties=2, notes=1)
PAGES = ("", "/profil", "/profil/fassungen", "/hemmnisse", "/plan", "/vereinbarungen", "/vereinbarungen/{agreement}",
         "/kontakte", "/folgegespraech/1", "/folgegespraech/2", "/folgegespraech/3", "/folgegespraech/4", "/fristen")


@pytest.fixture
def agreements(app: Flask, records: Records) -> dict[str, int]:
    """Two clients of one case manager, with a short and a long history; the agreement of each."""
    fern = records.staff("fern", streams="market_distant", password=PASSWORD)
    for number in ("U000001", "U000002"):
        records.case(records.person(number=number), case_manager=fern, stream="market_distant", category="B")
    address = app.config["SQLALCHEMY_DATABASE_URI"]
    return {number: make_heavy(str(address), number, TODAY, lengths)
            for number, lengths in (("U000001", SHORT), ("U000002", LONG))}


def test_as_many_statements_for_a_long_file_as_for_a_short_one(page: Page, agreements: dict[str, int]) -> None:
    page.log_in("fern", then="/kunden")

    def sent(path: str, number: str) -> int:
        with statements() as found:
            page.get(f"/kunden/{number}{path.format(agreement=agreements[number])}")
        return len(found)

    short, long = ({path: sent(path, number) for path in PAGES} for number in agreements)
    assert short == long


def test_the_long_file_is_as_long_as_it_says(page: Page, agreements: dict[str, int]) -> None:
    page.log_in("fern", then="/kunden/U000002/kontakte")
    assert page.says(f"{LONG.notes} Einträge")
    page.get("/kunden/U000002/hemmnisse")
    assert page.says(f"Offene Hemmnisse {LONG.barriers}")
