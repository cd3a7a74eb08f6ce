"""Routine entries from the desk: one click, one form, one entry for many."""

from sqlalchemy import select

from fm.models import ContactNote, PlacementStep
from tests.support.actors import TODAY


def steps(session) -> list[tuple[str, str | None]]:
    return [(step.kind, step.result) for step in session.scalars(select(PlacementStep).order_by(PlacementStep.id))]


def test_a_job_search_of_today_is_one_click_on_the_desk(desk, case, db_session):
    desk.get("/")
    desk.submit(f"/kunden/{case.person.number}/vermittlung/stellensuche")
    assert desk.address == "/"
    assert desk.says("Stellensuchlauf vom 23.11.2026 vermerkt. Damit erledigt: Wöchentlicher Stellensuchlauf")
    assert steps(db_session) == [("job_search", None)]


def test_the_decision_after_six_months_with_reasons(desk, case, db_session):
    address = f"/kunden/{case.person.number}/vermittlung/einzelfallbeurteilung"
    desk.get(address).submit(address, 422, ergebnis="", text="")
    assert desk.says("Diese Angabe fehlt.")
    desk.submit(address, ergebnis="stays", text="Zwei Vorstellungsgespräche stehen an.")
    assert desk.address == f"/kunden/{case.person.number}/vermittlung"
    assert desk.says("bleibt arbeitsmarktnah. Zwei Vorstellungsgespräche stehen an.")
    assert steps(db_session) == [("assessment", "stays")]


def test_who_does_not_stay_is_handed_over_next(desk, case):
    address = f"/kunden/{case.person.number}/vermittlung/einzelfallbeurteilung"
    desk.get(address).submit(address, ergebnis="to_market_distant", text="Die Tagesstruktur fehlt.")
    assert desk.address.startswith("/uebergaben/neu?kunde=")


def test_a_day_to_come_is_refused_and_the_text_is_still_there(desk, case, db_session):
    address = f"/kunden/{case.person.number}/vermittlung/matching"
    desk.get(address).submit(address, 422, tag="24.11.2026", text="Drei Stellen besprochen.")
    assert desk.says("Das Datum liegt in der Zukunft.")
    assert desk.value(address, "text") == "Drei Stellen besprochen."
    assert steps(db_session) == []


def test_taking_back(desk, case, db_session):
    file = f"/kunden/{case.person.number}/vermittlung"
    desk.get(f"{file}/stellensuche").submit(f"{file}/stellensuche")
    step_id = db_session.scalar(select(PlacementStep.id))
    desk.get(f"{file}/{step_id}/zuruecknehmen").submit(f"{file}/{step_id}/zuruecknehmen", grund="falsche Person")
    assert desk.says("Stellensuchlauf vom 23.11.2026 ist zurückgenommen.")
    assert steps(db_session) == []
    desk.get(f"{file}/{step_id}/zuruecknehmen", 404)


def test_a_matching_meeting_for_all_whom_it_is_usually_about(desk, case, db_session):
    desk.get("/sammeleintrag?was=matching")
    assert desk.says(case.person.surname)
    desk.submit("/sammeleintrag", 422, text="Stellen im Handel besprochen.")
    assert desk.says("mindestens eine")
    desk.submit("/sammeleintrag", kunde=case.person.number, text="Stellen im Handel besprochen.")
    assert desk.says("Matching mit dem Arbeitgeberservice vom 23.11.2026 bei 1 Personen vermerkt.")
    assert steps(db_session) == [("matching", None)]


def test_a_letter_to_those_chosen_in_the_list_of_clients_is_no_contact(desk, case, db_session):
    number = case.person.number
    shown = desk.get("/kunden").post("/sammeleintrag", {"kunde": number})
    assert f'value="{number}" checked' in shown.text
    said = {"tun": "eintragen", "was": "letter", "tag": "23.11.2026", "text": "Einladung zur Jobmesse"}
    assert desk.post("/sammeleintrag", {**said, "kunde": number}).status_code == 303
    note = db_session.scalars(select(ContactNote)).one()
    assert (note.day, note.counts, note.means) == (TODAY, False, "letter")


def test_nobody_is_named_whose_file_is_not_ones_own(desk, records):
    stranger = records.person("Fremdmann")
    records.case(stranger)
    answer = desk.get("/kunden").post("/sammeleintrag", {"kunde": stranger.number})
    assert (answer.status_code, "Fremdmann" in answer.text) == (200, False)
