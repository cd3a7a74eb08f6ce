"""/kalender: a day, a week, whose; and today's appointments on the desk."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.models import Case, Deputy, Staff
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from tests.support.actors import TODAY
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", surname="Wegner", given_name="Sabine", streams="market_distant", password=PASSWORD)


def booked(records: Records, staff: Staff, at: datetime, name: str = "Öztürk") -> Case:
    case = records.case(records.person(name, "Lea"), case_manager=staff)
    with writing() as session:
        book(session, {case.id: staff.id}, at, 60, "follow_up", "Raum 12", NOW)
    return case


def test_a_day_shows_what_is_agreed_on_and_what_is_free(page: Page, records: Records, fern: Staff) -> None:
    booked(records, fern, NOW + timedelta(days=1))
    page.log_in("fern", then="/kalender")
    assert page.says("Montag, 23.11.2026 heute Kein Termin.")
    page.get(page.links()["Weiter zum Zeitraum danach"])
    assert page.says("09:00 bis 10:00 Öztürk, Lea")
    assert page.says("Frei: 8:00 bis 9:00, 10:00 bis 12:00, 13:00 bis 17:30 Uhr")
    page.get(page.links()["Öztürk, Lea"])
    assert page.says("Folgegespräch am Dienstag, 24.11.2026, 9:00 Uhr")


def test_a_week_shows_its_working_days(page: Page, records: Records, fern: Staff, db_session: Session) -> None:
    wednesday = TODAY + timedelta(days=2)
    db_session.add(Deputy(absent_id=fern.id, deputy_id=records.staff().id, begins=wednesday, ends=wednesday))
    page.log_in("fern", then="/kalender?ansicht=woche&tag=2026-11-26")
    assert [heading.get("id") for heading in page.all("h2") if (heading.get("id") or "").startswith("tag-")] == [
        f"tag-2026-11-{day}" for day in range(23, 28)]
    assert page.says("Abwesend vom 25.11.2026 bis 25.11.2026")
    page.get("/kalender?ansicht=woche&tag=2026-12-23")
    assert page.says("Kein Arbeitstag: Erster Weihnachtstag")


def test_who_stands_in_sees_the_other_calendar_too(page: Page, records: Records, fern: Staff,
                                                   db_session: Session) -> None:
    absent = records.staff(surname="Ahorn", given_name="Toni")
    booked(records, absent, NOW)
    db_session.add(Deputy(absent_id=absent.id, deputy_id=fern.id, begins=TODAY, ends=TODAY))
    db_session.flush()
    stranger = records.staff()
    page.log_in("fern", then=f"/kalender?wer={absent.id}")
    assert page.heading == "Kalender: T. Ahorn"
    assert page.says("Öztürk, Lea")
    assert page.get(f"/kalender?wer={stranger.id}").heading == "Kalender: S. Wegner"


@pytest.mark.parametrize("day", ["gestern", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_is_none_is_today(page: Page, fern: Staff, day: str) -> None:
    page.log_in("fern", then=f"/kalender?ansicht=woche&tag={day}")
    assert page.says("Montag, 23.11.2026 heute")


def test_the_desk_lists_todays_appointments(page: Page, records: Records, fern: Staff) -> None:
    booked(records, fern, NOW)
    booked(records, fern, NOW + timedelta(days=1), "Morgen")
    page.log_in("fern")
    assert page.says("Termine heute 1")
    assert page.says("09:00 bis 10:00 Öztürk, Lea")
    assert not page.says("Morgen, Lea")


def test_an_assistants_desk_lists_those_of_the_team(page: Page, records: Records, fern: Staff) -> None:
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    other = records.staff(streams="youth")
    booked(records, fern, NOW)
    booked(records, other, NOW, "Fremd")
    page.log_in("assistenz")
    assert page.says("Öztürk, Lea")
    assert not page.says("Fremd, Lea")
    assert page.get(f"/kalender?wer={fern.id}").says("Öztürk, Lea")
