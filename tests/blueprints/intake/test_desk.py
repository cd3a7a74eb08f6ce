"""The service desk: its list, taking an application, what follows from it, and two files made one."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from fm.models import Application, Appointment, BusyHours, Case, Intake, JournalEntry, Person
from fm.usecases.deadlines import refresh_all
from tests.support.actors import TODAY
from tests.support.html import words
from tests.support.page import PASSWORD

NEW = {
    "nachname": "Müller-Großkopf", "vorname": "Şükran", "geboren": "11.06.1985", "geschlecht": "w",
    "strasse": "Uferweg 3", "plz": "17291", "ort": "Prenzlau", "ausgegeben": "16.11.2026", "heute": "y",
}  # fmt: skip


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def desk(records, fern, page):
    """The service desk in Prenzlau, signed in."""
    records.staff("service", roles="service", password=PASSWORD)
    return page.log_in("service", then="/einstieg")


@pytest.fixture
def apply(records, db_session, fern):
    """Makes an application with its case; returns the client's number."""
    def made(surname="Beispiel", born=date(1985, 6, 11), invited=None, household=None, **days):
        person = records.person(surname, born=born, household=household)
        case = records.case(person, opened=date(2026, 11, 2), case_manager=fern)
        db_session.add(Application(case_id=case.id, person_id=person.id, number=1, **days))
        if invited:
            db_session.add(Intake(case_id=case.id, invited=invited))
        db_session.flush()
        refresh_all()
        db_session.commit()
        return person.number

    return made


def rows_of(page) -> list[str]:
    return [words(row) for row in page.tree.iter("tr")][1:]


def test_the_list_says_how_far_each_application_is_and_what_comes_next(desk, apply):
    apply("Adler", collected=date(2026, 11, 16))
    apply("Buche", collected=date(2026, 11, 16), submission_appointment=TODAY, submission_time=time(10))
    apply("Carlo", collected=date(2026, 11, 2), submission_appointment=TODAY, invited=date(2026, 11, 20))
    apply("Dorn", collected=date(2026, 11, 2), submitted=date(2026, 11, 20))
    apply("Ende", collected=date(2026, 11, 2), decided=TODAY, decision="rejected")
    desk.get("/einstieg?sortierung=name")
    assert desk.says("4 Anträge unterwegs")
    adler, buche, carlo, dorn = rows_of(desk)
    assert "Formular ausgegeben" in adler
    assert "Abgabetermin vergeben" in adler
    assert "23.11.2026, 10:00 Uhr" in buche
    assert "Einladung offen" in buche
    assert "Abgabe aufnehmen" in buche
    assert "Einladung liegt bereit" in carlo
    assert "Aushändigen" in carlo
    assert "Termin vereinbaren" in dorn
    desk.get("/einstieg?termin=heute&einstieg=owed")
    assert desk.says("1 Antrag unterwegs")
    desk.get("/einstieg?stand=submitted").swap("/einstieg?stand=submitted&sortierung=-name", "antraege")
    assert [row[:4] for row in rows_of(desk)] == ["Dorn"]
    assert [row[:5] for row in rows_of(desk.get("/einstieg?q=adler"))] == ["Adler"]
    assert desk.fetch("/einstieg.csv?stand=submitted", buffered=True).text.count("\n") == 2
    assert desk.fetch("/einstieg.xlsx", buffered=True).status_code == 200


def test_the_case_manager_sees_the_own_clients(page, apply, records):
    number = apply("Adler", collected=date(2026, 11, 16), submission_appointment=date(2026, 11, 26))
    stranger = records.case(records.person("Buche"), opened=date(2026, 11, 2))
    assert stranger.case_manager_id is None
    page.log_in("fern", then="/einstieg")
    assert page.says("1 Antrag unterwegs")
    assert page.links()["Einladung vorbereiten: Adler, Lea"] == f"/kunden/{number}/einstieg"
    assert "Antrag aufnehmen" not in page.links()


