"""/kunden/<nummer>/vermittlung: what was recorded of placement, each record made in one step."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened, working_on
from fm.blueprints.forms import Form, choices, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import context
from fm.blueprints.returning import afterwards
from fm.blueprints.routine.counter import blueprint
from fm.blueprints.routine.forms import DecisionForm, StepForm, WithdrawForm
from fm.extensions import db
from fm.queries.matches import looked_at
from fm.queries.routine import step_of, steps_of
from fm.rules.calendar import german
from fm.rules.routine import Recorded, results_for
from fm.rules.vocabulary import PLACEMENT_STEPS
from fm.usecases.files import File
from fm.usecases.routine import record_step, withdraw_step

#: The word of the address → the kind of record.
_KINDS = {"stellensuche": "job_search", "matching": "matching", "einzelfallbeurteilung": "assessment"}


@blueprint.get("/kunden/<number>/vermittlung")
@needs("profiling")
def index(number: str) -> ResponseReturnValue:
    """Everything recorded of placement in the case."""
    file = opened(number, "routine")
    session, case_id = db.session(), file.case.case_id
    return render_template(
        "routine/index.html", **_around(file), steps=steps_of(session, case_id), looked_at=looked_at(session, case_id))


@blueprint.route("/kunden/<number>/vermittlung/<word>", methods=["GET", "POST"])
@needs("routine", "w")
def record(number: str, word: str) -> ResponseReturnValue:
    """Record a job search, a matching meeting or a decision; the desk sends a job search of today straight here."""
    file, kind = working_on(number, "routine", "plan"), _KINDS.get(word) or abort(404)
    form = _form(file, kind)
    if form.validate_on_submit():
        step = Recorded(kind, form.tag.data, form.text.data or None, form.ergebnis.data if "ergebnis" in form else None)
        with refusals_on(form):
            met = record_step(current_user, file.case.case_id, step, clock.now(), origin())
            told = f"{PLACEMENT_STEPS[kind]} vom {german(step.day)} vermerkt."
            return see_other(_onwards(file, step), f"{told} {met}".strip())
    return _page("routine/record.html", file, form, kind=kind)


@blueprint.route("/kunden/<number>/vermittlung/<row:step_id>/zuruecknehmen", methods=["GET", "POST"])
@needs("routine", "w")
def withdraw(number: str, step_id: int) -> ResponseReturnValue:
    """Take back what was recorded by mistake."""
    file, form = working_on(number, "routine", "plan"), WithdrawForm()
    step = step_of(db.session(), file.case.case_id, step_id) or abort(404)
    label = f"{PLACEMENT_STEPS[step.kind]} vom {german(step.day)}"
    if form.validate_on_submit():
        with refusals_on(form):
            withdraw_step(current_user, file.case.case_id, step_id, form.grund.data, clock.now(), origin())
            return see_other(_back(file), f"{label} ist zurückgenommen.")
    return _page("routine/withdraw.html", file, form, label=label)


def _form(file: File, kind: str) -> Form:
    if kind != "assessment":
        return StepForm(tag=clock.today())
    form = DecisionForm(tag=clock.today())
    form.ergebnis.choices = choices(results_for(file.case.stream), "bitte wählen")
    return form


def _onwards(file: File, step: Recorded) -> str:
    """Where the record leads to: who goes to the other case management is handed over next (HK 6.6)."""
    if step.result == "to_market_distant":
        return f"/uebergaben/neu?kunde={file.case.number}&art=to_market_distant"
    return afterwards(_back(file))


def _back(file: File) -> str:
    return url_for(".index", number=file.case.number)


def _around(file: File) -> dict[str, Any]:
    return context(file, "contacts.index") | {"writes": file.rights.writes("plan")}


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    return render_template(template, **_around(file), form=form, cancel=afterwards(_back(file)), **more), (
        422 if form.errors else 200)
