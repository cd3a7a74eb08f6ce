"""Applications under way: how far each has come, how it stands with the intake, and who looks after it.

The service desk sees those of its branch, case managers those of their own clients.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select
from sqlalchemy.orm import Session

from fm.models import Application, Appointment, Case, Deadline, Intake, Meeting, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.relations import few, opening, related, viewer
from fm.queries.search import found_by, typed
from fm.queries.worklist import OPEN

#: The standards that say that an intake is still owed.
_INTAKE_STANDARDS = ("ESB1", "ESB2", "ESB3", "ESB5")
#: Somebody who only keeps reading has nothing to do with what is under way.
_ONLY_READING = frozenset({"handed_over", "break_glass"})

_PLANNED = (
    select(func.min(Meeting.starts_at)).join(Appointment, Appointment.meeting_id == Meeting.id)
    .where(Appointment.case_id == Case.id, Appointment.purpose == "intake", Appointment.state == "planned")
    .correlate(Case).scalar_subquery())  # fmt: skip
_OWED = (
    select(Deadline.case_id)
    .where(Deadline.case_id == Case.id, Deadline.standard.in_(_INTAKE_STANDARDS), OPEN)
    .correlate(Case).exists())  # fmt: skip
#: How far the application has come, as codes of APPLICATION_STAGES.
_STAGE: ColumnElement[str] = case(
    (Application.submitted.is_not(None), "submitted"),
    (Application.submission_appointment.is_not(None), "appointed"), else_="collected",
)  # fmt: skip
#: How it stands with the intake, as codes of INTAKE_STAGES; the first that holds.
_INTAKE: ColumnElement[str] = case(
    (Intake.waived.is_not(None), "waived"), (Intake.held.is_not(None), "held"), (Intake.missed.is_not(None), "missed"),
    (and_(Intake.invited.is_not(None), Intake.handed_out.is_(None)), "ready"),
    (_PLANNED.is_not(None), "booked"), (Intake.handed_out.is_not(None), "handed_out"), (_OWED, "owed"), else_="none",
)  # fmt: skip

#: What the list sorts by.
FIELDS: dict[str, Any] = {
    "name": Person.sort_name, "stage": _STAGE, "collected": Application.collected,
    "appointment": Application.submission_appointment, "submitted": Application.submitted, "intake": _INTAKE,
    "meeting": _PLANNED, "manager": Staff.sort_name,
}  # fmt: skip


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to; None and "" narrow nothing. `day` is that of the appointment for the form."""

    words: str = ""
    stage: str | None = None
    intake: str | None = None
    manager: int | None = None
    day: date | None = None


class Applications:
    """The applications under way that somebody has to do with on a day, narrowed by criteria."""

    def __init__(self, session: Session, actor: SignedIn, criteria: Criteria, today: date) -> None:
        self._session, self.actor, self.criteria = session, actor, criteria
        search = typed(criteria.words, today)
        self._places = {**viewer(actor, today), **search.values}
        mine = opening(actor, "application") - _ONLY_READING
        self._conditions = [
            related(mine, checked=True), Application.decided.is_(None), Application.withdrawn.is_(None),
            Case.closed.is_(None), *found_by(search.ways, among_few=few(mine)),
            *_narrowed(criteria)]  # fmt: skip

    def count(self) -> int:
        """How many there are."""
        counted = self._among(select(Application.id)).subquery()
        return self._session.scalar(select(func.count()).select_from(counted), self._places) or 0

    def page(self, order: tuple[str, bool], offset: int, size: int) -> list[Row[Any]]:
        """So many rows after the first `offset`; `order` is a field of FIELDS and "descending"."""
        return list(self._session.execute(self._rows(order).limit(size).offset(offset), self._places))

    def everything(self, order: tuple[str, bool]) -> Iterator[Row[Any]]:
        """All rows in this order, fetched in portions."""
        yield from self._session.execute(self._rows(order), self._places, execution_options={"yield_per": 500})

    def _rows(self, order: tuple[str, bool]) -> Select[Any]:
        field, descending = FIELDS[order[0]], order[1]
        turned = field.desc() if descending else field.asc()
        return self._among(select(*_COLUMNS)).order_by(turned.nulls_last(), Person.sort_name, Application.id)

    def _among(self, rows: Any) -> Any:
        joined = rows.select_from(Application).join(Case, Case.id == Application.case_id).join(
            Person, Person.id == Case.person_id)
        return joined.outerjoin(Intake, Intake.case_id == Case.id).outerjoin(
            Staff, Staff.id == Case.case_manager_id).where(*self._conditions)


_COLUMNS = (
    Application.id, Person.number, Person.surname, Person.given_name, Person.born, Application.collected,
    Application.submission_appointment.label("appointment"), Application.submission_time.label("at"),
    Application.submitted, Intake.invited, Intake.handed_out, Intake.waived, Intake.waived_reason, Intake.held,
    Intake.missed, _PLANNED.label("meeting"), _STAGE.label("stage"), _INTAKE.label("intake"),
    Case.case_manager_id.label("manager_id"), Staff.surname.label("manager_surname"),
    Staff.given_name.label("manager_given_name"),
)  # fmt: skip


def managers_of(session: Session, branch_id: int) -> dict[int, str]:
    """The case managers of the open cases of a branch's clients, by name."""
    rows = (
        select(Staff.id, Staff.surname, Staff.given_name).join(Case, Case.case_manager_id == Staff.id)
        .join(Application, Application.case_id == Case.id).join(Person, Person.id == Case.person_id)
        .where(Person.branch_id == branch_id, Case.closed.is_(None), Application.decided.is_(None))
        .distinct().order_by(Staff.surname, Staff.given_name, Staff.id))  # fmt: skip
    return {id: f"{surname}, {given_name}" for id, surname, given_name in session.execute(rows)}


def _narrowed(criteria: Criteria) -> list[ColumnElement[bool]]:
    asked: tuple[tuple[object, Any], ...] = (
        (criteria.stage, criteria.stage == _STAGE), (criteria.intake, criteria.intake == _INTAKE),
        (criteria.day, Application.submission_appointment == criteria.day),
    )  # fmt: skip
    made = [condition for value, condition in asked if value]
    if criteria.manager is not None:
        made.append(Case.case_manager_id == criteria.manager if criteria.manager else Case.case_manager_id.is_(None))
    return made
