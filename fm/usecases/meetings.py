"""A matching of employer service and case management, or a job search, documented for many clients (HK 4.2, 6.4, 6.5).

Each client gets a step of their own with the jobs that were looked at, so that the deadlines of each are met.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Case, Job, MatchingJob, MatchingMeeting, PlacementStep
from fm.queries.accounts import SignedIn
from fm.queries.print_jobs import selected
from fm.queries.relations import held
from fm.rules.calendar import german
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import next_numbers
from fm.usecases.files import Rights
from fm.usecases.journal import Deed, append
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Refused
from fm.usecases.routine import MOST, Made, lock_together
from fm.usecases.telling import tell


class Discussed(NamedTuple):
    """What was done together: `kind` is "matching" or "job_search", `partner_id` who the matching was held with."""

    kind: str
    day: date
    text: str | None = None
    partner_id: int | None = None


class Looked(NamedTuple):
    """What was looked at for one client: the jobs, and a line of what came out of it."""

    jobs: frozenset[int] = frozenset()
    note: str | None = None


def discussable(actor: SignedIn, numbers: Collection[str], kind: str, today: date) -> list[Row[Any]]:
    """Those of these clients for whom somebody may document such a step, by name.

    The case managers' own; in a matching the employer service speaks of all who are placeable.
    """
    rows = selected(db.session(), actor, numbers, today)
    return [row for row in rows if _may(actor, row, kind)]


def record_meeting(
    actor: SignedIn, said: Discussed, clients: Mapping[str, Looked], now: datetime, origin: str, draft: str = ""
) -> Made:
    """Document a matching or a job search for these clients, in all of their files or in none.

    Refused naming those whose file is not one's own to write, whose case is closed or began later, and for a job that
    there is not.
    """
    if not clients or len(clients) > MOST:
        raise Refused("kunde", f"Bitte mindestens eine und höchstens {MOST} Personen wählen.")
    with writing() as session:
        rows = discussable(actor, clients, said.kind, now.date())
        cases = lock_together(session, rows, clients, said.day, now.date())
        _refuse_unknown(session, clients)
        numbers = {row.case_id: row.number for row in rows}
        with noticing(session, *numbers) as met:
            _add(session, actor, said, [(case, clients[numbers[case.id]]) for case in cases], now)
            refresh(session, list(numbers))
        drop_draft(actor, draft)
        _tell_partner(session, actor, said, len(cases), now)
        detail: dict[str, object] = {said.kind: [None, said.day.isoformat()], "together": len(cases)}
        append([Deed("write", "plan", actor.id, origin, case.person_id, detail) for case in cases], now, session)
    return Made(len(cases), met.sentence)


def _may(actor: SignedIn, row: Row[Any], kind: str) -> bool:
    relations = held(row._mapping)
    placing = kind == "matching" and "employer_service" in actor.roles and "placeable" in relations
    return placing or Rights(actor.roles, relations).writes("plan")


def _refuse_unknown(session: Session, clients: Mapping[str, Looked]) -> None:
    wanted = frozenset().union(*(looked.jobs for looked in clients.values()))
    known = set(session.scalars(select(Job.id).where(Job.id.in_(wanted)))) if wanted else wanted
    if wanted - known:
        raise Refused("kunde", "Eine der gewählten Stellen gibt es nicht mehr.")


def _add(
    session: Session, actor: SignedIn, said: Discussed, clients: Sequence[tuple[Case, Looked]], now: datetime
) -> None:
    meeting = None
    if said.kind == "matching":
        meeting = MatchingMeeting(
            day=said.day, staff_id=actor.id, partner_id=said.partner_id, text=said.text, saved_at=now)
        session.add(meeting)
        session.flush()
    numbers = next_numbers(session, PlacementStep, [case.person_id for case, _ in clients])
    for case, looked in clients:
        text = "\n".join(filter(None, (looked.note, said.text))) or None
        step = PlacementStep(
            case_id=case.id, person_id=case.person_id, number=numbers[case.person_id], kind=said.kind, day=said.day,
            text=text, staff_id=actor.id, meeting_id=meeting and meeting.id)
        session.add_all([step, *(MatchingJob(step=step, job_id=job_id) for job_id in sorted(looked.jobs))])
    session.flush()


def _tell_partner(session: Session, actor: SignedIn, said: Discussed, number: int, now: datetime) -> None:
    if said.partner_id is not None:
        people = "1 Person" if number == 1 else f"{number} Personen"
        told = f"{actor.name} hat das Matching vom {german(said.day)} festgehalten: {people}."
        tell(session, {said.partner_id}, told, now, but=actor)
