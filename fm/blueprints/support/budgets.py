"""/foerderungen/mittel: what was granted in a year against the budget of each instrument."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.support.counter import blueprint
from fm.blueprints.support.forms import BudgetForm
from fm.extensions import db
from fm.queries.support import budget_of, budgets_of
from fm.rules.instruments import INSTRUMENTS
from fm.rules.permissions import may_enter
from fm.usecases.budgets import set_budget
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: The years for which budgets are entered and shown.
_YEARS = range(2005, 2100)


@blueprint.get("/foerderungen/mittel")
@needs("budgets")
def funds() -> ResponseReturnValue:
    """The budgets of a year beside what was granted out of them."""
    asked = request.args.get("jahr", type=int)
    year = asked if asked and asked in _YEARS else clock.today().year
    return render_template(
        "support/funds.html", year=year, lines=budgets_of(db.session(), year), years=_YEARS,
        enters=may_enter(current_user.roles, "budgets", "w"))


@blueprint.route("/foerderungen/mittel/<int:year>/<instrument>", methods=["GET", "POST"])
@needs("budgets", "w")
def budget(year: int, instrument: str) -> ResponseReturnValue:
    """Enter what may be spent on an instrument in a year."""
    if year not in _YEARS or instrument not in INSTRUMENTS:
        abort(404)
    form, label = _filled(year, instrument), INSTRUMENTS[instrument].label
    back = url_for(".funds", jahr=year)
    if form.validate_on_submit():
        try:
            set_budget(current_user, year, instrument, form.betrag.data, form.fassung.data, clock.now(), origin())
            return see_other(back, f"Gespeichert: Ansatz {year} für „{label}“.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            return choose(form, _filled(year, instrument, fresh=True), overtaken, f"Ansatz {year}: {label}", back)
    return render_template("support/budget.html", form=form, year=year, label=label, cancel=back), (
        422 if form.errors else 200)


def _filled(year: int, instrument: str, *, fresh: bool = False) -> BudgetForm:
    """The form with what is entered; `fresh` passes over what was sent."""
    kept = budget_of(db.session(), year, instrument)
    data = {"betrag": kept and kept.amount, "fassung": kept.version if kept else 0}
    return BudgetForm(formdata=None, data=data) if fresh else BudgetForm(data=data)
