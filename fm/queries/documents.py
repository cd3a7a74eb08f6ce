"""Documents in a client's file: the list of what was printed, and one of them with its content."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Document, Staff
from fm.queries.file import all_files
from fm.queries.listed import Found, Span, by_span, fetch_span


class Kept(NamedTuple):
    """A document as the list shows it."""

    id: int
    kind: str
    title: str
    made_at: datetime
    surname: str
    given_name: str
    hash: str
    sensitive: bool


class Paper(NamedTuple):
    """A document as it was printed."""

    id: int
    kind: str
    title: str
    made_at: datetime
    sensitive: bool
    content: bytes
    hash: str

    @property
    def intact(self) -> bool:
        """Whether the content is still the one that was printed."""
        return sha256(self.content).hexdigest() == self.hash


_KEPT = (
    select(Document.id, Document.kind, Document.title, Document.made_at, Staff.surname, Staff.given_name,
           Document.hash, Document.sensitive)
    .join_from(Document, Staff, Staff.id == Document.made_by_id)
)  # fmt: skip
_PAPER = select(Document.id, Document.kind, Document.title, Document.made_at, Document.sensitive, Document.content,
                Document.hash)  # fmt: skip


def kept_documents(session: Session, person_id: int, kinds: Collection[str], sensitive: bool, span: Span) -> Found:
    """What was printed about a client, newest first: documents of these kinds, sensitive ones where asked for."""
    rows = _KEPT.where(Document.person_id.in_(all_files(person_id)), Document.kind.in_(kinds))
    if not sensitive:
        rows = rows.where(~Document.sensitive)
    return fetch_span(session, by_span(rows.order_by(Document.made_at.desc(), Document.id.desc())), span, Kept)


def paper_of(session: Session, person_id: int, document_id: int) -> Paper | None:
    """A document of this client with its content; None if there is none."""
    of_client = Document.person_id.in_(all_files(person_id))
    row = session.execute(_PAPER.where(Document.id == document_id, of_client)).one_or_none()
    return Paper(*row) if row else None
