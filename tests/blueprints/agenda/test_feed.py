"""/kalender/abo: a secret address that is told once, and what a calendar program gets under it."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import icalendar
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import CalendarFeed, Deputy, JournalEntry, Staff
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from tests.support.actors import TODAY
from tests.support.html import without_tokens
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
ADDRESS = "/kalender/abo"


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", surname="Wegner", given_name="Sabine", streams="market_distant", password=PASSWORD)


def booked(records: Records, staff: Staff, at: datetime, *numbers: str) -> None:
    cases = [records.case(records.person("Öztürk", "Lea", number=number), case_manager=staff) for number in numbers]
    with writing() as session:
        made = book(session, {case.id: staff.id for case in cases}, at, 60, "follow_up", "bei Frau Öztürk", NOW)
        for one in made:
            one.important_reason = "Krankenhaus"


def subscribe(page: Page) -> str:
    """The path that the page tells."""
    page.get(ADDRESS).submit(ADDRESS)
    told = next(field.get("value") for field in page.all("input") if field.get("id") == "abo-adresse")
    assert told.startswith("http://localhost/kalender/")
    return told.removeprefix("http://localhost")


def events(page: Page, address: str) -> list[icalendar.Event]:
    answer = page.fetch(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_calendar_program_gets_numbers_and_purposes(
    page: Page, records: Records, fern: Staff, db_session: Session
) -> None:
    booked(records, fern, NOW + timedelta(days=1), "U000213", "U000214")
    booked(records, fern, NOW + timedelta(days=2), "U000215")
    db_session.add(Deputy(absent_id=fern.id, deputy_id=records.staff().id, begins=TODAY + timedelta(days=7),
                          ends=TODAY + timedelta(days=11), reason="Kur"))
    db_session.commit()
    page.log_in("fern", then="/kalender")
    page.get(page.links()["Abonnieren den Kalender in einem anderen Programm"])
    assert page.says("Sie haben kein Abonnement.")
    address = subscribe(page)
    page.get("/abmelden").submit("/abmelden")
    found = events(page, address)
    assert [str(event["SUMMARY"]) for event in found] == [
        "U000213, U000214: Folgegespräch", "U000215: Folgegespräch", "Abwesend"]
    assert (found[0].start, found[0].duration) == (NOW + timedelta(days=1), timedelta(hours=1))
    assert (found[2].start, found[2].end) == (TODAY + timedelta(days=7), TODAY + timedelta(days=12))
    said = page.fetch(address).text
    assert not any(word in said for word in ("Öztürk", "Lea", "Kur", "Krankenhaus", "bei Frau"))
    assert [event["UID"] for event in events(page, address)] == [event["UID"] for event in found]


def test_it_reaches_four_weeks_back_and_six_months_ahead(page: Page, records: Records, fern: Staff,
                                                          db_session: Session) -> None:
    days = [datetime(*day, 9, tzinfo=BERLIN) for day in ((2026, 10, 23), (2026, 10, 26), (2027, 5, 21), (2027, 5, 25))]
    for number, day in enumerate(days):
        with writing() as session:
            case = records.case(records.person(number=f"U{number}"), case_manager=fern)
            book(session, {case.id: fern.id}, day, 30, "other", None, day - timedelta(days=30))
    page.log_in("fern")
    assert [str(event["SUMMARY"]) for event in events(page, subscribe(page))] == ["U1: Gespräch", "U2: Gespräch"]


def test_moved_and_cancelled_ones_are_gone(page: Page, records: Records, fern: Staff, db_session: Session) -> None:
    booked(records, fern, NOW + timedelta(days=1), "U000213")
    page.log_in("fern")
    address = subscribe(page)
    page.get("/kalender?tag=2026-11-24").get(page.links()["Öztürk, Lea"])
    page.submit(page.address, ergebnis="cancelled")
    assert events(page, address) == []


def test_the_secret_is_kept_as_its_hash_alone(page: Page, fern: Staff, db_session: Session) -> None:
    page.log_in("fern")
    address = subscribe(page)
    token = address.removeprefix("/kalender/").removesuffix(".ics")
    feed = db_session.scalars(select(CalendarFeed)).one()
    assert feed.token_hash == sha256(token.encode()).hexdigest()
    assert len(token) == 43
    assert token not in page.get(ADDRESS).text
    details = db_session.scalars(select(JournalEntry.detail).where(JournalEntry.part == "calendar_feed")).all()
    assert [json.loads(detail) for detail in details] == [{"state": "made"}]
    assert events(page, address) == []
    assert len(db_session.scalars(select(JournalEntry.detail).where(JournalEntry.part == "calendar_feed")).all()) == 1


def test_a_new_address_ends_the_old_one_and_revoking_ends_it(page: Page, fern: Staff, db_session: Session) -> None:
    page.log_in("fern")
    first, second = subscribe(page), subscribe(page)
    assert page.says("Sie haben seit dem")
    assert (page.fetch(first).status_code, page.fetch(second).status_code) == (404, 200)
    page.get(ADDRESS).submit(f"{ADDRESS}/beenden")
    assert page.says("Das Abonnement ist beendet.")
    assert page.fetch(second).status_code == 404
    assert db_session.scalars(select(CalendarFeed)).all() == []


def test_who_has_left_or_has_no_calendar_any_longer_gives_none(page: Page, fern: Staff, db_session: Session) -> None:
    page.log_in("fern")
    address = subscribe(page)
    fern.active = False
    db_session.commit()
    assert page.fetch(address).status_code == 404
    fern.active, fern.roles = True, {"manager"}
    db_session.commit()
    assert page.fetch(address).status_code == 404


def test_what_answers_nothing_says_nothing(page: Page, fern: Staff) -> None:
    page.log_in("fern")
    address = subscribe(page)
    page.get("/abmelden").submit("/abmelden")
    cut, unknown = page.fetch(address.replace(".ics", "x.ics")), page.fetch("/kalender/x.ics")
    assert (cut.status_code, without_tokens(cut.text)) == (404, without_tokens(unknown.text))
    assert not cut.headers.getlist("Set-Cookie")
    assert not page.fetch(address).headers.getlist("Set-Cookie")


def test_sent_twice_it_is_made_once(page: Page, fern: Staff, db_session: Session) -> None:
    page.log_in("fern", then=ADDRESS)
    fields = {"einmal": page.value(ADDRESS, "einmal")}
    page.post(ADDRESS, fields)
    before = db_session.scalars(select(CalendarFeed.token_hash)).one()
    assert page.post(ADDRESS, fields).status_code == 303
    assert db_session.scalars(select(CalendarFeed.token_hash)).one() == before
