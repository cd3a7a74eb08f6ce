"""Open jobs: the list with what narrows it, one job, and whose clients suit new ones (HK 6.4)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from fm.models import Case, Deputy, Employer, Job, JobMatch, Occupation, Proposal, Staff
from fm.queries.folding import folded
from fm.queries.listed import Found, Span
from fm.rules.jobs import OVER
from fm.rules.names import fold


class Listed(NamedTuple):
    """A job as lists show it; `occupation` is the code of the KldB, `occupation_title` its title where it is loaded."""

    id: int
    number: str
    title: str
    occupation: str | None
    occupation_title: str | None
    employer_id: int
    employer: str
    postcode: str | None
    town: str | None
    kind: str
    extent: str | None
    begins: date | None
    fixed_until: date | None
    recorded: date
    state: str


@dataclass(frozen=True)
class Sought:
    """Which jobs are wanted: words in number, title, place, requirements or employer; the code of the occupation from
    its first digit on; None narrows nothing."""

    words: str = ""
    state: str | None = "offen"
    kind: str | None = None
    extent: str | None = None
    occupation: str | None = None
    since: date | None = None
    employer_id: int | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What a job has to meet."""
        exact = {Job.state: self.state, Job.kind: self.kind, Job.extent: self.extent, Job.employer_id: self.employer_id}
        found = [column == value for column, value in exact.items() if value is not None]
        found += [or_(*(column.contains(word, autoescape=True) for column in (Job.search_text, Employer.search_name)))
                  for word in fold(self.words).split()]  # fmt: skip
        if self.occupation:
            found.append(Job.occupation.startswith(self.occupation, autoescape=True))
        if self.since:
            found.append(Job.recorded >= self.since)
        return found


#: What the list sorts by.
ORDERS: Mapping[str, Any] = {
    "number": Job.number, "title": folded(Job.title), "employer": Employer.search_name,
    "town": folded(Job.town), "begins": Job.begins, "recorded": Job.recorded, "kind": Job.kind,
}
_ROWS = (
    select(Job.id, Job.number, Job.title, Job.occupation, Occupation.title, Employer.id, Employer.name, Job.postcode,
           Job.town, Job.kind, Job.extent, Job.begins, Job.fixed_until, Job.recorded, Job.state)
    .join(Employer, Employer.id == Job.employer_id)
    .outerjoin(Occupation, Occupation.code == Job.occupation)
)  # fmt: skip


def jobs(session: Session, sought: Sought, order: tuple[str, bool], span: Span) -> Found:
    """The jobs sought in an order, a field of ORDERS and "descending"; unknown values stand last."""
    rows = _in_order(_ROWS.where(*sought.conditions), order)
    found = session.execute(rows.add_columns(func.count().over()).limit(span.shown).offset(span.offset)).all()
    return Found([Listed(*row[:-1]) for row in found], found[0][-1] if found else 0)


def every_job(session: Session, sought: Sought, order: tuple[str, bool]) -> Iterator[Listed]:
    """All jobs sought, fetched in portions."""
    rows = _in_order(_ROWS.where(*sought.conditions), order)
    for row in session.execute(rows, execution_options={"yield_per": 500}):
        yield Listed(*row)


def count_jobs(session: Session, sought: Sought) -> int:
    """How many jobs are sought."""
    rows = select(func.count(Job.id)).join(Employer, Employer.id == Job.employer_id)
    return session.scalar(rows.where(*sought.conditions)) or 0


_JOB = (
    select(Job).join(Job.employer).options(contains_eager(Job.employer))
    .where(Job.number == bindparam("number", type_=Text))
)  # fmt: skip


def job_of(session: Session, number: str) -> Job | None:
    """The job of this number, with its employer."""
    return session.scalar(_JOB, {"number": number})


def _in_order(rows: Select[*tuple[Any, ...]], order: tuple[str, bool]) -> Select[*tuple[Any, ...]]:
    field, descending = ORDERS[order[0]], order[1]
    return rows.order_by(field.is_(None), field.desc() if descending else field, Job.number)


class Suiting(NamedTuple):
    """That so many clients of a case manager, or of an absent one whom they stand in for, suit a job."""

    staff_id: int
    number: str
    title: str
    clients: int


def suiting(session: Session, job_ids: Collection[int], today: date) -> list[Suiting]:
    """Who looks after clients that suit these jobs, job by job, those who stand in today among them."""
    charged = and_(Case.id == JobMatch.case_id, Case.closed.is_(None), Case.case_manager_id.is_not(None))
    managed = (
        select(Case.case_manager_id, Job.number, Job.title, func.count())
        .select_from(JobMatch).join(Job, Job.id == JobMatch.job_id).join(Case, charged)
        .where(Job.id.in_(job_ids)).group_by(Case.case_manager_id, Job.number, Job.title).order_by(Job.number)
    )  # fmt: skip
    standing_in = [tuple(row) for row in session.execute(
        select(Deputy.absent_id, Deputy.deputy_id).where(Deputy.begins <= today, Deputy.ends >= today))]  # fmt: skip
    active = set(session.scalars(select(Staff.id).where(Staff.active)))
    told: dict[tuple[int, str, str], int] = {}
    for manager_id, number, title, clients in session.execute(managed):
        for staff_id in {manager_id, *(deputy for absent, deputy in standing_in if absent == manager_id)} & active:
            key = (int(staff_id or 0), number, title)
            told[key] = told.get(key, 0) + clients
    return [Suiting(*key, clients) for key, clients in told.items()]


def waiting_on(session: Session, job_ids: Collection[int]) -> list[tuple[Proposal, Case, Job]]:
    """The proposals of these jobs of which something is still to come, in running cases."""
    rows = (
        select(Proposal, Case, Job).select_from(Proposal).join(Job, Job.id == Proposal.job_id)
        .join(Case, Case.id == Proposal.case_id)
        .where(Job.id.in_(job_ids), Proposal.answer.not_in(OVER), Case.closed.is_(None)).order_by(Job.number, Case.id)
    )  # fmt: skip
    return [(proposal, case, job) for proposal, case, job in session.execute(rows)]
