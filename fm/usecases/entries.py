"""Adding to a person's file: the case that is locked for it, the days that are possible, the number of the entry."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import FromClause, Select, bindparam, func, inspect, select
from sqlalchemy.orm import Session

from fm.models import Application, Case, Person
from fm.models.base import Entry
from fm.queries.direct import direct
from fm.rules.calendar import german
from fm.usecases.refusals import Refused

_LOCKED = (
    select(Case).where(Case.id == bindparam("case")).with_for_update(of=Case)
    .execution_options(populate_existing=True)
)  # fmt: skip


def lock_case(session: Session, case_id: int) -> Case:
    """The case, locked until the deed ends and read afresh."""
    return session.scalars(_LOCKED, {"case": case_id}).one()


def lock_cases(session: Session, case_ids: Collection[int]) -> Sequence[Case]:
    """Many cases in the order of their ids, as everybody locks them; locked until the deed ends and read afresh."""
    rows = select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).with_for_update(of=Case)
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def lock_people_of(session: Session, case_ids: Collection[int]) -> None:
    """Lock the persons of these cases; a deed that writes to both does so before the cases, so none wait in a ring."""
    people = select(Case.person_id).where(Case.id.in_(case_ids))
    session.execute(select(Person.id).where(Person.id.in_(people)).order_by(Person.id).with_for_update(key_share=True))


def lock_open_case(session: Session, case_id: int) -> Case:
    """As `lock_case`; Refused where the case is closed."""
    case = lock_case(session, case_id)
    if case.closed is not None:
        raise Refused(None, f"Der Fall ist seit dem {german(case.closed)} abgeschlossen.")
    return case


def begun(session: Session, case: Case) -> date | None:
    """The day a case began: when it was opened, or the earliest date of its applications."""
    if case.opened:
        return case.opened
    days = (Application.collected, Application.submission_appointment, Application.submitted, Application.decided)
    return session.scalar(select(func.min(func.coalesce(*days))).where(Application.case_id == case.id))


def refuse_impossible(day: date, today: date, begun: date | None, field: str = "tag") -> None:
    """Refuse a day in the future or before the case began."""
    if day > today:
        raise Refused(field, "Das Datum liegt in der Zukunft.")
    if begun is not None and day < begun:
        raise Refused(field, f"Das Datum liegt vor dem Beginn des Falls am {german(begun)}.")


def next_number(session: Session, kind: type[Entry], person_id: int) -> int:
    """The number of a person's next entry of this kind; whoever adds one has locked the person's case."""
    return int(direct(session).scalar(_latest(inspect(kind).local_table), {"person": person_id}) or 0) + 1


def next_numbers(session: Session, kind: type[Entry], people: Collection[int]) -> dict[int, int]:
    """As `next_number` for many people at once, by person."""
    highest = select(kind.person_id, func.max(kind.number)).where(kind.person_id.in_(people)).group_by(kind.person_id)
    found: dict[int, int] = dict(session.execute(highest).all())
    return {person_id: found.get(person_id, 0) + 1 for person_id in people}


@cache
def _latest(table: FromClause) -> Select[Any]:
    return select(func.max(table.c.number)).where(table.c.person_id == bindparam("person"))
