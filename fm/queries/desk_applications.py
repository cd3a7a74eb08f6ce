"""Applications under way, as the service desk and the benefits clerks of a branch see them."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from fm.models import Application, Case, Deadline, Intake, Person, Staff
from fm.queries.decisions import IS_A
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.worklist import OPEN

_BRANCH, _TODAY = bindparam("branch", type_=Integer), bindparam("today", type_=Date)
_CLIENT = (Person.number, Person.surname, Person.given_name)
#: The branch, put so that no index of it is used: it would lead to thousands of clients, of whom few are wanted.
_THERE = func.coalesce(Person.branch_id, 0) == _BRANCH
_OF_BRANCH = (_THERE, Case.closed.is_(None), Application.decided.is_(None), Application.withdrawn.is_(None))


class UnderWay(NamedTuple):
    """A form handed out and not yet handed in."""

    number: str
    surname: str
    given_name: str
    collected: date | None
    appointment: date | None


_UNDER_WAY = by_span(
    select(*_CLIENT, Application.collected, Application.submission_appointment)
    .join_from(Application, Case, Application.case_id == Case.id).join(Person)
    .where(*_OF_BRANCH, Application.submitted.is_(None))
    .order_by(func.coalesce(Application.collected, Application.submission_appointment).nulls_last(), Application.id))


def under_way(session: Session, branch_id: int, span: Span) -> Found:
    """Forms of a branch that were handed out and not yet handed in, the oldest first."""
    return fetch_span(session, _UNDER_WAY, span, UnderWay, branch=branch_id)


class Appointment(NamedTuple):
    """Somebody who hands in the form or has done so, and how it stands with the invitation that they are handed.

    `prepared` and `handed_out` are the days of that; `needed` says that it is still owed (ESB1).
    """

    number: str
    surname: str
    given_name: str
    day: date | None
    prepared: date | None
    handed_out: date | None
    needed: bool
    case_manager: str | None


#: The invitation that is owed until the appointment.
_OWED = (
    select(Deadline.case_id)
    .where(Deadline.case_id == Case.id, Deadline.standard == "ESB1", OPEN).correlate(Case).exists()
)  # fmt: skip
_COLUMNS = (*_CLIENT, Application.submission_appointment, Intake.invited, Intake.handed_out, _OWED, Staff.surname)
_ORDER = (func.coalesce(Application.submission_appointment, Application.submitted).nulls_last(), Person.sort_name,
          Case.id)  # fmt: skip
_NOT_HANDED_IN = Application.submitted.is_(None)
_APPOINTMENTS_TODAY = by_span(
    select(*_COLUMNS)
    .join_from(Application, Case, Application.case_id == Case.id).join(Person)
    .outerjoin(Intake, Intake.case_id == Case.id).outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(*_OF_BRANCH, _NOT_HANDED_IN, Application.submission_appointment == _TODAY).order_by(*_ORDER))
_READY = and_(Intake.invited.is_not(None), Intake.handed_out.is_(None), Intake.held.is_(None),
              Intake.missed.is_(None), Intake.waived.is_(None))  # fmt: skip
_Later = aliased(Application)
_IS_LAST = ~select(_Later.id).where(_Later.case_id == Case.id, _Later.number > Application.number).exists()
#: The case's last application, if any, goes with the invitation: decided on or not, but asked for still.
_INVITATIONS = by_span(
    select(*_COLUMNS)
    .join_from(Case, Person).outerjoin(Application, and_(Application.case_id == Case.id, _IS_LAST))
    .outerjoin(Intake, Intake.case_id == Case.id).outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(
        _THERE, Case.closed.is_(None), Application.withdrawn.is_(None),
        Application.decision.is_distinct_from("rejected"),
        or_(_READY, and_(Application.decided.is_(None), _NOT_HANDED_IN, Application.submission_appointment >= _TODAY,
                         _OWED)))
    .order_by(*_ORDER))  # fmt: skip


def appointments(session: Session, branch_id: int, today: date, span: Span) -> Found:
    """Who comes to a branch today to hand in the form, by name."""
    return fetch_span(session, _APPOINTMENTS_TODAY, span, Appointment, branch=branch_id, today=today)


def invitations(session: Session, branch_id: int, today: date, span: Span) -> Found:
    """Invitations to the intake that lie ready, and those still owed until an appointment from today on."""
    return fetch_span(session, _INVITATIONS, span, Appointment, branch=branch_id, today=today)


class Undecided(NamedTuple):
    """An application handed in complete and not yet decided on; of category and intake only whether it is A."""

    id: int
    number: str
    surname: str
    given_name: str
    submitted: date
    category_a: bool


_UNDECIDED = by_span(
    select(Application.id, *_CLIENT, Application.submitted, IS_A)
    .join_from(Application, Case, Application.case_id == Case.id).join(Person)
    .outerjoin(Intake, Intake.case_id == Case.id)
    .where(*_OF_BRANCH, Application.submitted.is_not(None))
    .order_by(IS_A.desc(), Application.submitted, Application.id))  # fmt: skip


def undecided(session: Session, branch_id: int, span: Span) -> Found:
    """Applications of a branch that wait for a decision: A-clients first [6.2], then the oldest."""
    return fetch_span(session, _UNDECIDED, span, Undecided, branch=branch_id)


class WithoutManager(NamedTuple):
    """An open case that nobody looks after."""

    number: str
    surname: str
    given_name: str
    born: date
    opened: date | None


_FIRST_DAY = select(func.min(func.coalesce(
    Application.collected, Application.submission_appointment, Application.submitted, Application.decided))).where(
    Application.case_id == Case.id).correlate(Case).scalar_subquery()  # fmt: skip
_BEGAN = func.coalesce(Case.opened, _FIRST_DAY)
_WITHOUT_MANAGER = by_span(
    select(*_CLIENT, Person.born, _BEGAN).join_from(Case, Person)
    .where(Case.case_manager_id.is_(None), Case.is_latest, Case.closed.is_(None), _THERE)
    .order_by(_BEGAN.nulls_last(), Case.id))  # fmt: skip


def without_manager(session: Session, branch_id: int, span: Span) -> Found:
    """Open cases of a branch without case manager [2.1], the longest waiting first."""
    return fetch_span(session, _WITHOUT_MANAGER, span, WithoutManager, branch=branch_id)
