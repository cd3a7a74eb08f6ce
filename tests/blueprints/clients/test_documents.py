"""/kunden/<nummer>/unterlagen: printing, and what was printed, for those who may read it."""

import json
from datetime import datetime
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Agreement, Case, Document, JournalEntry, LetterText
from fm.rules.vocabulary import DOCUMENT_KINDS
from tests.support.actors import TODAY, statements
from tests.support.html import words
from tests.support.page import Page
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=BERLIN)


@pytest.fixture
def case(records: Records) -> Case:
    """The case of somebody who looks after it as "fern"."""
    staff = records.staff("fern", streams="market_distant", password="fallmanagement", surname="Wegner")
    return records.case(records.person(number="U000213"), case_manager=staff, stream="market_distant")


def kept(session: Session, case: Case, kind: str, *, sensitive: bool = False, title: str = "Vermerk",
         hash_of: bytes = b"%PDF-1.7") -> Document:
    """A document in the file, printed some days ago."""
    document = Document(
        person_id=case.person_id, case_id=case.id, kind=kind, title=title, made_at=NOW, sensitive=sensitive,
        made_by_id=case.case_manager_id, content=b"%PDF-1.7", hash=sha256(hash_of).hexdigest())
    session.add(document)
    session.commit()
    return document


ADDRESS = "/kunden/U000213/unterlagen"


def test_a_title_in_any_letters_travels_in_the_header(page: Page, case: Case, db_session: Session) -> None:
    document = kept(db_session, case, "handover_protocol", title="Übergang U25 → Ü25, 李")
    page.log_in("fern")
    named = page.fetch(f"{ADDRESS}/{document.id}").headers["Content-Disposition"]
    assert named.encode("latin-1")
    assert "filename*=UTF-8''U000213%20%C3%9Cbergang%20U25%20%E2%86%92" in named


@pytest.mark.parametrize(("sort", "title"), [
    ("survey", "Erhebungsbogen, leer"), ("cost_form", "Antrag auf Bewerbungskosten"),
    ("instruction_reactivation", "Rechtsfolgenbelehrung (Reaktivierung)"),
])
def test_what_is_printed_is_kept_and_opened(
    page: Page, case: Case, db_session: Session, sort: str, title: str
) -> None:
    release_texts(db_session)
    page.log_in("fern", then=ADDRESS)
    assert page.says("Noch liegt nichts in der Akte, was Sie lesen dürfen.")
    page.submit(ADDRESS, art=sort)
    assert page.says(f"„{title}“ ist gedruckt")
    document = db_session.scalars(select(Document)).one()
    assert [words(cell) for cell in page.all("td")] == [
        f"{title} (PDF)", DOCUMENT_KINDS[document.kind], page_date(document), "Wegner, Kim gedruckt",
        document.hash[:12], "–"]
    answer = page.fetch(page.links()[f"{title} (PDF)"])
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "application/pdf", document.content)
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    entries = db_session.execute(select(JournalEntry.action, JournalEntry.part, JournalEntry.detail)
                                 .where(JournalEntry.person_id == case.person_id, JournalEntry.part == "document")
                                 .order_by(JournalEntry.id)).all()
    assert [(entry.action, json.loads(entry.detail)["document"]) for entry in entries] == [
        ("print", document.id), ("read", document.id)]
    assert page.get("/kunden/U000213/zugriffe").says("Unterlage gedruckt")


def page_date(document: Document) -> str:
    return f"{document.made_at:%d.%m.%Y, %H:%M} Uhr"


def test_without_a_released_text_it_is_refused_and_nothing_kept(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern", then=ADDRESS).submit(ADDRESS, art="cost_form", status=422)
    assert page.says("Für „Antrag auf Bewerbungskosten“ gibt es am")
    assert page.says("keinen freigegebenen Text")
    assert db_session.scalars(select(Document)).all() == []


def test_who_prints_nothing_known_is_told(page: Page, case: Case) -> None:
    page.log_in("fern", then=ADDRESS)
    assert page.post(ADDRESS, {"art": "anything"}).status_code == 422


READERS = [
    ("service", {"Einladung", "Wechsel", "Laufzettel"}),
    ("benefits_clerk", {"Einladung", "Wechsel", "Laufzettel"}),
    ("rehab_clerk", set()),
    ("case_manager", {"Einladung", "Wechsel", "Laufzettel", "Protokoll", "Bogen"}),
]


@pytest.mark.parametrize(("role", "titles"), READERS, ids=[role for role, _ in READERS])
def test_everybody_sees_what_they_may_read(
    page: Page, case: Case, records: Records, db_session: Session, role: str, titles: set[str]
) -> None:
    documents = [
        kept(db_session, case, "invitation_intake", title="Einladung"),
        kept(db_session, case, "change_letter", title="Wechsel"),
        kept(db_session, case, "circulation_slip", title="Laufzettel"),
        kept(db_session, case, "handover_protocol", title="Protokoll", sensitive=True),
        kept(db_session, case, "survey", title="Bogen", sensitive=True)]
    if role != "case_manager":
        records.staff("other", roles=role, password="fallmanagement")
    page.log_in("fern" if role == "case_manager" else "other")
    answer = page.fetch(ADDRESS)
    assert {one.title for one in documents if f"{one.title} (PDF)" in answer.text} == titles
    opened = {one.title for one in documents if page.fetch(f"{ADDRESS}/{one.id}").status_code == 200}
    assert opened == titles


def test_somebody_elses_document_is_not_in_this_file(
    page: Page, case: Case, records: Records, db_session: Session
) -> None:
    other = records.case(records.person(number="U000999"), case_manager=case.case_manager)
    document = kept(db_session, other, "change_letter")
    page.log_in("fern").get(f"{ADDRESS}/{document.id}", status=404)


def test_what_is_no_longer_what_was_printed_is_not_shown(page: Page, case: Case, db_session: Session) -> None:
    document = kept(db_session, case, "change_letter", hash_of=b"something else")
    page.log_in("fern").get(f"{ADDRESS}/{document.id}", status=409)
    assert page.says("passt nicht mehr zu seiner Prüfsumme")


def test_as_many_statements_for_one_as_for_sixty(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern")
    kept(db_session, case, "change_letter")
    with statements() as for_one:
        page.fetch(ADDRESS)
    for _ in range(60):
        kept(db_session, case, "change_letter")
    with statements() as for_many:
        page.fetch(ADDRESS)
    assert len(for_one) == len(for_many)
    assert page.get(f"{ADDRESS}?seite=2").says("51–61 von 61")


def test_a_text_names_the_version_that_was_printed(page: Page, case: Case, db_session: Session) -> None:
    release_texts(db_session)
    page.log_in("fern", then=ADDRESS).submit(ADDRESS, art="survey")
    document = db_session.scalars(select(Document)).one()
    assert db_session.get_one(LetterText, document.text_id).key == "survey"


def test_an_assistant_prints_what_was_agreed(
    page: Page, case: Case, records: Records, db_session: Session
) -> None:
    """They read agreements to print them, and write none."""
    release_texts(db_session)
    records.staff("assistenz", roles="assistant", streams="market_distant", password="fallmanagement")
    db_session.add(Agreement(case_id=case.id, person_id=case.person_id, number=1, signed=TODAY))
    db_session.commit()
    page.log_in("assistenz", then=ADDRESS)
    assert page.post(ADDRESS, {"art": "agreement"}).status_code == 303
    assert db_session.scalars(select(Document.kind)).one() == "agreement"
