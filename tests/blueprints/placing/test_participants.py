"""The pages about who takes part in a measure: who sees whom, and what is done with them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, JournalEntry, Measure, MeasureSite, Participation, Profile, Staff
from tests.support.actors import TODAY, statements
from tests.support.handing import Handing
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.support.texts import release_texts

ENDS = date(2027, 5, 31)
LIST = "/massnahmen/M0001/teilnahmen"


@pytest.fixture
def desk(page: Page, measure: Measure) -> Page:
    return page.log_in("massnahmen", then=LIST)


def stored(session: Session, row: Participation) -> Participation:
    session.rollback()
    return session.get_one(Participation, row.id, populate_existing=True)


def names(page: Page) -> list[str]:
    return [link.text for link in page.all("a", "fm-row-link")]


def test_the_coordinator_sees_who_takes_part_and_nothing_of_their_file(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, handing: Handing, db_session: Session
) -> None:
    row = client_of(measure, fern, "Öztürk", "proposed", begins=None, ends=None, reason="Möchte wieder einsteigen")
    handing.barrier(db_session.get_one(Case, row.case_id), "Deutsch zu wenig", area="BK", kind="B4")
    handing.keep(Profile(case_id=row.case_id, person_id=row.person_id, number=1, valid_from=TODAY, target="Köchin"))
    desk.get(LIST)
    for said in ("Öztürk", "41", "03984 12", "Sabine Wegner", "Prenzlau", "Köchin", "vorgeschlagen"):
        assert desk.says(said), said
    desk.get(f"{LIST}/{row.id}")
    assert desk.says("Möchte wieder einsteigen")
    assert not desk.says("Deutsch zu wenig")
    looked = db_session.scalars(select(JournalEntry).where(JournalEntry.part == "participation")).one()
    assert (looked.person_id, looked.action) == (row.person_id, "read")


def test_a_case_manager_sees_the_own_clients(
    page: Page, client_of: Any, measure: Measure, fern: Staff, records: Records
) -> None:
    mine = client_of(measure, fern, "Öztürk", "allocated")
    foreign = client_of(measure, records.staff(), "Fremd", "allocated")
    page.log_in("fern", then=LIST)
    assert names(page) == ["Öztürk, Lea"]
    page.get(f"{LIST}/{mine.id}")
    assert f"{LIST}/{mine.id}/beginnen" not in page.text
    page.get(f"{LIST}/{foreign.id}", status=404)
    page.get(f"{LIST}/{mine.id}/beginnen", status=403)


@pytest.mark.parametrize("role", ["project_coordinator", "measure_coordinator"])
def test_who_neither_coordinates_it_nor_has_clients_sees_no_name(
    page: Page, measure: Measure, records: Records, role: str
) -> None:
    records.staff("andere", roles=role, branch="Schwedt", password=PASSWORD)
    page.log_in("andere").get(LIST, status=403)


def test_a_branch_sees_those_placed_there(
    page: Page, client_of: Any, measure: Measure, fern: Staff, records: Records, db_session: Session
) -> None:
    sites = [MeasureSite(measure_id=measure.id, position=n, name=name, branch_id=records.branch(name).id)
             for n, name in enumerate(("Prenzlau", "Schwedt"), 1)]
    for site in sites:
        records._keep(site)
    records.staff("andere", roles="measure_coordinator", branch="Schwedt", password=PASSWORD)
    there = client_of(measure, fern, "Dort", "waiting", site_id=sites[1].id)
    elsewhere = client_of(measure, fern, "Anderswo", "waiting", site_id=sites[0].id)
    page.log_in("andere", then=LIST)
    assert names(page) == ["Dort, Lea"]
    page.get(f"{LIST}/{there.id}/reihenfolge")
    page.get(f"{LIST}/{elsewhere.id}", status=404)
    assert page.get(LIST).post(f"{LIST}/naechste", {"ort": sites[0].id}).status_code == 404


def test_from_proposal_to_result(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    row = client_of(measure, fern, "Öztürk", "proposed")
    here = f"{LIST}/{row.id}"
    desk.get(LIST).submit(f"{here}/zuweisen")
    assert desk.says("Der Platz ist zugewiesen.")
    desk.submit(f"{here}/beginnen")
    assert stored(db_session, row).status == "started"
    desk.get(f"{here}/fehlzeit").submit(f"{here}/fehlzeit", von="23.11.2026", art="unexcused")
    assert desk.says("1 Fehltag, davon 1 unentschuldigt")
    desk.get(here)
    absence = stored(db_session, row).absences[0].id
    desk.submit(f"{here}/fehlzeit/{absence}")
    assert desk.says("Es ist keine Fehlzeit eingetragen.")
    desk.get(f"{here}/abbrechen").submit(f"{here}/abbrechen", 422, grund="other")
    assert desk.says("Bitte sagen, warum die Teilnahme endete.")
    desk.submit(f"{here}/abbrechen", grund="moved")
    assert desk.says("Beendet, Ergebnis fehlt")
    desk.get(f"{here}/fortsetzen").submit(f"{here}/fortsetzen")
    desk.get(f"{here}/beenden").submit(f"{here}/beenden", ergebnis="work", text="Im Lager")
    kept = stored(db_session, row)
    assert (kept.status, kept.result, kept.result_text) == ("ended", "work", "Im Lager")
    assert desk.says("Beendet, mit Ergebnis")


def test_the_first_of_the_waiting_list_gets_a_free_place_by_one_click(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    rows = [client_of(measure, fern, name, "waiting") for name in ("Eins", "Zwei", "Drei", "Vier")]
    here = f"{LIST}/{rows[2].id}/reihenfolge"
    desk.get(here).submit(here, 422, platz="1")
    desk.submit(here, platz="1", grund="Umzug der Familie steht an")
    assert names(desk) == ["Drei, Lea", "Eins, Lea", "Zwei, Lea", "Vier, Lea"]
    assert desk.get(f"{LIST}/{rows[2].id}").says("von Platz 3 auf Platz 1")
    for _ in range(2):
        desk.get(LIST).submit(f"{LIST}/naechste")
    assert [stored(db_session, row).status for row in rows] == ["allocated", "waiting", "allocated", "waiting"]
    answer = desk.send_piece(f"{LIST}/naechste", {"ort": ""})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_whom_an_import_left_waiting_in_a_closed_case_is_passed_over_and_taken_back_by_one_click(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    gone, waits = (client_of(measure, fern, name, "waiting", taken_over=True) for name in ("Weg", "Wartet"))
    db_session.get_one(Case, gone.case_id).closed = date(2026, 3, 31)
    db_session.commit()
    desk.get(LIST)
    assert names(desk) == ["Wartet, Lea", "Weg, Lea"]
    assert desk.says("Fall abgeschlossen am 31.03.2026")
    assert set(desk.get(f"{LIST}/{gone.id}").links()) & {"Platz zuweisen", "Zurücknehmen"} == {"Zurücknehmen"}
    desk.get(LIST).submit(f"{LIST}/naechste")
    assert (stored(db_session, waits).status, stored(db_session, gone).status) == ("allocated", "waiting")
    here = f"{LIST}/{gone.id}/reihenfolge"
    desk.get(here).submit(here, 422, platz="2", grund="Umzug")
    desk.get(LIST).submit(f"{LIST}/{gone.id}/zuruecknehmen")
    assert stored(db_session, gone).status == "withdrawn"


def test_a_click_in_the_list_swaps_the_list(desk: Page, client_of: Any, measure: Measure, fern: Staff) -> None:
    row = client_of(measure, fern, "Öztürk", "allocated")
    answer = desk.get(LIST).send_piece(f"{LIST}/{row.id}/beginnen", {"tag": "23.11.2026"})
    assert answer.status_code == 303
    desk.swap(answer.location, target="teilnahmen")
    assert desk.says("Lea Öztürk: begonnen")
    refused = desk.send_piece(f"{LIST}/{row.id}/beginnen", {"tag": "24.11.2026"})
    assert refused.status_code == 422
    assert "Diese Teilnahme ist begonnen." in refused.text


def test_a_group_gets_places_and_the_rest_waits(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    rows = [client_of(measure, fern, name, "proposed") for name in ("Eins", "Zwei", "Drei")]
    group = "/massnahmen/M0001/gruppe"
    desk.get(group).submit(group, 422, teilnahme=None)
    assert desk.says("Bitte mindestens eine Person wählen.")
    form = {"tun": "either", "beginn": "23.11.2026", "teilnahme": [row.id for row in rows]}
    assert desk.post(group, form).status_code == 303
    assert [stored(db_session, row).status for row in rows] == ["allocated", "allocated", "waiting"]
    desk.get(LIST)
    assert desk.says("Zugewiesen: 2, vorgemerkt: 1.")


def test_the_letter_and_the_list_on_paper(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    release_texts(db_session)
    row = client_of(measure, fern, "Öztürk", "allocated")
    here = f"{LIST}/{row.id}"
    desk.get(here)
    assert desk.post(f"{here}/schreiben", {}).location == f"{here}/schreiben"
    assert desk.fetch(f"{here}/schreiben").mimetype == "application/pdf"
    assert desk.fetch("/massnahmen/M0001/teilnehmende.pdf").mimetype == "application/pdf"
    taken = db_session.scalars(select(JournalEntry.person_id).where(JournalEntry.action == "export")).all()
    assert taken == [row.person_id]


def test_the_result_somebody_else_recorded_meanwhile_is_not_overwritten(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    row = client_of(measure, fern, "Öztürk", "ended", begins=date(2026, 3, 2), ends=date(2026, 10, 30))
    here = f"{LIST}/{row.id}/ergebnis"
    desk.get(here)
    kept = stored(db_session, row)
    kept.result = "partly"
    db_session.commit()
    desk.submit(here, 409, ergebnis="work")
    assert desk.says("Ziel teilweise erreicht")


def test_the_list_takes_as_many_statements_for_many(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    counted = []
    for names_ in (["Eins"], ["Zwei", "Drei", "Vier", "Fünf"]):
        for name in names_:
            client_of(measure, fern, name, "waiting")
        db_session.rollback()
        with statements() as sent:
            desk.fetch(LIST)
        counted.append(len(sent))
    assert counted[0] == counted[1]


def test_a_participation_is_made_longer_and_shorter_with_the_reason(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, db_session: Session
) -> None:
    row = client_of(measure, fern, "Öztürk", "started", ends=date(2027, 1, 29))
    here = f"{LIST}/{row.id}/verlaengern"
    desk.get(f"{LIST}/{row.id}").get(desk.links()["Verlängern oder verkürzen"])
    assert desk.value(here, "ende") == "29.01.2027"
    desk.submit(here, 422, ende="31.05.2027")
    assert desk.says("Bitte einen Grund angeben.")
    desk.submit(here, 422, ende="01.06.2027", grund="Der Kurs dauert länger")
    assert desk.says("Die Maßnahme endet am 31.05.2027.")
    desk.submit(here, ende="31.05.2027", grund="Der Kurs dauert länger")
    assert desk.says("Der letzte Tag ist geändert.")
    assert stored(db_session, row).ends == ENDS
    desk.get(here)
    stored(db_session, row).ends = date(2027, 3, 31)
    db_session.commit()
    desk.submit(here, 409, ende="30.04.2027", grund="Arbeit ab Mai")
    assert desk.says("31.03.2027")


@pytest.mark.parametrize(("state", "act"), [
    ("waiting", "reihenfolge"), ("waiting", "zuruecknehmen"), ("started", "abbrechen"), ("started", "beenden"),
    ("started", "verlaengern"), ("ended", "ergebnis"),
])  # fmt: skip
def test_where_coordinators_write_the_form_says_what_does_not_belong_there(
    desk: Page, client_of: Any, measure: Measure, fern: Staff, state: str, act: str
) -> None:
    row = client_of(measure, fern, "Öztürk", state, begins=date(2026, 11, 2))
    assert desk.get(f"{LIST}/{row.id}/{act}").says("Hemmnisse und Gesundheit gehören nicht hierher.")
