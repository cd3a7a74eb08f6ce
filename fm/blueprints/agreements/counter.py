"""The blueprint that all pages of this counter hang on, and what those of agreements share."""

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.forms import Form
from fm.blueprints.profiling.counter import context as around
from fm.blueprints.profiling.counter import working_on
from fm.extensions import db
from fm.models import Agreement
from fm.queries.agreements import agreement_of
from fm.queries.terms import wording
from fm.rules import casework
from fm.rules.agreement_end import AGREEMENT_STATES
from fm.rules.terms import Term, term
from fm.usecases.files import File

blueprint = Blueprint("agreements", __name__)

#: Page of `PAGES` and part of the file that everything here belongs to.
PART = "agreements"


def context(file: File) -> dict[str, Any]:
    """What every template here needs; the tab is marked on all pages below it."""
    return around(file, ".index") | {"casework": casework, "states": AGREEMENT_STATES, "called": names()}


def names() -> Any:
    """What an agreement is called on its day, from the day of its signature or None."""
    today = clock.today()
    words = wording(db.session(), today)

    def called(signed: Any = None) -> Term:
        return term("agreement", signed or today, words)

    return called


def writing_on(number: str) -> File:
    """The file for a page that writes agreements."""
    return working_on(number, PART, PART)


def agreement_in(file: File, agreement_id: int) -> Agreement:
    """The agreement of the case looked at; the request ends here with 404 where there is none."""
    return agreement_of(db.session(), file.case.case_id, agreement_id) or abort(404)


def answer(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """A page with a form; 422 where it was not accepted."""
    status = 422 if form.errors else 200
    return render_template(template, **context(file), form=form, **more), status


def page_of(number: str, agreement_id: int) -> str:
    """The address of an agreement's page."""
    return url_for("agreements.show", number=number, agreement_id=agreement_id)


def said(what: str, met: str) -> str:
    """The status line after a deed: what happened, and which deadlines that has met."""
    return f"{what} {met}".strip()
