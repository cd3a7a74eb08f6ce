"""/kunden/<nummer>/plan: the goal, the strategies for each barrier, how far they have come."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import blueprint, context, working_on
from fm.blueprints.profiling.plan_forms import GoalForm, ResultForm
from fm.blueprints.profiling.plan_page import plan_page
from fm.blueprints.profiling.strategy_form import asked_for, offering, result_so_far, stored
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Strategy
from fm.queries.plan import goal_of, strategy_of
from fm.rules import casework
from fm.usecases.files import File
from fm.usecases.plan import add_strategy, change_strategy, set_goal, settle_strategy
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.get("/kunden/<number>/plan")
@needs("profiling")
def plan(number: str) -> ResponseReturnValue:
    """The integration plan: goal, barriers with their strategies, what is lacking, how far the client has come."""
    file = opened(number, "plan")
    return render_template("profiling/plan.html", **_context(file), plan=plan_page(file))


@blueprint.route("/kunden/<number>/plan/ziel", methods=["GET", "POST"])
@needs("profiling", "w")
def goal(number: str) -> ResponseReturnValue:
    """Set the goal that holds from a day on."""
    file, key = working_on(number, "plan"), f"ziel-{number}"
    form = GoalForm(data=_goal_so_far(file))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            set_goal(current_user, file.case.case_id, form.aim, form.fassung.data, clock.now(), origin(), key)
            return _done(number, f"Das Ziel „{casework.GOALS[form.aim.option]}“ ist festgehalten.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = GoalForm(formdata=None, data=_goal_so_far(file, as_set=True))
            return choose(form, theirs, overtaken, "Ziel", _address(number))
    return _page("profiling/goal.html", file, form, draft_kept=draft, key=key)


@blueprint.route("/kunden/<number>/plan/strategien/neu", methods=["GET", "POST"])
@needs("profiling", "w")
def new_strategy(number: str) -> ResponseReturnValue:
    """Take up a strategy; what the address names of barrier, kind and measure is filled in."""
    file, key = working_on(number, "plan"), f"strategie-{number}-{request.query_string.decode()}"
    form = offering(file, asked_for(file))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            add_strategy(current_user, file.case.case_id, form.planned, clock.now(), origin(), key,
                         starts_work=form.bearbeitung.data)
            return _done(number, "Die Strategie steht im Plan.")
    return _page("profiling/strategy.html", file, form, draft_kept=draft, key=key, kept=None)


@blueprint.route("/kunden/<number>/plan/strategien/<row:strategy_id>", methods=["GET", "POST"])
@needs("profiling", "w")
def strategy(number: str, strategy_id: int) -> ResponseReturnValue:
    """Change a strategy; where somebody else has changed it meanwhile, both stand side by side."""
    file, key = working_on(number, "plan"), f"strategie-{number}-{strategy_id}"
    kept = strategy_of(db.session(), file.case.case_id, strategy_id) or abort(404)
    form = offering(file, stored(kept), kept)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change_strategy(current_user, file.case.case_id, strategy_id, form.planned, form.fassung.data, clock.now(),
                            origin(), key, starts_work=form.bearbeitung.data)
            return _done(number, f"Die Strategie „{kept.text}“ ist geändert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = offering(file, stored(kept), kept, fresh=True)
            return choose(form, theirs, overtaken, f"Strategie „{kept.text}“", _address(number))
    return _page("profiling/strategy.html", file, form, draft_kept=draft, key=key, kept=kept)


@blueprint.route("/kunden/<number>/plan/strategien/<row:strategy_id>/ergebnis", methods=["GET", "POST"])
@needs("profiling", "w")
def settle(number: str, strategy_id: int) -> ResponseReturnValue:
    """Record how far a strategy has come; after the last one for a barrier, resolving it is offered."""
    file, key = working_on(number, "plan"), f"ergebnis-{number}-{strategy_id}"
    kept = strategy_of(db.session(), file.case.case_id, strategy_id) or abort(404)
    form = ResultForm(data=result_so_far(kept, clock.today()))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            settle_strategy(current_user, file.case.case_id, strategy_id, form.settled, form.fassung.data, clock.now(),
                            origin(), key, starts_work=form.bearbeitung.data)
            return _done(number, _settled(kept))
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = ResultForm(formdata=None, data=result_so_far(kept, clock.today()))
            return choose(form, theirs, overtaken, f"Ergebnis von „{kept.text}“", _address(number))
    return _page("profiling/result.html", file, form, draft_kept=draft, key=key, kept=kept)


def _settled(kept: Strategy) -> str:
    return f"„{kept.text}“: {casework.STRATEGY_STATES[kept.state]}."


def _goal_so_far(file: File, *, as_set: bool = False) -> dict[str, Any]:
    """The goal that holds, to be changed from today on; `as_set`: from the day on from which it holds."""
    held = goal_of(db.session(), file.case.case_id)
    if held is None:
        return {"tag": clock.today(), "fassung": 0}
    return {"ziel": held.option, "genauer": held.text, "reichweite": held.reach or "", "wunsch": held.wish,
            "einvernehmen": "ja" if held.agreed else "nein", "grund": held.reason,
            "tag": held.day if as_set else clock.today(), "fassung": held.number}


def _context(file: File) -> dict[str, Any]:
    return context(file, "profiling.plan") | {"casework": casework}


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    cancel = afterwards(_address(file.case.number))
    page = render_template(template, **_context(file), form=form, cancel=cancel, **more)
    return page, 422 if form.errors else 200


def _done(number: str, told: str) -> ResponseReturnValue:
    return see_other(afterwards(_address(number)), told)


def _address(number: str) -> str:
    return url_for("profiling.plan", number=number)
