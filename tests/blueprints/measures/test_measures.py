"""/massnahmen: the list with its filter, places changed in it, one entry, editing, versions, comparison, a year."""

from datetime import date

import pytest
from sqlalchemy import func, select

from fm import clock
from fm.models import Case, JournalEntry, Measure, MeasureBarrier, MeasurePlaces, MeasureSite, Message
from fm.queries.catalogue import Wanted, measures
from fm.queries.listed import Span
from fm.usecases.capacity import set_places
from tests.support.actors import acting, statements

LIST, ONE = "/massnahmen", "/massnahmen/M0001"


def titles(page) -> list[str]:
    return [link.text for link in page.all("a", "fm-row-link")]


def places(db_session, begins: date | None = None) -> list[int]:
    rows = select(MeasurePlaces.places).order_by(MeasurePlaces.begins, MeasurePlaces.site_id)
    db_session.expire_all()
    return list(db_session.scalars(rows.where(MeasurePlaces.begins == begins) if begins else rows))


# The list ------------------------------------------------------------------------------------------------------


def test_list_shows_the_occupancy_of_the_day_asked_for(page, catalogue, ute):
    measure = catalogue.measure(places=2, coordinator=ute)
    catalogue.participation(measure)
    page.log_in("ute", then=LIST)
    assert page.says("1 von 2 belegt, 1 frei")
    page.get(f"{LIST}?tag=01.01.2026")
    assert page.says("0 von 2 belegt, 2 frei")
    page.get(f"{LIST}?tag=01.03.2026").swap(f"{LIST}?tag=01.03.2026&sortierung=-frei", target="massnahmenliste")
    assert page.says("1 von 2 belegt, 1 frei")


@pytest.mark.parametrize(("query", "found"), [
    ("", ["M0001", "M0002", "M0003"]),
    ("stand=beendet", ["M0004"]),
    ("stand=alle", ["M0001", "M0002", "M0003", "M0004"]),
    ("q=muehle", ["M0002"]),
    ("q=Standortbestimmung+M0001", ["M0001"]),
    ("zielgruppe=gefl%C3%BCchtete", ["M0003"]),
    ("art=sprachkurs", ["M0003"]),
    ("ort=Templin", ["M0002"]),
    ("sprache=Arabisch", ["M0003"]),
    ("hemmnis=B4", ["M0003"]),
    ("einstieg=01.06.2027", ["M0002"]),
    ("frei=ja", ["M0002", "M0003"]),
    ("koordination=meine", ["M0001"]),
    ("koordination=ohne", ["M0002", "M0003"]),
    ("art=unsinn&tag=gestern&einstieg=31.02.2026", ["M0001", "M0002", "M0003"]),
])
def test_the_filter_of_the_address(query, found, page, catalogue, ute, records, db_session):
    full = catalogue.measure(places=1, coordinator=ute)
    catalogue.participation(full)
    catalogue.measure("M0002", content="Arbeit in der Mühle", place="Templin", begins=date(2027, 7, 1),
                      status="draft", coordinator=records.staff("weg", roles="measure_coordinator", active=False))
    catalogue.measure("M0003", None, kind="sprachkurs", language="Arabisch", target_groups="Geflüchtete",
                      barrier_rows=[MeasureBarrier(kind="B4")])
    catalogue.measure("M0004", status="ended", coordinator=ute)
    page.log_in("ute", then=f"{LIST}?{query}")
    assert titles(page) == [f"Neustart {number}" for number in found]


def test_one_statement_however_many_measures(db_session, catalogue, ute):
    asked = (acting(ute), Wanted(), date(2026, 11, 23), date(2026, 11, 23), ("free", True), Span(50))
    for number in range(1, 31):
        catalogue.measure(f"M{number:04}", coordinator=ute)
        if number in (1, 30):
            with statements() as sent:
                assert measures(db_session, *asked).total == number
            assert len([statement for statement in sent if statement.startswith("SELECT")]) == 1


@pytest.mark.parametrize(("ending", "kind"), [("csv", "text/csv"), ("xlsx", "spreadsheetml")])
def test_list_as_a_file(ending, kind, page, catalogue, ute, db_session):
    catalogue.measure(coordinator=ute, instrument="activation", legal_basis="Los 3")
    page.log_in("ute", then=LIST)
    answer = page.fetch(f"{LIST}.{ending}?tag=01.03.2026", buffered=True)
    assert kind in answer.content_type
    if ending == "csv":
        assert "§ 45 SGB III; Los 3" in answer.text
        assert "Neustart M0001" in answer.text
    entry = db_session.scalar(select(JournalEntry).where(JournalEntry.action == "export"))
    assert (entry.part, "tag=01.03.2026" in entry.detail) == ("catalogue", True)


