"""Giving appointments: proposals within the deadline, times that are not possible, what became of them."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fm.models import Appointment, BusyHours, Case, Deputy, Document, Invitation, Meeting, Staff
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from tests.blueprints.contacts.conftest import CONTACTS
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.support.texts import release_texts

NEW = f"{CONTACTS}/termine/neu"
NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def given(session: Session) -> list[Appointment]:
    return list(session.scalars(select(Appointment).order_by(Appointment.number)))


def free_times(page: Page) -> list[str]:
    return [option.text for option in page.form(NEW).iter("option") if (option.get("value") or "").startswith("2026")]


def booked(case: Case, staff: Staff, at: datetime = NOW, purpose: str = "follow_up") -> str:
    """An appointment that was given; its address."""
    with writing() as session:
        (made,) = book(session, {case.id: staff.id}, at, 60, purpose, None, NOW)
        return f"{CONTACTS}/termine/{made.id}"


def test_the_first_free_time_within_the_deadline_is_proposed(desk: Page, db_session: Session, case: Case) -> None:
    db_session.add(BusyHours(person_id=case.person_id, weekday=0, begins=time(7), ends=time(13)))
    desk.get(f"{NEW}?anlass=ERG1")
    assert desk.says("Erstgespräch (U25: Erstberatung) innerhalb von 10 Arbeitstagen nach Bewilligung: 30.11.2026")
    assert free_times(desk)[0] == "Montag, 23.11.2026, 13:00 Uhr"
    assert desk.value(NEW, "zweck") == "first_consultation"
    desk.submit(NEW)
    assert desk.address == CONTACTS
    assert desk.says("Termin am Montag, 23.11.2026, 13:00 Uhr vereinbart.")
    (made,) = given(db_session)
    assert (made.purpose, made.staff.login, made.invitation_id) == ("first_consultation", "fern", None)


def test_where_nothing_is_free_in_time_later_times_are_proposed(desk: Page, db_session: Session, case: Case) -> None:
    db_session.add_all(BusyHours(person_id=case.person_id, weekday=day, begins=time(7), ends=time(18))
                       for day in range(4))
    desk.get(f"{NEW}?anlass=ERG1&ab=28.11.2026")
    assert desk.says("Innerhalb der Frist ist keine Zeit frei.")
    assert free_times(desk)[0] == "Freitag, 04.12.2026, 08:00 Uhr"


def test_length_and_colleague_are_chosen_first(desk: Page, db_session: Session, records: Records) -> None:
    colleague = records.staff(surname="Ahorn", given_name="Toni")
    records.staff(surname="Fern", branch="Templin")
    desk.get(f"{NEW}?mit={colleague.id}&dauer=120&ab=24.11.2026")
    assert desk.says("Mit Toni Ahorn, 2 Stunden.")
    assert free_times(desk)[0] == "Dienstag, 24.11.2026, 08:00 Uhr"
    assert "Kim Fern" not in desk.text
    sent = {"mit": colleague.id, "dauer": 120, "zweck": "other", "termin": "2026-11-24T08:00:00+01:00", "ort": "Raum 7",
            "einladung": "", "meldezweck": ""}
    assert desk.post(NEW, sent).status_code == 303
    (made,) = given(db_session)
    assert (made.staff_id, made.meeting.minutes, made.meeting.place) == (colleague.id, 120, "Raum 7")


def test_times_that_meet_an_appointment_of_the_household_are_named(
    desk: Page, db_session: Session, records: Records, case: Case, fern: Staff
) -> None:
    household, other = records.household(), records.staff(surname="Ahorn", given_name="Toni", streams="market_distant")
    case.person.household = household
    son = records.case(records.person("Öztürk", "Emre", household=household), case_manager=other)
    booked(son, other, NOW + timedelta(days=1))
    desk.get(f"{NEW}?ab=24.11.2026&mit={fern.id}")
    assert free_times(desk)[:3] == [
        "Dienstag, 24.11.2026, 08:00 Uhr",
        "Dienstag, 24.11.2026, 08:30 Uhr (gleichzeitig mit einem Termin in der Bedarfsgemeinschaft)",
        "Dienstag, 24.11.2026, 09:00 Uhr (gleichzeitig mit einem Termin in der Bedarfsgemeinschaft)"]
    desk.submit(NEW, tag="24.11.2026", uhrzeit="09:30")
    assert desk.says("Termin am Dienstag, 24.11.2026, 09:30 Uhr vereinbart. Hinweis: Jemand aus derselben "
                     "Bedarfsgemeinschaft hat von 09:00 bis 10:00 Uhr einen Termin bei Toni Ahorn.")
    assert "Emre" not in desk.text


def test_who_is_away_is_said_and_not_offered(desk: Page, db_session: Session, records: Records, fern: Staff) -> None:
    first, last = NOW.date() + timedelta(days=1), NOW.date() + timedelta(days=2)
    db_session.add(Deputy(absent_id=fern.id, deputy_id=records.staff().id, begins=first, ends=last))
    desk.get(f"{NEW}?ab=24.11.2026")
    away = "Sabine Wegner ist vom 24.11.2026 bis 25.11.2026 nicht da"
    assert desk.says(f"{away}; in dieser Zeit wird kein Termin vergeben.")
    assert free_times(desk)[0] == "Donnerstag, 26.11.2026, 08:00 Uhr"
    desk.submit(NEW, 422, tag="24.11.2026", uhrzeit="09:00")
    assert desk.says(f"{away}. Frei ist zum Beispiel: Donnerstag, 26.11.2026")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"tag": "28.11.2026", "uhrzeit": "09:00"}, "Der 28.11.2026 ist kein Arbeitstag (Samstag)."),
    ({"tag": "20.11.2026", "uhrzeit": "09:00"}, "Freitag, 20.11.2026, 09:00 Uhr ist vorbei."),
    ({"tag": "24.11.2028", "uhrzeit": "09:00"}, "Termine werden höchstens ein Jahr im Voraus vergeben"),
    ({"tag": "24.11.2026", "uhrzeit": "07:00"}, "Beratungszeit ist am Dienstag von 08:00 bis 12:00"),
    ({"tag": "24.11.2026"}, "Zum Tag gehört eine Uhrzeit."),
    ({"tag": "31.02.2027", "uhrzeit": "09:00"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"tag": "24.11.2026", "uhrzeit": "25:00"}, "Bitte eine Uhrzeit wie 10:30 eingeben."),
    ({"termin": ""}, "Bitte eine freie Zeit wählen oder Tag und Uhrzeit eingeben."),
    ({"termin": "irgendwann"}, "Bitte eine freie Zeit wählen oder Tag und Uhrzeit eingeben."),
    ({"einladung": "mit"}, "nennt einen der fünf gesetzlichen Meldezwecke"),
    ({"einladung": "mit", "meldezweck": "placement"}, "keinen freigegebenen Text"),
    ({"ort": "x" * 201}, "Höchstens 200 Zeichen sind möglich."),
    ({"mit": "999"}, "Mit dieser Person lässt sich hier kein Termin vereinbaren."),
    ({"mit": "²"}, "Mit dieser Person lässt sich hier kein Termin vereinbaren."),
    ({"tag": "01.01.0001", "uhrzeit": "00:00"}, "Das Datum muss zwischen dem 01.01.1800 und dem 31.12.2199 liegen."),
    ({"tag": "31.12.9999", "uhrzeit": "23:30"}, "Das Datum muss zwischen dem 01.01.1800 und dem 31.12.2199 liegen."),
    ({"termin": "9999-12-31T23:59:00-12:00"}, "Bitte eine freie Zeit wählen oder Tag und Uhrzeit eingeben."),
    ({"dauer": "²", "termin": ""}, "Bitte eine freie Zeit wählen oder Tag und Uhrzeit eingeben."),
])
def test_what_is_not_possible_is_said(desk: Page, db_session: Session, typed: dict[str, str], sentence: str) -> None:
    desk.get(NEW).submit(NEW, 422, **typed)
    assert desk.says(sentence)
    assert given(db_session) == []
    kept = typed.keys() & {"tag", "einladung", "meldezweck", "ort"}
    assert {name: desk.value(NEW, name) for name in kept} == {name: typed[name] for name in kept}


@pytest.mark.parametrize("query", ["?mit=²", "?dauer=²", f"?mit={'9' * 5000}", "?ab=9999-12-31", "?ab=0001-01-01"])
def test_what_an_address_cannot_mean_is_passed_over(desk: Page, query: str) -> None:
    assert free_times(desk.get(NEW + query))[0] == "Montag, 23.11.2026, 09:00 Uhr"


@pytest.mark.parametrize("typed", ["31.02.2026", "morgen"])
def test_a_day_that_does_not_exist_is_named(desk: Page, typed: str) -> None:
    desk.get(f"{NEW}?ab={typed}")
    assert desk.says("Bitte ein Datum wie 02.03.2026 eingeben. Unten stehen die Zeiten ab dem 23.11.2026.")
    assert [field.get("value") for field in desk.all("input") if field.get("name") == "ab"] == [typed]
    assert free_times(desk)[0] == "Montag, 23.11.2026, 09:00 Uhr"


def test_a_time_taken_meanwhile_is_refused_with_others(desk: Page, records: Records, fern: Staff) -> None:
    desk.get(NEW)
    booked(records.case(case_manager=fern), fern)
    desk.submit(NEW, 422)
    assert desk.says("Sabine Wegner hat am 23.11.2026 um 09:00 Uhr schon einen Termin. Frei ist zum Beispiel: Montag, "
                     "23.11.2026, 10:00 Uhr")


def test_a_summons_leads_to_its_letter(desk: Page, db_session: Session) -> None:
    release_texts(db_session)
    desk.get(f"{NEW}?anlass=ESB6")
    assert free_times(desk)[0].startswith("Freitag, 27.11.2026")
    assert desk.value(NEW, "einladung") == "mit"
    desk.submit(NEW, meldezweck="placement")
    assert desk.says("Die Einladung ist gedruckt und steht unter Unterlagen.")
    assert db_session.scalars(select(Document.kind)).all() == ["invitation_consequences"]
    assert db_session.scalars(select(Invitation.with_consequences)).all() == [True]


def test_a_talk_that_took_place_is_noted_from_its_appointment(desk: Page, db_session: Session, case: Case,
                                                              fern: Staff) -> None:
    address = booked(case, fern, purpose="first_consultation")
    desk.get(address)
    desk.get(desk.links()["Gespräch vermerken"]).submit(f"{CONTACTS}/neu", text="Ziele besprochen.")
    assert desk.says("Damit erledigt: Erstgespräch")
    (made,) = given(db_session)
    assert (made.state, made.contact_note.kind) == ("attended", "first_consultation")
    assert "Verlegen" not in desk.get(address).links()


def test_a_talk_noted_from_its_deadline_settles_today_s_appointment_for_it(desk: Page, db_session: Session, case: Case,
                                                                          fern: Staff) -> None:
    booked(case, fern, NOW + timedelta(days=1), purpose="first_consultation")
    assert not desk.get(f"{CONTACTS}/neu?anlass=ERG1").says("was aus dem Termin wurde")
    booked(case, fern, purpose="first_consultation")
    desk.get(f"{CONTACTS}/neu?anlass=ERG1").submit(f"{CONTACTS}/neu", text="Ziele besprochen.")
    assert [one.state for one in given(db_session)] == ["planned", "attended"]


@pytest.mark.parametrize(("result", "reason", "state"), [
    ("missed", "", "nicht erschienen ohne wichtigen Grund"),
    ("missed_with_reason", "Krankschreibung", "nicht erschienen mit wichtigem Grund"),
    ("cancelled", "", "abgesagt"), ("attended", "", "erschienen"),
])
def test_what_became_of_an_appointment(desk: Page, case: Case, fern: Staff, result: str, reason: str,
                                       state: str) -> None:
    address = booked(case, fern)
    desk.get(address).submit(address, ergebnis=result, grund=reason)
    assert desk.says(f"Termin am Montag, 23.11.2026, 09:00 Uhr: {state}.")
    desk.get(address)
    assert desk.says(state)


def test_it_is_said_why_that_cannot_have_become_of_it(desk: Page, case: Case, fern: Staff) -> None:
    address = booked(case, fern, NOW + timedelta(days=1))
    desk.get(address).submit(address, 422, ergebnis="missed")
    assert desk.says("Der Termin ist erst am Dienstag, 24.11.2026, 09:00 Uhr.")
    assert not desk.says("Anmerkung (freiwillig)")
    desk.submit(address, 422, ergebnis="missed_with_reason", grund="")
    desk.get(address).submit(address, 422)
    assert desk.says("Bitte eine Angabe wählen.")


def test_an_appointment_is_moved(desk: Page, db_session: Session, case: Case, fern: Staff) -> None:
    address = booked(case, fern, NOW + timedelta(days=1))
    desk.get(address)
    moving = desk.links()["Verlegen"]
    desk.get(moving)
    assert desk.says("Bisher: Dienstag, 24.11.2026, 09:00 Uhr, mit Sabine Wegner.")
    desk.submit(moving, 422, tag="20.11.2026", uhrzeit="09:00")
    assert desk.says("ist vorbei")
    desk.submit(moving, tag="25.11.2026", uhrzeit="09:30")
    assert desk.says("Termin am Mittwoch, 25.11.2026, 09:30 Uhr verlegt.")
    assert [one.state for one in given(db_session)] == ["moved", "planned"]
    assert given(db_session)[1].purpose == "follow_up"


def test_an_appointment_sent_twice_is_given_once(desk: Page, db_session: Session) -> None:
    desk.get(NEW)
    names = ("mit", "dauer", "zweck", "termin", "einmal")
    sent = {"einladung": "", "meldezweck": "", **{name: desk.value(NEW, name) for name in names}}
    assert [desk.post(NEW, sent).status_code for _ in range(2)] == [303, 303]
    assert db_session.scalar(select(func.count(Meeting.id))) == 1


def test_the_employer_service_has_its_own_appointments_alone(page: Page, case: Case, fern: Staff,
                                                             records: Records) -> None:
    service = records.staff("arbeitgeber", roles="employer_service", password=PASSWORD)
    foreign = booked(case, fern)
    page.log_in("arbeitgeber")
    page.get(CONTACTS, 404)
    own = booked(case, service, NOW + timedelta(days=2))
    page.get(CONTACTS)
    assert page.says("1 Eintrag")
    page.get(foreign, 404)
    page.get(own).submit(own, ergebnis="cancelled")
    page.get(NEW)
    assert page.says("Mit Kim Muster")
    assert not page.says("Einladung mit Rechtsfolgen")
    with page.fetch(NEW) as form:
        assert "meldezweck" not in form.text


def test_the_employer_service_summons_nobody(page: Page, db_session: Session, case: Case, records: Records) -> None:
    service = records.staff("arbeitgeber", roles="employer_service", password=PASSWORD)
    booked(case, service, NOW + timedelta(days=2))
    page.log_in("arbeitgeber", then=NEW)
    sent = {name: page.value(NEW, name) for name in ("mit", "dauer", "zweck", "termin")}
    assert page.post(NEW, {**sent, "einladung": "mit", "meldezweck": "placement"}).status_code == 422
    assert db_session.scalar(select(func.count(Invitation.id))) == 0


def test_an_appointment_called_off_long_ago_or_of_a_closed_case_opens_nothing(
    page: Page, db_session: Session, case: Case, records: Records
) -> None:
    service = records.staff("arbeitgeber", roles="employer_service", password=PASSWORD)
    booked(case, service, NOW + timedelta(days=2))
    page.log_in("arbeitgeber", then=CONTACTS)
    db_session.execute(update(Appointment).values(state="cancelled"))
    db_session.execute(update(Meeting).values(starts_at=NOW - timedelta(days=2)))
    db_session.commit()
    page.get(CONTACTS, 404)
    db_session.execute(update(Appointment).values(state="attended"))
    db_session.commit()
    page.get(CONTACTS)
    db_session.execute(update(Case).values(closed=NOW.date(), closing_reason="moved"))
    db_session.commit()
    page.get(CONTACTS, 404)


def test_why_somebody_could_not_come_is_for_those_who_read_notes(
    page: Page, db_session: Session, case: Case, fern: Staff, records: Records
) -> None:
    records.staff("service", roles="service", password=PASSWORD)
    address = booked(case, fern)
    db_session.execute(update(Appointment).values(state="missed_with_reason", important_reason="Krankschreibung"))
    db_session.commit()
    for login, told in (("fern", True), ("service", False)):
        page.get("/abmelden").submit("/abmelden") if login == "service" else None
        page.log_in(login, then=CONTACTS)
        assert page.says("Krankschreibung") is told
        assert page.get(address).says("Krankschreibung") is told


def test_an_assistant_gives_appointments_for_the_team(page: Page, db_session: Session, case: Case, fern: Staff,
                                                      records: Records) -> None:
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    page.log_in("assistenz", then=NEW).submit(NEW)
    assert page.says("Termin am Montag, 23.11.2026, 09:00 Uhr vereinbart.")
    assert given(db_session)[0].staff_id == fern.id
    address = f"{CONTACTS}/termine/{given(db_session)[0].id}"
    assert "Gespräch vermerken" not in page.get(address).links()


def test_who_may_only_read_gives_none(page: Page, case: Case, fern: Staff, records: Records) -> None:
    records.staff("leistung", roles="benefits_clerk", password=PASSWORD)
    address = booked(case, fern)
    page.log_in("leistung", then=CONTACTS)
    assert page.says("Termin: Folgegespräch")
    assert "Termin vereinbaren" not in page.links()
    page.get(address)
    assert "Verlegen" not in page.links()
    page.get(NEW, 403)
