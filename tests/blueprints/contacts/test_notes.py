"""Noting contacts: filled in from the deadline, kept as typed when refused, two texts side by side."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, ContactNote, Draft, Instruction, Intake, Staff, Strategy
from fm.models.base import BERLIN
from tests.blueprints.contacts.conftest import CONTACTS, FILE
from tests.support.actors import TODAY
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NEW = f"{CONTACTS}/neu"
TALK = {"tag": "23.11.2026", "art": "phone", "anlass": "first_consultation", "text": "Ziele besprochen."}


def notes(session: Session) -> list[ContactNote]:
    return list(session.scalars(select(ContactNote).order_by(ContactNote.number)))


def test_from_the_deadline_to_the_note_that_settles_it(desk: Page, db_session: Session) -> None:
    desk.get(f"{NEW}?anlass=ERG1")
    assert desk.value(NEW, "anlass") == "first_consultation"
    assert desk.value(NEW, "tag") == "23.11.2026"
    desk.submit(NEW, text="Ziele besprochen.")
    assert desk.address == CONTACTS
    assert desk.says("Der Kontakt vom 23.11.2026 ist vermerkt. Damit erledigt: Erstgespräch")
    assert desk.says("Ziele besprochen.")
    (note,) = notes(db_session)
    assert (note.kind, note.means, note.staff.login) == ("first_consultation", "office", "fern")


def test_what_is_asked_for_in_some_cases_is_not_called_voluntary(
    desk: Page, case: Case, fern: Staff, records: Records, db_session: Session
) -> None:
    row = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    strategy = Strategy(**row, text="Deutsch lernen", state="running", state_on=TODAY, staff_id=fern.id,
                        saved_at=datetime(2026, 11, 23, 9, tzinfo=BERLIN))
    barrier = Barrier(**row, area="BK", name="Deutsch", state="erkannt", recognised=TODAY, rank=1)
    db_session.add_all([strategy, barrier])
    db_session.commit()
    forms = {NEW: "Vermerk", f"{CONTACTS}/termine/neu": "Meldezweck", f"{FILE}/plan/ziel": "Begründung",
             f"{FILE}/plan/strategien/{strategy.id}/ergebnis": "Was erreicht ist oder dazwischenkam",
             f"{FILE}/hemmnisse/{barrier.id}/stand": "Was wurde getan, wie ist es ausgegangen"}
    for address, label in forms.items():
        assert desk.get(address).says(label)
        assert not desk.says(f"{label} (freiwillig)"), label


def test_with_the_instruction_of_a_missed_intake(desk: Page, db_session: Session, case: Case) -> None:
    db_session.add(Intake(case_id=case.id, missed=TODAY - timedelta(days=10)))
    desk.get(NEW)
    assert desk.says("Die Einstiegsberatung wurde versäumt")
    desk.submit(NEW, **TALK, belehrt="y")
    assert desk.says("Rechtsfolgenbelehrung nachholen")
    assert db_session.scalars(select(Instruction.day)).all() == [TODAY]
    assert not desk.get(NEW).says("Die Einstiegsberatung wurde versäumt")


def test_the_instruction_by_itself(desk: Page, db_session: Session) -> None:
    desk.get(CONTACTS).get(f"{CONTACTS}/belehrung?anlass=ERG2").submit(f"{CONTACTS}/belehrung")
    assert desk.says("Die Belehrung vom 23.11.2026 ist festgehalten.")
    desk.get(f"{CONTACTS}/belehrung").submit(f"{CONTACTS}/belehrung", 422)
    assert desk.says("schon festgehalten")
    desk.submit(f"{CONTACTS}/belehrung", 422, tag="24.11.2026")
    assert desk.says("Das Datum liegt in der Zukunft.")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"tag": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({"tag": "31.02.2026"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"tag": ""}, "Bitte einen Tag wie 02.03.2026 eingeben."),
    ({"tag": "01.01.2020"}, "Das Datum liegt vor dem Beginn des Falls"),
    ({"text": ""}, "Bitte festhalten, worum es ging."),
    ({"text": "x" * 100_000}, "Höchstens 20000 Zeichen sind möglich."),
    ({"art": "letter", "versaeumt": "y"}, "Versäumt werden kann nur ein Gespräch"),
    ({"teilnehmende": "x" * 501}, "Höchstens 500 Zeichen sind möglich."),
])
def test_what_is_refused_stays_typed(desk: Page, db_session: Session, typed: dict[str, str], sentence: str) -> None:
    said = {**TALK, "teilnehmende": "Frau Şükran Müller-Großkopf, O’Neill, 李", **typed}
    desk.get(NEW).submit(NEW, 422, **said)
    assert desk.says(sentence)
    assert {name: desk.value(NEW, name) for name in said if name != "versaeumt"} == {
        name: value for name, value in said.items() if name != "versaeumt"}
    assert notes(db_session) == []


def test_a_note_sent_twice_is_kept_once(desk: Page, db_session: Session) -> None:
    desk.get(NEW)
    sent = {**TALK, "einmal": desk.value(NEW, "einmal")}
    assert [desk.post(NEW, sent).status_code for _ in range(2)] == [303, 303]
    assert len(notes(db_session)) == 1


def test_a_draft_is_offered_and_gone_once_saved(desk: Page, db_session: Session, fern: Staff) -> None:
    desk.get(NEW)
    desk.post("/entwuerfe", {"entwurf": "kontakt-U000213", "tag": "20.11.2026", "art": "phone", "anlass": "other",
                             "text": "Halb getippt"})
    desk.get(NEW)
    assert desk.value(NEW, "text") == "Halb getippt"
    desk.submit(NEW)
    assert db_session.scalar(select(func.count(Draft.id))) == 0


def test_two_people_see_both_texts_and_choose(desk: Page, db_session: Session) -> None:
    desk.get(NEW).submit(NEW, **TALK)
    address = f"{CONTACTS}/{notes(db_session)[0].id}"
    desk.get(address)
    mine = {**TALK, "text": "Mein Text", "fassung": desk.value(address, "fassung"), "teilnehmende": ""}
    desk.submit(address, text="Der andere Text")
    assert desk.says("Der Vermerk vom 23.11.2026 ist geändert.")
    answer = desk.post(address, mine)
    assert answer.status_code == 409
    assert "Mein Text" in answer.text
    assert "Der andere Text" in answer.text
    assert notes(db_session)[0].text == "Der andere Text"


def test_a_note_that_tells_of_no_contact_stays_one(desk: Page, case: Case, db_session: Session) -> None:
    db_session.add(ContactNote(case_id=case.id, person_id=case.person_id, number=1, day=TODAY, kind="other",
                               counts=False, text="Anders lautende Angaben"))
    db_session.commit()
    address = f"{CONTACTS}/{notes(db_session)[0].id}"
    desk.get(address).submit(address, text="Geprüft")
    (note,) = notes(db_session)
    assert (note.text, note.means, note.occasion, note.counts) == ("Geprüft", None, None, False)


def test_a_note_of_another_client_is_not_there(desk: Page, records: Records, db_session: Session) -> None:
    other = records.case()
    db_session.add(ContactNote(case_id=other.id, person_id=other.person_id, number=1, day=TODAY, kind="other"))
    db_session.commit()
    desk.get(f"{CONTACTS}/{notes(db_session)[0].id}", 404)


def test_nobody_else_reads_or_writes_notes(page: Page, case: Case, records: Records, db_session: Session) -> None:
    db_session.add(ContactNote(case_id=case.id, person_id=case.person_id, number=1, day=TODAY, kind="other",
                               text="Knieschmerzen", participants="Frau Beispiel"))
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    page.log_in("assistenz", then=CONTACTS)
    assert page.heading == "Öztürk, Lea"
    assert not page.says("Knieschmerzen")
    assert not page.says("Frau Beispiel")
    assert "Kontakt vermerken" not in page.links()
    page.get(NEW, 403)


def test_a_closed_case_is_told_so(desk: Page, case: Case, db_session: Session) -> None:
    desk.get(NEW)
    case.closed = TODAY
    db_session.commit()
    desk.submit(NEW, 422, **TALK)
    assert desk.says("Der Fall ist seit dem 23.11.2026 abgeschlossen.")


def test_the_category_that_belongs_to_a_first_consultation_is_set_on_the_way(desk: Page) -> None:
    desk.get(f"{NEW}?anlass=ERG1").get(desk.links()["Kategorie setzen"])
    assert "/kategorie" in desk.address
    assert desk.value(desk.address.split("?")[0], "dann") == f"{NEW}?anlass=ERG1"