# Places --------------------------------------------------------------------------------------------------------


def test_places_are_changed_from_the_list_and_taken_back(page, catalogue, ute, db_session):
    measure, today = catalogue.measure(coordinator=ute), clock.today()
    page.log_in("ute", then=f"{LIST}?art=mabe")
    page.get(page.links()["Ändern: Plätze von Neustart M0001"])
    page.submit(f"{ONE}/plaetze", places="12")
    assert page.address == f"{LIST}?art=mabe"
    assert page.says("Die Zahl der Plätze ist geändert.")
    assert page.says("0 von 12 belegt, 12 frei")
    assert places(db_session) == [10, 12]
    row = db_session.scalar(select(MeasurePlaces).where(MeasurePlaces.begins == today))
    assert (row.staff_id, row.measure_id) == (ute.id, measure.id)
    page.submit(f"{ONE}/plaetze/zurueck")
    assert page.says("Die Zahl der Plätze ist wieder wie zuvor.")
    assert page.says("0 von 10 belegt, 10 frei")
    assert places(db_session) == [10]
    assert "Rückgängig" not in page.text


def test_a_second_change_of_the_day_is_taken_back_to_the_first(page, catalogue, ute, db_session):
    catalogue.measure(coordinator=ute)
    page.log_in("ute", then=f"{ONE}/plaetze")
    page.submit(f"{ONE}/plaetze", places="12")
    page.get(f"{ONE}/plaetze").submit(f"{ONE}/plaetze", places="14")
    assert places(db_session, clock.today()) == [14]
    page.submit(f"{ONE}/plaetze/zurueck")
    assert places(db_session, clock.today()) == [12]


def test_nobody_changes_a_number_that_somebody_else_has_just_changed(page, catalogue, ute, records, db_session):
    sites = [MeasureSite(position=place, name=name) for place, name in enumerate(("Halle", "Hof", "Garten"), 1)]
    measure, other = catalogue.measure(places=None, coordinator=ute, sites=sites), acting(records.staff("vertretung"))
    halle, hof, garten = (f"places_{site.id}" for site in sites)
    changed = {sites[1].id: 6, sites[2].id: 7}
    page.log_in("ute", then=f"{ONE}/plaetze")
    page.submit(f"{ONE}/plaetze", **{halle: "3", hof: "4", garten: "5"})
    page.get(f"{ONE}/plaetze")
    set_places(other, measure.id, changed, clock.today(), clock.now(), "")
    page.submit(f"{ONE}/plaetze", status=422, **{halle: "2", hof: "1"})
    assert page.says("Inzwischen ist von Kim")
    assert page.says("die Zahl 6 eingetragen. Bitte prüfen und noch einmal speichern.")
    page.submit(f"{ONE}/plaetze")
    assert places(db_session, clock.today()) == [2, 1, 7]


def test_the_row_of_the_list_changes_in_its_place(page, catalogue, ute, db_session):
    measure = catalogue.measure(coordinator=ute)
    page.log_in("ute", then=LIST)
    asks = {"HX-Request": "true"}
    form = page.fetch(f"{ONE}/plaetze?tag=01.03.2027&dann={LIST}", headers=asks)
    assert f'id="belegung-{measure.id}"' in form.text
    assert "autofocus" in form.text
    assert "<html" not in form.text
    sent = page.send_piece(f"{ONE}/plaetze?tag=01.03.2027", {"ab": "01.03.2027", "places": "elf"})
    assert sent.status_code == 422
    assert 'value="elf"' in sent.text
    emptied = page.send_piece(f"{ONE}/plaetze?tag=01.03.2027", {"ab": "01.03.2027", "places": ""})
    assert (emptied.status_code, "Bitte eine Zahl eingeben." in emptied.text) == (422, True)
    sent = page.send_piece(f"{ONE}/plaetze?tag=01.03.2027", {"ab": "01.03.2027", "places": "11"})
    assert sent.status_code == 303
    piece = page.fetch(sent.location, headers=asks)
    assert "0 von 11 belegt" in piece.text
    assert "Rückgängig" in piece.text
    assert "<html" not in piece.text
    assert page.get(LIST).says("0 von 10 belegt, 10 frei")


