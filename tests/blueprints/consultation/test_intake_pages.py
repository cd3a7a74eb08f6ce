"""/kunden/<nummer>/einstieg: where the intake stands, the invitation, the talk, days set right."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from fm import clock
from fm.clock import BERLIN
from fm.models import (
    Application,
    Appointment,
    Barrier,
    Category,
    Document,
    Draft,
    Instruction,
    Intake,
    Message,
    SurveySection,
)
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.deadlines import refresh
from tests.support.html import words
from tests.support.page import PASSWORD
from tests.support.texts import release_texts

DAY = timedelta(days=1)
FILE = "/kunden/U000213"
ESB = f"{FILE}/einstieg"


@pytest.fixture
def now(monkeypatch):
    """Monday, 23 November 2026, nine o'clock."""
    moment = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def service(records):
    return records.staff("service", roles="service", password=PASSWORD)


@pytest.fixture
def case(records, fern, db_session, now):
    """A case that began a week ago; the form was handed in on Friday."""
    person = records.person("Müller-Großkopf", "Şükran", date(1985, 6, 11), number="U000213")
    case = records.case(person, case_manager=fern, opened=now.date() - 7 * DAY,
                        previous_benefit_until=date(2019, 1, 31))
    db_session.add(Application(case_id=case.id, person_id=person.id, number=1, collected=now.date() - 7 * DAY,
                               submission_appointment=now.date() - 3 * DAY, submitted=now.date() - 3 * DAY))
    refresh(db_session, [case.id])
    db_session.commit()
    release_texts(db_session)
    return case


def intake(session, case) -> Intake:
    session.expire_all()
    return session.scalar(select(Intake).where(Intake.case_id == case.id))


def filled(fern, **more: object) -> dict[str, object]:
    return {"ergebnis": "not_a", "kategorie": "C", "belehrung": "y", "bewerbungskosten": "y",
            "zustaendig": str(fern.id), **more}


def facts(page) -> dict[str, str]:
    """What stands in the lists of keys and values."""
    return {words(pair[0]): words(pair[1]) for found in page.all("dl") for pair in found}


def test_the_page_says_where_the_intake_stands(page, case):
    page.log_in("fern", then=ESB)
    assert (facts(page)["Stand"], facts(page)["Vollständig abgegeben"]) == ("offen", "20.11.2026")
    for said in ("Einstiegsberatung innerhalb von 10 Arbeitstagen", "Vollumfängliche Belehrung",
                 "Die vollumfängliche Belehrung gehört dazu.", "Erhebungsbogen"):
        assert page.says(said), said
    steps = {"Einstieg beraten", "Einladung vorbereiten", "Versäumt", "Entfällt", "Tage berichtigen"}
    assert steps <= set(page.links())
    assert not page.says("Erhebungsbogen beim ersten Leistungsbezug")


def test_the_service_desk_sees_application_and_appointment_only(page, case, service, db_session):
    db_session.add(Intake(case_id=case.id, waived=date(2026, 11, 23), waived_reason="kennt das Haus", result="A"))
    db_session.commit()
    page.log_in("service", then=ESB)
    assert facts(page)["Vollständig abgegeben"] == "20.11.2026"
    assert facts(page)["Entfallen"] == "23.11.2026: kennt das Haus"
    for hidden in ("Prüfungen", "Erhebungsbogen", "Ergebnis"):
        assert not page.says(hidden), hidden
    assert {"Einstieg beraten", "Einladung vorbereiten", "Versäumt", "Entfällt"}.isdisjoint(page.links())


