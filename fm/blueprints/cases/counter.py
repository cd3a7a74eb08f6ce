"""The blueprint that the modules beside this one add their views to, and how their pages are opened and shown."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm.blueprints.clients.frame import frame, opened, opened_to_write
from fm.blueprints.forms import Form
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.office import calendar
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


def shown(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """The page with the form, 422 where it was not accepted."""
    page = render_template(template, **frame(file), form=form, calendar=calendar(db.session()), **more)
    return page, 422 if form.errors else 200
