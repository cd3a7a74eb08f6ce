"""/arbeitgeber: the list, a job, the job pool's file on a page."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Job, Message, Proposal
from tests.support.page import Page

HEAD = ("stellennummer;titel;beruf_kldb;arbeitgeber;plz;ort;beginn;umfang;befristet_bis;anforderungen;ansprechpartner;"
        "erfasst_am;status;art")


def send(page: Page, content: str, status: int = 200, **fields: str) -> Page:
    return page.get("/arbeitgeber/einlesen").submit(
        "/arbeitgeber/einlesen", status, datei=(BytesIO(content.encode()), "pool.csv"), **fields)


def test_jobs_are_found_by_words_kind_and_occupation(as_manager: Page, job: Job) -> None:
    as_manager.get("/arbeitgeber?q=koechin+prenzlau")
    as_manager.swap("/arbeitgeber?q=koechin+prenzlau&sortierung=titel", "stellenliste")
    assert as_manager.says("1 Stelle")
    assert as_manager.says("Köchin oder Koch")
    for nothing in ("q=maurer", "art=minijob", "beruf=12", "stand=besetzt", "seit=21.11.2026", "umfang=teilzeit"):
        assert as_manager.get(f"/arbeitgeber?{nothing}").says("Keine Stelle passt"), nothing
    assert as_manager.get("/arbeitgeber?beruf=293&art=arbeit&seit=20.11.2026&stand=alle").says("1 Stelle")


@pytest.mark.parametrize("order", ["titel", "-arbeitgeber", "ort", "art", "-beginn", "erfasst"])
def test_the_list_sorts_and_is_taken_away(as_manager: Page, job: Job, order: str) -> None:
    as_manager.get(f"/arbeitgeber?sortierung={order}")
    taken = as_manager.fetch(f"/arbeitgeber/stellen.csv?sortierung={order}", buffered=True).text
    assert "S1;Köchin oder Koch;29302" in taken


def test_integrations_of_the_year_are_counted(as_manager: Page, job: Job, records, db_session) -> None:
    assert as_manager.get("/arbeitgeber").says("bis heute: 0 Integrationen in Arbeit, Ausbildung oder Selbständigkeit.")
    days = (date(2026, 1, 1), date(2026, 11, 23), date(2025, 12, 31), date(2026, 11, 24))
    placed = [records.case(placed_on=day, placed_in="work") for day in days]
    for case, answer in zip(placed, ("hired", "rejected", "hired", "hired"), strict=True):
        db_session.add(Proposal(case_id=case.id, person_id=case.person_id, number=1, job_id=job.id, answer=answer,
                                found_on=job.recorded, staff_id=records.staff().id, saved_at=job.saved_at))
    db_session.commit()
    assert as_manager.get("/arbeitgeber").says("bis heute: 2 Integrationen in Arbeit")
    assert as_manager.says("davon 1 über eine vorgeschlagene Stelle")


def test_a_job_says_what_is_known_and_how_it_stands(as_service: Page, job: Job, db_session: Session) -> None:
    as_service.get("/arbeitgeber/stellen/S1")
    assert as_service.heading == "Köchin oder Koch"
    assert as_service.says("Freude am Kochen")
    as_service.submit("/arbeitgeber/stellen/S1/stand", stand="besetzt")
    assert as_service.says("Die Stelle ist besetzt.")
    db_session.expire_all()
    assert db_session.scalar(select(Job.state)) == "besetzt"
    as_service.get("/arbeitgeber/stellen/fehlt", 404)


def test_the_pool_is_looked_through_and_taken_over(as_service: Page, db_session: Session) -> None:
    good = f"{HEAD}\nS7;Lagerhilfe;51311;Lager Nord;17268;Templin;;teilzeit;;;;20.11.2026;;arbeit\n"
    assert send(as_service, good, pruefen="y").says("1 Stellen geprüft, kein Fehler")
    assert db_session.scalar(select(Job.id)) is None
    assert send(as_service, good).says("1 gelesen, 1 neu")
    assert as_service.says("Lagerhilfe")
    broken = good.replace("20.11.2026", "31.02.2026")
    assert send(as_service, broken, 422).says('stellen.csv:2: erfasst_am: "31.02.2026" ist kein Datum')
    as_service.submit("/arbeitgeber/einlesen", 422, datei=(BytesIO(b""), ""))
    assert send(as_service, f"{HEAD}\n", 422, vollstaendig="y").says("enthält keine Stelle")


def test_the_job_shows_whom_one_reads(page: Page, as_manager: Page, job: Job, case: Case, records, db_session) -> None:
    other = records.case(case_manager_id=records.staff().id)
    for number, one in enumerate((case, other), 1):
        db_session.add(Proposal(case_id=one.id, person_id=one.person_id, number=number, job_id=job.id,
                                found_on=job.recorded, staff_id=one.case_manager_id, saved_at=job.saved_at))
    db_session.commit()
    as_manager.get("/arbeitgeber/stellen/S1")
    assert as_manager.says("Beispiel, Lea")
    assert as_manager.says("Außerdem: 1 Person, deren Profil Sie nicht lesen.")
    assert as_manager.says("noch nicht informiert")
    assert db_session.scalar(select(Message.id)) is None