def test_the_invitation_is_prepared_and_the_service_told(page, case, service, db_session):
    page.log_in("fern", then=f"{ESB}/einladung")
    times = [option.get("value") for option in page.form(f"{ESB}/einladung").iter("option")]
    assert "2026-11-24T08:00:00+01:00" in times
    page.submit(f"{ESB}/einladung", termin="2026-11-24T08:00:00+01:00", dauer="60", ort="Raum 12")
    assert page.says("Die Einladung ist gedruckt und liegt in den Unterlagen")
    assert facts(page)["Einladung vorbereitet"] == "23.11.2026"
    assert facts(page)["Termin"] == "Dienstag, 24.11.2026, 08:00 Uhr, Sabine Wegner (vereinbart)"
    assert db_session.scalar(select(Document.kind)) == "invitation_intake"
    assert db_session.scalars(select(Message.staff_id)).all() == [service.id]


def test_no_time_is_offered_before_the_form_is_to_be_handed_in(page, case, db_session):
    row = db_session.scalar(select(Application).where(Application.case_id == case.id))
    row.submitted, row.submission_appointment = None, date(2026, 11, 30)
    db_session.commit()
    page.log_in("fern", then=f"{ESB}/einladung")
    times = [option.get("value") for option in page.form(f"{ESB}/einladung").iter("option")]
    assert min(filter(lambda value: value.startswith("2026"), times)).startswith("2026-11-30")


def test_a_time_taken_meanwhile_is_refused_at_its_field(page, case, fern, records, db_session, now):
    other = records.case(case_manager=fern)
    page.log_in("fern", then=f"{ESB}/einladung")
    with writing() as session:
        book(session, {other.id: fern.id}, datetime(2026, 11, 24, 8, 0, tzinfo=BERLIN), 30, "other", None, now)
    page.submit(f"{ESB}/einladung", 422, termin="2026-11-24T08:00:00+01:00", dauer="30", ort="Raum 12")
    assert page.says("hat am 24.11.2026 um 08:00 Uhr schon einen Termin")
    assert page.form(f"{ESB}/einladung") is not None
    assert intake(db_session, case) is None
    page.submit(f"{ESB}/einladung", 422, termin="morgen")
    assert page.says("Bitte einen Eintrag der Liste wählen.")


def test_the_invitation_to_a_given_appointment_needs_no_choice(page, case, fern, db_session, now):
    with writing() as session:
        book(session, {case.id: fern.id}, datetime(2026, 11, 24, 8, 0, tzinfo=BERLIN), 30, "intake", None, now)
    page.log_in("fern", then=f"{ESB}/einladung").submit(f"{ESB}/einladung")
    assert facts(page)["Einladung vorbereitet"] == "23.11.2026"
    assert len(db_session.scalars(select(Appointment)).all()) == 1


def test_waived_with_a_reason(page, case, service, db_session):
    page.log_in("fern", then=f"{ESB}/verzicht").submit(f"{ESB}/verzicht", 422)
    assert page.says("Bitte den Grund nennen.")
    page.submit(f"{ESB}/verzicht", grund="Kennt das Haus")
    assert facts(page)["Entfallen"] == "23.11.2026: Kennt das Haus"
    assert not page.says("Prüfungen")
    assert "Einstieg beraten" in page.links()


def test_missed_says_what_follows(page, case, db_session):
    page.log_in("fern", then=f"{ESB}/versaeumt")
    assert page.says("mit Rechtsfolgen zum Erstgespräch eingeladen")
    page.submit(f"{ESB}/versaeumt", 422, tag="24.11.2026")
    assert page.says("Das Datum liegt in der Zukunft.")
    page.submit(f"{ESB}/versaeumt", 422, tag="31.11.2026")
    page.submit(f"{ESB}/versaeumt", tag="23.11.2026")
    assert facts(page)["Versäumt"] == "23.11.2026"
    assert intake(db_session, case).missed == date(2026, 11, 23)


