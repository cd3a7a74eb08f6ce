"""What every document about a client begins with: who it goes to, which branch writes, who is in charge."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Household, Person, Staff


class Addressee(NamedTuple):
    """A client with address, the branch that looks after them, and their case manager; None where unknown."""

    case_id: int
    person_id: int
    case_number: int
    number: str
    surname: str
    given_name: str
    born: date
    sex: str | None
    guardian: str | None
    phone: str | None
    email: str | None
    household: str | None
    street: str | None
    postcode: str | None
    town: str | None
    branch: str | None
    branch_street: str | None
    branch_postcode: str | None
    branch_town: str | None
    branch_phone: str | None
    manager_surname: str | None
    manager_given_name: str | None
    manager_room: str | None
    manager_phone: str | None
    manager_email: str | None

    @property
    def name(self) -> str:
        """The name as one says it."""
        return f"{self.given_name} {self.surname}"


_ADDRESSEES = (
    select(
        Case.id, Person.id, Case.number, Person.number, Person.surname, Person.given_name, Person.born, Person.sex,
        Person.guardian, Person.phone, Person.email, Household.number, Household.street, Household.postcode,
        Household.town, Branch.name, Branch.street, Branch.postcode, Branch.town, Branch.phone, Staff.surname,
        Staff.given_name, Staff.room, Staff.phone, Staff.email)
    .join_from(Case, Person, Person.id == Case.person_id)
    .outerjoin(Household, Household.id == Person.household_id).outerjoin(Staff, Staff.id == Case.case_manager_id)
    .outerjoin(Branch, Branch.id == func.coalesce(Person.branch_id, Staff.branch_id))
)  # fmt: skip


def addressees(session: Session, case_ids: Iterable[int]) -> dict[int, Addressee]:
    """Case → whom its documents go to; one statement, however many cases."""
    rows = session.execute(_ADDRESSEES.where(Case.id.in_(list(case_ids))))
    return {to.case_id: to for to in map(Addressee._make, rows)}


def addressee(session: Session, case_id: int) -> Addressee:
    """Whom the documents of one case go to; NoResultFound for a case that is not there."""
    return Addressee._make(session.execute(_ADDRESSEES.where(Case.id == case_id)).one())
