"""/kunden/<nummer>/fall/…: the forms around a case as a whole, and who gets them."""

from datetime import date

import pytest
from sqlalchemy import select

from fm.extensions import db
from fm.models import Application, Barrier, BenefitChange, Case, JournalEntry, Message, Person, Profile
from tests.support.actors import TODAY
from tests.support.page import PASSWORD

FILE = "/kunden/U000213"
CLOSED = date(2026, 9, 30)


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", password=PASSWORD)


@pytest.fixture
def case(records, fern):
    """A running case of a client with a household."""
    household = records.household(number="BG000087", street="Am Markt 1", postcode="17291", town="Prenzlau")
    person = records.person("Öztürk", "Lea", number="U000213", household=household, language="Türkisch")
    return records.case(person, case_manager=fern, stream="market_distant")


@pytest.fixture
def closed(case, db_session):
    """The same, closed at the end of September after a grant, with a profile and two open barriers."""
    case.closed, case.closing_reason = CLOSED, "moved"
    row = {"person_id": case.person_id, "case_id": case.id}
    db_session.add_all([
        Application(**row, number=1, submitted=date(2026, 4, 1), decided=date(2026, 4, 20), decision="granted"),
        Barrier(**row, number=1, area="RB", name="Kinderbetreuung", state="erkannt", recognised=date(2026, 4, 1)),
        Barrier(**row, number=2, area="LF", name="Sucht", state="erkannt", recognised=date(2026, 4, 1), sensitive=True),
        Profile(**row, number=1, valid_from=date(2026, 4, 1), target="Pflegehilfe")])
    db_session.commit()
    return case


def stored(number: int = 1) -> Case:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Case).where(Case.number == number)).one()


def test_an_integration_is_recorded_from_the_overview(page, case):
    page.log_in("fern", then=FILE)
    page.get(page.links()["Integration festhalten"])
    page.submit(f"{FILE}/fall/integration", tag="02.11.2026", art="work", vermerk="Lager, Vertrag lag vor")
    assert page.says("Die Integration in Arbeit ist festgehalten.")
    assert (stored().placed_on, stored().placed_in, stored().closed) == (date(2026, 11, 2), "work", None)
    page.get(f"{FILE}/fall/integration")
    page.submit(f"{FILE}/fall/integration", schliessen="y")
    assert page.says("Der Fall ist abgeschlossen.")
    assert stored().closing_reason == "work"
    assert page.says("abgeschlossen am 02.11.2026")


def test_of_two_who_record_an_integration_neither_text_is_lost(page, case, db_session):
    page.log_in("fern", then=f"{FILE}/fall/integration")
    case.placed_on, case.placed_in, case.placement_note = date(2026, 11, 2), "work", "Lager, befristet"
    db_session.commit()
    page.submit(f"{FILE}/fall/integration", 409, tag="02.11.2026", art="work", vermerk="Lager, Vertrag lag vor")
    assert page.says("Lager, befristet")
    assert page.says("Lager, Vertrag lag vor")
    assert stored().placement_note == "Lager, befristet"
    page.submit(f"{FILE}/fall/integration", vermerk="Lager, befristet, Vertrag lag vor")
    assert stored().placement_note == "Lager, befristet, Vertrag lag vor"


def test_what_was_typed_is_kept_as_a_draft_until_it_is_saved(page, case):
    page.log_in("fern", then=f"{FILE}/fall/integration")
    page.post("/entwuerfe", {"entwurf": "cases.integration-U000213", "vermerk": "Lager, Vertrag"})
    page.get(f"{FILE}/fall/integration")
    assert page.says("Ihr Entwurf von")
    page.submit(f"{FILE}/fall/integration", tag="02.11.2026", art="work")
    assert stored().placement_note == "Lager, Vertrag"
    assert not page.get(f"{FILE}/fall/integration").says("Ihr Entwurf von")


def test_a_date_ahead_stands_at_the_field_with_everything_typed(page, case):
    page.log_in("fern", then=f"{FILE}/fall/integration")
    page.submit(f"{FILE}/fall/integration", 422, tag="24.11.2026", art="training", vermerk="Bäckerei")
    assert page.says("Seit: Das Datum liegt in der Zukunft.")
    assert page.says("Bäckerei")
    page.submit(f"{FILE}/fall/integration", 422, tag="31.02.2026")
    assert page.says("Bitte ein Datum wie 02.03.2026 eingeben.")


