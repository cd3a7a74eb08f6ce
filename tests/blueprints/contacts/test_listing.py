"""The tab of contacts: what is shown, what the filter finds, a group of notes on paper."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, ContactNote, Document, Staff
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book
from tests.blueprints.contacts.conftest import CONTACTS
from tests.support.actors import statements
from tests.support.page import Page

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def history(case: Case, fern: Staff, db_session: Session) -> Case:
    """Three notes and an appointment."""
    row = {"case_id": case.id, "person_id": case.person_id, "staff": fern}
    db_session.add_all([
        ContactNote(**row, number=1, day=date(2026, 9, 1), kind="other", means="letter", occasion="other", counts=False,
                    text="Unterlagen angefordert"),
        ContactNote(**row, number=2, day=date(2026, 10, 1), kind="follow_up", means="office", occasion="follow_up",
                    missed=True),
        ContactNote(**row, number=3, day=date(2026, 11, 2), kind="follow_up", means="phone", occasion="follow_up",
                    text="Übergabe der Zeugnisse besprochen", participants="Frau Şükran Müller-Großkopf")])
    db_session.commit()
    with writing() as session:
        book(session, {case.id: fern.id}, NOW, 30, "other", "Raum 12", NOW)
    return case


def days(page: Page) -> list[str]:
    """The days of the rows in their order."""
    return [time.text for time in page.all("time") if time.get("datetime") and time in
            [inner for cell in page.all("td") for inner in cell.iter("time")]]


def test_the_newest_stands_first(desk: Page, history: Case) -> None:
    desk.get(CONTACTS)
    assert days(desk) == ["23.11.2026", "02.11.2026", "01.10.2026", "01.09.2026"]
    assert desk.says("4 Einträge")
    assert desk.says("Termin: Gespräch")
    assert desk.says("versäumt")


@pytest.mark.parametrize(("query", "found"), [
    ("art=termine", ["23.11.2026"]),
    ("art=vermerke", ["02.11.2026", "01.10.2026", "01.09.2026"]),
    ("kontaktart=letter", ["01.09.2026"]),
    ("zu=follow_up", ["02.11.2026", "01.10.2026"]),
    ("von=01.10.2026&bis=02.11.2026", ["02.11.2026", "01.10.2026"]),
    ("q=uebergabe", ["02.11.2026"]),
    ("q=grosskopf", ["02.11.2026"]),
    ("q=nirgends", []),
    ("von=31.02.2026&kontaktart=taube&zu=nichts&art=alles", ["23.11.2026", "02.11.2026", "01.10.2026", "01.09.2026"]),
])
def test_the_filter_finds(desk: Page, history: Case, query: str, found: list[str]) -> None:
    desk.get(f"{CONTACTS}?{query}")
    assert days(desk) == found


def test_an_evaluation_from_the_papers_is_called_so(desk: Page, history: Case, db_session: Session) -> None:
    row = {"case_id": history.id, "person_id": history.person_id, "counts": False, "kind": "other", "means": "papers"}
    db_session.add_all([ContactNote(**row, number=4, day=date(2026, 11, 9), occasion="evaluation"),
                        ContactNote(**row, number=5, day=date(2026, 11, 10), text="Foto fehlt")])
    db_session.commit()
    desk.get(f"{CONTACTS}?zu=evaluation")
    assert desk.says("Auswertung der Vereinbarung nach den Unterlagen, ohne Gespräch")
    desk.get(f"{CONTACTS}?kontaktart=papers")
    assert days(desk) == ["10.11.2026"]


def test_many_notes_take_as_many_statements_as_one(desk: Page, history: Case, db_session: Session) -> None:
    def sent() -> int:
        with statements() as seen:
            desk.get(CONTACTS)
        return len(seen)

    few = sent()
    db_session.add_all(ContactNote(case_id=history.id, person_id=history.person_id, number=number, day=date(2026, 8, 1),
                                   kind="other", text="x") for number in range(10, 210))
    db_session.commit()
    assert sent() == few
    assert desk.says("204 Einträge")


def test_a_group_of_notes_is_printed_and_kept(desk: Page, history: Case, db_session: Session) -> None:
    desk.get(f"{CONTACTS}?zu=follow_up")
    answer = desk.post(f"{CONTACTS}/drucken?zu=follow_up", {})
    document = db_session.scalars(select(Document)).one()
    assert (document.kind, document.sensitive) == ("contact_notes", True)
    assert answer.location == f"/kunden/U000213/unterlagen/{document.id}"
    assert desk.fetch(answer.location).data.startswith(b"%PDF")


def test_where_nothing_is_to_be_printed_that_is_said(desk: Page, history: Case, db_session: Session) -> None:
    desk.get(CONTACTS)
    answer = desk.post(f"{CONTACTS}/drucken?q=nirgends", {})
    assert answer.status_code == 422
    assert "Zu diesem Filter gibt es keinen Vermerk" in answer.text
    assert db_session.scalar(select(Document)) is None
