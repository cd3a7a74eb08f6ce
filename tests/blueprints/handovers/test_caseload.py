"""/uebergaben/bestand: whose caseload, how it is shared out, what became of it."""

import re

import pytest
from sqlalchemy import func, select

from fm.models import Case, Document, Handover
from tests.blueprints.handovers.conftest import change_to
from tests.support.page import PASSWORD
from tests.support.texts import release_texts

CASELOAD = "/uebergaben/bestand"


@pytest.fixture
def two(records):
    return [records.staff(name, streams="market_distant", surname=name.title(), password=PASSWORD)
            for name in ("ahorn", "buche")]


@pytest.fixture
def cases(handing, fern):
    return [handing.case(fern) for _ in range(4)]


def managers(session) -> set[int]:
    return set(session.scalars(select(Case.case_manager_id)))


def test_own_caseload_goes_over_and_is_confirmed_at_once(page, db_session, fern, two, cases):
    page.log_in("fern", then="/uebergaben").get(page.links()["Bestand übergeben"])
    assert page.heading == "Bestand übergeben"
    assert page.says("4 laufende Fälle von Kim Birke")
    page.submit(CASELOAD, reasons="Elternzeit ab Dezember.", tun="uebergeben",
                receivers=[str(one.id) for one in two])
    assert page.says("4 Fälle sind übergeben.")
    assert page.says("0 von 2")
    assert managers(db_session) == {one.id for one in two}
    batch = page.address
    change_to(page, "ahorn", "/mitteilungen")
    assert page.says("Kim Birke hat Ihnen 2 Fälle übergeben.")
    page.get(batch)
    assert page.says("An Sie: 2 Fälle")
    page.submit(f"{batch}/bestaetigen")
    assert page.says("Die Übernahme ist bestätigt.")
    assert page.says("2 von 2")
    states = db_session.scalars(select(Handover.state).where(Handover.to_staff_id == two[0].id)).all()
    assert states == ["confirmed", "confirmed"]


def test_the_receiver_prints_protocols_and_letters(page, db_session, fern, two, cases):
    release_texts(db_session)
    page.log_in("fern", then=CASELOAD)
    page.submit(CASELOAD, reasons="Elternzeit.", tun="uebergeben", receivers=[str(two[0].id)])
    batch = page.address
    change_to(page, "ahorn", batch)
    for _ in range(2):
        page.get(batch)
        job = page.post("/drucke", {"art": ["handover_protocol", "change_letter"][_], "kunde": [
            case.person.number for case in cases]}).location
        page.get(job)
        while page.says("weiter") or "Weiter" in page.text:
            page.submit(f"{job}/weiter")
            if page.says("fertig"):
                break
    kinds = dict(db_session.execute(select(Document.kind, func.count()).group_by(Document.kind)).all())
    assert kinds == {"handover_protocol": 4, "change_letter": 4}


def test_the_plan_is_looked_at_before_anything_moves(page, db_session, fern, two, cases):
    page.log_in("fern", then=CASELOAD)
    page.submit(CASELOAD, tun="verteilen", receivers=[str(two[1].id)], reasons="Elternzeit.")
    rows = [re.sub(r"\s+", " ", "".join(row.itertext())).strip() for row in page.all("tr", "kern-table__row")]
    assert rows[1:] == ["Kim Buche 4 0 % 3 %"]
    assert page.value(CASELOAD, "reasons") == "Elternzeit."
    assert managers(db_session) == {fern.id}


def test_what_is_missing_is_said_at_the_fields(page, db_session, fern, two, cases):
    page.log_in("fern", then=CASELOAD)
    page.submit(CASELOAD, 422, tun="uebergeben", receivers=None)
    assert page.says("Die Übergabe braucht eine Begründung.")
    assert page.says("Bitte auswählen, wer die Fälle übernimmt.")
    assert managers(db_session) == {fern.id}


def test_a_selection_from_the_list(page, db_session, fern, two, cases):
    page.log_in("fern", then="/kunden")
    form = page.form("/drucke")
    assert [button.get("formaction") for button in form.iter("button")] == [None, CASELOAD, "/sammeleintrag"]
    answer = page.post(CASELOAD, {"kunde": [cases[0].person.number, cases[2].person.number]})
    assert answer.status_code == 200
    assert "Auswahl übergeben" in answer.text
    assert "2 Fälle übergeben" in re.sub(r"<[^>]+>", "", answer.text)


def test_the_manager_chooses_whose_without_opening_files(page, records, db_session, fern, two, cases):
    records.staff("leitung", roles="manager", password=PASSWORD)
    page.log_in("leitung", then=CASELOAD)
    page.get(page.links()["Kim Birke"])
    assert not any(case.person.number in page.text for case in cases)
    page.submit(CASELOAD, reasons="Ausscheiden.", tun="uebergeben", receivers=[str(two[0].id)])
    assert managers(db_session) == {two[0].id}


def test_nobody_else_there(page, fern, cases):
    page.log_in("fern", then=CASELOAD)
    assert page.says("In diesen Bereichen gibt es sonst niemanden im Fallmanagement.")


def test_nothing_to_hand_over(page, fern):
    page.log_in("fern", then=CASELOAD)
    assert page.says("Hier ist kein laufender Fall, den Sie übergeben können.")


def test_a_batch_is_not_there_for_others(page, records, db_session, fern, two, cases):
    page.log_in("fern", then=CASELOAD)
    page.submit(CASELOAD, reasons="Elternzeit.", tun="uebergeben", receivers=[str(two[0].id)])
    batch = page.address
    change_to(page, "buche", "/uebergaben")
    page.get(batch, 404)
    page.get(f"{CASELOAD}/gibtesnicht", 404)


def test_the_same_form_sent_twice_hands_over_once(page, db_session, fern, two, cases):
    page.log_in("fern", then=CASELOAD)
    fields = {name: page.value(CASELOAD, name) for name in ("gesehen", "von", "einmal")}
    fields |= {"reasons": "Elternzeit.", "tun": "uebergeben", "receivers": [str(two[0].id)]}
    first, second = (page.post(CASELOAD, fields) for _ in range(2))
    assert first.location == second.location
    assert db_session.scalar(select(func.count()).select_from(Handover)) == 4
