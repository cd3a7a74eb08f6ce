"""/kunden/<nummer>/antrag/zustaendigkeit: who looks after the case, as proposed or as the desk decides."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened, opened_to_write
from fm.blueprints.forms import choices, refusals_on
from fm.blueprints.intake.counter import blueprint, page_of_file
from fm.blueprints.intake.forms import ManagerForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.rules.vocabulary import STREAMS
from fm.usecases.files import File
from fm.usecases.naming import Proposed, name_case_manager, proposed


@blueprint.get("/kunden/<number>/antrag/zustaendigkeit")
@needs("intake", "w")
def manager(number: str) -> ResponseReturnValue:
    """The colleagues of the proposed stream, or of the one asked for, with their loads."""
    file = opened(number, "application")
    found = _proposed(file, request.args.get("bereich"))
    known = {"bereich": found.stream.stream, "fallmanagement": found.named.staff_id}
    return _page(file, found, _offering(found, ManagerForm(formdata=None, data=known)))


@blueprint.post("/kunden/<number>/antrag/zustaendigkeit")
@needs("intake", "w")
def name_manager(number: str) -> ResponseReturnValue:
    """Name the one chosen, or say at the field why not."""
    file, form = opened_to_write(number, "application"), ManagerForm()
    found = _proposed(file, form.bereich.data)
    if _offering(found, form).validate_on_submit():
        with refusals_on(form):
            name = name_case_manager(
                current_user, file.case.case_id, form.fallmanagement.data, form.bereich.data, form.grund.data,
                form.abwesend.data, clock.now(), origin())
            return see_other(url_for(".application", number=number), f"{name} ist ab heute zuständig und informiert.")
    return _page(file, found, form, 422)


def _proposed(file: File, stream: str | None) -> Proposed:
    return proposed(db.session(), file.case.case_id, clock.today(), stream if stream in STREAMS else None)


def _offering(found: Proposed, form: ManagerForm) -> ManagerForm:
    colleagues = {str(one.id): f"{one.name} ({one.words})" for one in found.choice}
    form.fallmanagement.choices = choices(colleagues)
    return form


def _page(file: File, found: Proposed, form: ManagerForm, status: int = 200) -> ResponseReturnValue:
    return page_of_file("intake/manager.html", file, form=form, proposal=found), status
