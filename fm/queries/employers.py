"""Employers: the list with their open jobs, and one with contacts and notes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Branch, Employer, EmployerContact, EmployerNote, Job
from fm.queries.folding import folded
from fm.queries.listed import Found, Span
from fm.rules.names import fold


class Listed(NamedTuple):
    """An employer as the list shows it; `jobs` counts the open ones."""

    id: int
    name: str
    postcode: str | None
    town: str | None
    phone: str | None
    branch: str | None
    jobs: int


_OPEN = (
    select(func.count()).where(Job.employer_id == Employer.id, Job.state == "offen")
    .correlate(Employer).scalar_subquery()
)  # fmt: skip
#: What the list sorts by.
ORDERS: Mapping[str, Any] = {
    "name": Employer.search_name, "town": folded(Employer.town), "branch": folded(Branch.name), "jobs": _OPEN}
_ROWS = (
    select(Employer.id, Employer.name, Employer.postcode, Employer.town, Employer.phone, Branch.name, _OPEN)
    .outerjoin(Branch, Branch.id == Employer.branch_id)
)  # fmt: skip


def employers(session: Session, words: str, order: tuple[str, bool], span: Span) -> Found:
    """The employers whose name has all these words, in an order of ORDERS; unknown values stand last."""
    field, descending = ORDERS[order[0]], order[1]
    named = [Employer.search_name.contains(word, autoescape=True) for word in fold(words).split()]
    rows = _ROWS.where(*named).order_by(field.is_(None), field.desc() if descending else field, Employer.search_name)
    found = session.execute(rows.add_columns(func.count().over()).limit(span.shown).offset(span.offset)).all()
    return Found([Listed(*row[:-1]) for row in found], found[0][-1] if found else 0)


def employer_of(session: Session, employer_id: int) -> Employer | None:
    """One employer with branch, contacts and notes."""
    wanted = (
        joinedload(Employer.branch), selectinload(Employer.contacts),
        selectinload(Employer.notes).joinedload(EmployerNote.staff))
    return session.scalar(select(Employer).options(*wanted).where(Employer.id == employer_id))


def contact_of(session: Session, employer_id: int, contact_id: int) -> EmployerContact | None:
    """One contact of an employer."""
    return session.scalar(select(EmployerContact).where(
        EmployerContact.id == contact_id, EmployerContact.employer_id == employer_id))


def note_of(session: Session, employer_id: int, note_id: int) -> EmployerNote | None:
    """One note of an employer."""
    return session.scalar(select(EmployerNote).where(
        EmployerNote.id == note_id, EmployerNote.employer_id == employer_id))
