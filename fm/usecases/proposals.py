"""A job for a client: found, reported to the employer service, the client told at once, the answer (HK 4.2, 6.4)."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Case, Job, JobMatch, Proposal, Staff, StaffRole
from fm.queries.accounts import SignedIn
from fm.queries.matching import is_placeable
from fm.queries.print_jobs import selected
from fm.queries.relations import held
from fm.rules.job_checks import Standing, proposal_faults
from fm.rules.jobs import JOB_STATES
from fm.rules.permissions import may
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_cases, lock_open_case, next_number, refuse_impossible
from fm.usecases.files import Rights
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.routine import MOST
from fm.usecases.telling import case_managers, tell
from fm.usecases.versions import not_overtaken

#: For whom a day is still to be told of a job, nothing else is known of the proposal yet.
UNTOLD = Standing()


def proposes(rights: Rights) -> bool:
    """Whether somebody proposes jobs to a client: who writes the profile, and the employer service to the placeable."""
    serving = rights.roles & {"employer_service"}
    return rights.writes("profile") or may(serving, "profile", "r", rights.relations)


def proposable(actor: SignedIn, numbers: Collection[str], today: date) -> list[Row[Any]]:
    """Those of these clients to whom somebody proposes jobs, by name."""
    return [row for row in selected(db.session(), actor, numbers, today) if proposes(_rights(actor, row))]


def _rights(actor: SignedIn, row: Row[Any]) -> Rights:
    return Rights(actor.roles, held(row._mapping))


def propose_to_many(actor: SignedIn, numbers: Collection[str], job_id: int, now: datetime, origin: str) -> int:
    """Note that a job was found for several clients, all of them or none; who writes the profile reports them (HK 6.4).

    Returns how many. Refused naming whose file is not one's own to write, and who stands in the way as in `propose`.
    """
    if not numbers or len(numbers) > MOST:
        raise Refused("kunde", f"Bitte mindestens eine und höchstens {MOST} Personen wählen.")
    with writing() as session:
        rows = proposable(actor, numbers, now.date())
        if foreign := sorted(set(numbers) - {row.number for row in rows}):
            raise Refused("kunde", f"Hier dürfen Sie keine Stelle vorschlagen: {', '.join(foreign)}.")
        # All cases before the first entry locks the journal, for which somebody may wait who holds one of them.
        lock_cases(session, [row.case_id for row in rows])
        for row in rows:
            reported = "" if _rights(actor, row).writes("profile") else None
            try:
                propose(actor, row.case_id, job_id, now, origin, report=reported)
            except Refused as refused:
                raise Refused("kunde", f"{row.number}: {refused}") from refused
    return len(rows)


def propose(
    actor: SignedIn, case_id: int, job_id: int, now: datetime, origin: str, *, found_on: date | None = None,
    standing: Standing = UNTOLD, report: str | None = None, draft: str = "",
) -> int:  # fmt: skip
    """Note that a job was found for a client; returns the proposal's id.

    Without `found_on` it was found on the day the program found it, or today. `standing` says whether the client knows
    already, `report` is what the employer service is told of the client (None: nothing yet; "" reports without words).
    Refused where the case or the job is closed, where the job stands with this client already, for impossible days, and
    where the employer service would hear of somebody whose file it does not see.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        job = _open_job(session, case, job_id)
        found = found_on or _found_by_program(session, case, job) or now.date()
        _refuse(found, standing, now.date())
        refuse_impossible(found, now.date(), begun(session, case), "gefunden")
        proposal = Proposal(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Proposal, case.person_id),
            job_id=job.id, found_on=found, staff_id=actor.id, saved_at=now)
        before = dict.fromkeys(_KEPT)
        _stand(proposal, standing, actor, now)
        session.add(proposal)
        session.flush()
        _tell_case_manager(session, actor, case, proposal, f"Stellenvorschlag: {_named(job)}.", now)
        if report is not None:
            _report(session, actor, case, proposal, report, now)
        drop_draft(actor, draft)
        append([_deed(actor, proposal, before, origin)], now, session)
    return proposal.id


def report(actor: SignedIn, case_id: int, proposal_id: int, words: str, now: datetime, origin: str) -> None:
    """Report the client to the employer service for the job, with a few words (HK 6.4).

    Refused where that is done, where the job is not open any more, and where the client is not placeable, so that
    nobody there sees the file.
    """
    with writing() as session:
        case, proposal = _locked(session, case_id, proposal_id)
        if proposal.reported_on is not None:
            raise Refused(None, "Diese Person ist für die Stelle schon gemeldet.")
        _refuse_over(proposal.job)
        before = _kept(proposal)
        _report(session, actor, case, proposal, words, now)
        session.flush()
        append([_deed(actor, proposal, before, origin)], now, session)


def tell_client(
    actor: SignedIn, case_id: int, proposal_id: int, told_on: date, told_by: str, now: datetime, origin: str,
) -> None:  # fmt: skip
    """Note that the client was told of the job: on which day and how (TELLING). Refused where they knew already."""
    with writing() as session:
        _, proposal = _locked(session, case_id, proposal_id)
        if proposal.told_on is not None:
            raise Refused(None, "Dass die Person informiert ist, steht schon da.")
        before = _kept(proposal)
        standing = Standing(told_on, told_by, follow_up_on=proposal.follow_up_on, note=proposal.note)
        _refuse(proposal.found_on, standing, now.date())
        _stand(proposal, standing, actor, now)
        session.flush()
        append([_deed(actor, proposal, before, origin)], now, session)


