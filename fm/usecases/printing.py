"""Printing a document about a client: it follows the text that is released, and is kept as it was printed.

Laying out a page takes a tenth of a second, and on SQLite a deed lets nobody else write. So a document is set first and
kept afterwards: `typeset` ends the open transaction and holds no lock, `keep_document` belongs to the deed. Where both
must be one, `print_document` does them within the caller's deed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO

from sqlalchemy.orm import Session

from fm.documents import render, words
from fm.documents.placeholders import PLACEHOLDERS
from fm.documents.records import Letter, Paper
from fm.documents.serial import Joiner
from fm.models import Case, Document, LetterText
from fm.queries.accounts import SignedIn
from fm.queries.texts import text_on
from fm.rules.calendar import german
from fm.rules.names import fold
from fm.rules.vocabulary import DOCUMENT_KINDS
from fm.transactions import let_others_in
from fm.usecases.journal import Deed, append
from fm.usecases.letters import for_guardians
from fm.usecases.refusals import Refused


@dataclass(frozen=True)
class Printed:
    """A document that is set and not yet kept."""

    kind: str
    title: str
    content: bytes
    text_id: int | None
    sensitive: bool
    text: str


def released_text(session: Session, kind: str, day: date) -> LetterText:
    """The released text that documents of a kind follow on a day; Refused where there is none."""
    if text := text_on(session, kind, day):
        return text
    raise Refused(None, f"Für „{DOCUMENT_KINDS[kind]}“ gibt es am {german(day)} keinen freigegebenen Text. "
                        "Die Administration gibt Texte unter „Verwaltung“ frei.")


def typeset(
    session: Session, kind: str, case: Case, record: Paper, *, title: str | None = None, sensitive: bool = False,
    further: Sequence[Paper] = (),
) -> Printed:  # fmt: skip
    """Lay a document out after the text that holds on the record's day; a letter to a youth with one for the guardians.

    Outside a deed the open transaction ends. `title` is what the file calls it, if not as the record or by its kind;
    `sensitive` says that it tells of what only readers of that part may know, as the record may say too; `further` are
    letters of the same kind and day to others, which follow it. Refused without a released text.
    """
    text_id, records = None, [record, *further]
    if kind in PLACEHOLDERS:
        text = released_text(session, kind, record.day)
        text_id, records = text.id, [replace(each, text=text.body) for each in records]
    record = records[0]
    if isinstance(record, Letter) and (copy := for_guardians(record, case.person)):
        records.insert(1, copy)
    let_others_in()
    called = title or record.title or DOCUMENT_KINDS[kind]
    return Printed(kind, called, _set(kind, records), text_id, sensitive or record.sensitive, words(kind, record))


def _set(kind: str, records: list[Paper]) -> bytes:
    """The records as one file."""
    first, *copies = (render(kind, record) for record in records)
    if not copies:
        return first
    whole = BytesIO()
    joiner = Joiner(whole, DOCUMENT_KINDS[kind])
    for sheet in (first, *copies):
        joiner.add(sheet)
    joiner.close()
    return whole.getvalue()


def keep_document(
    session: Session, actor: SignedIn, case: Case, printed: Printed, now: datetime, origin: str
) -> Document:
    """Keep a document in the client's file as it was set, and in the journal; part of the caller's deed."""
    document = Document(
        person_id=case.person_id, case_id=case.id, kind=printed.kind, title=printed.title, made_at=now,
        made_by_id=actor.id, text_id=printed.text_id, sensitive=printed.sensitive, content=printed.content,
        hash=sha256(printed.content).hexdigest(), text=fold(f"{printed.title} {printed.text}"))
    session.add(document)
    session.flush()
    detail = {"document": document.id, "kind": document.kind, "hash": document.hash}
    append([Deed("print", "document", actor.id, origin, case.person_id, detail)], now, session)
    return document


def print_document(
    session: Session, actor: SignedIn, kind: str, case: Case, record: Paper, now: datetime, origin: str, *,
    title: str | None = None, sensitive: bool = False,
) -> Document:  # fmt: skip
    """Set a document and keep it, both within the caller's deed, which others wait for meanwhile."""
    printed = typeset(session, kind, case, record, title=title, sensitive=sensitive)
    return keep_document(session, actor, case, printed, now, origin)
