"""/arbeitgeber/stellen/<nummer>: a job, who was reported for it and told of it, and how it stands."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.employers.counter import actor, blueprint
from fm.blueprints.employers.forms import StateForm
from fm.blueprints.employers.listing import job_address
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.jobs import job_of
from fm.queries.occupations import occupations
from fm.queries.office import calendar
from fm.queries.proposals_of import proposals_of_job
from fm.rules.jobs import ANSWERS, EXTENTS, JOB_KINDS, JOB_STATES, TELLING
from fm.usecases.jobs import change_state
from fm.usecases.versions import Overtaken


@blueprint.get("/arbeitgeber/stellen/<number>")
@needs("jobs")
def job(number: str) -> ResponseReturnValue:
    """What is known of a job, and to whom it was proposed, as far as one reads their profiles."""
    found, session = job_of(db.session(), number) or abort(404), db.session()
    code = found.occupation
    return render_template(
        "employers/job.html", job=found, occupation=occupations(session, [code]).get(code) if code else None,
        proposals=proposals_of_job(session, actor(), found.id, clock.today()),
        form=StateForm(formdata=None, stand=found.state, fassung=found.version), answers=ANSWERS, telling=TELLING,
        kinds=JOB_KINDS, states=JOB_STATES, extents=EXTENTS, today=clock.today(), calendar=calendar(session))


@blueprint.post("/arbeitgeber/stellen/<number>/stand")
@needs("jobs", "w")
def job_state(number: str) -> ResponseReturnValue:
    """Say that a job is open, taken or closed."""
    found, form = job_of(db.session(), number) or abort(404), StateForm()
    if not form.validate_on_submit():
        return see_other(job_address(number), "Bitte einen Stand wählen.", "danger")
    try:
        change_state(actor(), found.id, form.stand.data, form.fassung.data, clock.now(), origin())
    except Overtaken as overtaken:
        theirs = StateForm(formdata=None, stand=found.state, fassung=found.version)
        return choose(form, theirs, overtaken, f"Stelle {number}", job_address(number))
    return see_other(job_address(number), f"Die Stelle ist {JOB_STATES[form.stand.data]}.")
