"""The list of clients: those somebody may read, chosen by criteria, with the columns that this person may read.

However many clients there are, a page takes two statements, which are built once for all who ask alike. Somebody with
several roles may read a column for some of their clients only: the others' cells stay empty, and no criterion looks
into what may not be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, literal, select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Household, Person, Staff, StaffRole
from fm.queries.accounts import SignedIn
from fm.queries.criteria import Criteria, conditions, days_asked, looks_up, permitted
from fm.queries.direct import direct
from fm.queries.folding import folded
from fm.queries.relations import (
    DESKS,
    LATEST_CASE,
    OWN,
    few,
    opening,
    opening_all,
    opening_of,
    reads_case,
    related,
    viewer,
)
from fm.queries.search import found_by, typed
from fm.rules.parts import PARTS_OF_DEADLINES

#: Lists are counted exactly up to here; beyond, the list says "more than", and pages end here.
COUNTED = 10_000


class Field(NamedTuple):
    """A column of the list: what it reads, and the part of the file, or single fact of it, that it belongs to.

    Without a part it tells of a deadline of any part, so that all of those have to be read.
    """

    expression: Any
    part: str | None
    fact: str | None = None

    def readers(self, roles: frozenset[str]) -> frozenset[str]:
        """The relations by which whoever has these roles reads the column of a client."""
        return opening_of(roles, self.part, self.fact) if self.part else opening_all(roles, PARTS_OF_DEADLINES)


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
    "next_due": Field(Case.next_due, None),
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


#: The fields kept with the person; all others need the latest case.
_OF_PERSON = frozenset({"name", "number", "born", "household", "branch"})
#: What is joined for a field beside person and case.
_JOINED: dict[str, tuple[Any, ColumnElement[bool]]] = {
    "household": (Household, Household.id == Person.household_id),
    "branch": (Branch, Branch.id == Person.branch_id),
    "manager": (Staff, Staff.id == Case.case_manager_id),
}


@dataclass(frozen=True)
class _Asked:
    """What the statements of a list hang on: the reader's roles, the criteria, and how the words are looked up.

    The words themselves, who reads and the day are given to the statements as values.
    """

    roles: frozenset[str]
    criteria: Criteria
    ways: tuple[str, ...]

    @cached_property
    def _listed(self) -> frozenset[str]:
        return opening_of(self.roles, "master")

    @cached_property
    def _narrowed(self) -> list[ColumnElement[bool]]:
        return conditions(self.roles, self.criteria)

    @cached_property
    def _conditions(self) -> list[ColumnElement[bool]]:
        words = found_by(self.ways, among_few=few(self._listed))
        checked = bool(words) or looks_up(self.criteria)
        return [related(self._listed, checked=checked), *words, *self._narrowed]

    def count(self) -> Select[Any]:
        """How many there are, counted up to `most`."""
        counted = self._among(select(literal(1)).select_from(Person), self._reads_case).limit(bindparam("most"))
        return select(func.count()).select_from(counted.subquery())

    def page(self, order: Order) -> Select[Any]:
        """So many rows as `shown` says after the first `offset`."""
        needs_case = self._reads_case or order.field not in _OF_PERSON
        chosen = self._among(select(Person.id).select_from(Person), needs_case)
        if order.field in _JOINED:
            chosen = chosen.outerjoin(*_JOINED[order.field])
        ids = chosen.order_by(*self._in_order(order)).limit(bindparam("shown")).offset(bindparam("offset"))
        return self._rows().where(Person.id.in_(select(ids.subquery().c.id))).order_by(*self._in_order(order))

    def everybody(self, order: Order) -> Select[Any]:
        """All rows."""
        return self._rows().where(*self._conditions).order_by(*self._in_order(order))

    @property
    def _reads_case(self) -> bool:
        return bool(self._narrowed) or reads_case(self._listed)

    def _among(self, chosen: Select[Any], needs_case: bool) -> Select[Any]:
        """Narrowed to these clients; with the latest case where somebody looks at it."""
        joined = chosen.outerjoin(Case, LATEST_CASE) if needs_case else chosen
        return joined.where(*self._conditions)

    def _rows(self) -> Any:
        guarded = [self._column(name).label(name) for name in _GUARDED]
        rows = select(*_MASTER, *guarded).select_from(Person).outerjoin(Case, LATEST_CASE)
        for target, condition in _JOINED.values():
            rows = rows.outerjoin(target, condition)
        return rows

    def _column(self, name: str) -> ColumnElement[Any]:
        """The field's expression; empty for the clients of whom this person may not read it."""
        field = FIELDS[name]
        readers = field.readers(self.roles)
        if readers == self._listed:
            return field.expression
        return case((related(readers), field.expression)) if readers else literal(None)

    def _in_order(self, order: Order) -> tuple[ColumnElement[Any], ...]:
        """By the field, then by name; names and numbers are always known and so can be read off their index."""
        expression = self._column(order.field)
        if order.field == "branch":
            expression = folded(expression)
        turned = expression.desc() if order.descending else expression.asc()
        if order.field in ("name", "number"):
            return turned, Person.id.desc() if order.descending else Person.id.asc()
        return turned.nulls_last(), Person.sort_name.asc(), Person.id.asc()


