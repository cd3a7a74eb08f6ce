"""The blueprint that the modules beside this one add their views to, and how their pages are opened and shown."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm.blueprints.clients.frame import frame, opened, opened_to_write
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, refusals_on
from fm.blueprints.pieces import see_other
from fm.usecases.drafts import drop_draft
from fm.usecases.files import File

blueprint = Blueprint("cases", __name__)


def entered(number: str, part: str, closed: bool | None = None) -> File:
    """The file for a deed on its latest case; who may not write this part gets no form for it either.

    A person without any case has no deeds done here, but their master data. `closed` says in which state the case has
    to be; where it is in the other one, no form is shown, and the request ends with the way back.
    """
    if request.method == "POST":
        file = opened_to_write(number, part)
    elif not (file := opened(number, "case")).rights.writes(part):
        abort(403)
    if not file.is_latest or (file.case.case_id is None and part != "master"):
        abort(404)
    if request.method == "GET" and closed is not None and closed != bool(file.case.closed):
        told = "Der Fall läuft." if closed else "Der Fall ist abgeschlossen."
        abort(see_other(url_for("clients.overview", number=number), told, "info"))
    return file


def asked(
    template: str, file: File, form: Form, deed: Callable[[], str], **more: Any
) -> ResponseReturnValue:
    """A form's page; once it is accepted its deed is done, which returns what is told of it, or refused on a field."""
    if form.validate_on_submit():
        with refusals_on(form):
            return done(file.case.number, deed())
    return shown(template, file, form, **more)


def shown(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """The page with the form, filled from its draft where there is one; 422 where it was not accepted."""
    key = _draft_key(file.case.number)
    draft = fill_from_draft(form, key)
    cancel = url_for("clients.overview", number=file.case.number)
    page = render_template(
        template, **frame(file), form=form, draft_kept=draft, key=key, cancel=cancel, **more)
    return page, 422 if form.errors else 200


def done(number: str, told: str) -> ResponseReturnValue:
    """Back to the overview after a deed, whose draft is not needed any more."""
    drop_draft(current_user, _draft_key(number))
    return see_other(url_for("clients.overview", number=number), told)


def _draft_key(number: str) -> str:
    return f"{request.endpoint}-{number}"
