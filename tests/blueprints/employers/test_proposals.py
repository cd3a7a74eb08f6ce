"""A job for a client: found, reported, told at once, answered, and on to the integration."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Document, Employer, Job, JournalEntry, Message, Proposal, Staff
from tests.support.page import Page
from tests.support.texts import release_texts


@pytest.fixture
def found(case: Case, job: Job, manager: Staff, today: date, db_session: Session) -> Proposal:
    """A job that was found for the client today."""
    kept = Proposal(case_id=case.id, person_id=case.person_id, number=1, job_id=job.id, found_on=today,
                    staff_id=manager.id, saved_at=job.saved_at)
    db_session.add(kept)
    db_session.commit()
    return kept


def address(case: Case, rest: str) -> str:
    return f"/kunden/{case.person.number}/vorschlaege/{rest}"


def kept(db_session: Session) -> Proposal:
    db_session.expire_all()
    return db_session.scalars(select(Proposal)).one()


def test_a_job_is_found_reported_and_told_in_one_go(
    as_manager: Page, case: Case, job: Job, service: Staff, today: date, db_session: Session
) -> None:
    new = address(case, "neu")
    as_manager.get(f"{new}?stelle=S1").submit(
        new, informiert=f"{today:%d.%m.%Y}", wie="phone", meldung="Zehn Jahre Großküche.", notiz="Ruft dort an.")
    assert as_manager.says("Stelle S1: vermerkt.")
    row = kept(db_session)
    assert (row.found_on, row.reported_on, row.told_on, row.told_by) == (today, today, today, "phone")
    assert db_session.scalars(select(Message.text).where(Message.staff_id == service.id)).all() == [
        "Gemeldet für Stelle S1 (Köchin oder Koch)."]
    detail = db_session.scalars(select(JournalEntry.detail).where(JournalEntry.part == "proposals")).one()
    assert "Großküche" not in detail
    assert "Ruft dort an" not in detail
    assert as_manager.get("/arbeitgeber/stellen/S1").says("am selben Tag")
    assert as_manager.get(f"{new}?stelle=S1").address == address(case, str(row.id))


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"stelle": "fehlt"}, "Eine Stelle mit dieser Nummer gibt es nicht."),
    ({"wie": "talk"}, "Bitte den Tag angeben, an dem die Person informiert wurde."),
    ({"informiert": "01.01.2020"}, "Das Datum liegt vor dem Tag, an dem die Stelle gefunden wurde"),
    ({"gefunden": "01.01.2100"}, "Das Datum liegt in der Zukunft."),
])
def test_what_cannot_be_is_refused_and_still_there(
    as_manager: Page, case: Case, job: Job, typed: dict[str, str], sentence: str, db_session: Session
) -> None:
    new = address(case, "neu")
    as_manager.get(f"{new}?stelle=S1").submit(new, 422, notiz="Wichtig", **typed)
    assert as_manager.says(sentence)
    assert as_manager.value(new, "notiz") == "Wichtig"
    assert db_session.scalar(select(Proposal.id)) is None


def test_no_job_twice_and_none_that_is_taken(
    as_manager: Page, case: Case, job: Job, found: Proposal, db_session: Session
) -> None:
    new = address(case, "neu")
    as_manager.get(new).submit(new, 422, stelle="S1")
    assert as_manager.says("steht bei dieser Person schon")
    db_session.add(Job(number="S2", title="Lager", employer_id=job.employer_id, recorded=job.recorded, kind="arbeit",
                       state="besetzt", saved_at=job.saved_at))
    db_session.commit()
    as_manager.get(new).submit(new, 422, stelle="S2")
    assert as_manager.says("Diese Stelle ist besetzt.")


def test_the_answer_is_kept_and_nobody_is_overwritten(
    as_manager: Page, case: Case, found: Proposal, today: date, db_session: Session
) -> None:
    one = address(case, str(found.id))
    as_manager.get(one).submit(one, 422, antwort="interested", antwort_am=f"{today:%d.%m.%Y}")
    assert as_manager.says("Zuerst bitte festhalten, wann die Person von der Stelle erfahren hat.")
    said = {"informiert": f"{today:%d.%m.%Y}", "wie": "talk", "antwort": "interested",
            "antwort_am": f"{today:%d.%m.%Y}"}
    as_manager.get(one).submit(one, **said)
    assert kept(db_session).answer == "interested"
    as_manager.post(one, {**said, "antwort": "declined", "fassung": "1"})
    assert kept(db_session).answer == "interested"


def test_who_is_taken_on_is_led_to_the_integration(
    as_manager: Page, case: Case, job: Job, found: Proposal, today: date, db_session: Session
) -> None:
    one, day = address(case, str(found.id)), f"{today:%d.%m.%Y}"
    as_manager.get(one).submit(one, informiert=day, wie="talk", antwort="hired", antwort_am=day)
    form = f"/kunden/{case.person.number}/fall/integration"
    assert as_manager.address.startswith(form)
    assert as_manager.value(form, "tag") == "01.12.2026"
    assert as_manager.value(form, "art") == "work"
    assert as_manager.value(form, "vermerk") == "Köchin oder Koch bei Gasthaus Wolfshof GmbH, Stelle S1"


def test_the_employer_service_proposes_to_the_placeable_and_the_case_manager_learns_of_it(
    as_service: Page, case: Case, job: Job, manager: Staff, records, db_session: Session
) -> None:
    new = address(case, "neu")
    as_service.get(f"{new}?stelle=S1").submit(new)
    assert kept(db_session).reported_on is None
    assert db_session.scalars(select(Message.text).where(Message.staff_id == manager.id)).all() == [
        "Stellenvorschlag: Stelle S1 (Köchin oder Koch)."]
    other = records.case()
    as_service.get(address(other, "neu"), 404)
    assert as_service.post(address(other, "neu"), {"stelle": "S1"}).status_code == 404


def test_only_the_placeable_are_reported(
    as_manager: Page, case: Case, job: Job, service: Staff, db_session: Session
) -> None:
    case.category = "C"
    db_session.commit()
    new = address(case, "neu")
    assert as_manager.get(f"{new}?stelle=S1").says("bitte zuerst zur Vermittlung anbieten")
    form = {"stelle": "S1", "gefunden": as_manager.value(new, "gefunden")}
    assert as_manager.post(new, {**form, "wie": "", "melden": "y"}).status_code == 422
    as_manager.get(f"{new}?stelle=S1").submit(new)
    one = address(case, str(kept(db_session).id))
    as_manager.post(f"{one}/melden", {"meldung": "Passt."})
    assert kept(db_session).reported_on is None
    assert db_session.scalar(select(Message.id).where(Message.staff_id == service.id)) is None


def test_reporting_later_happens_once(
    as_manager: Page, case: Case, found: Proposal, service: Staff, today: date, db_session: Session
) -> None:
    one = address(case, str(found.id))
    as_manager.get(one).submit(f"{one}/melden", meldung="Passt gut.")
    assert as_manager.says("Dem Arbeitgeberservice gemeldet.")
    assert as_manager.says("Passt gut.")
    as_manager.post(f"{one}/melden", {"meldung": "Noch einmal."})
    assert kept(db_session).report == "Passt gut."


def test_the_letter_tells_the_client(
    as_manager: Page, case: Case, found: Proposal, today: date, firm: Employer, db_session: Session
) -> None:
    release_texts(db_session)
    one = address(case, str(found.id))
    as_manager.get(one).submit(f"{one}/brief")
    assert as_manager.says("Der Brief ist gedruckt")
    row = kept(db_session)
    assert (row.told_on, row.told_by, row.document_id) == (today, "letter", db_session.scalar(select(Document.id)))
