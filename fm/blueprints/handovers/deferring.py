"""/uebergaben/aufschub: putting off the change U25 → Ü25 with a reason and to a day (HK 6.7)."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened
from fm.blueprints.forms import refusals_on
from fm.blueprints.handovers.counter import blueprint
from fm.blueprints.handovers.forms import DeferralForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.handover import deferrals, standing
from fm.rules.deferrals import latest_deferral, running, why_not_defer
from fm.usecases.files import File
from fm.usecases.handovers import defer


@blueprint.get("/uebergaben/aufschub")
@needs("handovers", "w")
def deferral() -> ResponseReturnValue:
    """What runs, how often the change was put off already, and until when it can be."""
    return _page(_opened(), DeferralForm(formdata=None))


@blueprint.post("/uebergaben/aufschub")
@needs("handovers", "w")
def put_off() -> ResponseReturnValue:
    """Put the change off."""
    file, form = _opened(), DeferralForm()
    if form.validate_on_submit():
        with refusals_on(form):
            defer(current_user, file.case.case_id, form.until.data, form.reason.data, clock.now(), origin())
            return see_other(url_for(".history", number=file.case.number), "Der Übergang U25 → Ü25 ist aufgeschoben.")
    return _page(file, form, 422)


def _opened() -> File:
    file = opened(request.args.get("kunde", "").strip(), "handovers")
    if file.case.case_id is None or not file.is_latest:
        abort(404)
    if not file.rights.writes("plan"):
        abort(403)
    return file


def _page(file: File, form: DeferralForm, status: int = 200) -> ResponseReturnValue:
    session = db.session()
    case = standing(session, file.case.case_id, clock.today())
    page = render_template(
        "handovers/deferral.html", **frame(file), form=form, why_not=why_not_defer(case),
        running=running(case), latest=latest_deferral(case), birthday=case.history.twenty_five,
        deferrals=deferrals(session, file.case.case_id))
    return page, status
