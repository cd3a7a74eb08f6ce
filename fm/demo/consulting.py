"""Intakes under way: invitations ready to hand out, and survey forms begun or filled in."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.models import Case, Deadline, Intake, Staff
from fm.usecases.appointments import free_slots
from fm.usecases.inviting import Wish, prepare_invitation
from fm.usecases.survey import save_section

#: Invitations prepared, and survey forms begun, on each desk.
_INVITED, _SURVEYED = 2, 3
_ANSWERS: dict[str, dict[str, object]] = {
    "person": {"nationality": "deutsch", "internet": "yes"},
    "household": {"children": 1, "care": "partly"},
    "qualifications": {"school": "middle", "left": "2009", "vocational": [
        {"begins": "09.2009", "ends": "07.2012", "place": "Agrarbetrieb", "subject": "Landwirtin", "finished": "yes"}]},
    "career": {"stations": [{"begins": "2013", "ends": "2021", "employer": "Baumschule", "work": "Gärtnerei"}]},
}  # fmt: skip


def consult(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    """Leave some intakes of the accounts half done, as they are on a working day."""
    for login in ("fern", "jugend", "beratung"):
        owed = _owed(session, staff[login])
        for case in owed[:_INVITED]:
            _invite(session, staff[login], case, at)
        for case in owed[-_SURVEYED:]:
            _survey(staff[login], case, at)


def _owed(session: Session, manager: Staff) -> list[Case]:
    """The cases of a colleague whose intake is still to be held."""
    due = select(Deadline.case_id).where(
        Deadline.standard.in_(("ESB1", "ESB2", "ESB5")), Deadline.outcome == "open", Deadline.staff_id == manager.id)
    return list(session.scalars(select(Case).where(Case.id.in_(due)).order_by(Case.id)))


def _invite(session: Session, manager: Staff, case: Case, at: datetime) -> None:
    """Prepare the invitation, at the next free time, where that was not done."""
    if session.scalar(select(Intake.invited).where(Intake.case_id == case.id)):
        return
    first = at.date() + timedelta(days=1)
    free = free_slots(session, [manager.id], first, first + timedelta(days=13), 60, [case.person_id], now=at, limit=1)
    if free:
        prepare_invitation(acting(manager), case.id, Wish(free[0]), at, ORIGIN)


def _survey(manager: Staff, case: Case, at: datetime) -> None:
    """Fill in the first sections of the survey form."""
    for section, answers in _ANSWERS.items():
        save_section(acting(manager), case.id, section, {**answers, **_kept(case, section)}, 0, at, ORIGIN)


def _kept(case: Case, section: str) -> dict[str, object]:
    """What is known of the client already and stands in that section."""
    if section == "household":
        return {"single_parent": "single_parent" in case.groups, "migrant": "migrant" in case.groups}
    person = case.person
    known: dict[str, object] = {
        "phone": person.phone, "email": person.email, "language": person.language, "guardian": person.guardian}
    return known if section == "person" else {}
