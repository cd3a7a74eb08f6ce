"""/kunden/<nummer>/zusammenfuehren: two files found to be one person's, side by side, and made one."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened, opened_to_write
from fm.blueprints.forms import refusals_on
from fm.blueprints.intake.counter import blueprint, page_of_file
from fm.blueprints.intake.forms import MergeForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.duplicates import known, likely
from fm.usecases.files import File, open_to_write
from fm.usecases.merging import merge_people

_LONGEST_NUMBER = 30


@blueprint.get("/kunden/<number>/zusammenfuehren")
@needs("merging", "w")
def merge(number: str) -> ResponseReturnValue:
    """Who may be the same person; with one chosen, both sides and the form."""
    file, chosen = opened(number, "overview"), request.args.get("mit", "").strip()[:_LONGEST_NUMBER]
    return _page(file, MergeForm(formdata=None, data={"mit": chosen.upper()}))


@blueprint.post("/kunden/<number>/zusammenfuehren")
@needs("merging", "w")
def do_merge(number: str) -> ResponseReturnValue:
    """Make both files one, where this person may write both."""
    file, form = opened_to_write(number, "master"), MergeForm()
    if form.validate_on_submit():
        with refusals_on(form):
            other = opened_to_write(form.mit.data, "master").case
            kept = merge_people(current_user, file.case.id, other.id, form.grund.data, clock.now(), origin())
            told = f"Die Akten {file.case.number} und {other.number} sind zusammengeführt; es bleibt {kept}."
            return see_other(url_for("clients.overview", number=kept), told)
    return _page(file, form, 422)


def _page(file: File, form: MergeForm, status: int = 200) -> ResponseReturnValue:
    """The two sides where this person may write both, else those who may be the same person."""
    session, case, asked = db.session(), file.case, form.mit.data or ""
    other = open_to_write(current_user, asked, "master", clock.now()) if asked else None
    beside = isinstance(other, File) and other.case.id != case.id
    if asked and not beside:
        form.form_errors.append("Zum Zusammenführen gehört eine zweite Akte, die Sie auch bearbeiten dürfen.")
    return page_of_file(
        "intake/merge.html", file, form=form,
        sides=[known(session, number) for number in (case.number, asked)] if beside else [],
        found=likely(session, case.surname, case.given_name, case.born, case.id)), status
