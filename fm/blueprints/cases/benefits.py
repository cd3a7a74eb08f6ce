"""/kunden/<nummer>/fall/aenderung: a serious change in running benefit, told to the case manager at once (HK 6.2)."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.cases.counter import blueprint, done, entered, shown
from fm.blueprints.cases.forms import ChangeForm
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.usecases.benefits import record_change
from fm.usecases.refusals import Refused


@blueprint.route("/kunden/<number>/fall/aenderung", methods=["GET", "POST"])
@needs("benefit_change", "w")
def change(number: str) -> ResponseReturnValue:
    """Tell the case manager of a serious change in running benefit."""
    file = entered(number, "application")
    form = ChangeForm(data={"tag": clock.today()})
    if form.validate_on_submit():
        try:
            record_change(current_user, file.case.case_id, form.art.data, form.tag.data, form.vermerk.data or None,
                          clock.now(), origin())
            return done(number, "Die Änderung ist dem Fallmanagement gemeldet.")
        except Refused as refused:
            put_on(form, refused)
    return shown("cases/change.html", file, form)
