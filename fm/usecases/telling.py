"""Telling colleagues of what concerns them: messages in the program, and who gets them."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Date, Integer, bindparam, insert, or_, select
from sqlalchemy.orm import Session

from fm.models import Case, Deputy, Handover, Measure, Message, Staff, StaffRole
from fm.queries.accounts import SignedIn
from fm.queries.direct import constant, direct
from fm.usecases.outbox import announce


def tell(
    session: Session, staff_ids: Iterable[int], text: str, now: datetime, person_id: int | None = None,
    link: str | None = None, but: SignedIn | None = None,
) -> None:
    """Put a message on the desks of these colleagues, each once; part of the caller's transaction.

    `link` is an address of this program; `but` is who does the deed and need not be told. Where e-mail is configured,
    one that says so, without a word of the message, is written down with each.
    """
    rows = [{"staff_id": staff_id, "person_id": person_id, "text": text, "link": link, "created_at": now}
            for staff_id in sorted(set(staff_ids)) if but is None or staff_id != but.id]  # fmt: skip
    if rows:
        announce(session, list(session.scalars(insert(Message).returning(Message.id), rows)), now)


_STAFF, _TODAY = bindparam("staff", type_=Integer), bindparam("today", type_=Date)
_ANSWERING = or_(Staff.id == _STAFF, Staff.id.in_(select(Deputy.deputy_id).where(
    Deputy.absent_id == _STAFF, Deputy.begins <= _TODAY, Deputy.ends >= _TODAY)))  # fmt: skip
_TAKING_OVER = Staff.id.in_(select(Handover.to_staff_id).where(
    Handover.case_id == bindparam("case", type_=Integer),
    Handover.state.in_([constant(state) for state in ("prepared", "handed_over")])))  # fmt: skip
_AT_DESK, _CASE_MANAGERS, _COORDINATORS = (select(Staff.id).where(Staff.active, or_(_ANSWERING, *more)) for more in (
    (), (_TAKING_OVER,), (Staff.id == bindparam("deputy", type_=Integer),)))  # fmt: skip


def at_desk(session: Session, staff_id: int | None, today: date) -> set[int]:
    """Who answers for a colleague's desk today: they themselves and who stands in; nobody who has left."""
    return set(direct(session).scalars(_AT_DESK, {"staff": staff_id, "today": today}))


def case_managers(session: Session, case: Case, today: date) -> set[int]:
    """Who is involved in a case as its case manager: the one in charge, who stands in today, who takes it over.

    Nobody who has left.
    """
    asked = {"staff": case.case_manager_id, "today": today, "case": case.id}
    return set(direct(session).scalars(_CASE_MANAGERS, asked))


def coordinators(session: Session, measure: Measure, today: date) -> set[int]:
    """Who looks after a measure: its coordinator, the deputy named with it, who stands in today.

    Nobody who has left.
    """
    asked = {"staff": measure.coordinator_id, "today": today, "deputy": measure.deputy_id}
    return set(direct(session).scalars(_COORDINATORS, asked))


def with_role(session: Session, role: str, branch_id: int | None) -> set[int]:
    """The active colleagues of a branch who have a role."""
    having = select(Staff.id).join(StaffRole, StaffRole.staff_id == Staff.id)
    return set(session.scalars(having.where(Staff.active, StaffRole.role == role, Staff.branch_id == branch_id)))
