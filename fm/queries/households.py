"""The members of a household with how the reader is related to each."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Text, bindparam, select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Household, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.relations import LATEST_CASE, flag_columns, viewer

_MEMBERS = (
    select(
        Household.number.label("household"), Household.street, Household.postcode, Household.town,
        Person.id, Person.number, Person.surname, Person.given_name, Person.born, Branch.name.label("branch"),
        Case.number.label("case_number"), Case.closed, Case.stream, Case.category, Case.category_since,
        Case.target_group, Case.agreement_until, Staff.surname.label("manager_surname"),
        Staff.given_name.label("manager_given_name"), *flag_columns(),
    )
    .select_from(Person).join(Household).outerjoin(Case, LATEST_CASE).outerjoin(Branch, Branch.id == Person.branch_id)
    .outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(Household.number == bindparam("number", type_=Text)).order_by(Person.born, Person.id)
)  # fmt: skip


def members(session: Session, actor: SignedIn, number: str, today: date) -> list[Row[Any]]:
    """One row for each member with their latest case, the oldest first; none for an unknown household."""
    return list(session.execute(_MEMBERS, {**viewer(actor, today), "number": number}))
