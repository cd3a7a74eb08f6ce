"""The list of clients: those somebody may read, chosen by criteria, with the columns that this person may read.

However many clients there are, a page takes two statements. Somebody with several roles may read a column for some of
their clients only: the others' cells stay empty, and no criterion looks into what may not be read.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from fm.models import Barrier, Branch, Case, CaseGroup, Deadline, Household, Person, Staff, StaffRole
from fm.queries.accounts import SignedIn
from fm.queries.relations import DESKS, LATEST_CASE, OWN, opening, reads_case, related, viewer
from fm.queries.search import found_by
from fm.rules.parts import PART_OF_STANDARD

#: Lists are counted exactly up to here; beyond, the list says "more than", and pages end here.
COUNTED = 10_000


@dataclass(frozen=True)
class Criteria:
    """What a list of clients is narrowed to; None and "" narrow nothing.

    `manager` is a member of staff's id or 0 for clients without one; `overdue` a standard's id or "any";
    `silent` so many days without a contact in a running case; `state` "running" or "closed".
    """

    words: str = ""
    manager: int | None = None
    branch: int | None = None
    stream: str | None = None
    category: str | None = None
    target_group: str | None = None
    group: str | None = None
    barrier: str | None = None
    overdue: str | None = None
    silent: int | None = None
    state: str | None = None


class Field(NamedTuple):
    """A column of the list: what it reads, and the part of the file, or single fact of it, that it belongs to."""

    expression: Any
    part: str
    fact: str | None = None


#: Every column there is. The file's link needs `number`, so that one is always read.
FIELDS = {
    "name": Field(Person.sort_name, "master"),
    "number": Field(Person.number, "master"),
    "born": Field(Person.born, "master"),
    "household": Field(Household.number, "master"),
    "branch": Field(Branch.name, "master"),
    "stream": Field(Case.stream, "master"),
    "manager": Field(Staff.sort_name, "master"),
    "closed": Field(Case.closed, "master"),
    "category": Field(Case.category, "plan", "category"),
    "target_group": Field(Case.target_group, "plan"),
    "last_contact": Field(Case.last_contact, "appointments"),
    "agreement_until": Field(Case.agreement_until, "agreements", "agreement_dates"),
    "next_due": Field(Case.next_due, "appointments"),
}

#: Columns that every list may show, since whoever is in it is known by name to the reader.
_MASTER = (
    Person.number, Person.surname, Person.given_name, Person.born, Household.number.label("household"),
    Branch.name.label("branch"), Case.number.label("case_number"), Case.stream, Case.closed,
    Staff.surname.label("manager_surname"), Staff.given_name.label("manager_given_name"),
)  # fmt: skip
_MANAGING = select(StaffRole.staff_id).where(StaffRole.role == "case_manager")
_GUARDED = tuple(name for name, field in FIELDS.items() if field.part != "master")


@dataclass(frozen=True)
class Order:
    """Sorted by a field of `FIELDS`; unknown values stand last."""

    field: str = "name"
    descending: bool = False


class Clients:
    """The clients of one member of staff on one day, narrowed by criteria; what is not theirs to ask is not asked."""

    def __init__(self, session: Session, actor: SignedIn, criteria: Criteria, today: date) -> None:
        self._session, self._actor, self._today = session, actor, today
        self._places = viewer(actor, today)
        self._listed = opening(actor, "master")
        self.criteria = permitted(actor, criteria)
        asked = {name: value for name, value in asdict(self.criteria).items() if value is not None and value != ""}
        self._by_words = found_by(asked.pop("words", ""), today)
        self._by_case = [self._guarded(_CRITERIA[name](value, today), name, value) for name, value in asked.items()]

    def count(self) -> int:
        """How many there are, counted up to one more than `COUNTED`."""
        ids = select(literal(1)).select_from(Person)
        if self._by_case or reads_case(self._listed):
            ids = ids.outerjoin(Case, LATEST_CASE)
        counted = ids.where(*self._conditions()).limit(COUNTED + 1).subquery()
        return self._session.scalar(select(func.count()).select_from(counted), self._places) or 0

    def page(self, order: Order, offset: int, size: int) -> list[Row[Any]]:
        """So many rows in this order after the first `offset`."""
        rows = self._rows(order).limit(size).offset(offset)
        return list(self._session.execute(rows, self._places))

    def everybody(self, order: Order) -> Iterator[Row[Any]]:
        """All rows in this order, fetched in portions, so that an export of any length needs the same memory."""
        yield from self._session.execute(self._rows(order), self._places, execution_options={"yield_per": 500})

    def _rows(self, order: Order) -> Any:
        guarded = [self._column(name).label(name) for name in _GUARDED]
        rows = (
            select(*_MASTER, *guarded).select_from(Person).outerjoin(Case, LATEST_CASE)
            .outerjoin(Household, Household.id == Person.household_id).outerjoin(Branch, Branch.id == Person.branch_id)
            .outerjoin(Staff, Staff.id == Case.case_manager_id)
        )  # fmt: skip
        return rows.where(*self._conditions()).order_by(*self._in_order(order))

    def _conditions(self) -> list[ColumnElement[bool]]:
        return [related(self._listed), *self._by_words, *self._by_case]

    def _column(self, name: str) -> ColumnElement[Any]:
        """The field's expression; empty for the clients of whom this person may not read it."""
        field = FIELDS[name]
        readers = opening(self._actor, field.part, field.fact)
        if readers == self._listed:
            return field.expression
        return case((related(readers), field.expression)) if readers else literal(None)

    def _guarded(self, condition: ColumnElement[bool], criterion: str, value: Any) -> ColumnElement[bool]:
        readers = opening(self._actor, *_part_of(criterion, value))
        return condition if readers == self._listed else and_(condition, related(readers))

    def _in_order(self, order: Order) -> tuple[ColumnElement[Any], ...]:
        """By the field, then by name; names and numbers are always known and so can be read off their index."""
        expression = self._column(order.field)
        turned = expression.desc() if order.descending else expression.asc()
        if order.field in ("name", "number"):
            return turned, Person.id.desc() if order.descending else Person.id.asc()
        return turned.nulls_last(), Person.sort_name.asc(), Person.id.asc()


