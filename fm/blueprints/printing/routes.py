"""/drucke: printing jobs of one's own, each watched while its letters are made and taken away as one file."""

from tempfile import TemporaryFile

from flask import Blueprint, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import local_address, needs
from fm.blueprints.clients.selection import chosen_numbers
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.queries.listed import Span
from fm.queries.print_jobs import Progress, jobs_of, left_out, progress_of
from fm.rules import vocabulary
from fm.usecases.print_jobs import MOST, cancel_job, go_on, start_job, title_of, write_job
from fm.usecases.refusals import Refused
from fm.usecases.sheets import SORTS

blueprint = Blueprint("printing", __name__)

_COLUMNS = tuple(Column(key, label, sorts=False) for key, label in (
    ("was", "Was"), ("wann", "Begonnen"), ("stand", "Stand"), ("gedruckt", "Gedruckt")))  # fmt: skip


@blueprint.get("/drucke")
@needs("paper")
def index() -> ResponseReturnValue:
    """One's own printing jobs, newest first."""
    state = list_state(_COLUMNS, "")
    found = jobs_of(db.session(), current_user.id, Span(state.size, state.offset))
    return page_or_piece("printing/jobs.html", "printing/_jobs.html", title_of=title_of, words=vocabulary,
                         listing=Listing(_COLUMNS, found.rows, found.total, state))


@blueprint.post("/drucke")
@needs("paper", "w")
def start() -> ResponseReturnValue:
    """Begin to print for the clients chosen."""
    name, numbers = request.form.get("art", ""), chosen_numbers(MOST)
    if name not in SORTS:
        abort(400)
    try:
        job_id = start_job(current_user, name, numbers, clock.now())
    except Refused as refused:
        back = local_address(request.form.get("zurueck")) or url_for("clients.index")
        return see_other(back, refused.faults[0].sentence, "danger")
    return see_other(url_for(".job", job_id=job_id))


@blueprint.get("/drucke/<row:job_id>")
@needs("paper")
def job(job_id: int) -> ResponseReturnValue:
    """How far a job is; the page goes on with it by itself where scripts run, else by a button."""
    found = _own(job_id)
    return page_or_piece("printing/job.html", "printing/_job.html", job=found, title=title_of(found.kind),
                         left=left_out(db.session(), job_id))


@blueprint.post("/drucke/<row:job_id>/weiter")
@needs("paper", "w")
def go(job_id: int) -> ResponseReturnValue:
    """Make the next letters."""
    if not go_on(current_user, job_id, clock.now(), origin()):
        abort(404)
    return see_other(url_for(".job", job_id=job_id))


@blueprint.post("/drucke/<row:job_id>/abbrechen")
@needs("paper", "w")
def cancel(job_id: int) -> ResponseReturnValue:
    """Stop a job."""
    _own(job_id)
    told = "Der Druck ist abgebrochen. Was schon gedruckt ist, bleibt in den Akten."
    stopped = cancel_job(current_user, job_id)
    return see_other(url_for(".job", job_id=job_id), told if stopped else None, "info")


@blueprint.get("/drucke/<row:job_id>/pdf")
@needs("paper")
def file(job_id: int) -> ResponseReturnValue:
    """All letters of a job as one file, which is written to the disk and not held in memory."""
    found, whole = _own(job_id), TemporaryFile()  # noqa: SIM115  closed with the answer
    if not write_job(current_user, job_id, whole, clock.now(), origin()):
        whole.close()
        abort(404)
    whole.seek(0)
    name = f"{title_of(found.kind)} {found.created_at:%Y-%m-%d}.pdf"
    return send_file(whole, "application/pdf", as_attachment=True, download_name=name)


def _own(job_id: int) -> Progress:
    return progress_of(db.session(), current_user.id, job_id) or abort(404)
