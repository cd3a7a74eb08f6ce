"""/kunden/<nummer>/stellen: what a client wishes, the open jobs that suit and why, what was proposed, the offer."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened, working_on
from fm.blueprints.employers.counter import actor
from fm.blueprints.employers.proposing import proposals_summary
from fm.blueprints.forms import refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.matching.counter import blueprint
from fm.blueprints.matching.forms import EndForm, OfferForm
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.queries.matches import jobs_for, offer_of, reasons, wish_of
from fm.queries.matching import is_placeable
from fm.rules.jobs import EXTENTS, JOB_KINDS, LICENCES, MOBILITY
from fm.usecases.files import File
from fm.usecases.offers import end_offer, offer_client
from fm.usecases.refusals import Refused

_COLUMNS = [Column(key, label, sorts=False) for key, label in (
    ("stelle", "Stelle"), ("passt", "Passt"), ("warum", "Warum"), ("klaeren", "Zu klären"), ("stand", "Vorschlag"))]
#: So many matches stand on a page.
_SHOWN = 20


@blueprint.get("/kunden/<number>/stellen")
@needs("matching")
def of_client(number: str) -> ResponseReturnValue:
    """The jobs that suit a client, and what is known of what they want."""
    file = opened(number, "jobs")
    return page_or_piece("matching/client.html", "matching/_jobs.html", **(around(file) | _about(file)))


@blueprint.route("/kunden/<number>/stellen/angebot", methods=["GET", "POST"])
@needs("wishes", "w")
def offer(number: str) -> ResponseReturnValue:
    """Offer a client to the employer service who is not placeable by what they are."""
    file, form = working_on(number, "jobs", "profile"), OfferForm()
    if form.validate_on_submit():
        with refusals_on(form):
            offer_client(actor(), file.case.case_id, form.grund.data, clock.now(), origin())
            return see_other(jobs_of(file), "Dem Arbeitgeberservice zur Vermittlung angeboten.")
    status = 422 if form.errors else 200
    return render_template("matching/offer.html", **around(file), form=form, cancel=jobs_of(file)), status


@blueprint.post("/kunden/<number>/stellen/angebot/beenden")
@needs("wishes", "w")
def withdraw_offer(number: str) -> ResponseReturnValue:
    """End the offer."""
    file, form = working_on(number, "jobs", "profile"), EndForm()
    if not form.validate_on_submit():
        return see_other(jobs_of(file), "Bitte noch einmal versuchen.", "danger")
    try:
        end_offer(actor(), file.case.case_id, clock.now(), origin())
    except Refused as refused:
        return see_other(jobs_of(file), str(refused), "warning")
    return see_other(jobs_of(file), "Das Angebot ist beendet.")


def jobs_of(file: File) -> str:
    """The client's page of jobs."""
    return url_for("matching.of_client", number=file.case.number)


def around(file: File) -> dict[str, Any]:
    """What every page here needs beside the frame; `writes`: wishes and offers may be changed."""
    running = file.is_latest and file.case.case_id is not None and not file.case.closed
    return frame(file) | {
        "writes": running and file.rights.writes("profile"), "running": running, "kinds": JOB_KINDS,
        "extents": EXTENTS, "mobility": MOBILITY, "licences": LICENCES}  # fmt: skip


def _about(file: File) -> dict[str, Any]:
    session, case_id, state = db.session(), file.case.case_id, list_state(_COLUMNS, "stelle", _SHOWN)
    placeable = is_placeable(session, case_id)
    found = jobs_for(session, case_id, state.offset, state.size if placeable else 0)
    why = reasons(session, [(row.job_id, case_id) for row in found.rows])
    return {
        "wish": wish_of(session, case_id), "offer": offer_of(session, case_id), "placeable": placeable, "why": why,
        "listing": Listing(_COLUMNS, found.rows, found.total, state), **proposals_summary(file)}  # fmt: skip
