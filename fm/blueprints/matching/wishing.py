"""/kunden/<nummer>/stellen/wunsch: what a client wishes and can do, filled in from the intake at first."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import working_on
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.employers.counter import actor
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.matching.client import around, jobs_of
from fm.blueprints.matching.counter import blueprint
from fm.blueprints.matching.forms import WishForm
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import JobWish
from fm.queries.matches import told_at_intake, wish_of
from fm.rules.requirements import wish_from_survey
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from fm.usecases.wishes import save_wish


@blueprint.route("/kunden/<number>/stellen/wunsch", methods=["GET", "POST"])
@needs("wishes", "w")
def wish(number: str) -> ResponseReturnValue:
    """Write down what the client wishes; the open jobs are compared at once."""
    file, key = working_on(number, "jobs", "profile"), f"stellenwunsch-{number}"
    kept = wish_of(db.session(), file.case.case_id)
    told = {} if kept else _told(file.case.case_id)
    form = WishForm(**_stored(kept) if kept else told | {"fassung": 0})
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            save_wish(actor(), file.case.case_id, form.wish, form.fassung.data, clock.now(), origin(), key)
            return see_other(jobs_of(file), "Die Wünsche sind gespeichert, die offenen Stellen neu verglichen.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            current = wish_of(db.session(), file.case.case_id)
            theirs = WishForm(formdata=None, **(_stored(current) if current else {}))
            return choose(form, theirs, overtaken, "Wünsche zur Stelle", jobs_of(file))
    return render_template(
        "matching/wish.html", **around(file), form=form, draft_kept=draft, key=key, kept=kept,
        from_intake=bool(told), cancel=jobs_of(file)), 422 if form.errors else 200


def _stored(kept: JobWish) -> dict[str, Any]:
    return {
        "art": kept.kind or "", "umfang": kept.extents.split(), "weg": kept.mobility or "", "auto": kept.has_car,
        "nachweise": kept.licences.split(), "ab": kept.from_day, "notiz": kept.note or "", "fassung": kept.version}


def _told(case_id: int) -> dict[str, Any]:
    """What the client told at the intake of licences, vehicle and ways to work."""
    told = wish_from_survey(told_at_intake(db.session(), case_id))
    if not told:
        return {}
    return {"auto": told.has_car, "nachweise": list(told.licences), "notiz": told.note}
