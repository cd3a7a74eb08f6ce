"""A large household of the demo whose members are asked to two colleagues at one time."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from fm.demo.acting import ORIGIN, acting
from fm.models import Case, Household, Person, Staff
from fm.usecases.appointments import free_slots
from fm.usecases.arrangements import Wish, arrange
from fm.usecases.households import set_focus

_FOCUS = "Zuerst die Ausbildung der Ältesten, dann Arbeitszeiten der Eltern, die zur Betreuung der Jüngeren passen."


def invite_household(session: Session, at: datetime) -> None:
    """Two accounts invite members of one household to one time; part of the demo's one transaction.

    It is the largest household with members in the hands of two of the accounts, which also get a focus.
    """
    tomorrow = at.date() + timedelta(days=1)
    for number, one, other in session.execute(_shared()).all():
        cases = [session.get_one(Case, one), session.get_one(Case, other)]
        managers = {case.id: session.get_one(Staff, case.case_manager_id) for case in cases}
        free = free_slots(session, [staff.id for staff in managers.values()], tomorrow, tomorrow + timedelta(days=20),
                          60, [case.person_id for case in cases], now=at, limit=1)  # fmt: skip
        for case_id, staff in managers.items() if free else ():
            arrange(acting(staff), Wish({case_id: staff.id}, free[0], 60, "follow_up"), at, ORIGIN)
        set_focus(acting(managers[one]), number, _FOCUS, at, ORIGIN)


def _shared() -> Select[str, int, int]:
    """The household's number and two of its cases."""
    first, second, one, other = aliased(Case), aliased(Case), aliased(Person), aliased(Person)
    member = aliased(Person)
    members = select(func.count(member.id)).where(member.household_id == Household.id).scalar_subquery()
    accounts = select(Staff.id).where(Staff.password_hash.is_not(None))
    return (
        select(Household.number, first.id, second.id)
        .join(one, one.household_id == Household.id).join(first, first.person_id == one.id)
        .join(other, other.household_id == Household.id).join(second, second.person_id == other.id)
        .where(first.closed.is_(None), first.is_latest, second.closed.is_(None), second.is_latest,
               first.case_manager_id < second.case_manager_id, first.case_manager_id.in_(accounts),
               second.case_manager_id.in_(accounts))
        .order_by(members.desc(), Household.id, first.id, second.id).limit(1)
    )  # fmt: skip