def test_the_talk_with_its_result(page, case, fern, db_session):
    page.log_in("fern", then=f"{ESB}/beratung").submit(f"{ESB}/beratung", **filled(
        fern, zielberuf="Lager", staerken="zuverlässig", hemmnis_0_bereich="LF", hemmnis_0_name="Rücken",
        hemmnis_0_rang="1", hemmnis_0_sensibel="y",
        hemmnis_2_bereich="MO", hemmnis_2_name="Antrieb", hemmnis_2_rang="2"))
    assert page.says("Damit erledigt: Einladung zur Einstiegsberatung vorbereiten; Einstiegsberatung innerhalb von 10 "
                     "Arbeitstagen.")
    assert facts(page)["Ergebnis"] == "arbeitsmarktfern (nicht A)"
    assert facts(page)["Künftig zuständig"] == "Sabine Wegner"
    assert "Einstieg beraten" not in page.links()
    assert intake(db_session, case).held == date(2026, 11, 23)
    assert db_session.scalar(select(Category.category)) == "C"
    assert [(row.name, row.sensitive) for row in db_session.scalars(select(Barrier).order_by(Barrier.rank))] == [
        ("Rücken", True), ("Antrieb", False)]


def test_what_is_missing_stands_at_its_fields_and_what_was_typed_stays(page, case, fern, db_session):
    page.log_in("fern", then=f"{ESB}/beratung").submit(
        f"{ESB}/beratung", 422, staerken="zuverlässig und pünktlich", hemmnis_1_name="Rücken", hemmnis_1_rang="0",
        kategorie="Y", zustaendig=None)
    for said in ("Die vollumfängliche Belehrung gehört dazu.", "Die verbindliche Festlegung fehlt",
                 "Zur Kategorie Y gehört, was entgegensteht", "Zur Kategorie Y gehört, bis wann",
                 "Zu jedem Hemmnis gehört einer der fünf Bereiche.", "Der Rang ist eine Zahl von 1 bis 99."):
        assert page.says(said), said
    assert "zuverlässig und pünktlich" in page.text
    assert db_session.scalars(select(Instruction)).all() == []
    assert intake(db_session, case) is None