def test_a_new_person_is_looked_up_taken_in_and_sent_to_the_case_manager(desk, db_session):
    desk.get("/einstieg/antrag").submit("/einstieg/antrag", nachname="Müller-Großkopf", vorname="Şükran",
                                        geboren="11.06.1985")
    assert desk.says("0 Personen gefunden")
    desk.get(desk.links()["Neue Person anlegen"])
    desk.submit("/einstieg/antrag/neu", **NEW)
    assert desk.says("Şükran Müller-Großkopf ist unter der Nummer U000001 aufgenommen.")
    assert desk.says("Neufall: Bisher wurde keine Leistung bezogen (HK 3).")
    assert desk.says("Fallmanagement: Sabine Wegner")
    assert desk.says("bis 07.12.2026 zu führen")
    assert db_session.scalar(select(func.count()).select_from(Person)) == 1


def test_who_may_be_known_is_shown_and_everything_typed_stays(desk, records, db_session):
    records.person("Mueller", "Suekran", date(1985, 6, 11), number="U000007")
    desk.get("/einstieg/antrag/neu").submit("/einstieg/antrag/neu", status=422, **NEW)
    assert desk.says("Vielleicht schon bekannt")
    assert desk.says("gleiches Geburtsdatum")
    assert desk.form("/einstieg/antrag/neu").find(".//input[@name='strasse']").get("value") == "Uferweg 3"
    desk.submit("/einstieg/antrag/neu", neu="y")
    assert desk.says("unter der Nummer U000008 aufgenommen")
    assert db_session.scalar(select(func.count()).select_from(Person)) == 2


