"""Jobs change: by hand or by an import. Whoever is concerned is told (HK 4.2, 6.4)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Job
from fm.queries.accounts import SignedIn
from fm.queries.chunks import in_chunks
from fm.queries.jobs import Suiting, suiting, waiting_on
from fm.rules.jobs import JOB_STATES
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.matching import rematch_jobs
from fm.usecases.telling import case_managers, tell
from fm.usecases.versions import not_overtaken

#: Of more new jobs than these at once, a case manager gets one message that names none of them.
TOLD_ONE_BY_ONE = 5
_CHUNK = 2_000


def change_state(actor: SignedIn, job_id: int, state: str, seen: int | None, now: datetime, origin: str) -> None:
    """Say that a job is open, taken or closed (JOB_STATES); the next import of the job pool says it anew.

    Overtaken where somebody has saved the job since version `seen`.
    """
    with writing() as session:
        job = session.scalars(select(Job).where(Job.id == job_id).with_for_update(of=Job)
                              .execution_options(populate_existing=True)).one()  # fmt: skip
        not_overtaken(job, seen, None, job.saved_at)
        if job.state == state:
            return
        before, job.state, job.saved_at = job.state, state, now
        session.flush()
        after_change(session, [], [job.id], now, actor)
        detail: dict[str, object] = {"job": job.number, "what": {"state": [before, state]}}
        append([Deed("write", "jobs", actor.id, origin, detail=detail)], now, session)


def after_change(
    session: Session, new: Collection[int], changed: Collection[int], now: datetime, by: SignedIn | None = None
) -> None:
    """Look anew for clients that suit these jobs, and tell their case managers of each new one; and of jobs that are no
    longer open who waits for an answer about them. Part of the caller's transaction."""
    rematch_jobs(session, {*new, *changed}, now.date())
    for ids in in_chunks(sorted(changed), _CHUNK):
        _tell_of_ended(session, ids, now, by)
    found = [one for ids in in_chunks(sorted(new), _CHUNK) for one in suiting(session, ids, now.date())]
    _tell_of_new(session, found, now)


def _tell_of_new(session: Session, found: Collection[Suiting], now: datetime) -> None:
    by_person: dict[int, list[Suiting]] = defaultdict(list)
    for one in found:
        by_person[one.staff_id].append(one)
    told: dict[tuple[str, str], list[int]] = defaultdict(list)
    for staff_id, suiting_jobs in by_person.items():
        for text, link in _sentences(suiting_jobs):
            told[text, link].append(staff_id)
    for (text, link), staff_ids in told.items():
        tell(session, staff_ids, text, now, link=link)


def _sentences(jobs: Collection[Suiting]) -> list[tuple[str, str]]:
    """What one case manager is told, with the address it leads to."""
    if len(jobs) > TOLD_ONE_BY_ONE:
        return [(f"{len(jobs)} neue Stellen passen zu Menschen, die Sie betreuen.", "/arbeitgeber/treffer")]
    return [(f"Neue Stelle {job.number} ({job.title}): passt zu {_people(job.clients)}, die Sie betreuen.",
             f"/arbeitgeber/stellen/{job.number}") for job in jobs]  # fmt: skip


def _people(number: int) -> str:
    return "einer Person" if number == 1 else f"{number} Personen"


def _tell_of_ended(session: Session, job_ids: Collection[int], now: datetime, by: SignedIn | None) -> None:
    for proposal, case, job in waiting_on(session, job_ids):
        if job.state != "offen":
            text = f"Die vorgeschlagene Stelle {job.number} ({job.title}) ist {JOB_STATES[job.state]}."
            tell(session, case_managers(session, case, now.date()), text, now, case.person_id,
                 f"/kunden/{case.person.number}/vorschlaege/{proposal.id}", but=by)  # fmt: skip