@pytest.mark.parametrize(("fields", "said"), [
    ({"tag": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({"tag": "13.11.2026"}, "Das Datum liegt vor dem Beginn des Falls am 16.11.2026."),
    ({"tag": "30.02.2026"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"ergebnis": "A"}, "Erwachsene mit Ergebnis A gehen an das arbeitsmarktnahe Fallmanagement."),
    ({"kategorie": "A"}, "Zum Ergebnis „nicht A“ passt die Kategorie A nicht."),
    ({"staerken": "x" * 100_000}, "Höchstens 20000 Zeichen sind möglich."),
    ({"hemmnis_0_bereich": "LF", "hemmnis_0_name": "a", "hemmnis_0_rang": "1", "hemmnis_1_bereich": "MO",
      "hemmnis_1_name": "b", "hemmnis_1_rang": "1"}, "Den Rang 1 gibt es schon."),
    ({"hemmnis_0_rang": "eins"}, "Bitte eine ganze Zahl eingeben."),
])
def test_bad_input_is_told_and_nothing_is_kept(page, case, fern, db_session, fields, said):
    page.log_in("fern", then=f"{ESB}/beratung").submit(f"{ESB}/beratung", 422, **filled(fern, **fields))
    assert page.says(said)
    assert intake(db_session, case) is None


def test_more_rows_and_an_unfinished_talk(page, case, fern, db_session):
    page.log_in("fern", then=f"{ESB}/beratung")
    assert "hemmnis_4_name" not in page.text
    token = {name: field.get("value") for field in page.form(f"{ESB}/beratung").iter("input")
             if (name := field.get("name")) in ("csrf_token", "einmal", "entwurf")}
    answer = page.post(f"{ESB}/beratung", {**token, "zeilen": "1", "staerken": "mutig", "tag": "23.11.2026"})
    assert (answer.status_code, "hemmnis_6_name" in answer.text, "mutig" in answer.text) == (200, True, True)
    kept = {**token, "zwischenstand": "1", "hemmnis_5_name": "Schulden", "tag": "23.11.2026"}
    assert page.post(f"{ESB}/beratung", kept).status_code == 303
    page.get(f"{ESB}/beratung")
    assert "Schulden" in page.text
    assert page.says("steht im Formular")
    assert intake(db_session, case) is None
    page.submit(f"{ESB}/beratung", **filled(fern, hemmnis_5_bereich="RB", hemmnis_5_rang="1"))
    assert db_session.scalars(select(Draft)).all() == []


def test_a_of_an_adult_proposes_the_handover(page, case, fern, records, db_session):
    markt = records.staff("markt", streams="market_ready", surname="Lange", given_name="Uwe")
    page.log_in("fern", then=f"{ESB}/beratung").submit(
        f"{ESB}/beratung", **filled(fern, ergebnis="A", kategorie="A", zustaendig=str(markt.id)))
    assert page.says("Vorschlag: Übergabe an das arbeitsmarktnahe Fallmanagement")
    assert page.links()["Übergabe vorbereiten"] == "/uebergaben/neu?kunde=U000213&art=to_market_ready"


def test_a_first_time_client_needs_the_survey_form(page, case, fern, db_session):
    case.previous_benefit_until = None
    db_session.commit()
    page.log_in("fern", then=f"{ESB}/beratung").submit(f"{ESB}/beratung", 422, **filled(fern))
    assert page.says("Beim ersten Leistungsbezug gehört der Erhebungsbogen dazu. Es fehlt: Person und Kontakt")


def test_days_are_set_right_with_a_reason(page, case, db_session):
    db_session.add(Intake(case_id=case.id, invited=date(2026, 11, 18), held=date(2026, 11, 20)))
    db_session.commit()
    page.log_in("fern", then=f"{ESB}/korrektur")
    page.submit(f"{ESB}/korrektur", 422, durchgefuehrt="23.11.2026")
    page.submit(f"{ESB}/korrektur", durchgefuehrt="23.11.2026", grund="Zahlendreher")
    assert facts(page)["Durchgeführt"] == "23.11.2026"
    assert intake(db_session, case).invited == date(2026, 11, 18)


def test_who_may_not_write_gets_no_form(page, case, service, records):
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    records.staff("anders", streams="market_distant", branch="Schwedt", password=PASSWORD)
    page.log_in("service", then=ESB)
    for way in ("einladung", "verzicht", "versaeumt", "korrektur", "beratung", "bogen/person"):
        assert page.fetch(f"{ESB}/{way}").status_code == 403, way


def test_a_closed_case_offers_no_deed(page, case, db_session):
    case.closed = date(2026, 11, 20)
    db_session.commit()
    page.log_in("fern", then=ESB)
    assert {"Einstieg beraten", "Einladung vorbereiten", "Tage berichtigen"}.isdisjoint(page.links())
    assert page.post(f"{ESB}/verzicht", {"grund": "zu spät"}).status_code == 422


def test_the_tab_stands_in_the_file(page, case):
    page.log_in("fern", then=FILE)
    tabs = [words(link) for nav in page.all("nav", "fm-tabs") for link in nav.iter("a")]
    assert "Einstieg" in tabs


def test_saved_sections_show(page, case, fern, db_session, now):
    db_session.add(SurveySection(case_id=case.id, person_id=case.person_id, section="person", content="{}",
                                 saved_at=now, staff_id=fern.id))
    db_session.commit()
    page.log_in("fern", then=ESB)
    assert page.says("begonnen Person und Kontakt")
    assert page.says("Es fehlt: Staatsangehörigkeit.")


def test_the_cost_form_is_handed_out_after_all(page, case, fern, db_session):
    page.log_in("fern", then=f"{ESB}/beratung").submit(f"{ESB}/beratung", **filled(fern, bewerbungskosten=None))
    assert page.says("Der Bewerbungskostenantrag ist noch nicht ausgegeben.")
    page.submit(f"{ESB}/bewerbungskosten")
    assert page.says("Der Bewerbungskostenantrag ist ausgegeben.")
    assert intake(db_session, case).cost_form == date(2026, 11, 23)
    assert not page.says("noch nicht ausgegeben")