def test_fewer_places_than_held_are_refused_with_who_is_in_the_way(page, catalogue, ute, project, db_session):
    measure = catalogue.measure(places=3, coordinator=ute)
    catalogue.participation(measure, "Ahorn")
    catalogue.participation(measure, "Birke", taken_over=True)
    page.log_in("ute", then=f"{ONE}/plaetze")
    page.submit(f"{ONE}/plaetze", status=422, places="1")
    assert page.says("sind 2 Plätze vergeben oder reserviert: Lea Ahorn, Lea Birke.")
    assert page.value(f"{ONE}/plaetze", "places") == "1"
    page.submit(f"{ONE}/plaetze", places="2")
    assert places(db_session) == [3, 2]
    page.get("/abmelden").submit("/abmelden")
    page.log_in("projekt", then=f"{ONE}/plaetze").submit(f"{ONE}/plaetze", status=422, places="0")
    assert page.says("sind 2 Plätze vergeben oder reserviert.")
    assert not page.says("Ahorn")


@pytest.mark.parametrize(("typed", "said"), [
    ("-1", "Bitte eine Zahl von 0 bis 9999 eingeben."), ("viele", "Bitte eine ganze Zahl eingeben."),
    ("99999999999999999999", "Bitte eine Zahl von 0 bis 9999 eingeben.")])
def test_numbers_that_cannot_be(typed, said, page, catalogue, ute, db_session):
    catalogue.measure(coordinator=ute)
    page.log_in("ute", then=f"{ONE}/plaetze").submit(f"{ONE}/plaetze", status=422, places=typed)
    assert page.says(said)
    assert places(db_session) == [10]


def test_what_was_taken_back_too_late_is_refused(page, catalogue, ute, db_session):
    measure = catalogue.measure(places=1, coordinator=ute)
    catalogue.participation(measure, "Ahorn")
    page.log_in("ute", then=f"{ONE}/plaetze").submit(f"{ONE}/plaetze", places="2")
    catalogue.participation(measure, "Birke", begins=clock.today())
    piece = page.send_piece(f"{ONE}/plaetze/zurueck", {})
    page.submit(f"{ONE}/plaetze/zurueck")
    assert page.says("sind 2 Plätze vergeben oder reserviert: Lea Ahorn, Lea Birke.")
    assert (piece.status_code, "Lea Ahorn, Lea Birke" in piece.text, "<html" in piece.text) == (422, True, False)
    assert places(db_session) == [1, 2]


def test_the_first_place_of_training_takes_everything_over(page, catalogue, ute, db_session):
    measure = catalogue.measure(places=1, coordinator=ute)
    inside = catalogue.participation(measure)
    page.log_in("ute", then=ONE)
    page.get(page.links()["Ausbildungsort hinzufügen"]).submit(f"{ONE}/orte/neu", name="Werkhof", town="Prenzlau")
    page.get(f"{ONE}/orte/neu").submit(f"{ONE}/orte/neu", status=422, name="Werkhof")
    page.submit(f"{ONE}/orte/neu", name="Haus 2", town="Angermünde")
    db_session.expire_all()
    first, second = measure.sites
    assert (inside.site_id, measure.places[0].site_id) == (first.id, first.id)
    page.get(f"{ONE}/plaetze").submit(f"{ONE}/plaetze", **{f"places_{first.id}": "1", f"places_{second.id}": "4"})
    assert page.says("1 von 5 belegt, 4 frei")
    page.get(f"{ONE}/orte/{first.id}").submit(f"{ONE}/orte/{first.id}", status=422, closed="01.12.2026")
    assert page.says("ist 1 Platz vergeben oder reserviert: Lea Ahorn.")
    page.submit(f"{ONE}/orte/{first.id}", closed="01.02.2027")
    page.get(f"{ONE}/orte/{second.id}")
    second.town = "Schwedt"
    db_session.commit()
    page.submit(f"{ONE}/orte/{second.id}", status=409, town="Templin")
    page.get(f"{ONE}/orte/{second.id}").submit(f"{ONE}/orte/{second.id}", town="Templin")
    page.get(ONE)
    page.get(f"{ONE}?tag=01.02.2027")
    assert page.says("0 von 4 belegt, 4 frei")
    assert page.says("geschlossen ab 01.02.2027")