def change_standing(
    actor: SignedIn, case_id: int, proposal_id: int, standing: Standing, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Keep how a proposal stands: told, answered, to be asked after.

    Refused for impossible days; Overtaken where somebody has saved it since version `seen`. Who is taken on by the
    employer service's account is told to the case manager, who records the integration.
    """
    with writing() as session:
        case, proposal = _locked(session, case_id, proposal_id)
        not_overtaken(proposal, seen, None, proposal.saved_at)
        before = _kept(proposal)
        _refuse(proposal.found_on, standing, now.date())
        _stand(proposal, standing, actor, now)
        session.flush()
        if proposal.answer == "hired" != before["answer"]:
            _tell_case_manager(
                session, actor, case, proposal, f"Eingestellt: {_named(proposal.job)}. Bitte die Integration "
                "festhalten.", now)  # fmt: skip
        drop_draft(actor, draft)
        append([_deed(actor, proposal, before, origin)], now, session)


def _open_job(session: Session, case: Case, job_id: int) -> Job:
    job = session.scalars(select(Job).where(Job.id == job_id)).one()
    _refuse_over(job)
    if session.scalar(select(Proposal.id).where(Proposal.job_id == job_id, Proposal.case_id == case.id)):
        raise Refused("stelle", "Diese Stelle steht bei dieser Person schon unter den Vorschlägen.")
    return job


def _refuse_over(job: Job) -> None:
    if job.state != "offen":
        raise Refused("stelle", f"Diese Stelle ist {JOB_STATES[job.state]}.")


def _found_by_program(session: Session, case: Case, job: Job) -> date | None:
    return session.scalar(select(JobMatch.found_on).where(JobMatch.job_id == job.id, JobMatch.case_id == case.id))


def _locked(session: Session, case_id: int, proposal_id: int) -> tuple[Case, Proposal]:
    """The open case and one of its proposals, locked and read afresh."""
    case = lock_open_case(session, case_id)
    proposal = session.scalars(
        select(Proposal).where(Proposal.id == proposal_id, Proposal.case_id == case_id)
        .with_for_update(of=Proposal).execution_options(populate_existing=True)).one()  # fmt: skip
    return case, proposal


def _refuse(found_on: date, standing: Standing, today: date) -> None:
    if faults := [Fault(*fault) for fault in proposal_faults(found_on, standing, today)]:
        raise Refused.many(faults)


def _stand(proposal: Proposal, standing: Standing, actor: SignedIn, now: datetime) -> None:
    if standing.told_on and proposal.told_on is None:
        proposal.told_by_staff_id = actor.id
    for name, value in asdict(standing).items():
        setattr(proposal, name, value)
    proposal.saved_at = now


def _report(session: Session, actor: SignedIn, case: Case, proposal: Proposal, words: str, now: datetime) -> None:
    if not is_placeable(session, case.id):
        raise Refused("melden", "Diese Akte sieht der Arbeitgeberservice nicht. Bitte die Person zuerst zur "
                      "Vermittlung anbieten.")
    proposal.reported_on, proposal.report, proposal.saved_at = now.date(), words or None, now
    job = session.get_one(Job, proposal.job_id)
    tell(session, _employer_service(session, case), f"Gemeldet für {_named(job)}.", now, case.person_id,
         f"/arbeitgeber/stellen/{job.number}", but=actor)  # fmt: skip


def _employer_service(session: Session, case: Case) -> set[int]:
    """The employer service of the client's branch, of the whole house where that branch has none."""
    serving = dict(session.execute(
        select(Staff.id, Staff.branch_id).join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(Staff.active, StaffRole.role == "employer_service")).all())  # fmt: skip
    near = {staff_id for staff_id, branch_id in serving.items() if branch_id == case.person.branch_id}
    return near or set(serving)


def _tell_case_manager(
    session: Session, actor: SignedIn, case: Case, proposal: Proposal, text: str, now: datetime
) -> None:
    link = f"/kunden/{case.person.number}/vorschlaege/{proposal.id}"
    if "case_manager" not in actor.roles or actor.id != case.case_manager_id:
        tell(session, case_managers(session, case, now.date()), text, now, case.person_id, link, but=actor)


def _named(job: Job) -> str:
    return f"Stelle {job.number} ({job.title})"


_KEPT = ("found_on", "reported_on", "report", *Standing.__dataclass_fields__)


def _kept(proposal: Proposal) -> dict[str, Any]:
    return {name: getattr(proposal, name) for name in _KEPT}


def _deed(actor: SignedIn, proposal: Proposal, before: Mapping[str, Any], origin: str) -> Deed:
    """What changed from what to what; of words only that they did, as the journal has other readers."""
    changed = {name: [_plain(before[name]), _plain(value)]
               for name, value in _kept(proposal).items() if before[name] != value}  # fmt: skip
    what = changed | dict.fromkeys(changed.keys() & {"note", "report"}, "geändert")
    return Deed("write", "proposals", actor.id, origin, proposal.person_id, {"job": proposal.job_id, "what": what})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
