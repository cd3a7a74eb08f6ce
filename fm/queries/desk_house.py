"""The house in figures, for those who lead it, watch over it and run it; no client is named."""

from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select, text
from sqlalchemy.orm import Session

from fm.models import (
    Branch,
    BreakGlass,
    Case,
    Deadline,
    JournalEntry,
    LoginSession,
    Person,
    Staff,
    StaffRole,
    StaffStream,
)  # fmt: skip
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.worklist import OPEN
from fm.rules.standards import STANDARDS


def overdue_by_standard(session: Session, today: date) -> dict[str, Counter[int | None]]:
    """Open deadlines before today: standard → branch → how many; standards without one are left out."""
    late = select(Deadline.standard, Deadline.branch_id, func.count()).where(OPEN, Deadline.due < today)
    found: dict[str, Counter[int | None]] = {}
    for standard, branch, number in session.execute(late.group_by(Deadline.standard, Deadline.branch_id)):
        found.setdefault(standard, Counter())[branch] = number
    return {standard: found[standard] for standard in STANDARDS if standard in found}


class Unsettled(NamedTuple):
    """Open cases of a branch that wait for a person: without case manager, or with one of another stream."""

    without_manager: int
    other_stream: int


def unsettled_cases(session: Session) -> dict[int | None, Unsettled]:
    """By branch, the open cases that nobody looks after, and those whose handover to another stream is stuck.

    Stuck: the case has gone to a stream that its case manager does not have.
    """
    keeps = select(StaffStream.staff_id).where(
        StaffStream.staff_id == Case.case_manager_id, StaffStream.stream == Case.stream).exists()
    without = Case.case_manager_id.is_(None)
    stuck = and_(Case.case_manager_id.is_not(None), Case.stream.is_not(None), ~keeps)
    counted = select(Person.branch_id, func.count().filter(without), func.count().filter(stuck))
    rows = counted.join_from(Case, Person).where(Case.closed.is_(None), or_(without, stuck)).group_by(Person.branch_id)
    return {branch: Unsettled(*numbers) for branch, *numbers in session.execute(rows)}


class Opening(NamedTuple):
    """A file opened by breaking the glass."""

    opened_at: datetime
    staff: str
    branch: str
    number: str
    reason: str


_OPENINGS = by_span(
    select(BreakGlass.opened_at, Staff.surname, Branch.name, Person.number, BreakGlass.reason)
    .join_from(BreakGlass, Staff, BreakGlass.staff_id == Staff.id).join(Branch, Branch.id == Staff.branch_id)
    .join(Person, Person.id == BreakGlass.person_id)
    .order_by(BreakGlass.opened_at.desc(), BreakGlass.id.desc()))  # fmt: skip


def openings(session: Session, span: Span) -> Found:
    """Files opened with a reason, the latest first; of the client only the number."""
    return fetch_span(session, _OPENINGS, span, Opening)


class Accounts(NamedTuple):
    """How many accounts there are: open, closed, open ones without password, and logins that have not ended."""

    active: int
    closed: int
    without_password: int
    sessions: int


def accounts(session: Session) -> Accounts:
    """The accounts in numbers."""
    active = func.count().filter(Staff.active)
    without = func.count().filter(Staff.active, Staff.password_hash.is_(None))
    logins = select(func.count()).select_from(LoginSession).where(LoginSession.ended_at.is_(None)).scalar_subquery()
    return Accounts(*session.execute(select(active, func.count().filter(~Staff.active), without, logins)).one())


def accounts_by_role(session: Session) -> dict[str, int]:
    """How many open accounts have each role."""
    counted = select(StaffRole.role, func.count()).join(Staff).where(Staff.active).group_by(StaffRole.role)
    return dict(session.execute(counted).all())


class Database(NamedTuple):
    """The database for its operator: kind, size in bytes, entries of the journal."""

    kind: str
    size: int
    journal_entries: int


_SIZES = {
    "sqlite": text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"),
    "postgresql": text("SELECT pg_database_size(current_database())"),
}


def database(session: Session) -> Database:
    """What kind of database it is, how large, and how long the journal."""
    kind = session.get_bind().dialect.name
    entries = session.scalar(select(func.max(JournalEntry.id)))
    return Database(kind, session.scalar(_SIZES[kind]), entries or 0)