def test_who_waits_at_a_place_of_training_that_closes_waits_on_at_another(page, catalogue, ute, records, db_session):
    measure, fern = catalogue.measure(places=None, coordinator=ute), records.staff("fern")
    sites = [MeasureSite(measure_id=measure.id, position=at, name=name) for at, name in ((1, "Werkhof"), (2, "Haus 2"))]
    db_session.add_all(sites)
    db_session.commit()
    there, waits, also, leaves = (
        catalogue.participation(measure, surname, "waiting", site_id=site.id, waiting_rank=rank, **more)
        for surname, site, rank, more in (
            ("Ahorn", sites[1], 4, {}), ("Birke", sites[0], 2, {}), ("Buche", sites[0], 1, {}),
            ("Eibe", sites[0], 3, {"ends": date(2026, 11, 30)})))
    for row in (there, waits, also):
        db_session.get_one(Case, row.case_id).case_manager_id = fern.id
    db_session.commit()
    here = f"{ONE}/orte/{sites[0].id}"
    page.log_in("ute", then=here).submit(here, status=422, closed="01.12.2026")
    assert page.says("warten noch 2 Personen: Lea Buche, Lea Birke.")
    page.submit(here, moves_to=str(sites[1].id))
    db_session.expire_all()
    assert [(row.site_id, row.waiting_rank) for row in (there, also, waits, leaves)] == [
        (sites[1].id, 4), (sites[1].id, 5), (sites[1].id, 6), (sites[0].id, 3)]
    told = db_session.scalars(select(Message.text).where(Message.staff_id == fern.id).order_by(Message.id)).all()
    assert told[:2] == [
        f"„Neustart M0001“: Werkhof schließt am 01.12.2026. {row.person.number} steht jetzt auf der Warteliste "
        f"für Haus 2, Platz {place}." for row, place in ((also, 2), (waits, 3))]


def test_a_place_of_training_without_another_one_stays_open_while_somebody_waits(page, catalogue, ute, db_session):
    measure = catalogue.measure(places=None, coordinator=ute)
    site = MeasureSite(measure_id=measure.id, position=1, name="Werkhof")
    db_session.add(site)
    db_session.commit()
    catalogue.participation(measure, "Birke", "waiting", site_id=site.id)
    here = f"{ONE}/orte/{site.id}"
    page.log_in("ute", then=here).submit(here, status=422, closed="01.12.2026")
    assert page.says("Auf einen Platz dort wartet noch 1 Person: Lea Birke.")
    db_session.expire_all()
    assert site.closed is None


# Entries -------------------------------------------------------------------------------------------------------


def test_from_draft_to_published_to_ended(page, ute, db_session):
    page.log_in("ute", then=LIST)
    page.get(page.links()["Neue Maßnahme"])
    page.submit(f"{LIST}/neu", status=422, title="Brücke", kind="mabe", begins="01.03.2027", ends="01.02.2027")
    assert page.says("Das Ende liegt vor dem Beginn am 01.03.2027.")
    page.submit(f"{LIST}/neu", ends="30.06.2027", entry_days="01.03.2027\n01.04.2027", instrument="activation")
    assert page.address == ONE
    assert page.says("in Vorbereitung")
    assert page.says("Koordination: Ute Görlitz")
    for missing in ("Der Inhalt fehlt.", "Die Zielgruppen fehlen.", "Der Träger fehlt.", "Die Zahl der Plätze fehlt."):
        assert page.says(missing)
    page.submit(f"{ONE}/veroeffentlichen", status=422)
    page.get(f"{ONE}/plaetze?tag=01.03.2027").submit(f"{ONE}/plaetze", places="8")
    page.get(f"{ONE}/bearbeiten")
    assert page.value(f"{ONE}/bearbeiten", "entry_days") == "01.03.2027\n01.04.2027"
    page.submit(f"{ONE}/bearbeiten", content="Praxis", target_groups="U25", provider="Lernhof", barriers=["B3", "M1"])
    page.submit(f"{ONE}/veroeffentlichen")
    assert page.says("Der Eintrag ist veröffentlicht.")
    assert page.says("Berufserfahrung, Eigeninitiative")
    page.get(f"{ONE}/bearbeiten").submit(f"{ONE}/bearbeiten", status=422, provider="")
    assert page.says("Der Träger fehlt.")
    page.get(ONE).submit(f"{ONE}/beenden")
    assert page.says("Die Maßnahme ist beendet.")
    measure = db_session.scalar(select(Measure))
    assert (measure.status, measure.reviewed_at) == ("ended", clock.today())


