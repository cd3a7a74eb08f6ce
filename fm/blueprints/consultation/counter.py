"""The blueprint that the modules beside this one add their views to, and what they share."""

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm.blueprints.clients.frame import frame, opened, opened_to_write
from fm.blueprints.drafts.offer import keep_posted
from fm.blueprints.forms import Form
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Case
from fm.queries.consultation import Standing, standing
from fm.usecases.drafts import drop_draft
from fm.usecases.files import File

blueprint = Blueprint("consultation", __name__)

#: The button that keeps what is typed as a draft, for who has no JavaScript.
UNFINISHED = "zwischenstand"


def opened_form(number: str, page: str, part: str) -> File:
    """The file for a form that writes this part of it; the request ends here for who may not."""
    if request.method == "POST":
        return opened_to_write(number, part)
    file = opened(number, page)
    if not file.rights.writes(part) or not file.is_latest:
        abort(403)
    return file


def answer(template: str, file: File, form: Form, **more: Any) -> Response:
    """The page of a form; 422 where something in it was not accepted."""
    page = render_template(template, **frame(file), form=form, cancel=start_of(file.case.number), **more)
    return make_response(page, 422 if form.errors else 200)


def stand_of(file: File) -> Standing:
    """Where the intake of the opened case stands."""
    return standing(db.session(), db.session.get_one(Case, file.case.case_id))


def start_of(number: str) -> str:
    """The address of the page that shows where the intake stands."""
    return url_for("consultation.show", number=number)


def kept_unfinished() -> ResponseReturnValue | None:
    """Keep the posted form as a draft where that was the button, and lead back to it."""
    if UNFINISHED not in request.form:
        return None
    if not keep_posted(request.form):
        abort(413)
    return see_other(request.path, "Der Zwischenstand ist gesichert.", "info")


def done(number: str, key: str, told: str, met: str = "") -> ResponseReturnValue:
    """Lead back to where the intake stands, the form's draft forgotten."""
    drop_draft(current_user, key)
    return see_other(start_of(number), f"{told} {met}".strip())
