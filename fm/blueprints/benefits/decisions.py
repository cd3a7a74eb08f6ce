"""/einstieg/entscheidungen/<id>: the decision on one application, or a decision put right."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.benefits.counter import blueprint
from fm.blueprints.benefits.forms import CorrectionForm, DecisionForm
from fm.blueprints.clients.frame import frame, opened, opened_to_write
from fm.blueprints.forms import refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.decisions import Handed, handed_in
from fm.rules.vocabulary import DECISIONS
from fm.usecases.benefits import correct_decision, decide
from fm.usecases.files import File


@blueprint.route("/einstieg/entscheidungen/<row:application_id>", methods=["GET", "POST"])
@needs("decisions", "w")
def decision(application_id: int) -> ResponseReturnValue:
    """Record the decision; the case managers are told and the file goes round."""
    row, file = _opened(application_id)
    form = _form(row)
    if form.validate_on_submit():
        with refusals_on(form):
            return see_other(*_recorded(row, form))
    page = render_template("benefits/decision.html", **frame(file), form=form, row=row)
    return page, 422 if form.errors else 200


def _opened(application_id: int) -> tuple[Handed, File]:
    """The application and its client's file; the request ends here where one of them is not there for this clerk."""
    row = handed_in(db.session(), application_id)
    if row is None:
        abort(404)
    file = opened_to_write(row.number, "application") if request.method == "POST" else opened(row.number, "decision")
    if not file.rights.writes("application"):
        abort(403)
    return row, file


def _form(row: Handed) -> DecisionForm:
    """A form sent without a reason was meant as the first decision, also where a colleague was faster."""
    if "grund" in request.form or (request.method == "GET" and row.decided):
        return CorrectionForm(data={"tag": row.decided, "entscheidung": row.decision})
    return DecisionForm(data={"tag": clock.today()})


def _recorded(row: Handed, form: DecisionForm) -> tuple[str, str]:
    """Do the deed; where it leads, and what is said there."""
    said = form.tag.data, form.entscheidung.data
    if isinstance(form, CorrectionForm):
        correct_decision(current_user, row.id, *said, form.grund.data, clock.now(), origin())
        return url_for(".decisions", stand="entschieden"), "Die Entscheidung ist berichtigt und allen gemeldet."
    circulation_id = decide(current_user, row.id, *said, clock.now(), origin())
    told = f"Festgehalten: {DECISIONS[form.entscheidung.data]}. Das Fallmanagement ist benachrichtigt, "
    return url_for(".circulation", circulation_id=circulation_id), f"{told}der Umlauf der Akte beginnt."
