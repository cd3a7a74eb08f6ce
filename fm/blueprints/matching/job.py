"""/arbeitgeber/stellen/<nummer>/passende: who suits a job and why, as far as one reads their profiles."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.employers.counter import actor
from fm.blueprints.forms import refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.matching.counter import blueprint
from fm.blueprints.matching.forms import SeveralForm
from fm.blueprints.navigation import may_reach
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.models import Job
from fm.queries.jobs import job_of
from fm.queries.matches import clients_for, reading, reasons
from fm.rules.jobs import ANSWERS
from fm.rules.matching import grade
from fm.rules.responsibility import age
from fm.usecases.proposals import proposable, propose_to_many

_COLUMNS = [Column(key, label, sorts=False) for key, label in (
    ("kunde", "Kunde"), ("fallmanagement", "Fallmanagement"), ("passt", "Passt"), ("warum", "Warum"),
    ("klaeren", "Zu klären"), ("stand", "Vorschlag"))]
_SHOWN = 25


@blueprint.get("/arbeitgeber/stellen/<number>/passende")
@needs("matching")
def of_job(number: str) -> ResponseReturnValue:
    """The clients who suit a job: one's own, or for the employer service all who are placeable."""
    return _page(_job(number), SeveralForm(formdata=None))


@blueprint.post("/arbeitgeber/stellen/<number>/passende")
@needs("proposals", "w")
def propose_to_several(number: str) -> ResponseReturnValue:
    """Propose the job to several of them; who looks after them reports them to the employer service by that."""
    job, form = _job(number), SeveralForm()
    if form.validate_on_submit():
        with refusals_on(form):
            made = propose_to_many(actor(), set(request.form.getlist("kunde")), job.id, clock.now(), origin())
            people = "1 Person" if made == 1 else f"{made} Personen"
            return see_other(url_for(".of_job", number=number), f"Vermerkt: {people}.")
    return _page(job, form)


def _job(number: str) -> Job:
    return job_of(db.session(), number) or abort(404)


def _page(job: Job, form: SeveralForm) -> ResponseReturnValue:
    session, person, today, state = db.session(), actor(), clock.today(), list_state(_COLUMNS, "passt", _SHOWN)
    found = clients_for(session, person, job.id, today, state.offset, state.size)
    why = reasons(session, [(job.id, case_id) for case_id in reading(session, person, found.rows, today)])
    free = {row.number for row in found.rows if row.proposal_id is None}
    several = free and may_reach(person, "matching.propose_to_several")
    return page_or_piece(
        "matching/job.html", "matching/_clients.html", 422 if form.errors else 200, job=job, why=why, grade=grade,
        age=age, listing=Listing(_COLUMNS, found.rows, found.total, state), answers=ANSWERS, today=today, form=form,
        eligible={row.number for row in proposable(person, free, today)} if several else set(),
        chosen=set(request.form.getlist("kunde")), reports="case_manager" in person.roles)
