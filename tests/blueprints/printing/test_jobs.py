"""/drucke: choosing clients in the list, watching the job, taking the file away."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, PrintJob
from tests.support.page import PASSWORD, Page
from tests.support.pdf import pages
from tests.support.records import Records
from tests.support.texts import release_texts

NUMBERS = ("U000001", "U000002", "U000003")


@pytest.fixture
def cases(records: Records, db_session: Session) -> list[Case]:
    """Three cases that "fern" looks after."""
    release_texts(db_session)
    fern = records.staff("fern", streams="market_distant", password=PASSWORD)
    return [records.case(records.person(name, number=number), case_manager=fern, stream="market_distant")
            for name, number in zip(("Adler", "Bussard", "Kranich"), NUMBERS, strict=True)]


def choose(page: Page, **fields: object) -> Page:
    """Send the form of the list of clients."""
    return page.log_in("fern", then="/kunden").submit("/drucke", **fields)


@pytest.fixture
def started(page: Page, cases: list[Case], db_session: Session) -> Callable[[], str]:
    """Begin a job for two of the three; its address."""
    def start() -> str:
        page.log_in("fern", then="/kunden")
        page.post("/drucke", {"art": "cost_form", "kunde": list(NUMBERS[:2])})
        return f"/drucke/{db_session.scalars(select(PrintJob.id)).one()}"

    return start


def test_each_client_can_be_ticked(page: Page, cases: list[Case]) -> None:
    page.log_in("fern", then="/kunden")
    ticks = [(tick.get("value"), tick.get("form"), tick.get("aria-label")) for tick in page.all("input", "fm-tick")]
    assert ticks == [("U000001", "auswahl", "Adler, Lea auswählen"), ("U000002", "auswahl", "Bussard, Lea auswählen"),
                     ("U000003", "auswahl", "Kranich, Lea auswählen")]


def test_a_job_is_watched_to_its_end_without_scripts(page: Page, started: Callable[[], str]) -> None:
    address = started()
    page.get(address)
    assert page.says("0 von 2 Schreiben gedruckt")
    page.submit(f"{address}/weiter")
    assert page.says("Der Druck ist fertig")
    with page.fetch(page.links()["Als eine Datei herunterladen (PDF)"]) as answer:
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert ["Adler" in text for text in pages(answer.data)] == [True, False]
    assert page.get("/drucke").says("2 von 2")
    assert page.get(f"/kunden/{NUMBERS[0]}/unterlagen").says("Antrag auf Bewerbungskosten")
    assert page.get(f"/kunden/{NUMBERS[2]}/unterlagen").says("0 Unterlagen")


def test_the_piece_that_goes_on_by_itself_is_that_of_the_page(page: Page, started: Callable[[], str]) -> None:
    address = started()
    page.get(address).swap(address, "druck")
    answer = page.send_piece(f"{address}/weiter", {})
    assert (answer.status_code, answer.location) == (303, address)


def test_the_whole_list_can_be_chosen(page: Page, cases: list[Case], db_session: Session) -> None:
    choose(page, alle="1", filter="q=Adler")
    assert page.says("0 von 1 Schreiben gedruckt")
    page.get("/kunden").submit("/drucke", alle="1")
    assert page.says("0 von 3 Schreiben gedruckt")
    assert page.get("/drucke").says("2 Aufträge")


def test_who_ticks_nobody_is_told(page: Page, cases: list[Case]) -> None:
    choose(page)
    assert (page.address, page.says("Bitte mindestens einen Kunden wählen")) == ("/kunden", True)


def test_a_job_is_stopped(page: Page, started: Callable[[], str]) -> None:
    address = started()
    page.get(address).submit(f"{address}/abbrechen")
    assert page.says("Der Druck ist abgebrochen.")
    page.get(f"{address}/pdf", status=404)


def test_a_sort_that_nobody_knows(page: Page, cases: list[Case]) -> None:
    page.log_in("fern", then="/kunden")
    assert page.post("/drucke", {"art": "everything"}).status_code == 400
