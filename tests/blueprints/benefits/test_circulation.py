"""/einstieg/umlauf: where the benefits files lie, and how they are stamped from station to station."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.extensions import db
from fm.models import Application, Circulation, CirculationStation, Document
from fm.usecases.benefits import decide
from tests.support.actors import TODAY, acting, statements
from tests.support.page import PASSWORD

LIST = "/einstieg/umlauf"
NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def clerk(records):
    return records.staff("leistung", roles="benefits_clerk", password=PASSWORD)


@pytest.fixture
def fern(records):
    return records.staff("fern", surname="Wegner", streams="market_distant", password=PASSWORD)


@pytest.fixture
def maintenance(records):
    return records.staff("unterhalt", roles="maintenance_clerk", surname="Ulme", password=PASSWORD)


@pytest.fixture
def circulate(records, db_session, clerk):
    """Sends a file round past this case manager, some days ago."""
    def make(manager, surname: str = "Öztürk", days: int = 0, branch: str = "Prenzlau") -> Circulation:
        case = records.case(records.person(surname, branch=branch), case_manager=manager, opened=TODAY.replace(day=2))
        application = Application(case_id=case.id, person_id=case.person_id, number=1, submitted=TODAY.replace(day=3))
        db_session.add(application)
        db_session.commit()
        circulation_id = decide(
            acting(clerk), application.id, TODAY - timedelta(days=days), "granted", NOW - timedelta(days=days), "test")
        return db_session.get_one(Circulation, circulation_id)

    return make


def address(circulation: Circulation, deed: str = "") -> str:
    return f"{LIST}/{circulation.id}{deed and '/' + deed}"


def names(page) -> list[str]:
    return [link.text.split(",")[0] for link in page.all("a", "fm-row-link")]


def on_desk(page) -> str:
    """The address of the circulating file on somebody's desk."""
    return next(link.get("href") for link in page.all("a", "fm-row-link") if "/umlauf/" in link.get("href"))


def sign_in(page, login: str, then: str):
    page.get("/abmelden").submit("/abmelden")
    return page.log_in(login, then=then)


def test_the_way_from_station_to_station(page, circulate, fern, maintenance):
    circulation = circulate(fern)
    page.log_in("fern")
    assert page.says("Akten im Umlauf zu Ihnen 1")
    page.get(on_desk(page))
    page.submit(address(circulation, "eingang"))
    assert page.says("Der Eingang der Akte ist gestempelt.")
    assert page.says("liegt hier")
    page.submit(address(circulation, "ausgang"))
    assert page.says("Die Akte geht an Sachbearbeitung Unterhalt.")
    assert "Ausgang stempeln" not in page.text
    sign_in(page, "unterhalt", "/")
    page.get(on_desk(page))
    page.submit(address(circulation, "eingang"))
    page.submit(address(circulation, "ausgang"))
    assert page.says("der Umlauf ist beendet")
    assert page.says("beendet am 23.11.2026")
    assert page.get(LIST).says("0 Akten im Umlauf")


def test_who_comes_too_late_is_told_where_the_file_is(page, circulate, fern, db_session):
    circulation = circulate(fern)
    page.log_in("fern", then=address(circulation))
    circulation.stations[0].received_at = NOW
    db_session.commit()
    page.submit(address(circulation, "eingang"))
    assert page.says("Der Eingang ist schon gestempelt: Kim Wegner (Fallmanagement), am 23.11.2026 um 09:00 Uhr.")


def test_ones_own_stops_come_first_and_what_lies_too_long_is_said(page, circulate, fern, records):
    circulate(records.staff(), "Fremd", days=7)
    circulate(fern, "Eigen", days=1)
    circulate(fern, "Alt", days=4)
    page.log_in("fern", then=LIST)
    assert names(page) == ["Alt", "Eigen", "Akte"]
    assert page.says("überfällig seit 1 Arbeitstag")
    assert page.says("Die Akte liegt hier seit Donnerstag, 19.11.2026")
    assert names(page.get(f"{LIST}?wo=mir")) == ["Alt", "Eigen"]
    assert names(page.get(f"{LIST}?wo=zu-lange")) == ["Alt", "Akte"]
    assert names(page.get(f"{LIST}?station=maintenance")) == []
    page.get(LIST).swap(f"{LIST}?sortierung=-seit", target="umlauf")
    assert names(page) == ["Eigen", "Alt", "Akte"]


def test_the_manager_sees_what_is_stuck_by_its_number_alone(page, circulate, fern, records):
    records.staff("leitung", roles="manager", password=PASSWORD)
    circulation = circulate(fern, days=7)
    circulate(fern, "Frisch")
    circulate(fern, "Anderswo", days=7, branch="Schwedt")
    page.log_in("leitung")
    assert page.says("Akten, die zu lange liegen 1")
    page.get(address(circulation))
    assert "Öztürk" not in page.text
    assert "stempeln" not in page.text


def test_a_file_of_another_branch_is_unknown(page, circulate, fern, records, maintenance):
    circulation = circulate(fern, branch="Schwedt")
    page.log_in("unterhalt", then=LIST)
    page.get(address(circulation), 404)
    assert page.get("/tastatur").post(address(circulation, "eingang"), {"station": 2}).status_code == 404


def test_a_station_is_left_out_with_a_reason(page, circulate, clerk, fern):
    circulation = circulate(fern)
    page.log_in("leistung", then=address(circulation))
    page.submit(address(circulation, "auslassen"), 422)
    assert page.says("Bitte den Grund nennen.")
    page.submit(address(circulation, "auslassen"), grund="Kollegin ausgeschieden")
    assert page.says("Die Station entfällt. Die Akte geht an Sachbearbeitung Unterhalt.")
    assert page.says("entfällt: Kollegin ausgeschieden")
    stored = db.session.scalars(select(CirculationStation.skipped_reason).order_by(CirculationStation.position)).all()
    assert stored == ["Kollegin ausgeschieden", None]


def test_the_slip_is_printed_and_kept(page, circulate, clerk, fern):
    circulation = circulate(fern)
    page.log_in("leistung", then=address(circulation))
    answer = page.post(address(circulation, "laufzettel"), {})
    assert answer.status_code == 303
    printed = page.fetch(answer.location)
    assert printed.data.startswith(b"%PDF")
    assert db.session.scalars(select(Document.kind)).all() == ["circulation_slip"]


def test_the_list_costs_the_same_for_many(page, circulate, fern):
    page.log_in("fern", then=LIST)
    costs = []
    for number in (1, 12):
        for _ in range(number):
            circulate(fern)
        with statements() as sent:
            page.get(LIST)
        costs.append(len(sent))
    assert costs[0] == costs[1]
