"""The letter that proposes a job to a client, with a slip for the answer (HK 4.2, 6.4)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents.measures import JobProposal
from fm.extensions import db
from fm.models import Case, Employer, Job, Proposal
from fm.queries.accounts import SignedIn
from fm.queries.letters import addressee
from fm.rules.jobs import EXTENTS
from fm.transactions import writing
from fm.usecases.entries import lock_case
from fm.usecases.letters import letter
from fm.usecases.measure_paper import answer_by
from fm.usecases.printing import keep_document, typeset
from fm.usecases.refusals import Refused


def proposal_record(session: Session, proposal: Proposal, day: date) -> JobProposal:
    """The letter about a proposed job as it is printed on a day."""
    to, job = addressee(session, proposal.case_id), proposal.job
    return JobProposal(
        **letter(to, day), name=to.name, number=job.number, job=job.title, employer=job.employer.name,
        address=_address(job.employer), place=_town(job), begins=job.begins, extent=EXTENTS.get(job.extent or "", ""),
        fixed_until=job.fixed_until, requirements=job.requirements or "", apply_to=job.contact or "",
        answer_until=answer_by(session, day, proposal.follow_up_on))


def print_proposal(actor: SignedIn, proposal_id: int, now: datetime, origin: str) -> int:
    """Print the letter about a proposed job and keep it as the proposal's; the document's id.

    Refused for a job that is not open any more, and without a released text.
    """
    session = db.session()
    row = session.get_one(Proposal, proposal_id)
    if row.job.state != "offen":
        raise Refused(None, "Die Stelle ist nicht mehr offen und wird nicht mehr vorgeschlagen.")
    record, title = proposal_record(session, row, now.date()), f"Vermittlungsvorschlag: {row.job.title}"
    printed = typeset(session, "job_proposal", session.get_one(Case, row.case_id), record, title=title)
    with writing() as deed:
        lock_case(deed, deed.get_one(Proposal, proposal_id).case_id)
        rows = select(Proposal).where(Proposal.id == proposal_id).with_for_update()
        row = deed.scalars(rows.execution_options(populate_existing=True)).one()
        document = keep_document(deed, actor, deed.get_one(Case, row.case_id), printed, now, origin)
        row.document_id = document.id
        return document.id


def _address(employer: Employer) -> str:
    town = " ".join(filter(None, (employer.postcode, employer.town)))
    return ", ".join(filter(None, (employer.street, town)))


def _town(job: Job) -> str:
    return " ".join(filter(None, (job.postcode, job.town)))
