"""What is under way at the demo's service desk beyond the import's tables, done as staff would do it.

People whose case was closed some time ago come back: each with an application at another stage.
"""

from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.models import Case, Intake, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.office import calendar
from fm.rules.appointments import Stretch
from fm.rules.calendar import Calendar, plus_months
from fm.usecases.appointments import free_slots
from fm.usecases.deadlines import refresh
from fm.usecases.intake import Circumstances, Days, take_application
from fm.usecases.intake_appointment import USUAL_MINUTES, book_intake, keep_busy_hours

#: How the applications stand: days since the form was collected, to the appointment, and since it was handed in.
_STAGES = (
    (0, None, None), (2, 0, None), (3, 0, None), (1, 2, None), (4, 3, None), (8, None, 2), (5, None, 0), (9, None, 1),
)  # fmt: skip
_SEED = "under way"
_Stage = tuple[int, int | None, int | None]


def put_under_way(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    """Applications of every stage in the service desk's branch; part of the demo's one transaction."""
    desk, rng = acting(staff["service"]), Random(_SEED)
    for position, (case, stage) in enumerate(zip(_returning(session, desk, at), _STAGES, strict=False)):
        running = _come_back(session, desk, case, stage, rng, at)
        if stage[1] is not None and position % 2:
            _invite(session, running, at)
        elif stage[2] is not None and position % 2:
            _agree(session, desk, running, at)


def _returning(session: Session, desk: SignedIn, at: datetime) -> list[Case]:
    """The latest cases of people of the branch that were closed more than half a year ago."""
    closed = select(Case).join(Person).where(
        Person.branch_id == desk.branch_id, Case.is_latest, Case.closed < plus_months(at.date(), -7))
    return list(session.scalars(closed.order_by(Case.closed.desc(), Case.id).limit(len(_STAGES))))


def _come_back(
    session: Session, desk: SignedIn, before: Case, stage: _Stage, rng: Random, at: datetime
) -> Case:
    """The next case of somebody, begun with an application at this stage."""
    days, person_id = calendar(session), before.person_id
    known = Circumstances(before.groups, before.closed)
    take_application(desk, person_id, _days(days, stage, rng, at), known, True, at, ORIGIN)
    if rng.random() < 0.5:
        keep_busy_hours(desk, person_id, dict.fromkeys((0, 2, 4), Stretch(time(7), time(11, 30))), {}, at, ORIGIN)
    return session.scalars(select(Case).where(Case.person_id == person_id, Case.is_latest)).one()


def _days(days: Calendar, stage: _Stage, rng: Random, at: datetime) -> Days:
    today, (ago, ahead, handed_in) = at.date(), stage
    collected = days.previous_working_day(today - timedelta(days=ago))
    if ahead is not None:
        return Days(collected, days.next_working_day(today + timedelta(days=ahead)), time(9 + rng.randint(0, 5)))
    if handed_in is None:
        return Days(collected)
    return Days(collected, submitted=max(collected, days.previous_working_day(today - timedelta(days=handed_in))))


def _invite(session: Session, case: Case, at: datetime) -> None:
    """The case manager has the invitation ready."""
    session.add(Intake(case_id=case.id, invited=at.date()))
    session.flush()
    refresh(session, [case.id])


def _agree(session: Session, desk: SignedIn, case: Case, at: datetime) -> None:
    """An appointment for the intake at the first free time."""
    if case.case_manager_id is None:
        return
    first = at.date() + timedelta(days=1)
    found = free_slots(session, [case.case_manager_id], first, first + timedelta(days=9), USUAL_MINUTES,
                       [case.person_id], now=at, limit=1)  # fmt: skip
    if found:
        book_intake(desk, [case.id], found[0], USUAL_MINUTES, None, True, at, ORIGIN)