def readable_fields(actor: SignedIn) -> frozenset[str]:
    """The fields of the list of which somebody may read something, for some client."""
    return frozenset(name for name, field in FIELDS.items() if opening(actor, field.part, field.fact))


def permitted(actor: SignedIn, criteria: Criteria) -> Criteria:
    """The criteria without those that look into a part of the file which this person never reads."""
    unread: dict[str, Any] = {name: None for name, value in asdict(criteria).items()
              if name != "words" and value is not None and not opening(actor, *_part_of(name, value))}  # fmt: skip
    return replace(criteria, **unread)


def branches(session: Session) -> dict[int, str]:
    """The office's branches by name."""
    return dict(session.execute(select(Branch.id, Branch.name).order_by(Branch.name)).tuples().all())


def case_managers(session: Session, actor: SignedIn, today: date) -> dict[int, str]:
    """The case managers somebody meets in their list, by name: the own desks, else the own branch's, else all."""
    listed = opening(actor, "master")
    staff = select(Staff.id, Staff.surname, Staff.given_name).where(Staff.id.in_(_MANAGING)).order_by(Staff.sort_name)
    if listed <= OWN:
        staff = staff.where(Staff.id.in_(DESKS))
    elif listed <= {"branch", "team"}:
        staff = staff.where(Staff.branch_id == actor.branch_id)
    rows = session.execute(staff, viewer(actor, today))
    return {id: f"{surname}, {given_name}" for id, surname, given_name in rows}


def _part_of(criterion: str, value: Any) -> tuple[str, str | None]:
    """The part of the file, and the single fact of it, that a criterion looks into."""
    if criterion == "overdue":
        return PART_OF_STANDARD.get(value, "appointments"), None
    if criterion == "silent":
        return "appointments", None
    if criterion == "category":
        return "plan", "category"
    return ("plan", None) if criterion in ("target_group", "group", "barrier") else ("master", None)


def _managed_by(staff_id: int, _today: date) -> ColumnElement[bool]:
    return Case.case_manager_id == staff_id if staff_id else Case.case_manager_id.is_(None)


def _with_barrier(area: str, _today: date) -> ColumnElement[bool]:
    """An open barrier of the area that is not marked sensitive."""
    barriers = select(Barrier.id).where(Barrier.case_id == Case.id, Barrier.area == area, Barrier.state != "erledigt")
    return barriers.where(Barrier.sensitive.is_(False)).correlate(Case).exists()


def _overdue(standard: str, today: date) -> ColumnElement[bool]:
    if standard == "any":
        return Case.next_due < today
    missed = select(Deadline.position).where(
        Deadline.case_id == Case.id, Deadline.outcome == "open", Deadline.standard == standard, Deadline.due < today)
    return missed.correlate(Case).exists()


def _silent(days: int, today: date) -> ColumnElement[bool]:
    last = Case.last_contact
    return and_(Case.id.is_not(None), Case.closed.is_(None), or_(last.is_(None), last < today - timedelta(days=days)))


def _in_state(state: str, _today: date) -> ColumnElement[bool]:
    if state == "closed":
        return Case.closed.is_not(None)
    return and_(Case.id.is_not(None), Case.closed.is_(None))


def _in_group(group: str, _today: date) -> ColumnElement[bool]:
    rows = select(CaseGroup.group).where(CaseGroup.case_id == Case.id, CaseGroup.group == group)
    return rows.correlate(Case).exists()


_CRITERIA: dict[str, Callable[[Any, date], ColumnElement[bool]]] = {
    "manager": _managed_by,
    "branch": lambda branch, _today: Person.branch_id == branch,
    "stream": lambda stream, _today: Case.stream == stream,
    "category": lambda category, _today: Case.category == category,
    "target_group": lambda group, _today: Case.target_group == group,
    "group": _in_group,
    "barrier": _with_barrier,
    "overdue": _overdue,
    "silent": _silent,
    "state": _in_state,
}