def test_a_measure_with_people_in_it_is_not_ended(page, catalogue, ute, db_session):
    measure = catalogue.measure(coordinator=ute)
    catalogue.participation(measure, status="waiting")
    page.log_in("ute", then=ONE)
    for deed in ("beenden", "zuruecknehmen"):
        page.get(ONE).submit(f"{ONE}/{deed}", status=422)
        assert page.says("1 Person ist in der Maßnahme oder dafür vorgesehen: Lea Ahorn.")
    assert db_session.scalar(select(Measure.status)) == "published"


def test_an_untouched_entry_asks_whether_it_is_right(page, catalogue, ute):
    catalogue.measure(coordinator=ute, reviewed_at=date(2026, 8, 25))
    page.log_in("ute", then=ONE)
    assert page.says("Stimmt der Eintrag noch?")
    page.submit(f"{ONE}/bestaetigen")
    assert not page.says("Stimmt der Eintrag noch?")


def test_two_people_at_one_entry(page, catalogue, ute, db_session):
    measure = catalogue.measure(coordinator=ute)
    page.log_in("ute", then=f"{ONE}/bearbeiten")
    measure.title = "Anders"
    db_session.commit()
    page.submit(f"{ONE}/bearbeiten", status=409, title="Wieder anders")
    assert page.says("Anders")
    assert "Wieder anders" in page.text


def test_versions_side_by_side(page, catalogue, ute):
    catalogue.measure(coordinator=ute)
    page.log_in("ute", then=ONE)
    for content in ("Erstens", "Zweitens"):
        page.get(f"{ONE}/bearbeiten").submit(f"{ONE}/bearbeiten", content=content)
    page.get(f"{ONE}/fassungen")
    assert page.says("1 Angabe unterscheidet sich.")
    assert page.says("Erstens")
    assert page.says("Ute Görlitz")
    page.get(f"{ONE}/fassungen?eine=7", status=404)


@pytest.mark.parametrize("address", [f"{ONE}/bearbeiten", f"{ONE}/plaetze", f"{ONE}/orte/neu"])
def test_only_the_own_entries_are_changed(address, page, catalogue, ute, records):
    catalogue.measure(coordinator=records.staff("ida", roles="measure_coordinator"))
    page.log_in("ute", then=ONE)
    assert not page.says("Bearbeiten")
    page.get(address, status=403)


def test_who_has_left_coordinates_nothing(page, catalogue, ute, records):
    catalogue.measure(coordinator=records.staff("weg", roles="measure_coordinator", active=False, surname="Fort"))
    page.log_in("ute", then=ONE)
    assert page.says("ohne Koordination")
    assert page.says("Kim Fort ist nicht mehr im Haus.")
    page.get(LIST)
    assert page.says("ohne Koordination")


def test_measures_side_by_side(page, catalogue, ute):
    catalogue.measure(coordinator=ute, instrument="coaching")
    catalogue.measure("M0002", kind="bae", coordinator=ute)
    page.log_in("ute", then=f"{LIST}/vergleich?nummer=M0001&nummer=M0002&nummer=gibtsnicht")
    assert page.says("außerbetriebliche Berufsausbildung")
    assert page.says("§ 16k SGB II")
    assert page.says("0 von 10 belegt")
    page.get(f"{LIST}/vergleich?nummer=M0001")
    assert page.says("Zum Vergleichen gehören mindestens zwei Maßnahmen.")


def test_a_year_in_numbers_and_as_a_picture(page, catalogue, ute):
    measure = catalogue.measure(places=2, coordinator=ute)
    catalogue.participation(measure)
    page.log_in("ute", then=f"{ONE}/jahr?jahr=2026")
    assert page.text.count("fm-occupied__taken") == 12
    assert page.says("1/2")
    assert page.says("0/2")
    page.get(f"{LIST}/jahr?jahr=2026")
    assert page.says("0/2")
    assert page.says("1/2")
    page.get(f"{LIST}/jahr?jahr=99999999999")
    assert page.heading == f"Belegung {clock.today().year}"


def test_no_measure_of_this_number(page, ute, db_session):
    page.log_in("ute", then=LIST).get(f"{LIST}/M9999", status=404)
    assert db_session.scalar(select(func.count()).select_from(Measure)) == 0
