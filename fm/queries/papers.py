"""Everything on paper in a client's file, printed here or brought along: one list, sought by words too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Document, ReceivedFile, Staff
from fm.queries.file import all_files
from fm.queries.listed import Found, Span
from fm.rules.names import fold
from fm.rules.uploads import PDF


class Paper(NamedTuple):
    """A paper as the list shows it; `brought` tells the client's own from what was printed here.

    `day` is when it was printed or received, `at` when it came into the file; `scanned` whether a virus scanner looked
    at it, None for what was printed.
    """

    brought: bool
    id: int
    kind: str
    title: str
    day: date
    at: datetime
    surname: str
    given_name: str
    hash: str
    sensitive: bool
    media_type: str
    scanned: bool | None


@dataclass(frozen=True)
class Sight:
    """What a reader may see: the kinds printed and brought, and whether sensitive ones too."""

    printed: Collection[str]
    brought: Collection[str]
    sensitive: bool


@dataclass(frozen=True)
class Sought:
    """What is sought: everything, or what was brought or printed, of a kind, with all of these words in it."""

    brought: bool | None = None
    kind: str | None = None
    words: str = ""


#: What the list sorts by.
ORDERS = {"title": lambda paper: fold(paper.title), "day": lambda paper: (paper.day, paper.at),
          "kind": lambda paper: paper.kind}  # fmt: skip


def papers(
    session: Session, person_id: int, sight: Sight, sought: Sought, order: tuple[str, bool], span: Span
) -> Found:
    """A client's papers that somebody may see and seeks; `order` is one of ORDERS and "descending".

    What the reader may not see is neither found nor counted.
    """
    words = fold(sought.words).split()
    found = [paper for paper, has_words in _all(session, person_id, sight, words)
             if sought.brought in (None, paper.brought) and sought.kind in (None, paper.kind)
             and (has_words or all(word in fold(paper.title) for word in words))]  # fmt: skip
    found.sort(key=lambda paper: (paper.at, paper.id), reverse=True)
    found.sort(key=ORDERS[order[0]], reverse=order[1])
    return Found(found[span.offset:span.offset + span.shown], len(found))


def _all(
    session: Session, person_id: int, sight: Sight, words: Sequence[str]
) -> list[tuple[Paper, bool]]:
    """Every paper in sight, and whether its text has all of these words."""
    printed = _rows(
        Document, person_id, sight.printed, sight.sensitive,
        select(Document.id, Document.kind, Document.title, Document.made_at, Staff.surname, Staff.given_name,
               Document.hash, Document.sensitive, _has(Document.text, words))
        .join_from(Document, Staff, Staff.id == Document.made_by_id))
    brought = _rows(
        ReceivedFile, person_id, sight.brought, sight.sensitive,
        select(ReceivedFile.id, ReceivedFile.kind, ReceivedFile.title, ReceivedFile.received, ReceivedFile.saved_at,
               Staff.surname, Staff.given_name, ReceivedFile.hash, ReceivedFile.sensitive, ReceivedFile.media_type,
               ReceivedFile.scanned, _has(ReceivedFile.text, words))
        .join_from(ReceivedFile, Staff, Staff.id == ReceivedFile.staff_id))  # fmt: skip
    found = [(Paper._make((False, id, kind, title, at.astimezone(BERLIN).date(), at, *more, PDF, None)), bool(has))
             for id, kind, title, at, *more, has in session.execute(printed)]  # fmt: skip
    return found + [(Paper._make((True, *row)), bool(has)) for *row, has in session.execute(brought)]


def _rows(
    table: Any, person_id: int, kinds: Collection[str], sensitive: bool, rows: Select[*tuple[Any, ...]]
) -> Select[*tuple[Any, ...]]:
    rows = rows.where(table.person_id.in_(all_files(person_id)), table.kind.in_(kinds))
    return rows if sensitive else rows.where(~table.sensitive)


def _has(text: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text, which is kept folded, has all of these words, folded too; without any it has."""
    return func.coalesce(and_(true(), *(text.contains(word, autoescape=True) for word in words)), False)