@lru_cache(maxsize=200)
def _count(asked: _Asked) -> Select[Any]:
    return asked.count()


@lru_cache(maxsize=200)
def _page(asked: _Asked, order: Order) -> Select[Any]:
    return asked.page(order)


class Clients:
    """The clients of one member of staff on one day, narrowed by criteria; what is not theirs to ask is not asked."""

    def __init__(self, session: Session, actor: SignedIn, criteria: Criteria, today: date) -> None:
        self._session, self.actor = session, actor
        self.criteria = permitted(actor, criteria)
        search = typed(self.criteria.words, today)
        self._asked = _Asked(actor.roles, replace(self.criteria, words=""), search.ways)
        self._places = {**viewer(actor, today), **days_asked(self.criteria, today), **search.values}

    def count(self) -> int:
        """How many there are, counted up to one more than `COUNTED`."""
        return direct(self._session).scalar(_count(self._asked), {**self._places, "most": COUNTED + 1}) or 0

    def page(self, order: Order, offset: int, size: int) -> list[Row[Any]]:
        """So many rows in this order after the first `offset`.

        First the people are chosen, with nothing but what chooses and sorts them; then all is read of these few.
        """
        span = {"shown": size, "offset": offset}
        return list(direct(self._session).execute(_page(self._asked, order), {**self._places, **span}))

    def everybody(self, order: Order) -> Iterator[Row[Any]]:
        """All rows in this order, fetched in portions, so that an export of any length needs the same memory."""
        rows = self._asked.everybody(order)
        yield from self._session.execute(rows, self._places, execution_options={"yield_per": 500})


def readable_fields(actor: SignedIn) -> frozenset[str]:
    """The fields of the list of which somebody may read something, for some client."""
    return frozenset(name for name, field in FIELDS.items() if field.readers(actor.roles))


def case_managers(session: Session, actor: SignedIn, today: date) -> dict[int, str]:
    """The case managers somebody meets in their list, by name: the own desks, else the own branch's, else all."""
    listed = opening(actor, "master")
    staff = select(Staff.id, Staff.surname, Staff.given_name).where(Staff.id.in_(_MANAGING))
    if listed <= OWN:
        staff = staff.where(Staff.id.in_(DESKS))
    elif listed <= {"branch", "team"}:
        staff = staff.where(Staff.branch_id == actor.branch_id)
    rows = session.execute(staff.order_by(Staff.sort_name, Staff.id), viewer(actor, today))
    return {id: f"{surname}, {given_name}" for id, surname, given_name in rows}
