"""/arbeitgeber/stellen/<nummer>/passende: who suits a job and why, as far as one reads their profiles."""

from flask import abort
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.employers.counter import actor
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.matching.counter import blueprint
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries.jobs import job_of
from fm.queries.matches import clients_for, reading, reasons
from fm.rules.jobs import ANSWERS
from fm.rules.matching import grade
from fm.rules.responsibility import age

_COLUMNS = [Column(key, label, sorts=False) for key, label in (
    ("kunde", "Kunde"), ("fallmanagement", "Fallmanagement"), ("passt", "Passt"), ("warum", "Warum"),
    ("klaeren", "Zu klären"), ("stand", "Vorschlag"))]
_SHOWN = 25


@blueprint.get("/arbeitgeber/stellen/<number>/passende")
@needs("matching")
def of_job(number: str) -> ResponseReturnValue:
    """The clients who suit a job: one's own, or for the employer service all who are placeable."""
    session, person, today = db.session(), actor(), clock.today()
    job, state = job_of(session, number) or abort(404), list_state(_COLUMNS, "passt", _SHOWN)
    found = clients_for(session, person, job.id, today, state.offset, state.size)
    why = reasons(session, [(job.id, case_id) for case_id in reading(session, person, found.rows, today)])
    return page_or_piece(
        "matching/job.html", "matching/_clients.html", job=job, why=why, grade=grade, age=age,
        listing=Listing(_COLUMNS, found.rows, found.total, state), answers=ANSWERS, today=today)
