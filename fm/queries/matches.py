"""The matches that are kept: of a job, of a client, of a caseload; each list one statement, however many there are.

Only open jobs and placeable clients are shown, whatever the night before has left.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from fm.models import (
    Branch,
    Case,
    Deadline,
    Employer,
    Job,
    JobMatch,
    JobWish,
    MatchingJob,
    Offer,
    Person,
    PlacementStep,
    Proposal,
    Staff,
    StaffRole,
    SurveySection,
)
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.folding import folded
from fm.queries.matching import PLACEABLE, clients_at_hand, jobs_at_hand
from fm.queries.print_jobs import selected
from fm.queries.relations import held, opening, related, viewer
from fm.queries.worklist import OPEN
from fm.rules.matching import VERY_GOOD, Match, match
from fm.rules.permissions import may

#: So many jobs of each client stand in the list of a caseload.
BEST = 3

#: So written that no index leads from the open jobs to everybody's matches: SQLite would walk through them.
_OPEN_JOB = Job.state + "" == "offen"
_PROPOSED = and_(Proposal.job_id == JobMatch.job_id, Proposal.case_id == JobMatch.case_id)
_JOB = (Job.id.label("job_id"), Job.number.label("job_number"), Job.title, Job.town, Job.kind, Job.extent, Job.begins,
        Employer.name.label("employer"))  # fmt: skip
_MATCHED = (JobMatch.score, JobMatch.found_on, Proposal.id.label("proposal_id"), Proposal.answer)
_BEST_FIRST = (JobMatch.score.desc(), Person.sort_name, JobMatch.case_id)
_AT, _SIZE, _OFFSET = (bindparam(name, type_=Integer) for name in ("job", "size", "offset"))
_JOBS_FOR = (
    select(*_JOB, *_MATCHED, func.count().over().label("total"))
    .join_from(JobMatch, Job, Job.id == JobMatch.job_id).join(Employer, Employer.id == Job.employer_id)
    .outerjoin(Proposal, _PROPOSED)
    .where(JobMatch.case_id == bindparam("case", type_=Integer), _OPEN_JOB)
    .order_by(JobMatch.score.desc(), JobMatch.found_on.desc(), Job.id).limit(_SIZE).offset(_OFFSET)
)  # fmt: skip
_CLIENT = (Case.id.label("case_id"), Person.number, Person.surname, Person.given_name, Person.born)


class Page(NamedTuple):
    """The rows of a page, and how many there are in all."""

    rows: Sequence[Row[Any]]
    total: int


def seeing(actor: SignedIn) -> frozenset[str]:
    """By which relations somebody sees who suits which job: who reads the profile, and assistants those of the team."""
    team = {"team"} if "assistant" in actor.roles else set()
    return opening(actor, "profile") | team


def clients_for(session: Session, actor: SignedIn, job_id: int, today: date, offset: int, size: int) -> Page:
    """The clients who suit an open job and whom somebody may see, the best first."""
    values = {**viewer(actor, today), "job": job_id, "size": size, "offset": offset}
    return _page(session, _clients_for(seeing(actor)), values)


@cache
def _clients_for(shown: frozenset[str]) -> Select[Any]:
    """First they are chosen, with nothing but what chooses and sorts them; then all is read of these few."""
    among = [] if "placeable" in shown else [related(shown, checked=True)]
    chosen = (
        select(JobMatch.case_id, func.count().over().label("total"))
        .join_from(JobMatch, Case, Case.id == JobMatch.case_id).join(Person, Person.id == Case.person_id)
        .join(Job, Job.id == JobMatch.job_id)
        .where(JobMatch.job_id == _AT, _OPEN_JOB, PLACEABLE, *among)
        .order_by(*_BEST_FIRST).limit(_SIZE).offset(_OFFSET).subquery())
    rows: Any = (
        select(*_CLIENT, *_MATCHED, Branch.name.label("branch"), Staff.given_name.label("manager_given_name"),
               Staff.surname.label("manager_surname"), chosen.c.total)
        .join_from(chosen, JobMatch, and_(JobMatch.job_id == _AT, JobMatch.case_id == chosen.c.case_id))
        .join(Case, Case.id == JobMatch.case_id).join(Person, Person.id == Case.person_id)
        .outerjoin(Branch, Branch.id == Person.branch_id).outerjoin(Staff, Staff.id == Case.case_manager_id)
        .outerjoin(Proposal, _PROPOSED).order_by(*_BEST_FIRST))
    return rows


def jobs_for(session: Session, case_id: int, offset: int, size: int) -> Page:
    """The open jobs that suit a client, the best first."""
    return _page(session, _JOBS_FOR, {"case": case_id, "size": size, "offset": offset})


#: The best open jobs of each client that were not proposed yet.
_RANK = func.row_number().over(partition_by=JobMatch.case_id, order_by=(JobMatch.score.desc(), JobMatch.job_id))
_ORDERS = {
    "score": (JobMatch.score,), "name": (Person.sort_name, Person.id), "found": (JobMatch.found_on,),
    "job": (folded(Job.title), Job.number), "employer": (Employer.search_name,),
}  # fmt: skip


def best_matches(
    session: Session, actor: SignedIn, today: date, order: str, descending: bool, offset: int, size: int
) -> Page:
    """The best open jobs of each client of one's own caseload that were not proposed yet; of an assistant's team.

    The employer service has those of its branch that suit very well.
    """
    serving = {"case_manager", "assistant"}.isdisjoint(actor.roles)
    caseload = select(Case.id).join_from(Case, Person).where(PLACEABLE, _of_caseload(actor))
    cases = session.scalars(caseload, viewer(actor, today)).all()
    ranked = (
        select(JobMatch.job_id, JobMatch.case_id, _RANK.label("rank"))
        .join_from(JobMatch, Job, Job.id == JobMatch.job_id).outerjoin(Proposal, _PROPOSED)
        .where(JobMatch.case_id.in_(cases), JobMatch.score >= (VERY_GOOD if serving else 0), _OPEN_JOB,
               Proposal.id.is_(None)).subquery())
    sorting = [column.desc() if descending else column for column in _ORDERS[order]]
    rows = (
        select(*_CLIENT, *_JOB, JobMatch.score, JobMatch.found_on, func.count().over().label("total"))
        .join_from(ranked, JobMatch, and_(JobMatch.job_id == ranked.c.job_id, JobMatch.case_id == ranked.c.case_id))
        .join(Case, Case.id == JobMatch.case_id).join(Person, Person.id == Case.person_id)
        .join(Job, Job.id == JobMatch.job_id).join(Employer, Employer.id == Job.employer_id)
        .where(ranked.c.rank <= BEST)
        .order_by(*sorting, JobMatch.score.desc(), Person.sort_name, JobMatch.case_id, Job.id)
        .limit(size).offset(offset))
    return _page(session, rows)


def _of_caseload(actor: SignedIn) -> ColumnElement[bool]:
    own = {"assigned", "deputised"} if "case_manager" in actor.roles else set()
    team = {"team"} if "assistant" in actor.roles else set()
    if own | team or "employer_service" not in actor.roles:
        return related(own | team)
    return Person.branch_id == actor.branch_id


def reading(session: Session, actor: SignedIn, rows: Sequence[Row[Any]], today: date) -> frozenset[int]:
    """The cases among these rows whose profile somebody reads, and with it the reasons of a match.

    But for assistants the lists hold no others.
    """
    if "assistant" not in actor.roles:
        return frozenset(row.case_id for row in rows)
    found = selected(session, actor, {row.number for row in rows}, today)
    return frozenset(row.case_id for row in found if may(actor.roles, "profile", "r", held(row._mapping)))


def reasons(session: Session, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Match]:
    """Why these pairs of job and case match, reckoned now; what is no match any longer is left out."""
    jobs = {job.id: job for job in jobs_at_hand(session, {job_id for job_id, _ in pairs})} if pairs else {}
    cases = {one.case_id: one for one in clients_at_hand(session, {case_id for _, case_id in pairs})} if pairs else {}
    found = ((pair, match(jobs[pair[0]], cases[pair[1]])) for pair in pairs if pair[0] in jobs and pair[1] in cases)
    return {pair: one for pair, one in found if one}


_CASE_ID: Any = bindparam("case", type_=Integer)
_WISH = select(JobWish).where(JobWish.case_id == _CASE_ID).options(joinedload(JobWish.staff))
_RUNNING_OFFER = select(Offer).where(Offer.case_id == _CASE_ID, Offer.ended.is_(None)).options(joinedload(Offer.staff))


def wish_of(session: Session, case_id: int) -> JobWish | None:
    """What a client wishes, with who wrote it; None while nobody has asked."""
    return session.scalar(_WISH, {"case": case_id})


def offer_of(session: Session, case_id: int) -> Offer | None:
    """The offer of a client to the employer service that runs."""
    return session.scalar(_RUNNING_OFFER, {"case": case_id})


def told_at_intake(session: Session, case_id: int) -> dict[str, Any]:
    """What the client told at the intake of their mobility; nothing where that section was not filled in."""
    content = session.scalar(
        select(SurveySection.content).where(SurveySection.case_id == case_id, SurveySection.section == "mobility"))
    told: dict[str, Any] = json.loads(content) if content else {}
    return told


def looked_at(session: Session, case_id: int) -> dict[int, list[Any]]:
    """The jobs that were looked at in each step of a case, by step."""
    rows = (
        select(MatchingJob.step_id, Job.number, Job.title).join_from(MatchingJob, Job)
        .join(PlacementStep, PlacementStep.id == MatchingJob.step_id)
        .where(PlacementStep.case_id == case_id).order_by(folded(Job.title), Job.number))  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(rows):
        found[row.step_id].append(row)
    return found


def to_discuss(
    session: Session, actor: SignedIn, kind: str, today: date, manager_id: int | None = None
) -> Sequence[Any]:
    """Those for whom such a step is usual, market-ready or placeable, by name, with the next deadline for it.

    One's own; of a colleague's clients (`manager_id`) the placeable alone.
    """
    standard = {"matching": "NAH5", "job_search": "NAH4"}[kind]
    due = select(func.min(Deadline.due)).where(Deadline.case_id == Case.id, Deadline.standard == standard, OPEN)
    rows = (
        select(*_CLIENT, Case.last_contact, due.correlate(Case).scalar_subquery().label("due"))
        .join_from(Person, Case, and_(Case.person_id == Person.id, Case.is_latest))
        .where(Case.closed.is_(None), Person.merged_into_id.is_(None)).order_by(Person.sort_name, Person.id))
    if manager_id is not None:
        return session.execute(rows.where(PLACEABLE, Case.case_manager_id == manager_id), viewer(actor, today)).all()
    usual = or_(Case.stream == "market_ready", related({"placeable"}))
    return session.execute(rows.where(related({"assigned", "deputised"}), usual), viewer(actor, today)).all()


def best_jobs(session: Session, case_ids: Collection[int]) -> dict[int, list[Any]]:
    """The best open jobs of each of these cases, at most BEST."""
    ranked = (
        select(JobMatch.job_id, JobMatch.case_id, JobMatch.score, _RANK.label("rank")).join_from(JobMatch, Job)
        .where(JobMatch.case_id.in_(case_ids), _OPEN_JOB).subquery())
    rows = (
        select(ranked.c.case_id, *_JOB).join_from(ranked, Job, Job.id == ranked.c.job_id).join(Employer)
        .where(ranked.c.rank <= BEST).order_by(ranked.c.case_id, ranked.c.rank))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(rows):
        found[row.case_id].append(row)
    return found


def partners(session: Session, role: str) -> list[Row[Any]]:
    """The active colleagues with a role, by name, with their branch."""
    rows = (
        select(Staff.id, Staff.given_name, Staff.surname, Branch.name.label("branch")).join(Branch)
        .join(StaffRole, StaffRole.staff_id == Staff.id).where(Staff.active, StaffRole.role == role)
        .order_by(Staff.sort_name, Staff.id))
    return list(session.execute(rows))


def _page(session: Session, rows: Select[*tuple[Any, ...]], values: Any = None) -> Page:
    found = direct(session).execute(rows, values).all()
    return Page(found, found[0].total if found else 0)
