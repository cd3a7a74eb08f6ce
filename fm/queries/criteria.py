"""What a list of clients can be narrowed to, and the conditions on a client and their latest case that this makes.

Nobody narrows a list by what they may not read: such a criterion is dropped, and one that somebody may read of some of
their clients only looks at those.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from fm.models import Barrier, Case, CaseGroup, Deadline, Person
from fm.queries.accounts import SignedIn
from fm.queries.relations import BRANCH, TODAY, few, opening_all, opening_of, related
from fm.queries.worklist import OPEN
from fm.rules.parts import PART_OF_STANDARD, PARTS_OF_DEADLINES

_Missed = aliased(Case)

#: Criterion → the part of the file that it looks into, where that is not the master data.
_PARTS = {"target_group": "plan", "group": "plan", "barrier": "plan", "silent": "appointments"}


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


def permitted(actor: SignedIn, criteria: Criteria) -> Criteria:
    """The criteria without those that look into a part of the file which this person never reads."""
    asked = {name: value for name, value in vars(criteria).items() if name != "words" and value is not None}
    unread: dict[str, Any] = {name: None for name, value in asked.items() if not may_ask(actor, name, value)}
    return replace(criteria, **unread) if unread else criteria


def may_ask(actor: SignedIn, criterion: str, value: Any) -> bool:
    """Whether somebody reads, of some client, what this criterion with this value looks into."""
    return bool(_readers(actor.roles, criterion, value))


def looks_up(criteria: Criteria) -> bool:
    """Whether the criteria look clients up instead of being checked of each."""
    return criteria.overdue not in (None, "any")


def conditions(roles: frozenset[str], criteria: Criteria) -> list[ColumnElement[bool]]:
    """The conditions on `Person` and `Case` that permitted criteria make for these roles, all but the words searched.

    They hold places that `relations.viewer` and `days_asked` fill.
    """
    listed = opening_of(roles, "master")
    asked = {name: value for name, value in vars(criteria).items() if name != "words" and value is not None}
    made = []
    for name, value in asked.items():
        readers = _readers(roles, name, value)
        condition = _CONDITIONS[name](value) if name != "overdue" else _overdue(value, listed)
        made.append(condition if readers == listed else and_(condition, related(readers)))
    return made


def days_asked(criteria: Criteria, today: date) -> dict[str, object]:
    """The day that the criteria look back to."""
    return {} if criteria.silent is None else {"silent_since": today - timedelta(days=criteria.silent)}


def _readers(roles: frozenset[str], criterion: str, value: Any) -> frozenset[str]:
    """The relations by which whoever has these roles reads what a criterion looks into."""
    if criterion == "overdue":
        return opening_all(roles, PARTS_OF_DEADLINES if value == "any" else {PART_OF_STANDARD[value]})
    if criterion == "category":
        return opening_of(roles, "plan", "category")
    return opening_of(roles, _PARTS.get(criterion, "master"))


def _managed_by(staff_id: int) -> ColumnElement[bool]:
    return Case.case_manager_id == staff_id if staff_id else Case.case_manager_id.is_(None)


def _with_barrier(area: str) -> ColumnElement[bool]:
    """An open barrier of the area that is not marked sensitive."""
    barriers = select(Barrier.id).where(Barrier.case_id == Case.id, Barrier.area == area, Barrier.state != "erledigt")
    return barriers.where(Barrier.sensitive.is_(False)).correlate(Case).exists()


def _overdue(standard: str, listed: frozenset[str]) -> ColumnElement[bool]:
    """A standard missed today; looked up case by case for few clients, else in the branch's open deadlines."""
    if standard == "any":
        return Case.next_due < TODAY
    missed = select(Deadline.case_id).where(OPEN, Deadline.standard == standard, Deadline.due < TODAY)
    if few(listed):
        return missed.where(Deadline.case_id == Case.id).correlate(Case).exists()
    if listed <= {"branch", "team"}:
        missed = missed.where(Deadline.branch_id == BRANCH)
    return Person.id.in_(select(_Missed.person_id).where(_Missed.is_latest, _Missed.id.in_(missed)))


def _silent(_days: int) -> ColumnElement[bool]:
    last = Case.last_contact
    return and_(Case.id.is_not(None), Case.closed.is_(None),
                or_(last.is_(None), last < bindparam("silent_since", type_=Date)))


def _in_state(state: str) -> ColumnElement[bool]:
    if state == "closed":
        return Case.closed.is_not(None)
    return and_(Case.id.is_not(None), Case.closed.is_(None))


def _in_group(group: str) -> ColumnElement[bool]:
    rows = select(CaseGroup.group).where(CaseGroup.case_id == Case.id, CaseGroup.group == group)
    return rows.correlate(Case).exists()


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "manager": _managed_by,
    "branch": lambda branch: Person.branch_id == branch,
    "stream": lambda stream: Case.stream == stream,
    "category": lambda category: Case.category == category,
    "target_group": lambda group: Case.target_group == group,
    "group": _in_group,
    "barrier": _with_barrier,
    "silent": _silent,
    "state": _in_state,
}
