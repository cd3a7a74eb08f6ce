"""Printing jobs: whose letters are made, which are to come, and what a selection of clients may be printed for."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from fm.models import Case, Document, Person, PrintItem, PrintJob
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.relations import LATEST_CASE, flag_columns, viewer


class Progress(NamedTuple):
    """A job and how far it is; `made` letters and `refused` ones of `total`."""

    id: int
    kind: str
    created_at: datetime
    state: str
    total: int
    made: int
    refused: int


class Left(NamedTuple):
    """A client whose letter was not made, and why."""

    number: str
    surname: str
    given_name: str
    refused: str


_MADE, _REFUSED = func.count(PrintItem.document_id), func.count(PrintItem.refused)
_JOBS = (
    select(PrintJob.id, PrintJob.kind, PrintJob.created_at, PrintJob.state, func.count(), _MADE, _REFUSED)
    .join(PrintItem, PrintItem.job_id == PrintJob.id).group_by(PrintJob.id)
)  # fmt: skip


def jobs_of(session: Session, staff_id: int, span: Span) -> Found:
    """Somebody's own jobs, newest first."""
    rows = _JOBS.where(PrintJob.staff_id == staff_id).order_by(PrintJob.id.desc())
    return fetch_span(session, by_span(rows), span, Progress)


def progress_of(session: Session, staff_id: int, job_id: int) -> Progress | None:
    """How far one of somebody's own jobs is; None where they have no such job."""
    row = session.execute(_JOBS.where(PrintJob.id == job_id, PrintJob.staff_id == staff_id)).one_or_none()
    return Progress(*row) if row else None


def left_out(session: Session, job_id: int) -> list[Left]:
    """The clients of a job whose letters were not made, with the reason."""
    rows = select(Person.number, Person.surname, Person.given_name, PrintItem.refused).join(
        PrintItem, PrintItem.person_id == Person.id)
    unmade = rows.where(PrintItem.job_id == job_id, PrintItem.refused.is_not(None)).order_by(PrintItem.position)
    return [Left._make(row) for row in session.execute(unmade)]


def selected(session: Session, actor: SignedIn, numbers: Collection[str], today: date) -> list[Row[Any]]:
    """The clients with these numbers and their latest case, by name, with the acting person's relations to each."""
    values = {**viewer(actor, today), "numbers": list(numbers)}
    return list(direct(session).execute(_selected(actor.roles), values))


@cache
def _selected(roles: frozenset[str]) -> Select[Any]:
    rows: Any = select(
        Person.id, Person.number, Person.surname, Person.given_name, Case.id.label("case_id"), *flag_columns(roles))
    return (
        rows.join_from(Person, Case, LATEST_CASE)
        .where(Person.number.in_(bindparam("numbers", expanding=True)), Person.merged_into_id.is_(None))
        .order_by(Person.sort_name, Person.id))


def next_items(session: Session, actor: SignedIn, job_id: int, number: int, today: date) -> list[Row[Any]]:
    """The next so many letters to be made: position, client, latest case, the acting person's relations."""
    rows = (
        select(PrintItem.position, Person.id, Case.id.label("case_id"), *flag_columns())
        .join_from(PrintItem, Person, Person.id == PrintItem.person_id).join(Case, LATEST_CASE)
        .where(PrintItem.job_id == job_id, PrintItem.document_id.is_(None), PrintItem.refused.is_(None))
        .order_by(PrintItem.position).limit(number))  # fmt: skip
    return list(session.execute(rows, viewer(actor, today)))


def letters_of(session: Session, actor: SignedIn, job_id: int, today: date) -> list[Row[Any]]:
    """The letters of a job in its order without their content, with the acting person's relations."""
    rows = (
        select(Document.id, Document.person_id, Document.kind, Document.sensitive, *flag_columns())
        .join_from(PrintItem, Document, Document.id == PrintItem.document_id)
        .join(Person, Person.id == PrintItem.person_id).join(Case, LATEST_CASE)
        .where(PrintItem.job_id == job_id).order_by(PrintItem.position))  # fmt: skip
    return list(session.execute(rows, viewer(actor, today)))


def contents_of(session: Session, document_ids: Iterable[int]) -> Iterator[bytes]:
    """What is in these documents, one at a time to spare memory; not what is no longer as it was printed."""
    for document_id in document_ids:
        row = session.execute(select(Document.content, Document.hash).where(Document.id == document_id)).one()
        if sha256(row.content).hexdigest() == row.hash:
            yield row.content
