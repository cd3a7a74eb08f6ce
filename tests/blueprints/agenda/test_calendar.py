"""/kalender: a day, a week, whose; and today's appointments on the desk."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Deputy, Meeting, Person, Staff
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from tests.support.actors import TODAY, statements
from tests.support.html import words
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", surname="Wegner", given_name="Sabine", streams="market_distant", password=PASSWORD)


def booked(records: Records, staff: Staff, at: datetime, name: str = "Öztürk") -> Case:
    return given(records, staff, at, records.person(name, "Lea"))


def given(records: Records, staff: Staff, at: datetime, person: Person) -> Case:
    case = records.case(person, case_manager=staff, stream="market_distant")
    with writing() as session:
        book(session, {case.id: staff.id}, at, 60, "follow_up", "Raum 12", NOW)
    return case


def test_a_day_shows_what_is_agreed_on_and_what_is_free(page: Page, records: Records, fern: Staff) -> None:
    booked(records, fern, NOW + timedelta(days=1))
    page.log_in("fern", then="/kalender")
    assert page.says("Montag, 23.11.2026 heute Kein Termin.")
    page.get(page.links()["Weiter zum Zeitraum danach"])
    assert page.says("09:00 bis 10:00 Öztürk, Lea")
    assert page.says("Frei: 08:00 bis 09:00, 10:00 bis 12:00, 13:00 bis 17:30 Uhr")
    page.get(page.links()["Öztürk, Lea"])
    assert page.says("Folgegespräch am Dienstag, 24.11.2026, 09:00 Uhr")


def test_a_week_is_a_table_of_hours_and_days(page: Page, records: Records, fern: Staff, db_session: Session) -> None:
    wednesday = TODAY + timedelta(days=2)
    db_session.add(Deputy(absent_id=fern.id, deputy_id=records.staff().id, begins=wednesday, ends=wednesday))
    booked(records, fern, NOW + timedelta(days=1))
    page.log_in("fern", then="/kalender?ansicht=woche&tag=2026-11-26")
    assert page.says("Woche vom 23.11.2026 bis 27.11.2026")
    days = [words(cell) for cell in page.all("th") if cell.get("scope") == "col"]
    assert days == ["Zeit", "Montag, 23.11.2026 heute", "Dienstag, 24.11.2026", "Mittwoch, 25.11.2026",
                    "Donnerstag, 26.11.2026", "Freitag, 27.11.2026"]
    hours = {words(row[0]): [words(cell) for cell in row[1:]] for row in page.all("tbody")[0]}
    assert list(hours) == ["ganztägig", *(f"{hour} Uhr" for hour in range(8, 16)), "frei"]
    assert hours["ganztägig"] == ["", "", "Abwesend vom 25.11.2026 bis 25.11.2026", "", ""]
    assert hours["9 Uhr"] == ["", "09:00 bis 10:00 Öztürk, Lea " + number_of(page) + " Folgegespräch", "", "", ""]
    assert hours["frei"][1:3] == ["08:00 bis 09:00, 10:00 bis 12:00, 13:00 bis 17:30 Uhr", ""]
    page.get("/kalender?ansicht=woche&tag=2026-12-23")
    assert page.says("Kein Arbeitstag: Erster Weihnachtstag")


def number_of(page: Page) -> str:
    return page.links()["Öztürk, Lea"].split("/")[2]


def test_a_saturday_is_shown_where_somebody_comes(page: Page, records: Records, fern: Staff,
                                                  db_session: Session) -> None:
    case = booked(records, fern, NOW)
    db_session.scalars(select(Meeting)).one().starts_at = datetime(2026, 11, 28, 17, tzinfo=BERLIN)
    db_session.commit()
    page.log_in("fern", then="/kalender?ansicht=woche")
    assert page.says("Woche vom 23.11.2026 bis 28.11.2026")
    assert page.says(f"17:00 bis 18:00 Öztürk, Lea {case.person.number}")


def test_whose_file_is_closed_to_one_stands_there_by_number(page: Page, records: Records, fern: Staff,
                                                            db_session: Session) -> None:
    case = booked(records, fern, NOW)
    case.case_manager = records.staff()
    db_session.commit()
    number = case.person.number
    for address in ("/kalender", "/kalender?ansicht=woche", "/"):
        page.log_in("fern", then=address) if address == "/kalender" else page.get(address)
        assert page.says(number)
        assert not page.says("Öztürk")
        assert not any(number in link for link in page.links().values())


CLASH = "Überschneidung: Jemand aus derselben Bedarfsgemeinschaft hat von 09:00 bis 10:00 Uhr einen Termin bei Kim "


def test_a_household_asked_here_and_there_at_once_is_marked(page: Page, records: Records, fern: Staff) -> None:
    household, other = records.household(), records.staff(streams="market_distant")
    mother, son = (records.person("Öztürk", name, household=household) for name in ("Lea", "Emre"))
    given(records, fern, NOW + timedelta(days=1), mother)
    given(records, other, NOW + timedelta(days=1), son)
    booked(records, fern, NOW + timedelta(days=1, hours=1), "Ohne")
    page.log_in("fern", then="/kalender?tag=2026-11-24")
    assert page.says(CLASH + other.surname)
    assert page.text.count("Überschneidung") == 1
    assert not page.says("Emre")
    assert page.get("/kalender?ansicht=woche&tag=2026-11-24").says(CLASH + other.surname)


def test_who_is_asked_twice_at_once_is_marked(page: Page, records: Records, fern: Staff, db_session: Session) -> None:
    person, other = records.person("Öztürk", "Lea"), records.staff(surname="Ahorn")
    case = given(records, fern, NOW, person)
    with writing() as session:
        book(session, {case.id: other.id}, NOW + timedelta(hours=2), 60, "other", None, NOW)
    for meeting in db_session.scalars(select(Meeting)):
        meeting.starts_at = NOW + timedelta(minutes=30) * (meeting.starts_at > NOW)
    db_session.commit()
    page.log_in("fern", then="/kalender")
    assert page.says("Überschneidung: Dieselbe Person hat von 09:30 bis 10:30 Uhr einen Termin bei Kim Ahorn.")


def test_leave_with_appointments_in_it_is_said(page: Page, records: Records, fern: Staff, db_session: Session) -> None:
    deputy = records.staff("vertretung", streams="market_distant", password=PASSWORD)
    for day in (1, 2, 8):
        booked(records, fern, NOW + timedelta(days=day), f"Tag{day}")
    db_session.add(Deputy(absent_id=fern.id, deputy_id=deputy.id, begins=TODAY, ends=TODAY + timedelta(days=2)))
    db_session.commit()
    page.log_in("fern", then="/kalender")
    assert page.says("2 Termine in Ihrer Abwesenheit vom 23.11.2026 bis 25.11.2026")
    assert page.says("Mittwoch, 25.11.2026, 09:00 Uhr: Tag2, Lea")
    page.get("/abmelden").submit("/abmelden")
    page.log_in("vertretung")
    assert page.says("Vertretung für: S. Wegner (bis 25.11.2026, 2 Termine in der Abwesenheit von S. Wegner)")
    page.get(page.links()["2 Termine in der Abwesenheit von S. Wegner"])
    assert page.heading == "Kalender: S. Wegner"
    assert page.says("2 Termine in der Abwesenheit von S. Wegner vom 23.11.2026 bis 25.11.2026")
    page.get(next(link for name, link in page.links().items() if name.startswith("Verlegen")))
    assert page.says("Termin verlegen")


def test_as_many_statements_for_one_appointment_as_for_many(page: Page, records: Records, fern: Staff) -> None:
    booked(records, fern, NOW)
    page.log_in("fern")
    with statements() as for_one:
        page.fetch("/kalender?ansicht=woche")
    for day in range(4):
        for hour in (1, 2, 4, 5):
            booked(records, fern, NOW + timedelta(days=day, hours=hour), f"Tag{day}")
    with statements() as for_many:
        page.fetch("/kalender?ansicht=woche")
    assert len(for_one) == len(for_many)


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