def test_sending_the_form_twice_takes_one_person_in(desk, db_session):
    desk.get("/einstieg/antrag/neu")
    fields = {**NEW, "einmal": "derselbe"}
    first, second = desk.post("/einstieg/antrag/neu", fields), desk.post("/einstieg/antrag/neu", fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert db_session.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.parametrize(("fields", "said"), [
    ({"geboren": "31.02.1990"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"nachname": ""}, "Diese Angabe fehlt."),
    ({"nachname": "x" * 100_000}, "Höchstens 100 Zeichen sind möglich."),
    ({"ausgegeben": "24.11.2026"}, "Der 24.11.2026 liegt in der Zukunft."),
    ({"heute": None, "termin": "28.11.2026"}, "Der 28.11.2026 ist kein Arbeitstag (Samstag)."),
    ({"heute": None, "termin": "25.12.2026"}, "kein Arbeitstag"),
    ({"heute": None, "termin": "01.03.2028"}, "höchstens ein Jahr im Voraus"),
    ({"uhrzeit": "25:99"}, "Bitte eine Uhrzeit wie 10:30 eingeben."),
    ({"haushalt": "BG404404"}, "Einen Haushalt mit der Nummer BG404404 gibt es nicht."),
    ({"geboren": "01.01.2015"}, "hat eine gesetzliche Vertretung"),
])
def test_what_cannot_be_stands_at_the_field(desk, db_session, fields, said):
    desk.get("/einstieg/antrag/neu").submit("/einstieg/antrag/neu", status=422, **{**NEW, **fields})
    assert desk.says(said)
    assert db_session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_known_person_with_a_running_case_gets_a_renewal(desk, apply, db_session):
    number = apply(
        collected=date(2026, 11, 2), submitted=date(2026, 11, 3), decided=date(2026, 11, 10), decision="granted")
    desk.get(f"/einstieg/antrag/{number}")
    assert desk.says("löst keine Einstiegsberatung aus")
    desk.submit(f"/einstieg/antrag/{number}", ausgegeben="23.11.2026", heute="y")
    assert desk.says("Kein Neufall: Leistung ist seit dem 10.11.2026 bewilligt")
    desk.get(f"/einstieg/antrag/{number}").submit(f"/einstieg/antrag/{number}", status=422, ausgegeben="23.11.2026")
    assert desk.says("Es ist schon ein Antrag unterwegs")


def test_who_comes_back_begins_the_next_case(desk, records, db_session):
    person = records.person()
    records.case(person, opened=date(2024, 1, 8), closed=date(2025, 1, 8))
    desk.get(f"/einstieg/antrag/{person.number}")
    desk.submit(f"/einstieg/antrag/{person.number}", frueher_bis="08.01.2025", heute="y", ausgegeben="16.11.2026")
    assert desk.says("Neufall: Der frühere Bezug endete am 08.01.2025")
    assert db_session.scalar(select(func.count()).select_from(Case)) == 2


def test_the_steps_of_an_application(desk, apply, db_session):
    number = apply(collected=date(2026, 11, 2))
    there = f"/kunden/{number}/antrag"
    desk.get(f"{there}/abgabetermin").submit(f"{there}/abgabetermin", status=422, termin="28.11.2026", uhrzeit="10:00")
    assert desk.says("kein Arbeitstag (Samstag)")
    desk.submit(f"{there}/abgabetermin", termin="26.11.2026", uhrzeit="10:00")
    assert desk.says("Abgabetermin am 26.11.2026, 10:00 Uhr.")
    desk.get(f"{there}/abgabe").submit(f"{there}/abgabe", status=422, abgegeben="30.10.2026")
    assert desk.says("kann nicht vor der Ausgabe des Formulars am 02.11.2026 liegen")
    desk.submit(f"{there}/abgabe", abgegeben="23.11.2026")
    assert desk.says("Der Antrag ist am 23.11.2026 vollständig abgegeben.")
    desk.get(f"{there}/berichtigung").submit(f"{there}/berichtigung", status=422, abgegeben="20.11.2026")
    assert desk.says("Bitte den Grund nennen.")
    desk.submit(f"{there}/berichtigung", abgegeben="20.11.2026", grund="Eingangsstempel")
    assert desk.says("bis 04.12.2026 zu führen")
    desk.get(f"{there}/ruecknahme").submit(f"{there}/ruecknahme", grund="Arbeit gefunden")
    assert desk.says("zurückgenommen und der Fall abgeschlossen")
    assert desk.get(f"{there}/nichts", status=404)


def test_the_invitation_is_handed_out_from_the_list(desk, apply, db_session):
    number = apply(collected=date(2026, 11, 2), submission_appointment=TODAY, invited=date(2026, 11, 20))
    desk.get("/einstieg?einstieg=ready").submit(f"/kunden/{number}/antrag/ausgehaendigt")
    assert desk.address.startswith("/einstieg?einstieg=ready")
    assert desk.says("ist ausgehändigt")
    assert db_session.scalar(select(Intake.handed_out)) == TODAY


def test_no_time_for_the_intake_is_offered_before_the_form_is_to_be_handed_in(desk, apply):
    number = apply(collected=date(2026, 11, 2), submission_appointment=date(2026, 11, 30))
    desk.get(f"/kunden/{number}/antrag/einstiegstermin")
    offered = [one.get("value") for one in desk.tree.iter("input") if one.get("name") == "termin"]
    assert min(offered).startswith("2026-11-30")


def test_a_later_day_for_the_intake_can_be_asked_for(desk, apply):
    number = apply(collected=date(2026, 11, 2), submitted=TODAY)
    there = f"/kunden/{number}/antrag/einstiegstermin"

    def days() -> tuple[str, str]:
        offered = [one.get("value") for one in desk.tree.iter("input") if one.get("name") == "termin"]
        return min(offered)[:10], max(offered)[:10]

    desk.get(there)
    assert days()[0] == "2026-11-23"
    desk.get(f"{there}?minuten=60&ab=02.12.2026")
    assert days() == ("2026-12-02", "2026-12-07")
    desk.submit(there, status=422)
    assert days() == ("2026-12-02", "2026-12-07")
    desk.submit(there, termin="2026-12-04T09:00")
    assert desk.says("Einstiegsberatung am Freitag, 04.12.2026, 09:00 Uhr.")


def test_a_day_that_does_not_exist_is_named(desk, apply):
    there = f"/kunden/{apply(collected=date(2026, 11, 2), submitted=TODAY)}/antrag/einstiegstermin"
    desk.get(f"{there}?minuten=60&ab=31.02.2027")
    assert desk.says("Bitte ein Datum wie 02.03.2026 eingeben. Unten stehen die Zeiten ab dem 23.11.2026.")
    assert [one.get("value") for one in desk.all("input") if one.get("name") == "ab"] == ["31.02.2027"]
    desk.get(f"{there}?minuten=60&ab=01.11.2026")
    assert not desk.says("Bitte ein Datum")


def test_the_intake_is_agreed_within_the_ten_days_for_the_household(desk, apply, db_session, records):
    home = records.household()
    number = apply("Adler", household=home, collected=date(2026, 11, 2), submitted=date(2026, 11, 20))
    apply("Adler", born=date(1988, 2, 2), household=home, collected=date(2026, 11, 2), submitted=TODAY)
    desk.get(f"/kunden/{number}/antrag/zeiten").submit(f"/kunden/{number}/antrag/zeiten", status=422, von_0="08:00")
    assert desk.says("Bitte Beginn und Ende angeben.")
    desk.submit(f"/kunden/{number}/antrag/zeiten", von_0="08:00", bis_0="12:00")
    assert db_session.scalar(select(BusyHours.weekday)) == 0
    there = f"/kunden/{number}/antrag/einstiegstermin"
    desk.get(there)
    assert desk.says("Gemeinsam mit")
    offered = [one.get("value") for one in desk.tree.iter("input") if one.get("name") == "termin"]
    assert "2026-11-23T09:00" not in offered
    assert offered[0] == "2026-11-23T13:00"
    assert max(offered) < "2026-12-05"
    desk.submit(there, status=422)
    assert desk.says("Bitte eine Zeit wählen.")
    desk.submit(there, termin="2026-11-24T09:00")
    assert desk.says("Einstiegsberatung am Dienstag, 24.11.2026, 09:00 Uhr.")
    made = db_session.scalars(select(Appointment)).all()
    assert {one.meeting_id for one in made} == {made[0].meeting_id}
    assert len(made) == 2
    desk.get(there)
    desk.post(there, {"termin": "2026-11-25T09:00", "mit": "", "minuten": "60"})
    assert db_session.scalar(select(func.count()).select_from(Appointment)) == 2


def week(db_session):
    """The client's hours by weekday, as hours."""
    found = db_session.execute(select(BusyHours.weekday, BusyHours.begins, BusyHours.ends))
    return {weekday: (begins.hour, ends.hour) for weekday, begins, ends in found}


def test_hours_that_two_save_at_once_are_both_kept_or_asked_about(desk, apply, db_session):
    there = f"/kunden/{apply()}/antrag/zeiten"
    desk.get(there).submit(there, von_0="08:00", bis_0="12:00")
    form = desk.get(there).form(there)
    desk.submit(there, von_0="09:00", bis_0="12:00", von_2="08:00", bis_2="10:00")
    mine = {field.get("name"): field.get("value") or "" for field in form.iter("input") if field.get("name")[:3] in
            ("von", "bis")}
    assert desk.post(there, mine | {"von_1": "13:00", "bis_1": "15:00"}).status_code == 303
    assert week(db_session) == {0: (9, 12), 1: (13, 15), 2: (8, 10)}
    desk.get(there).submit(there, 422, **mine | {"von_0": "", "bis_0": "", "von_3": "09:00", "bis_3": "08:00"})
    assert desk.says("Inzwischen wurde gespeichert: 09:00 bis 12:00. Bitte prüfen")
    assert desk.says("Das Ende liegt nicht nach dem Beginn.")
    assert week(db_session) == {0: (9, 12), 1: (13, 15), 2: (8, 10)}
    desk.submit(there, bis_3="11:00")
    assert week(db_session) == {1: (13, 15), 2: (8, 10), 3: (9, 11)}


def test_today_at_once_is_one_step(desk, apply, db_session):
    number = apply(collected=date(2026, 11, 16))
    desk.get(f"/kunden/{number}/antrag").submit(f"/kunden/{number}/antrag/sofort")
    assert desk.says("Der Antrag ist heute abgegeben, die Einstiegsberatung ist heute um 09:00 Uhr.")
    assert db_session.scalar(select(Application.submitted)) == TODAY
    assert db_session.scalar(select(Appointment.purpose)) == "intake"


def test_nobody_is_sent_to_a_case_manager_who_has_left(desk, apply, fern, db_session):
    number = apply(collected=date(2026, 11, 16))
    fern.active = False
    db_session.commit()
    desk.get(f"/kunden/{number}/antrag").submit(f"/kunden/{number}/antrag/sofort")
    assert desk.says("ist nicht mehr im Dienst. Bitte zuerst jemand anderen im Fallmanagement benennen.")
    assert db_session.scalar(select(func.count()).select_from(Appointment)) == 0


def test_another_case_manager_with_a_reason(desk, apply, records, db_session):
    number = apply(collected=date(2026, 11, 16))
    other = records.staff("zwei", streams="market_distant", surname="Arndt", given_name="Ida")
    for _ in range(3):
        records.case(case_manager=other)
    there = f"/kunden/{number}/antrag/zustaendigkeit"
    desk.get(there).submit(there, status=422, fallmanagement=str(other.id))
    assert desk.says("bitte den Grund für die Änderung nennen")
    desk.submit(there, fallmanagement=str(other.id), grund="Kennt die Familie")
    assert desk.says("Ida Arndt ist ab heute zuständig und informiert.")
    db_session.commit()
    desk.get(f"{there}?bereich=youth")
    assert desk.says("Gewählt ist ein anderer Bereich als vorgeschlagen")


def test_two_files_become_one_and_the_old_number_leads_there(desk, apply, records, db_session):
    number = apply("Meyer", collected=date(2026, 11, 16))
    second = records.person("Maier", number="U900000")
    there = f"/kunden/{number}/zusammenfuehren"
    desk.get(there)
    assert desk.says("gleiches Geburtsdatum")
    desk.get(f"{there}?mit=U900000").submit(there, status=422, grund="Ausweis lag vor")
    assert desk.says("lassen sich danach nicht mehr trennen")
    desk.submit(there, grund="Ausweis lag vor", sicher="y")
    assert desk.says(f"Die Akten {number} und U900000 sind zusammengeführt; es bleibt {number}.")
    desk.get("/kunden/U900000")
    assert desk.address == f"/kunden/{number}"
    db_session.refresh(second)
    assert second.merged_into_id is not None
    assert desk.get("/kunden?q=maier").says("0 Kunden") is False  # Meyer sounds alike
    assert "U900000" not in desk.text
    assert set(db_session.scalars(select(JournalEntry.person_id).where(JournalEntry.action == "merge"))) == {
        second.id, second.merged_into_id}


def test_who_may_not_write_both_cannot_merge(desk, apply, records):
    number = apply("Meyer", collected=date(2026, 11, 16))
    foreign = records.person("Maier", branch="Schwedt")
    desk.get(f"/kunden/{number}/zusammenfuehren?mit={foreign.number}")
    assert desk.says("eine zweite Akte, die Sie auch bearbeiten dürfen")
    fields = {"mit": foreign.number, "grund": "Ausweis lag vor", "sicher": "y"}
    assert desk.post(f"/kunden/{number}/zusammenfuehren", fields).status_code == 404
