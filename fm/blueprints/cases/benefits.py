"""/kunden/<nummer>/fall/aenderung: a serious change in running benefit, told to the case manager at once (HK 6.2)."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.cases.counter import asked, blueprint, entered
from fm.blueprints.cases.forms import ChangeForm
from fm.blueprints.login.sessions import origin
from fm.usecases.benefits import record_change


@blueprint.route("/kunden/<number>/fall/aenderung", methods=["GET", "POST"])
@needs("benefit_change", "w")
def change(number: str) -> ResponseReturnValue:
    """Tell the case manager of a serious change in running benefit."""
    file = entered(number, "application")
    form = ChangeForm(data={"tag": clock.today()})

    def deed() -> str:
        record_change(current_user, file.case.case_id, form.art.data, form.tag.data, form.vermerk.data or None,
                      clock.now(), origin())
        return "Die Änderung ist dem Fallmanagement gemeldet."

    return asked("cases/change.html", file, form, deed)
