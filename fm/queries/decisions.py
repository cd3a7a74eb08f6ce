"""Applications handed in complete, for those who decide on them: A-clients first (HK 6.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from fm.models import Application, Case, Circulation, Intake, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.search import found_by, typed

#: Who counts as A: by category, by the result of the intake, or looked after by the market-ready case manager.
IS_A = case(
    (or_(Case.category == "A", Intake.result == "A", Case.stream == "market_ready"), True), else_=False)  # fmt: skip
_Future = aliased(Staff)

#: What the list sorts by; by rank the A-clients come first, and within them who has waited longest.
FIELDS: dict[str, Any] = {
    "rank": IS_A, "name": Person.sort_name, "submitted": Application.submitted, "decided": Application.decided,
    "manager": Staff.sort_name, "result": Intake.result,
}  # fmt: skip
_COLUMNS = (
    Application.id, Person.number, Person.surname, Person.given_name, Application.submitted, Application.decided,
    Application.decision, IS_A.label("is_a"), Intake.result, Staff.surname.label("manager_surname"),
    Staff.given_name.label("manager_given_name"), _Future.surname.label("future_surname"),
    _Future.given_name.label("future_given_name"), Circulation.id.label("circulation_id"),
)  # fmt: skip


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to: words of a name or number, those decided on, A-clients alone."""

    words: str = ""
    decided: bool = False
    only_a: bool = False


class Decisions:
    """The applications of a clerk's branch that were handed in complete, in open cases, narrowed by criteria."""

    def __init__(self, session: Session, actor: SignedIn, criteria: Criteria, today: date) -> None:
        self._session, self.criteria = session, criteria
        search = typed(criteria.words, today)
        self._words = search.values
        known = Application.decided.is_not(None) if criteria.decided else Application.decided.is_(None)
        self._conditions = [
            func.coalesce(Person.branch_id, 0) == actor.branch_id, Case.closed.is_(None), known,
            Application.submitted.is_not(None), Application.withdrawn.is_(None),
            *found_by(search.ways, among_few=False), *([IS_A] if criteria.only_a else [])]  # fmt: skip

    def count(self) -> int:
        """How many there are."""
        counted = self._among(select(Application.id)).subquery()
        return self._session.scalar(select(func.count()).select_from(counted), self._words) or 0

    def page(self, order: tuple[str, bool], offset: int, size: int) -> list[Row[Any]]:
        """So many rows after the first `offset`; `order` is a field of FIELDS and "descending"."""
        return list(self._session.execute(self._rows(order).limit(size).offset(offset), self._words))

    def everything(self, order: tuple[str, bool]) -> Iterator[Row[Any]]:
        """All rows in this order, fetched in portions."""
        yield from self._session.execute(self._rows(order), self._words, execution_options={"yield_per": 500})

    def _rows(self, order: tuple[str, bool]) -> Select[Any]:
        field, descending = FIELDS[order[0]], order[1]
        turned = field.desc() if descending else field.asc()
        return self._among(select(*_COLUMNS)).order_by(turned.nulls_last(), Application.submitted, Application.id)

    def _among(self, rows: Select[Any]) -> Select[Any]:
        return (
            rows.select_from(Application).join(Case, Case.id == Application.case_id)
            .join(Person, Person.id == Case.person_id).outerjoin(Intake, Intake.case_id == Case.id)
            .outerjoin(Staff, Staff.id == Case.case_manager_id)
            .outerjoin(_Future, _Future.id == Intake.future_manager_id)
            .outerjoin(Circulation, Circulation.application_id == Application.id).where(*self._conditions))


class Handed(NamedTuple):
    """One application for the form of its decision."""

    id: int
    number: str
    submitted: date | None
    withdrawn: date | None
    decided: date | None
    decision: str | None
    is_a: bool
    result: str | None
    future_surname: str | None
    future_given_name: str | None


def handed_in(session: Session, application_id: int) -> Handed | None:
    """An application; None where there is none."""
    row = session.execute(
        select(Application.id, Person.number, Application.submitted, Application.withdrawn, Application.decided,
               Application.decision, IS_A, Intake.result, _Future.surname, _Future.given_name)
        .join_from(Application, Person, Person.id == Application.person_id)
        .join(Case, Case.id == Application.case_id).outerjoin(Intake, Intake.case_id == Case.id)
        .outerjoin(_Future, _Future.id == Intake.future_manager_id)
        .where(Application.id == application_id)).one_or_none()
    return Handed(*row) if row else None
