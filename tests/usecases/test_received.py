"""What the client brought: kept as it came, once; looked into first; removed with a reason."""

import json
import shlex
import sys
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Case, JournalEntry, ReceivedFile
from fm.queries.accounts import SignedIn
from fm.usecases import scanning
from fm.usecases.received import Brought, receive, remove
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.uploads import docx, pdf, png

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)


@pytest.fixture
def actor(records: Records) -> SignedIn:
    """A case manager."""
    return acting(records.staff())


@pytest.fixture
def case(actor: SignedIn, records: Records) -> Case:
    """A case that they look after."""
    return records.case(case_manager_id=actor.id)


def brought(content: bytes | None = None, **more: object) -> Brought:
    return Brought(**{"kind": "certificate", "title": "Zeugnis", "received": TODAY, "sensitive": False,
                      "name": "Zeugnis.docx", "content": content or docx("Schweißerpass"), **more})  # fmt: skip


def scanner(code: str) -> str:
    """A scanner that does this with the file on its standard input."""
    return shlex.join([sys.executable, "-c", f"import sys; data = sys.stdin.buffer.read(); {code}"])


def deeds(session: Session) -> list[tuple[str, dict[str, object]]]:
    rows = session.execute(select(JournalEntry.action, JournalEntry.detail).where(JournalEntry.part == "received")
                           .order_by(JournalEntry.id))
    return [(action, json.loads(detail)) for action, detail in rows]


def test_a_file_is_kept_as_it_came(actor: SignedIn, case: Case, db_session: Session) -> None:
    content = docx("Schweißerpass", "Müller")
    file_id = receive(actor, case.id, brought(content, name="C:\\Zeugnis.pdf"), "", NOW, "10.0.0.1")
    kept = db_session.get_one(ReceivedFile, file_id)
    assert (kept.content, kept.hash, kept.size) == (content, sha256(content).hexdigest(), len(content))
    assert (kept.file_name, kept.media_type[-8:]) == ("Zeugnis.docx", "document")
    assert kept.text == "zeugnis c zeugnis pdf schweisserpass mueller"
    assert (kept.sensitive, kept.scanned, kept.staff_id, kept.case_id) == (False, False, actor.id, case.id)
    assert deeds(db_session) == [("write", {"received": file_id, "kind": "certificate", "hash": kept.hash})]


def test_medical_papers_are_always_sensitive(actor: SignedIn, case: Case, db_session: Session) -> None:
    file_id = receive(actor, case.id, brought(kind="medical"), "", NOW, "")
    assert db_session.get_one(ReceivedFile, file_id).sensitive


def test_the_very_same_file_is_kept_once(actor: SignedIn, case: Case, records: Records, db_session: Session) -> None:
    receive(actor, case.id, brought(), "", NOW, "")
    with pytest.raises(Refused, match=r"Dieselbe Datei liegt schon in der Akte: „Zeugnis“ vom 23\.11\.2026\."):
        receive(actor, case.id, brought(title="Anders"), "", NOW, "")
    receive(actor, records.case(case_manager_id=actor.id).id, brought(), "", NOW, "")
    assert len(db_session.scalars(select(ReceivedFile)).all()) == 2


@pytest.mark.parametrize(("what", "field", "sentence"), [
    ({"received": TODAY + timedelta(days=1)}, "tag", "Das Datum liegt in der Zukunft."),
    ({"content": b"MZ"}, "datei", "Der Inhalt der Datei ist weder PDF noch PNG, JPEG, ODT oder DOCX."),
    ({"content": docx(document="<!DOCTYPE x><x/>")}, "datei",
     "Die Datei enthält Anweisungen, die in ein Dokument nicht gehören."),
])
def test_what_cannot_be_is_refused(
    actor: SignedIn, case: Case, db_session: Session, what: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        receive(actor, case.id, brought(**what), "", NOW, "")
    assert refused.value.faults == ((field, sentence),)
    assert db_session.scalars(select(ReceivedFile)).all() == []


def test_nothing_is_added_to_a_closed_case(actor: SignedIn, case: Case, db_session: Session) -> None:
    case.closed = TODAY
    db_session.commit()
    with pytest.raises(Refused, match="abgeschlossen"):
        receive(actor, case.id, brought(), "", NOW, "")


def test_what_a_scanner_finds_clean_is_taken(actor: SignedIn, case: Case, db_session: Session) -> None:
    content = png()
    command = scanner(f"sys.exit(0 if len(data) == {len(content)} else 1)")
    assert db_session.get_one(ReceivedFile, receive(actor, case.id, brought(content), command, NOW, "")).scanned


@pytest.mark.parametrize(("command", "sentence"), [
    (scanner("sys.exit(1)"), "In der Datei wurde Schadsoftware gefunden. Sie wurde nicht gespeichert."),
    (scanner("sys.exit(2)"), "Die Datei konnte nicht auf Schadsoftware geprüft werden"),
    ("/nirgends/clamdscan -", "Die Datei konnte nicht auf Schadsoftware geprüft werden"),
    ("'", "Die Datei konnte nicht auf Schadsoftware geprüft werden"),
])
def test_what_a_scanner_objects_to_or_cannot_see_is_refused(
    actor: SignedIn, case: Case, db_session: Session, command: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        receive(actor, case.id, brought(pdf()), command, NOW, "")
    assert db_session.scalars(select(ReceivedFile)).all() == []


def test_a_scanner_that_does_not_answer_is_not_waited_for(
    actor: SignedIn, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    with pytest.raises(Refused, match="konnte nicht auf Schadsoftware geprüft werden"):
        receive(actor, case.id, brought(), scanner("import time; time.sleep(30)"), NOW, "")


def test_what_is_removed_leaves_its_reason(actor: SignedIn, case: Case, records: Records, db_session: Session) -> None:
    file_id = receive(actor, case.id, brought(), "", NOW, "")
    remove(actor, records.person().id, file_id, "fremde Akte", NOW, "")
    assert db_session.get(ReceivedFile, file_id)
    for _ in range(2):
        remove(actor, case.person_id, file_id, "gehört in eine andere Akte", NOW, "")
    assert db_session.scalars(select(ReceivedFile)).all() == []
    assert [action for action, _ in deeds(db_session)] == ["write", "remove"]
    assert deeds(db_session)[1][1]["reason"] == "gehört in eine andere Akte"
