"""Alliances before a training ends: which ones somebody is involved in, how each stands, who can be in it (HK 6.4)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from fm.models import Alliance, AllianceStep, Branch, Case, Deadline, Person, Staff, StaffRole, Training
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.listed import Found, Span
from fm.queries.relations import DESKS, viewer
from fm.queries.worklist import last_day
from fm.rules.calendar import plus_months
from fm.rules.names import fold

#: The employer service sees trainings from so many months before their end, and so long after it (HK 5.2.3).
_BEFORE_END, _AFTER_END = 4, 6
_Liaison, _Manager, _Partner = aliased(Staff), aliased(Staff), aliased(Staff)


class Bond(NamedTuple):
    """A training that an alliance belongs to, and how that stands.

    `due` is the day by which it is to be formed, `formed` the day it was; `steps` it has, `open` of them are not done,
    the next of which is due on `next_step`.
    """

    training_id: int
    case_id: int
    person_id: int
    number: str
    surname: str
    given_name: str
    sort_name: str
    branch: str | None
    kind: str
    begins: date
    ends: date
    due: date | None
    formed: date | None
    liaison_id: int | None
    liaison: str | None
    manager_id: int | None
    manager: str | None
    partner: str | None
    steps: int
    open: int
    next_step: date | None

    def state(self, today: date) -> str:
        """How it stands, as a code of ALLIANCE_STATES."""
        if self.formed:
            return "steps" if self.open else "formed"
        return "due" if self.due is None or self.due <= last_day(today) else "later"

    @property
    def responsible_id(self) -> int | None:
        """Who forms it with the employer service: the liaison; in further training the case manager (HK 6.4)."""
        return self.liaison_id or self.manager_id if self.kind == "training" else self.manager_id


def _name(staff: Any) -> ColumnElement[str]:
    return staff.given_name + " " + staff.surname


def _steps(what: Any, *only: Any) -> Any:
    return select(what).select_from(AllianceStep).where(
        AllianceStep.alliance_id == Alliance.id, *only).correlate(Alliance).scalar_subquery()


_OPEN = AllianceStep.done.is_(None)
_DUE = (
    select(func.min(Deadline.due))
    .where(Deadline.case_id == Training.case_id, Deadline.since == Training.begins,
           Deadline.standard == case((Training.kind == "training", literal_column("'JUG7'")),
                                     else_=literal_column("'AGS1'")))
    .correlate(Training).scalar_subquery())  # fmt: skip
#: Trainings that an alliance belongs to, of open cases.
OWED = and_(
    Case.closed.is_(None), Training.broken_off.is_(None), Training.begins.is_not(None), Training.ends.is_not(None),
    or_(and_(Training.kind == "training", Training.external),
        and_(Training.kind == "retraining", Training.new_qualification)))  # fmt: skip
_BONDS = (
    select(Training.id, Training.case_id, Training.person_id, Person.number, Person.surname, Person.given_name,
           Person.sort_name, Branch.name, Training.kind, Training.begins, Training.ends, _DUE, Training.alliance,
           Training.liaison_id, _name(_Liaison), Case.case_manager_id, _name(_Manager), _name(_Partner),
           _steps(func.count()), _steps(func.count(), _OPEN), _steps(func.min(AllianceStep.due), _OPEN))
    .select_from(Training).join(Case, Case.id == Training.case_id).join(Person, Person.id == Training.person_id)
    .outerjoin(Branch, Branch.id == Person.branch_id).outerjoin(_Liaison, _Liaison.id == Training.liaison_id)
    .outerjoin(_Manager, _Manager.id == Case.case_manager_id)
    .outerjoin(Alliance, Alliance.training_id == Training.id).outerjoin(_Partner, _Partner.id == Alliance.partner_id)
    .where(OWED))  # fmt: skip
#: By which role somebody is involved in which of them.
_INVOLVED = {
    "employer_service": Training.ends.between(bindparam("ended"), bindparam("ending")),
    "provider_liaison": and_(Training.liaison_id.in_(DESKS), Training.ends >= bindparam("today")),
    "case_manager": and_(Case.is_latest, Case.case_manager_id.in_(DESKS)),
}


@cache
def _involving(roles: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """The trainings whose alliances are the business of somebody with these roles."""
    ways = [condition for role, condition in _INVOLVED.items() if role in roles]
    return (
        _BONDS.where(or_(*ways) if ways else Training.id.is_(None))
        .order_by(Training.ends, Person.sort_name, Training.id))


def _places(actor: SignedIn, today: date) -> dict[str, object]:
    return viewer(actor, today) | {
        "ended": plus_months(today, -_AFTER_END), "ending": plus_months(today, _BEFORE_END)}


def bonds(session: Session, actor: SignedIn, today: date) -> list[Bond]:
    """The trainings whose alliances somebody is involved in, the first to be formed at the top (HK 5.2.3, 6.4).

    Liaisons are in those of their trainees, case managers in those of their own clients; the employer service in all
    that end soon or have ended lately.
    """
    rows = direct(session).execute(_involving(actor.roles), _places(actor, today))
    return [Bond._make(row) for row in rows]


def bond_of(session: Session, actor: SignedIn, training_id: int, today: date) -> Bond | None:
    """One of them; None where it is none of this person's."""
    rows = _involving(actor.roles).where(Training.id == training_id)
    row = session.execute(rows, _places(actor, today)).one_or_none()
    return Bond._make(row) if row else None


#: What the list sorts by.
ORDERS: Mapping[str, Any] = {
    "client": lambda bond: bond.sort_name, "ends": lambda bond: bond.ends, "due": lambda bond: bond.due or bond.ends,
    "formed": lambda bond: bond.formed or date.max, "next": lambda bond: bond.next_step or date.max,
    "branch": lambda bond: fold(bond.branch or ""),
}  # fmt: skip


def listed(rows: Iterable[Bond], states: Sequence[str], order: tuple[str, bool], today: date, span: Span) -> Found:
    """Those of the rows that stand in one of these states, in an order; a span of them."""
    chosen = [row for row in rows if row.state(today) in states]
    chosen.sort(key=ORDERS[order[0]], reverse=order[1])
    return Found(chosen[span.offset:span.offset + span.shown], len(chosen))


def alliance_of(session: Session, training_id: int) -> Alliance | None:
    """The alliance of a training with its steps; None where none is formed, or only its day is known."""
    found = select(Alliance).where(Alliance.training_id == training_id).options(
        joinedload(Alliance.initiator), joinedload(Alliance.partner),
        selectinload(Alliance.steps).joinedload(AllianceStep.staff))
    return session.scalar(found)


def employer_service(session: Session, branch_id: int | None) -> dict[int, str]:
    """Everybody active in the employer service, id → name; those of a branch first."""
    first = case((Staff.branch_id == branch_id, 0), else_=1)
    having = select(StaffRole.staff_id).where(StaffRole.role == "employer_service")
    rows = select(Staff.id, _name(Staff)).where(Staff.active, Staff.id.in_(having))
    return dict(session.execute(rows.order_by(first, Staff.sort_name, Staff.id)).all())
