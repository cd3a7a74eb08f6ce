"""/kunden/<nummer>/unterlagen: what the client brings: added, found by its words, opened, removed; by whom."""

import json
from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Case, Draft, JournalEntry, ReceivedFile
from fm.rules.uploads import LARGEST
from tests.support.actors import TODAY, statements
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.support.uploads import docx, odt, pdf, png

NOW = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
LIST = "/kunden/U000213/unterlagen"
ENDINGS = ("(PDF)", "(ODT)", "(DOCX)")
NEW = f"{LIST}/neu"


@pytest.fixture
def case(records: Records) -> Case:
    """The case of somebody who looks after it as "fern"."""
    staff = records.staff("fern", streams="market_distant", password=PASSWORD, surname="Wegner")
    return records.case(records.person(number="U000213"), case_manager=staff, stream="market_distant")


def add(page: Page, content: bytes, name: str = "Brief.docx", status: int = 200, **fields: object) -> Page:
    """Bring a file to the form that is open."""
    return page.get(NEW).submit(NEW, status, **{
        "datei": (BytesIO(content), name), "art": "certificate", "titel": "Schweißerpass", **fields})


def brought(session: Session) -> ReceivedFile:
    return session.scalars(select(ReceivedFile)).one()


def looks(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(JournalEntry.action, JournalEntry.detail).where(JournalEntry.part == "received")
                           .order_by(JournalEntry.id))
    return [(action, json.loads(detail)["kind"]) for action, detail in rows]


