"""The case managers of a branch and stream with their loads, and who of them a household knows already."""

from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from fm.models import Case, Deputy, Person, Staff, StaffRole, StaffStream
from fm.queries.caseload import born_before, share_on
from fm.rules.load import Colleague


def colleagues(
    session: Session, branch_id: int | None, stream: str, today: date, person: Person | None = None
) -> list[Colleague]:
    """Who could look after a case of a stream in a branch, by name: the case managers who work there.

    Those are marked who look after another member of the household of `person`.
    """
    adult = Person.born <= born_before(today, 25)
    counts = (
        select(Case.case_manager_id.label("staff_id"), func.count(case((adult, 1))).label("adults"),
               func.count().label("clients"))
        .join_from(Case, Person).where(Case.is_latest, Case.closed.is_(None)).group_by(Case.case_manager_id).subquery()
    )  # fmt: skip
    away = select(func.max(Deputy.ends)).where(
        Deputy.absent_id == Staff.id, Deputy.begins <= today, Deputy.ends >= today).scalar_subquery()
    rows = (
        select(Staff.id, Staff.given_name, Staff.surname, func.coalesce(counts.c.adults, 0),
               func.coalesce(counts.c.clients, 0), share_on(today, Staff.id), away)
        .join(StaffRole, StaffRole.staff_id == Staff.id).join(StaffStream, StaffStream.staff_id == Staff.id)
        .outerjoin(counts, counts.c.staff_id == Staff.id)
        .where(Staff.active, StaffRole.role == "case_manager", StaffStream.stream == stream,
               Staff.branch_id == branch_id)
        .order_by(Staff.sort_name, Staff.id))  # fmt: skip
    known = household_managers(session, person)
    return [
        Colleague(id, f"{given_name} {surname}", adults, clients - adults, share, until, id in known)
        for id, given_name, surname, adults, clients, share, until in session.execute(rows)
    ]


def household_managers(session: Session, person: Person | None) -> frozenset[int]:
    """Who looks after the other members of somebody's household."""
    if person is None or person.household_id is None:
        return frozenset()
    others = (
        select(Case.case_manager_id).join(Person)
        .where(Person.household_id == person.household_id, Person.id != person.id, Case.is_latest,
               Case.closed.is_(None), Case.case_manager_id.is_not(None)))  # fmt: skip
    return frozenset(session.scalars(others))
