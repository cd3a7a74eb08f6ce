"""The blueprint that all pages of contacts hang on, and what they share."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm.blueprints.clients.frame import frame
from fm.blueprints.clients.frame import working_on as opened_for_form
from fm.blueprints.forms import DATE_FORMATS, FIRST_DAY, LAST_DAY, Form
from fm.blueprints.returning import afterwards
from fm.queries.contacts import Visit
from fm.usecases.files import File

blueprint = Blueprint("contacts", __name__)

#: The page of `PAGES` that everything here belongs to.
PAGE = "contacts"


def working_on(number: str, part: str) -> File:
    """The file for a page with a form, as every counter opens it."""
    return opened_for_form(number, PAGE, part)


def only_with(file: File) -> int | None:
    """Whose appointments alone the reader may see: their own, where they do not read all; else None."""
    return None if file.rights.reads("appointments") else current_user.id


def allowed(file: File, visit: Visit | None) -> Visit:
    """The appointment, where the reader may see it; the request ends here with 404 where there is none."""
    if visit is None or only_with(file) not in (None, visit.staff_id):
        abort(404)
    return visit


def context(file: File) -> dict[str, Any]:
    """What every template here needs; the tab is marked on all pages below it."""
    around = frame(file)
    return around | {"here": url_for(".index", number=file.case.number, fall=around["fall"])}


def answer(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """A page with a form; 422 where it was not accepted."""
    return render_template(template, **context(file), form=form, cancel=back_to(file), **more), (
        422 if form.errors else 200)


def back_to(file: File) -> str:
    """The address of the page that the form was opened from, else of the list."""
    fall = None if file.is_latest else file.case.case_number
    return afterwards(url_for(".index", number=file.case.number, fall=fall))


def said(what: str, met: str) -> str:
    """The status line after a deed: what happened, and which deadlines that has met."""
    return f"{what} {met}".strip()


def asked_day(key: str) -> date | None:
    """The day that the address names; None where that is none."""
    for pattern in DATE_FORMATS:
        try:
            day = datetime.strptime(request.args.get(key, "").strip(), pattern).date()
        except ValueError:
            continue
        return day if FIRST_DAY <= day <= LAST_DAY else None
    return None


def not_a_day(key: str) -> str:
    """What the address says where a day belongs, and is none; else nothing."""
    return "" if asked_day(key) else request.args.get(key, "").strip()
