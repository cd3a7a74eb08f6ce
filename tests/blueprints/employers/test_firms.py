"""/arbeitgeber/firmen: employers, the people to talk to, notes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Employer, EmployerContact, EmployerNote, Job
from fm.usecases.employers import Contact, Firm, add_employer, keep_contact, lock_employers
from fm.usecases.refusals import Refused
from tests.support.actors import acting
from tests.support.matching import NOW
from tests.support.page import Page
from tests.support.records import Records
from tests.support.threads import THREADS, TURNS, at_once


def test_employers_are_found_and_show_their_jobs(as_manager: Page, job: Job) -> None:
    as_manager.get("/arbeitgeber/firmen?q=WOLFSHOF")
    as_manager.swap("/arbeitgeber/firmen?q=WOLFSHOF&sortierung=-stellen", "firmenliste")
    as_manager.get(as_manager.links()["Gasthaus Wolfshof GmbH"])
    assert as_manager.says("Köchin oder Koch")
    assert "Angaben ändern" not in as_manager.links()
    assert as_manager.get("/arbeitgeber/firmen?q=nirgends").says("Kein Arbeitgeber heißt so.")


def test_an_employer_is_entered_once_and_changed(as_service: Page, firm: Employer, db_session: Session) -> None:
    as_service.get("/arbeitgeber/firmen/neu").submit(
        "/arbeitgeber/firmen/neu", 422, name="GASTHAUS Wolfshof GmbH", ort="Templin")
    assert as_service.says("Einen Arbeitgeber mit diesem Namen gibt es schon.")
    assert as_service.value("/arbeitgeber/firmen/neu", "ort") == "Templin"
    as_service.submit("/arbeitgeber/firmen/neu", name="Bau Hoffmann")
    assert as_service.heading == "Bau Hoffmann"
    edit = f"/arbeitgeber/firmen/{firm.id}/bearbeiten"
    as_service.get(edit).submit(edit, telefon="03984 1234", geschaeftsstelle=str(firm.branch_id or ""))
    assert as_service.says("03984 1234")
    as_service.post(edit, {"name": firm.name, "telefon": "0", "geschaeftsstelle": "", "fassung": "1"})
    db_session.expire_all()
    assert db_session.get(Employer, firm.id).phone == "03984 1234"


def test_contacts_are_added_changed_and_removed(as_service: Page, firm: Employer, db_session: Session) -> None:
    page = f"/arbeitgeber/firmen/{firm.id}"
    as_service.get(f"{page}/kontakte/neu").submit(f"{page}/kontakte/neu", name="Kim Roth", funktion="Küche")
    contact = f"{page}/kontakte/{db_session.scalar(select(EmployerContact.id))}"
    as_service.get(contact).submit(contact, funktion="Personal")
    assert as_service.says("Personal")
    as_service.get(contact).submit(f"{contact}/entfernen")
    assert as_service.says("Die Ansprechperson ist entfernt.")
    assert db_session.scalar(select(EmployerContact.id)) is None


def test_notes_are_dated_and_not_of_days_to_come(
    as_service: Page, firm: Employer, today: date, db_session: Session
) -> None:
    page = f"/arbeitgeber/firmen/{firm.id}"
    as_service.get(f"{page}/notizen/neu").submit(f"{page}/notizen/neu", 422, tag="01.01.2100", text="Sucht bald.")
    assert as_service.says("Das Datum liegt in der Zukunft.")
    as_service.submit(f"{page}/notizen/neu", tag=f"{today:%d.%m.%Y}")
    assert as_service.says("Sucht bald.")
    note = f"{page}/notizen/{db_session.scalar(select(EmployerNote.id))}"
    as_service.get(note).submit(note, text="Sucht im Frühjahr.")
    assert as_service.says("Sucht im Frühjahr.")


def test_two_who_enter_the_same_employer_at_one_moment_make_one(
    app: Flask, records: Records, db_session: Session
) -> None:
    agent, answers = acting(records.staff("stellen", roles="employer_service")), list[str]()
    db_session.commit()

    def enter(turn: int) -> None:
        try:
            add_employer(agent, Firm(f"Bau Hoffmann {turn}"), NOW, "test")
        except Refused as refused:
            answers.append(str(refused))

    at_once(app, enter)
    assert answers == ["Einen Arbeitgeber mit diesem Namen gibt es schon."] * TURNS * (THREADS - 1)


def test_contacts_are_kept_while_jobs_are_being_imported(
    app: Flask, firm: Employer, records: Records, db_session: Session
) -> None:
    agent, firm_id = acting(records.staff("stellen", roles="employer_service")), firm.id
    db_session.commit()

    def keep() -> None:
        with app.app_context():
            keep_contact(agent, firm_id, None, Contact("Kim Roth"), 1, NOW, "test")

    with ThreadPoolExecutor(1) as pool, Session(db_session.get_bind()) as importing:
        lock_employers(importing)
        pool.submit(keep).result(timeout=20)
    assert db_session.scalars(select(EmployerContact.name)).all() == ["Kim Roth"]
