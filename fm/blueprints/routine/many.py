"""/sammeleintrag: the same entry for many clients, as after a matching meeting or a class event."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.selection import chosen_numbers
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards
from fm.blueprints.routine.counter import blueprint
from fm.blueprints.routine.forms import ABOUT, CommonForm
from fm.extensions import db
from fm.models import Draft
from fm.queries.accounts import SignedIn
from fm.queries.office import calendar
from fm.queries.routine import usual
from fm.rules.calendar import german
from fm.usecases.routine import MOST, Common, mine, record_together

_STEPS = ("matching", "job_search")
#: Means and occasion of the contacts among them.
_CONTACTS = {
    "school_event": ("school", "school_event"), "group_talk": ("office", "other"), "letter": ("letter", "other")}
_KEY = "sammeleintrag"
#: So many clients are shown again at most; a caseload has fewer.
_MOST_SHOWN = 1000


@blueprint.get("/sammeleintrag")
@needs("routine", "w")
def many() -> ResponseReturnValue:
    """The form with those whom such an entry is usually about."""
    asked = request.args.get("was", "")
    about = asked if asked in ABOUT else "matching"
    form = CommonForm(was=about, tag=clock.today())
    draft = fill_from_draft(form, _KEY)
    return _page(form, usual(db.session(), _actor(), form.was.data, clock.today()), set(), draft)


@blueprint.post("/sammeleintrag")
@needs("routine", "w")
def record_many() -> ResponseReturnValue:
    """Show the form for the clients chosen in their list, or make the entry."""
    chosen = chosen_numbers(MOST)
    if request.form.get("tun") != "eintragen":
        form = CommonForm(formdata=None, was="matching", tag=clock.today())
        return _page(form, mine(_actor(), chosen, clock.today()), chosen)
    form = CommonForm()
    if form.validate_on_submit():
        with refusals_on(form):
            made = record_together(_actor(), chosen, _said(form), clock.now(), origin(), _KEY)
            told = f"{ABOUT[form.was.data]} vom {german(form.tag.data)} bei {made.clients} Personen vermerkt."
            return see_other(afterwards(url_for("desk.show")), f"{told} {made.met}".strip())
    return _page(form, mine(_actor(), request.form.getlist("gezeigt")[:_MOST_SHOWN], clock.today()), chosen)


def _said(form: CommonForm) -> Common:
    if form.was.data in _STEPS:
        return Common(form.tag.data, form.text.data, step=form.was.data)
    means, occasion = _CONTACTS[form.was.data]
    return Common(form.tag.data, form.text.data, means=means, occasion=occasion)


def _actor() -> SignedIn:
    actor: SignedIn = current_user._get_current_object()
    return actor


def _page(
    form: CommonForm, rows: list, chosen: set[str], draft: Draft | None = None
) -> ResponseReturnValue:
    return render_template(
        "routine/many.html", form=form, rows=rows, chosen=chosen, draft_kept=draft, key=_KEY, about=ABOUT,
        today=clock.today(), calendar=calendar(db.session())), 422 if form.errors else 200
