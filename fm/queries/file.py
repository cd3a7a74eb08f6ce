"""A client's file as its pages need it: plain rows, a fixed number of statements however long the history."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, Text, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from fm.models import Branch, Case, CaseGroup, Deadline, Household, JournalEntry, Person, Staff
from fm.models import Category as CategoryEntry
from fm.queries.accounts import SignedIn
from fm.queries.direct import SPACE, direct
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.relations import flag_columns, viewer
from fm.queries.worklist import OPEN

_Member = aliased(Person)
_MEMBERS = (
    select(func.count(_Member.id)).where(_Member.household_id == Person.household_id)
    .correlate(Person).scalar_subquery()
)  # fmt: skip
_GROUPS = (
    select(func.aggregate_strings(CaseGroup.group, SPACE)).where(CaseGroup.case_id == Case.id)
    .correlate(Case).scalar_subquery())  # fmt: skip
_LATEST_CATEGORY = (
    select(CategoryEntry.id).where(CategoryEntry.case_id == Case.id)
    .order_by(CategoryEntry.begins.desc(), CategoryEntry.number.desc()).limit(1).correlate(Case).scalar_subquery()
)  # fmt: skip
_KeptFile = aliased(Person)
_MERGED_INTO = (
    select(_KeptFile.number).join(Person, Person.merged_into_id == _KeptFile.id)
    .where(Person.number == bindparam("number", type_=Text))
)  # fmt: skip
_PERSON = (
    Person.id, Person.number, Person.surname, Person.given_name, Person.born, Person.guardian, Person.branch_id,
    Person.language, Branch.name.label("branch"), Household.number.label("household"), _MEMBERS.label("members"),
)  # fmt: skip
_CASE = (
    Case.id.label("case_id"), Case.number.label("case_number"), Case.opened, Case.closed, Case.closing_reason,
    Case.placed_on, Case.placed_in, Case.placement_note, Case.stream, Case.category, Case.category_since,
    Case.target_group, Case.last_contact,
    Case.next_due, Case.agreement_until, Case.is_latest, Case.case_manager_id,
)  # fmt: skip
@cache
def _file(roles: frozenset[str]) -> Select[Any]:
    """The statement for a reader with these roles."""
    return (
        select(
            *_PERSON, *_CASE, Staff.surname.label("manager_surname"), Staff.given_name.label("manager_given_name"),
            _GROUPS.label("groups"), CategoryEntry.obstacle, CategoryEntry.obstacle_ends, *flag_columns(roles))
        .select_from(Person).outerjoin(Case, Case.person_id == Person.id)
        .outerjoin(Branch, Branch.id == Person.branch_id).outerjoin(Household, Household.id == Person.household_id)
        .outerjoin(Staff, Staff.id == Case.case_manager_id)
        .outerjoin(CategoryEntry, CategoryEntry.id == _LATEST_CATEGORY)
        .where(Person.number == bindparam("number", type_=Text), Person.merged_into_id.is_(None))
        .order_by(Case.number.desc()))  # fmt: skip


def file_rows(session: Session, actor: SignedIn, number: str, today: date) -> list[Row[Any]]:
    """One row for each case of a client, newest first, with the person's data and the reader's relations; or none."""
    return list(direct(session).execute(_file(actor.roles), {**viewer(actor, today), "number": number}))


def merged_into(session: Session, number: str) -> str | None:
    """The number of the file that this one was merged into; None for any other."""
    return session.scalar(_MERGED_INTO, {"number": number})


def all_files(person_id: Any) -> Select[Any]:
    """The ids of a person and of the files merged into theirs, whose documents and journal stay where they are."""
    return select(Person.id).where(or_(Person.id == person_id, Person.merged_into_id == person_id))


_CASE_ID = bindparam("case", type_=Integer)
class Kept(NamedTuple):
    """A stored deadline."""

    standard: str
    since: date
    due: date
    outcome: str
    done: date | None
    lapsed: date | None
    basis: str
    responsible: str


_DEADLINE = (
    Deadline.standard, Deadline.since, Deadline.due, Deadline.outcome, Deadline.done, Deadline.lapsed, Deadline.basis,
    Deadline.responsible,
)  # fmt: skip
_OPEN = (
    select(*_DEADLINE).where(Deadline.case_id == _CASE_ID, OPEN)
    .order_by(Deadline.due, Deadline.position))  # fmt: skip

def open_deadlines(session: Session, case_id: int) -> list[Kept]:
    """A case's open deadlines, the nearest first."""
    return [Kept(*row) for row in direct(session).execute(_OPEN, {"case": case_id})]


#: What the list of deadlines sorts by.
DEADLINE_ORDERS = {
    "due": Deadline.due, "standard": Deadline.standard, "outcome": Deadline.outcome, "done": Deadline.done,
}  # fmt: skip


def deadlines_of(
    session: Session, case_id: int, standards: Collection[str], outcome: str | None, order: tuple[str, bool], span: Span
) -> Found:
    """A case's deadlines of these standards, open and past, or of one outcome; `order` is a field and "descending"."""
    rows = select(*_DEADLINE).where(Deadline.case_id == case_id, Deadline.standard.in_(standards))
    if outcome:
        rows = rows.where(Deadline.outcome == outcome)
    field, descending = DEADLINE_ORDERS[order[0]], order[1]
    turned = field.desc() if descending else field.asc()
    in_order = rows.order_by(turned.nulls_last(), Deadline.due.desc(), Deadline.position)
    return fetch_span(session, by_span(in_order), span, Kept)


class Access(NamedTuple):
    """An entry of the journal about a file; `detail` is JSON, without a name it was the program itself."""

    at: datetime
    origin: str
    part: str
    action: str
    detail: str
    surname: str | None
    given_name: str | None


_ACCESSES = by_span(
    select(JournalEntry.at, JournalEntry.origin, JournalEntry.part, JournalEntry.action, JournalEntry.detail,
           Staff.surname, Staff.given_name)
    .outerjoin_from(JournalEntry, Staff, Staff.id == JournalEntry.staff_id)
    .where(JournalEntry.person_id.in_(all_files(bindparam("person", type_=Integer))))
    .order_by(JournalEntry.id.desc())
)  # fmt: skip


def accesses(session: Session, person_id: int, span: Span) -> Found:
    """Who opened or changed a client's file, the latest first."""
    return fetch_span(session, _ACCESSES, span, Access, person=person_id)
