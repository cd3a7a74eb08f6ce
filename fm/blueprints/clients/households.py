"""/haushalte/<nummer>: the members of a household side by side, and what the work with them concentrates on."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.clients.forms import FocusForm
from fm.blueprints.clients.household_page import household_page, sets_focus
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.households import focus_of
from fm.rules import casework, vocabulary
from fm.rules.appointments import clock_time
from fm.usecases.files import Member, open_household
from fm.usecases.households import set_focus
from fm.usecases.versions import Overtaken


@blueprint.get("/haushalte/<number>")
@needs("file")
def household(number: str) -> ResponseReturnValue:
    """Each member as far as the reader's rights go."""
    members = _opened(number)
    form = FocusForm(formdata=None, data={"fassung": _latest(number)[0]})
    return _page(number, members, form, fill_from_draft(form, _key(number)) if sets_focus(members) else None)


@blueprint.post("/haushalte/<number>/schwerpunkt")
@needs("profiling", "w")
def focus(number: str) -> ResponseReturnValue:
    """Say what the work with the household concentrates on."""
    members = _opened(number)
    if not sets_focus(members):
        abort(403)
    form = FocusForm()
    if form.validate_on_submit():
        try:
            set_focus(current_user, number, form.schwerpunkt.data or "", clock.now(), origin(), _key(number),
                      form.fassung.data)
            return see_other(url_for(".household", number=number), "Der Schwerpunkt ist festgehalten.")
        except Overtaken as overtaken:
            theirs = FocusForm(formdata=None, data={"schwerpunkt": _latest(number)[1]})
            return choose(form, theirs, overtaken, "Schwerpunkt der Bedarfsgemeinschaft",
                          url_for(".household", number=number))
    return _page(number, members, form)


def _latest(number: str) -> tuple[int, str]:
    """The focus set last and its words; 0 where there is none."""
    return next(((one.id, one.text) for one in focus_of(db.session(), number)), (0, ""))


def _opened(number: str) -> list[Member]:
    return open_household(current_user, number, clock.now(), origin()) or abort(404)


def _key(number: str) -> str:
    return f"schwerpunkt-{number}"


def _page(number: str, members: list[Member], form: FocusForm, draft: object = None) -> ResponseReturnValue:
    return render_template(
        "clients/household.html", household=household_page(members, number), home=members[0].row, words=vocabulary,
        casework=casework, clock_time=clock_time, form=form, draft_kept=draft, key=_key(number),
    ), 422 if form.errors else 200  # fmt: skip
