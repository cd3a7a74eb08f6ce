"""What the program is measured against: the floor of `bench` reads the tables as they are."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bench import floor
from fm.extensions import db
from fm.usecases.matching import rematch_all
from tests.support.matching import NOW, Matching
from tests.support.placing import BEGINS, ENDS, Placing
from tests.support.records import Records

TODAY = NOW.date()
#: What each page on the floor has to show, of the one client, measure and job there is.
CLIENT, MEASURE, JOB = "Beispiel", "Werkstatt", "Lagerhilfe"
SHOWN = {
    "/file": CLIENT, "/search": CLIENT, "/participants": CLIENT, "/fitting": CLIENT, "/matches": CLIENT,
    "/catalogue": MEASURE, "/year": MEASURE, "/measures_of": MEASURE, "/desk_measures": MEASURE, "/jobs": JOB,
    "/job": JOB, "/jobs_of": JOB, "/desk_jobs": JOB, "/desk_project": "published",
}  # fmt: skip
_WRITTEN = "SELECT (SELECT group_concat(status) FROM participation), (SELECT count(*) FROM contact_note), " \
           "(SELECT entries FROM journal_head), (SELECT count(*) FROM form_key)"


@pytest.fixture
def asked(app: Flask, db_session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    """Asks the floor for a page, over a database with one client, who suits the one job."""
    placing, matching = Placing(db_session, records), Matching(db_session, records)
    measure, job = placing.measure(places=5, title=MEASURE, coordinator_id=placing.manager.id), matching.job(title=JOB)
    case = matching.case(placing.manager)
    rematch_all(db_session, TODAY)
    words = urlencode({
        "login": placing.manager.login, "today": TODAY, "day": TODAY + timedelta(days=60), "q": "be", "agreement": 1,
        "number": case.person.number, "measure": measure.number, "job": job.number, "id": measure.id,
        "begins": BEGINS, "ends": ENDS})
    db_session.commit()
    connection = sqlite3.connect(str(db.engine.url.database), isolation_level=None)
    monkeypatch.setattr(floor, "_connection", connection)
    yield lambda page: floor.app(
        {"PATH_INFO": page, "QUERY_STRING": words, "REQUEST_METHOD": "GET"}, lambda status, headers: None)[0].decode()
    connection.close()


@pytest.mark.parametrize("application", ["sqlite"], indirect=True)
def test_the_floor_shows_and_writes_what_its_pages_are_about(asked: Callable) -> None:
    """Each page is answered from the tables as they are; those that write leave the rows that the program leaves."""
    (before,) = floor._rows(_WRITTEN)
    for page in (writing := ("/reserve", "/save")):
        asked(page)
    shown = {page: asked(page) for page in floor.PAGES if page not in writing}
    assert {page for page, word in SHOWN.items() if word not in shown[page]} == set()
    (after,) = floor._rows(_WRITTEN)
    assert (before, after) == ((None, 0, before[2], 0), ("reserved", 1, before[2] + 2, 2))