def test_a_closed_case_is_not_closed_again(page, closed):
    page.log_in("fern", then=f"{FILE}/fall/schliessen")
    assert page.says("Der Fall ist abgeschlossen.")
    assert "Fall abschließen" not in page.links()


def test_a_case_is_closed_and_the_closing_taken_back(page, case):
    page.log_in("fern", then=f"{FILE}/fall/schliessen")
    page.submit(f"{FILE}/fall/schliessen", 422, grund="work")
    assert page.says("Bitte zuerst die Integration festhalten.")
    page.submit(f"{FILE}/fall/schliessen", grund="moved")
    assert stored().closed == TODAY
    page.get(page.links()["Abschluss zurücknehmen"])
    page.submit(f"{FILE}/fall/ruecknahme", 422, grund="x")
    page.submit(f"{FILE}/fall/ruecknahme", grund="Falsche Akte")
    assert page.says("der Fall läuft weiter")
    assert stored().closed is None


def test_who_comes_back_gets_the_next_case(page, closed):
    page.log_in("fern", then=FILE)
    page.get(page.links()["Neuen Fall eröffnen"])
    assert page.says("Kinderbetreuung (Rahmenbedingungen)")
    first = page.all("input", "kern-form-check__checkbox")[-2].get("value")
    page.submit(f"{FILE}/fall/oeffnen", hemmnisse=[first])
    assert page.says("Der neue Fall ist eröffnet.")
    new = stored(2)
    assert (new.opened, new.previous_benefit_until) == (TODAY, CLOSED)
    taken = db.session.scalars(select(Barrier.name).where(Barrier.case_id == new.id)).all()
    assert taken == ["Kinderbetreuung"]
    assert db.session.scalars(select(Profile.target).where(Profile.case_id == new.id)).all() == ["Pflegehilfe"]
    assert page.get(f"{FILE}/fall/oeffnen").says("Für diese Person läuft bereits ein Fall.")
    page.get(f"{FILE}?fall=1")
    assert page.says("abgeschlossen am 30.09.2026")
    assert "Fall abschließen" not in page.links()


def test_two_desks_open_one_case(page, closed, db_session):
    page.log_in("fern", then=f"{FILE}/fall/oeffnen")
    closed.is_latest = False
    db_session.flush()
    db_session.add(Case(person_id=closed.person_id, number=2, opened=TODAY, case_manager_id=closed.case_manager_id))
    db_session.commit()
    page.submit(f"{FILE}/fall/oeffnen")
    assert page.says("Für diese Person läuft bereits ein Fall.")
    assert db.session.scalars(select(Case.number).order_by(Case.number)).all() == [1, 2]


def test_who_types_into_a_case_closed_meanwhile_keeps_the_text(page, case, db_session):
    page.log_in("fern", then=f"{FILE}/fall/integration")
    case.closed = TODAY
    db_session.commit()
    page.submit(f"{FILE}/fall/integration", 422, tag="02.11.2026", art="work", vermerk="Lager, Vertrag lag vor")
    assert page.says("Der Fall ist seit dem 23.11.2026 abgeschlossen.")
    assert page.says("Lager, Vertrag lag vor")


def test_the_service_desk_opens_a_case_without_learning_the_barriers(page, closed, records):
    records.staff("service", roles="service", password=PASSWORD)
    page.log_in("service", then=f"{FILE}/fall/oeffnen")
    assert page.says("Hemmnis 1")
    assert not page.says("Kinderbetreuung")
    page.submit(f"{FILE}/fall/oeffnen", tag="29.09.2026", status=422)
    assert page.says("30.09.2026")
    page.get(f"{FILE}/fall/schliessen", 403)


def test_groups_are_ticked(page, case):
    page.log_in("fern", then=f"{FILE}/fall/merkmale")
    page.submit(f"{FILE}/fall/merkmale", merkmale=["single_parent", "top_up"])
    assert page.says("alleinerziehend")
    assert stored().groups == {"single_parent", "top_up"}
    page.get(f"{FILE}/fall/merkmale")
    page.submit(f"{FILE}/fall/merkmale", merkmale=None)
    assert stored().groups == set()


