"""Jobs and proposals as the employer service and case managers find them on their desks (HK 4.2, 6.4)."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Employer, Job, JobMatch, Person, Proposal
from fm.queries.direct import constant
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.relations import LATEST_CASE, related
from fm.rules.jobs import OVER

#: So long a job is new; so far ahead a desk looks for what is to be followed up.
_NEW, _AHEAD = timedelta(days=7), timedelta(days=7)


class NewJob(NamedTuple):
    """A job that came in lately, and how many clients suit it."""

    number: str
    title: str
    employer: str
    town: str | None
    recorded: date
    matches: int


_MATCHES = (
    select(func.count()).select_from(JobMatch).where(JobMatch.job_id == Job.id).correlate(Job).scalar_subquery())
_NEW_JOBS = by_span(
    select(Job.number, Job.title, Employer.name, Job.town, Job.recorded, _MATCHES).join(
        Employer, Employer.id == Job.employer_id)
    .where(Job.state == constant("offen"), Job.recorded >= bindparam("since"))
    .order_by(Job.recorded.desc(), Job.number))  # fmt: skip


def new_jobs(session: Session, today: date, span: Span) -> Found:
    """Open jobs recorded in the last seven days, the newest first [6.4]."""
    return fetch_span(session, _NEW_JOBS, span, NewJob, since=today - _NEW)


class Lead(NamedTuple):
    """A job that somebody was found for; what is to be done next hangs on the days that are there."""

    id: int
    number: str
    surname: str
    given_name: str
    branch: str | None
    job: str
    title: str
    employer: str
    answer: str
    found_on: date
    reported_on: date | None
    told_on: date | None
    follow_up_on: date | None


_LEADS = (
    select(Proposal.id, Person.number, Person.surname, Person.given_name, Branch.name, Job.number, Job.title,
           Employer.name, Proposal.answer, Proposal.found_on, Proposal.reported_on, Proposal.told_on,
           Proposal.follow_up_on)
    .join_from(Proposal, Job, Job.id == Proposal.job_id).join(Employer, Employer.id == Job.employer_id)
    .join(Person, Person.id == Proposal.person_id).join(Case, LATEST_CASE)
    .outerjoin(Branch, Branch.id == Person.branch_id)
    .where(Proposal.case_id == Case.id, Case.closed.is_(None),
           Proposal.answer.not_in([constant(code) for code in sorted(OVER)])))  # fmt: skip
_PLACEABLE = related({"placeable"})
_OWN_BRANCH_FIRST = case((Person.branch_id == bindparam("branch"), 0), else_=1)
_IS_DUE = and_(Proposal.follow_up_on.is_not(None), Proposal.follow_up_on <= bindparam("ahead"))
_REPORTED = by_span(
    _LEADS.where(_PLACEABLE, Proposal.reported_on.is_not(None), Proposal.answer == constant("open"))
    .order_by(_OWN_BRANCH_FIRST, Proposal.reported_on.desc(), Person.sort_name, Proposal.id))
_FOLLOWED = by_span(
    _LEADS.where(_PLACEABLE, Proposal.reported_on.is_not(None), _IS_DUE)
    .order_by(_OWN_BRANCH_FIRST, Proposal.follow_up_on, Person.sort_name, Proposal.id))
_OF_CASE_MANAGERS = by_span(
    _LEADS.where(Case.case_manager_id.in_(bindparam("staff", expanding=True)), or_(Proposal.told_on.is_(None), _IS_DUE))
    .order_by(Proposal.told_on.is_not(None), Proposal.found_on, Person.sort_name, Proposal.id))


def reported(session: Session, branch_id: int, span: Span) -> Found:
    """Clients whom case managers reported for a job, without an answer yet; those of the branch first [6.4]."""
    return fetch_span(session, _REPORTED, span, Lead, branch=branch_id)


def to_follow_up(session: Session, branch_id: int, today: date, span: Span) -> Found:
    """Reported clients about whom one is to ask within a week; those of the branch first [6.4]."""
    return fetch_span(session, _FOLLOWED, span, Lead, branch=branch_id, ahead=today + _AHEAD)


def leads_of(session: Session, staff_ids: list[int], today: date, span: Span) -> Found:
    """Proposals for these case managers' clients: who is to be told on top, then what is to be followed up [4.2]."""
    return fetch_span(session, _OF_CASE_MANAGERS, span, Lead, staff=staff_ids, ahead=today + _AHEAD)
