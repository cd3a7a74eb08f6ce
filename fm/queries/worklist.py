"""What has to be done by when: open deadlines in four sections of days, each with its exact count.

Two statements answer for any number of rows: one counts the sections in the index of open deadlines, the other fetches
the rows that are shown. Both are built once.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, literal, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from fm.models import Case, Deadline, Person
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.rules.parts import PART_OF_STANDARD

#: The sections in the order of the desk: before today, today, up to this week's Sunday, up to four weeks from today.
SECTIONS = ("overdue", "today", "week", "month")

#: Standards that an assistant works on: those of appointments, and the talk that is due when an agreement ends.
_APPOINTMENT_STANDARDS = [
    standard for standard, part in PART_OF_STANDARD.items() if part == "appointments" or standard == "FOL1"]

#: Who has to keep a standard → the stream whose case managers that are.
_STREAM_OF = {
    "career_adviser": "career_adviser",
    "market_ready_case_manager": "market_ready",
    "youth_case_manager": "youth",
}


class Task(NamedTuple):
    """One open deadline with its client; `staff_id` is who can settle it now."""

    due: date
    standard: str
    since: date
    basis: str
    staff_id: int | None
    number: str
    surname: str
    given_name: str


_TASK = (
    Deadline.due, Deadline.standard, Deadline.since, Deadline.basis, Deadline.staff_id,
    Person.number, Person.surname, Person.given_name,
)  # fmt: skip
_IN_ORDER = (Deadline.due, Deadline.case_id, Deadline.position)


def end_of_week(today: date) -> date:
    """The Sunday of this week."""
    return today + timedelta(days=6 - today.weekday())


def last_day(today: date) -> date:
    """The last day the worklist looks ahead to, four weeks from today."""
    return today + timedelta(days=28)


_TODAY, _SUNDAY, _AHEAD = (bindparam(name, type_=Date) for name in ("today", "sunday", "ahead"))
_BETWEEN: dict[str, ColumnElement[bool]] = {
    "overdue": Deadline.due < _TODAY,
    "today": Deadline.due == _TODAY,
    "week": and_(Deadline.due > _TODAY, Deadline.due <= _SUNDAY),
    "month": and_(Deadline.due > _SUNDAY, Deadline.due <= _AHEAD),
}
#: Spelled out instead of a parameter, so that the databases see that the index of open deadlines serves.
OPEN = Deadline.outcome == literal_column("'open'")
_OF_STAFF = and_(OPEN, Deadline.staff_id.in_(bindparam("staff", expanding=True)))

_SECTION = case(*((_BETWEEN[name], name) for name in SECTIONS[:-1]), else_=SECTIONS[-1]).label("section")
_COUNTS = select(_SECTION, func.count()).where(_OF_STAFF, Deadline.due <= _AHEAD).group_by(_SECTION)
_ROWS = union_all(*(
    select(
        select(literal(name).label("section"), *_TASK)
        .join_from(Deadline, Case).join(Person)
        .where(_OF_STAFF, _BETWEEN[name]).order_by(*_IN_ORDER)
        .limit(bindparam(f"{name}_shown")).offset(bindparam(f"{name}_offset"))
        .subquery())
    for name in SECTIONS
))  # fmt: skip


def counts(session: Session, staff_ids: Collection[int], today: date) -> dict[str, int]:
    """How many deadlines of these members of staff lie in each section, all sections named."""
    found = direct(session).execute(_COUNTS, _parameters(staff_ids, today))
    return dict.fromkeys(SECTIONS, 0) | dict(found.all())


def tasks(
    session: Session, staff_ids: Collection[int], today: date, spans: Mapping[str, Span]
) -> dict[str, list[Task]]:
    """The rows of the sections named in `spans`, by due date."""
    wanted: dict[str, list[Task]] = {name: [] for name in spans}
    limits = {
        f"{name}_{field}": value
        for name in SECTIONS
        for field, value in spans.get(name, Span(0))._asdict().items()
    }  # fmt: skip
    for section, *task in direct(session).execute(_ROWS, _parameters(staff_ids, today) | limits):
        wanted[section].append(Task._make(task))
    return wanted


def _parameters(staff_ids: Collection[int], today: date) -> dict[str, Any]:
    days = {"today": today, "sunday": end_of_week(today), "ahead": last_day(today)}
    return {"staff": list(staff_ids), **days}


#: Deadlines of a branch's clients without case manager; the standard names the stream, or else the case's own does.
_UNASSIGNED = by_span(
    select(*_TASK).join_from(Deadline, Case).join(Person)
    .where(OPEN, Deadline.staff_id.is_(None), Deadline.branch_id == bindparam("branch"), Deadline.due <= _AHEAD)
    .where(or_(Case.stream.in_(bindparam("streams", expanding=True)),
               and_(Case.stream.is_(None), Deadline.responsible.in_(bindparam("keepers", expanding=True)))))
    .order_by(*_IN_ORDER))  # fmt: skip

_APPOINTMENTS = by_span(
    select(*_TASK).join_from(Deadline, Case).join(Person)
    .where(OPEN, Deadline.branch_id == bindparam("branch"), Deadline.standard.in_(_APPOINTMENT_STANDARDS),
           Deadline.due <= _SUNDAY, Case.stream.in_(bindparam("streams", expanding=True)))
    .order_by(*_IN_ORDER))  # fmt: skip


def unassigned(session: Session, branch_id: int, streams: Collection[str], today: date, span: Span) -> Found:
    """Deadlines without case manager that these streams of a branch could settle, overdue or due in four weeks."""
    keepers = [keeper for keeper, stream in _STREAM_OF.items() if stream in streams]
    return fetch_span(session, _UNASSIGNED, span, Task, branch=branch_id, streams=list(streams), keepers=keepers,
                      ahead=last_day(today))


def appointments_of_team(session: Session, branch_id: int, streams: Collection[str], today: date, span: Span) -> Found:
    """Appointments and letters for a branch's clients in these streams, overdue and due by Sunday."""
    return fetch_span(session, _APPOINTMENTS, span, Task, branch=branch_id, streams=list(streams),
                      sunday=end_of_week(today))
