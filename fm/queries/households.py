"""A household: its members with how the reader is related to each, and what is going on with them, all at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Text, bindparam, select
from sqlalchemy.orm import Session, joinedload

from fm.models import (
    Agreement,
    Appointment,
    Branch,
    Case,
    Deadline,
    Goal,
    Household,
    HouseholdFocus,
    Meeting,
    Person,
    Staff,
    Strategy,
)
from fm.queries.accounts import SignedIn
from fm.queries.clashes import Other
from fm.queries.relations import LATEST_CASE, flag_columns, viewer
from fm.queries.worklist import OPEN
from fm.rules.casework import STRATEGY_OVER

_MEMBERS = (
    select(
        Household.number.label("household"), Household.street, Household.postcode, Household.town,
        Person.id, Person.number, Person.surname, Person.given_name, Person.born, Branch.name.label("branch"),
        Case.id.label("case_id"), Case.number.label("case_number"), Case.closed, Case.stream, Case.category,
        Case.category_since, Case.target_group, Case.agreement_until, Staff.surname.label("manager_surname"),
        Staff.given_name.label("manager_given_name"), *flag_columns(),
    )
    .select_from(Person).join(Household).outerjoin(Case, LATEST_CASE).outerjoin(Branch, Branch.id == Person.branch_id)
    .outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(Household.number == bindparam("number", type_=Text)).order_by(Person.born, Person.id)
)  # fmt: skip


class Booked(NamedTuple):
    """A planned appointment of a member and what it is for."""

    when: Other
    purpose: str


class GoingOn(NamedTuple):
    """What goes on with some cases, each by case id, and what is planned, by person."""

    goals: dict[int, Goal]
    strategies: dict[int, list[Strategy]]
    agreements: dict[int, Agreement]
    appointments: dict[int, list[Booked]]
    intakes_owed: frozenset[int]


def members(session: Session, actor: SignedIn, number: str, today: date) -> list[Row[Any]]:
    """One row for each member with their latest case, the oldest first; none for an unknown household."""
    return list(session.execute(_MEMBERS, {**viewer(actor, today), "number": number}))


def focus_of(session: Session, number: str) -> Sequence[HouseholdFocus]:
    """What the work with a household concentrated on, the latest first (HK 4.1.1)."""
    return session.scalars(
        select(HouseholdFocus).join(Household, Household.id == HouseholdFocus.household_id)
        .where(Household.number == number).options(joinedload(HouseholdFocus.staff))
        .order_by(HouseholdFocus.day.desc(), HouseholdFocus.id.desc())).all()


def going_on(session: Session, case_ids: Collection[int], person_ids: Collection[int], now: datetime) -> GoingOn:
    """What goes on with the members of a household, with the same number of statements however many they are."""
    return GoingOn(
        _goals(session, case_ids), _strategies(session, case_ids), _agreements(session, case_ids),
        _appointments(session, person_ids, now), _intakes_owed(session, case_ids))


def _goals(session: Session, case_ids: Collection[int]) -> dict[int, Goal]:
    """The goal that holds in each case: the latest."""
    rows = select(Goal).where(Goal.case_id.in_(case_ids)).order_by(Goal.day, Goal.number)
    return {goal.case_id: goal for goal in session.scalars(rows)}


def _strategies(session: Session, case_ids: Collection[int]) -> dict[int, list[Strategy]]:
    """The strategies of which something is still expected, by date."""
    rows = select(Strategy).where(Strategy.case_id.in_(case_ids), Strategy.state.not_in(STRATEGY_OVER))
    found = defaultdict(list)
    ordered = rows.options(joinedload(Strategy.barrier)).order_by(Strategy.due.nulls_last(), Strategy.number)
    for strategy in session.scalars(ordered):
        found[strategy.case_id].append(strategy)
    return found


def _agreements(session: Session, case_ids: Collection[int]) -> dict[int, Agreement]:
    """The agreement that was signed last in each case."""
    rows = select(Agreement).where(Agreement.case_id.in_(case_ids), Agreement.signed.is_not(None))
    return {one.case_id: one for one in session.scalars(rows.order_by(Agreement.signed, Agreement.number))}


def _appointments(session: Session, person_ids: Collection[int], now: datetime) -> dict[int, list[Booked]]:
    """What is planned from now on."""
    rows = (
        select(Appointment.meeting_id, Appointment.person_id, Meeting.starts_at, Meeting.minutes,
               Staff.given_name + " " + Staff.surname, Appointment.purpose)
        .join(Meeting, Meeting.id == Appointment.meeting_id).join(Staff, Staff.id == Appointment.staff_id)
        .where(Appointment.person_id.in_(person_ids), Appointment.state == "planned", Meeting.starts_at >= now)
        .order_by(Meeting.starts_at, Appointment.id))  # fmt: skip
    found = defaultdict(list)
    for meeting_id, person_id, starts_at, minutes, staff, purpose in session.execute(rows):
        found[person_id].append(Booked(Other(meeting_id, person_id, None, starts_at, minutes, staff), purpose))
    return found


def _intakes_owed(session: Session, case_ids: Collection[int]) -> frozenset[int]:
    """The cases whose intake is owed and not agreed yet."""
    owed = select(Deadline.case_id).where(
        Deadline.case_id.in_(case_ids), Deadline.standard.in_(("ESB1", "ESB2", "ESB5")), OPEN)
    agreed = select(Appointment.case_id).where(
        Appointment.case_id.in_(case_ids), Appointment.purpose == "intake", Appointment.state == "planned")
    return frozenset(session.scalars(owed.where(Deadline.case_id.not_in(agreed))))
