"""Proposals: those of a client, those of a job, what the integration form takes over, how many led to one."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from fm.models import Case, Employer, Job, Person, Proposal, Staff
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.relations import opening, related, viewer
from fm.rules.calendar import Calendar
from fm.rules.job_checks import AT_ONCE
from fm.rules.jobs import OVER


class Proposed(NamedTuple):
    """A job for a client as lists show it; `number` is the client's, `finder` who found it."""

    id: int
    number: str
    surname: str
    given_name: str
    job: str
    title: str
    job_state: str
    employer: str
    town: str | None
    found_on: date
    reported_on: date | None
    told_on: date | None
    told_by: str | None
    answer: str
    answered_on: date | None
    follow_up_on: date | None
    document_id: int | None
    finder: str

    @property
    def over(self) -> bool:
        """Whether nothing is still to come of it."""
        return self.answer in OVER

    def days(self, calendar: Calendar, today: date) -> int:
        """Working days between finding the job and telling the client, or until today (HK 4.2)."""
        return calendar.working_days_between(self.found_on, self.told_on or today)

    def late(self, calendar: Calendar, today: date) -> bool:
        """Whether the client was not told at once, or is still to be told (HK 4.2)."""
        return self.days(calendar, today) > AT_ONCE and (self.told_on is not None or not self.over)


_ROWS = (
    select(Proposal.id, Person.number, Person.surname, Person.given_name, Job.number, Job.title, Job.state,
           Employer.name, Job.town, Proposal.found_on, Proposal.reported_on, Proposal.told_on, Proposal.told_by,
           Proposal.answer, Proposal.answered_on, Proposal.follow_up_on, Proposal.document_id,
           Staff.given_name + " " + Staff.surname)
    .join(Job, Job.id == Proposal.job_id).join(Employer, Employer.id == Job.employer_id)
    .join(Case, Case.id == Proposal.case_id).join(Person, Person.id == Case.person_id)
    .join(Staff, Staff.id == Proposal.staff_id)
)  # fmt: skip
_OF_CASE = (
    _ROWS.where(Proposal.case_id == bindparam("case", type_=Integer)).order_by(Proposal.number.desc()))


class OfJob(NamedTuple):
    """The proposals of a job that somebody may read, and how many there are beside them."""

    rows: list[Proposed]
    others: int


def proposals_of_case(session: Session, case_id: int) -> list[Proposed]:
    """The jobs proposed in a case, the newest first."""
    return _read(session, _OF_CASE, {"case": case_id})


def proposals_of_job(session: Session, actor: SignedIn, job_id: int, today: date) -> OfJob:
    """To whom a job was proposed, as far as somebody reads their profile; by name."""
    of_job = Proposal.job_id == job_id
    readable = related(opening(actor, "profile"))
    rows = _ROWS.where(of_job, readable).order_by(Person.sort_name, Proposal.id)
    found = _read(session, rows, viewer(actor, today))
    total = session.scalar(select(func.count()).select_from(Proposal).where(of_job)) or 0
    return OfJob(found, total - len(found))


def proposal_of(session: Session, case_id: int, proposal_id: int) -> Proposal | None:
    """One proposal of a case, with its job and employer."""
    return session.scalar(
        select(Proposal).options(joinedload(Proposal.job).joinedload(Job.employer), joinedload(Proposal.staff))
        .where(Proposal.id == proposal_id, Proposal.case_id == case_id))


def standing_of(session: Session, case_id: int, job_id: int) -> int | None:
    """The id of the proposal of a job to a client, where there is one."""
    return session.scalar(select(Proposal.id).where(Proposal.case_id == case_id, Proposal.job_id == job_id))


def integration_by(session: Session, case_id: int, proposal_id: int | None) -> dict[str, Any]:
    """What the form of an integration takes over from the proposal by which somebody was taken on; else nothing."""
    found = proposal_of(session, case_id, proposal_id) if proposal_id else None
    if found is None or found.answer != "hired":
        return {}
    job = found.job
    return {
        "tag": max(filter(None, (job.begins, found.answered_on))),
        "art": "training" if job.kind == "ausbildung" else "work",
        "vermerk": f"{job.title} bei {job.employer.name}, Stelle {job.number}"}


class Placed(NamedTuple):
    """How many integrations there were, and how many of them after a proposal by which the client was taken on."""

    all: int
    by_proposal: int


def placed_between(session: Session, first: date, last: date) -> Placed:
    """The integrations into work, training or self-employment that began in these days, in the whole house (HK 6.4)."""
    hired = select(Proposal.id).where(Proposal.case_id == Case.id, Proposal.answer == "hired").exists()
    integrations = select(func.count(), func.count().filter(hired)).where(Case.placed_on.between(first, last))
    return Placed(*session.execute(integrations).one())


def _read(session: Session, rows: Select[*tuple[Any, ...]], places: dict[str, object]) -> list[Proposed]:
    return [Proposed(*row) for row in direct(session).execute(rows, places)]