def test_what_somebody_else_has_ticked_meanwhile_stays(page, case, db_session):
    case.groups = {"top_up"}
    page.log_in("fern", then=f"{FILE}/fall/merkmale")
    case.groups = {"top_up", "refugee"}
    db_session.commit()
    page.submit(f"{FILE}/fall/merkmale", merkmale=["single_parent"])
    assert stored().groups == {"single_parent", "refugee"}


def test_master_data_are_put_right_and_found_by_the_new_name(page, case):
    page.log_in("fern", then=f"{FILE}/fall/stammdaten")
    page.submit(f"{FILE}/fall/stammdaten", surname="Müller-Großkopf", given_name="Şükran", guardian="O’Neill",
                email="s.mueller@beispiel.de", language="")
    assert page.heading == "Müller-Großkopf, Şükran"
    person = db.session.scalars(select(Person)).one()
    assert (person.guardian, person.language, person.version) == ("O’Neill", None, 2)
    entry = db.session.scalars(select(JournalEntry.detail).where(JournalEntry.part == "master")).one()
    assert '"surname": ["Öztürk", "Müller-Großkopf"]' in entry
    assert page.get("/kunden?q=grosskopf").says("Müller-Großkopf, Şükran")
    assert not page.get("/kunden?q=öztürk").says("Müller-Großkopf")


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("born", "24.11.2026", "Das Geburtsdatum liegt in der Zukunft."),
    ("born", "01.01.1900", "wäre die Person 126 Jahre alt"),
    ("email", "keine Adresse", "E-Mail-Adresse wie"),
    ("surname", "  ", "Diese Angabe fehlt."),
    ("surname", "x" * 100_000, "Höchstens 200 Zeichen"),
])
def test_master_data_that_cannot_be(page, case, field, typed, said):
    page.log_in("fern", then=f"{FILE}/fall/stammdaten")
    page.submit(f"{FILE}/fall/stammdaten", 422, **{field: typed})
    assert page.says(said)


def test_of_two_who_edit_master_data_both_texts_are_kept(page, case, db_session):
    page.log_in("fern", then=f"{FILE}/fall/stammdaten")
    case.person.phone = "03984 1"
    db_session.commit()
    page.submit(f"{FILE}/fall/stammdaten", 409, phone="03984 2")
    assert "03984 1" in page.text
    assert "03984 2" in page.text
    page.submit(f"{FILE}/fall/stammdaten")
    db_session.expire_all()
    assert case.person.phone == "03984 2"


def test_an_address_holds_for_the_household(page, case, records, db_session):
    records.person(household=case.person.household)
    page.log_in("fern", then=f"{FILE}/fall/anschrift")
    page.submit(f"{FILE}/fall/anschrift", 422, postcode="1729")
    page.submit(f"{FILE}/fall/anschrift", street="Uckerpromenade 3", postcode="17291")
    assert page.says("Die Anschrift ist gespeichert.")
    db_session.expire_all()
    assert case.person.household.street == "Uckerpromenade 3"
    assert len(db_session.scalars(select(JournalEntry).where(JournalEntry.part == "master")).all()) == 2


def test_who_has_no_household_has_no_address_to_change(page, records, fern):
    records.case(records.person(number="U000900"), case_manager=fern)
    page.log_in("fern", then="/kunden/U000900")
    assert "Anschrift ändern" not in page.links()
    page.get("/kunden/U000900/fall/anschrift", 404)


def test_a_serious_change_reaches_the_case_manager(page, case, fern, records):
    records.staff("leistung", roles="benefits_clerk", password=PASSWORD)
    page.log_in("leistung", then=FILE)
    page.get(page.links()["Gravierende Änderung melden"])
    page.submit(f"{FILE}/fall/aenderung", 422, tag="24.11.2027", art="reduced")
    assert page.says("mehr als ein Jahr")
    page.submit(f"{FILE}/fall/aenderung", tag="01.12.2026")
    assert page.says("Die Änderung ist dem Fallmanagement gemeldet.")
    assert db.session.scalars(select(BenefitChange.kind)).all() == ["reduced"]
    assert db.session.scalars(select(Message.staff_id)).all() == [fern.id]


def test_a_client_without_a_case_has_master_data_alone(page, records):
    records.staff("service", roles="service", password=PASSWORD)
    records.person(number="U000901")
    page.log_in("service", then="/kunden/U000901")
    assert "Stammdaten ändern" in page.links()
    assert "Neuen Fall eröffnen" not in page.links()
    page.get("/kunden/U000901/fall/oeffnen", 404)