def test_what_is_brought_is_added_and_opened(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern", then=LIST)
    page.get(page.links()["Unterlage hinzufügen"])
    assert page.value(NEW, "tag") == f"{TODAY:%d.%m.%Y}"
    content = docx("Handschweißen nach DIN EN ISO 9606")
    add(page, content, "../Schein.pdf")
    assert page.says("„Schweißerpass“ ist in der Akte und steht in der Liste.")
    assert page.says("nicht auf Schadsoftware geprüft")
    answer = page.fetch(page.links()["Schweißerpass (DOCX)"])
    assert (answer.status_code, answer.data) == (200, content)
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.headers["Content-Disposition"] == "attachment; filename=Schein.docx"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert looks(db_session) == [("write", "certificate"), ("read", "certificate")]
    assert page.get("/kunden/U000213/zugriffe").says("Mitgebrachte Unterlage gelesen (Zeugnis oder Zertifikat)")


def test_what_is_refused_keeps_what_was_typed(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern")
    add(page, b"MZ\x90", "Zeugnis.pdf", 422, titel="Gesellenbrief", tag="20.11.2026", vertraulich="y")
    assert page.says("Der Inhalt der Datei ist weder PDF noch PNG, JPEG, ODT oder DOCX.")
    assert [page.value(NEW, name) for name in ("titel", "tag", "art", "vertraulich")] == [
        "Gesellenbrief", "20.11.2026", "certificate", "y"]
    add(page, b"%PDF-" + b"0" * (LARGEST - 4), status=422)
    assert page.says("Die Datei ist 10,0 MB groß; möglich sind höchstens 10 MB.")
    add(page, docx("x"), status=422, art="", titel="", tag="")
    assert page.says("3 Angaben fehlen oder stimmen nicht")
    page.get(NEW).submit(NEW, 422, titel="Ohne Datei")
    assert page.says("Bitte eine Datei wählen.")
    assert db_session.scalars(select(ReceivedFile)).all() == []


def test_what_is_beyond_all_measure_is_answered_calmly(page: Page, case: Case) -> None:
    page.log_in("fern")
    add(page, b"0" * 13 * 1024 * 1024, status=413)
    assert page.says("Es wurde nichts gespeichert.")


def test_a_draft_of_the_words_waits(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern", then=NEW)
    page.post("/entwuerfe", {"entwurf": "unterlage-U000213", "titel": "Arbeitszeugnis", "tag": "20.11.2026",
                             "datei": "[object File]"})
    assert page.get(NEW).value(NEW, "titel") == "Arbeitszeugnis"
    add(page, png())
    assert db_session.scalars(select(Draft)).all() == []


def test_a_scanner_is_asked(app: Flask, page: Page, case: Case) -> None:
    app.config["VIRUS_SCANNER"] = "/bin/false"
    page.log_in("fern")
    add(page, png(), status=422)
    assert page.says("In der Datei wurde Schadsoftware gefunden.")
    app.config["VIRUS_SCANNER"] = "/bin/true"
    add(page, png())
    assert not page.says("nicht auf Schadsoftware geprüft")


def test_papers_are_found_by_their_words(page: Page, case: Case, records: Records) -> None:
    page.log_in("fern")
    add(page, docx("Handschweißen nach ISO 9606"), titel="Schein")
    add(page, odt("Ich war 100 % pünktlich"), titel="Arbeitszeugnis")
    add(page, pdf(), titel="Antrag, ausgefüllt", art="other")
    add(page, docx("Diabetes"), titel="Attest", art="medical")
    for words, found in {"handschweissen iso": ["Schein (DOCX)"], "PÜNKTLICH": ["Arbeitszeugnis (ODT)"],
                         "Übernahme Bewerbungskosten": ["Antrag, ausgefüllt (PDF)"], "attest": ["Attest (DOCX)"],
                         "diabetes": ["Attest (DOCX)"], "iso pünktlich": [], "%": []}.items():
        page.get(f"{LIST}?q={words}")
        assert page.says(f"{len(found)} Unterlage"), words
        assert {one for one in page.links() if one.endswith(ENDINGS)} == set(found)
    assert page.get(f"{LIST}?art=medical").says("1 Unterlage")
    assert page.get(f"{LIST}?herkunft=gedruckt").says("Keine Unterlage passt dazu")
    page.get(f"{LIST}?sortierung=was")
    titles = [row[0].find("a").text for row in page.all("tbody")[0]]
    assert titles == ["Antrag, ausgefüllt (PDF)", "Arbeitszeugnis (ODT)", "Attest (DOCX)", "Schein (DOCX)"]


READERS = [
    ("service", set()), ("assistant", {"signed", "effort"}), ("benefits_clerk", set()),
    ("case_manager", {"certificate", "signed", "effort", "medical", "other", "sensitive"}),
]


@pytest.mark.parametrize(("role", "kinds"), READERS, ids=[role for role, _ in READERS])
def test_everybody_finds_what_they_may_read(
    page: Page, case: Case, records: Records, db_session: Session, role: str, kinds: set[str]
) -> None:
    for kind in ("certificate", "signed", "effort", "medical", "other", "sensitive"):
        db_session.add(ReceivedFile(
            case_id=case.id, person_id=case.person_id, kind="other" if kind == "sensitive" else kind, title=kind,
            received=TODAY, file_name="a.pdf", media_type="application/pdf", size=1, content=b"x", text="x",
            hash="0", sensitive=kind in ("medical", "sensitive"), scanned=True, staff_id=case.case_manager_id,
            saved_at=NOW))
    db_session.commit()
    if role != "case_manager":
        records.staff("other", roles=role, streams="market_distant", password=PASSWORD)
    page.log_in("fern" if role == "case_manager" else "other", then=f"{LIST}?q=x")
    assert {one.removesuffix(" (PDF)") for one in page.links() if one.endswith(" (PDF)")} == kinds
    assert page.says(f"{len(kinds)} Unterlagen")
    opened = {file.title for file in db_session.scalars(select(ReceivedFile))
              if page.fetch(f"{LIST}/eingang/{file.id}").status_code == 409}
    assert opened == kinds


def test_what_is_in_the_wrong_file_is_removed_with_a_reason(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern")
    add(page, png(), titel="Foto")
    address = page.links()["Entfernen: Foto"]
    page.get(address).submit(address, 422, grund="falsch")
    assert page.says("Bitte den Grund in mindestens zehn Zeichen nennen.")
    page.submit(address, grund="Gehört in eine andere Akte.")
    assert page.says("„Foto“ ist entfernt. Der Grund steht im Protokoll der Akte.")
    assert db_session.scalars(select(ReceivedFile)).all() == []
    page.get(address, 404)
    assert page.get("/kunden/U000213/zugriffe").says("entfernt (Zeugnis oder Zertifikat) Gehört in eine andere Akte.")


def test_somebody_elses_paper_is_not_in_this_file(page: Page, case: Case, records: Records) -> None:
    page.log_in("fern")
    records.case(records.person(number="U000999"), case_manager=case.case_manager)
    add(page, png(), titel="Foto")
    address = page.links()["Foto (PNG)"].replace("U000213", "U000999")
    page.get(address, 404)
    page.get(f"{address}/loeschen", 404)


def test_as_many_statements_for_one_as_for_many(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern")
    add(page, png())
    with statements() as for_one:
        page.fetch(f"{LIST}?q=x")
    for number in range(60):
        db_session.add(ReceivedFile(
            case_id=case.id, person_id=case.person_id, kind="other", title=f"Brief {number}", received=TODAY,
            file_name="a.pdf", media_type="application/pdf", size=1, content=b"x", text="x", hash=str(number),
            sensitive=False, scanned=True, staff_id=case.case_manager_id, saved_at=NOW))
    db_session.commit()
    with statements() as for_many:
        page.fetch(f"{LIST}?q=x")
    assert len(for_one) == len(for_many)
    assert page.get(f"{LIST}?seite=2").says("51–61 von 61")
