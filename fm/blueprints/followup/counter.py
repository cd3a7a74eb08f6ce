"""The blueprint that all pages of this counter hang on, and what they share."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.forms import Form
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import context as around
from fm.blueprints.profiling.counter import working_on
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import FollowUp, FollowUpStep
from fm.queries.follow_up import open_follow_up
from fm.queries.known import Known
from fm.queries.preparation import prepared
from fm.rules import casework
from fm.rules.casework import FOLLOW_UP_STEPS
from fm.rules.jobs import ANSWERS
from fm.rules.standards import STANDARDS
from fm.usecases.files import File

blueprint = Blueprint("followup", __name__)


class Step(NamedTuple):
    """A step as the way through a consultation shows it; `saved` where something is kept of it."""

    number: int
    title: str
    address: str
    saved: FollowUpStep | None


def context(file: File) -> dict[str, Any]:
    """What every template here needs; the tab of contacts is marked on all pages."""
    return around(file, "contacts.index")


def answer(template: str, file: File, form: Form, known: Known, **more: Any) -> ResponseReturnValue:
    """A page of a consultation with a form, and with what was prepared beside it; 422 where it was not accepted."""
    status = 422 if form.errors else 200
    return render_template(template, **context(file), form=form, sheet=prepared(known), lists=casework,
                           standards=STANDARDS, answers=ANSWERS, **more), status  # fmt: skip


def led(number: str) -> tuple[File, FollowUp]:
    """The file and its consultation under way; where there is none, who looks is led to the start.

    What is sent after somebody else has completed it is refused by the deed, on its page, with all that was typed.
    """
    file = working_on(number, "follow_up", "sensitive")
    follow_up = open_follow_up(db.session(), file.case.case_id)
    if follow_up is None and request.method == "GET":
        abort(see_other(start_of(number), "Es ist kein Folgegespräch begonnen.", "info"))
    return file, follow_up or FollowUp(case_id=file.case.case_id, day=clock.today(), steps=[])


def steps(number: str, follow_up: FollowUp) -> Iterator[Step]:
    """The four steps of a consultation."""
    saved = {one.step: one for one in follow_up.steps if one.text}
    for step, title in FOLLOW_UP_STEPS.items():
        yield Step(step, title, step_address(number, step), saved.get(step))


def start_of(number: str) -> str:
    """The address of the page where a consultation begins and where it stands."""
    return url_for("followup.start", number=number)


def step_address(number: str, step: int) -> str:
    """The address of a step; of the end after the last one."""
    if step in FOLLOW_UP_STEPS:
        return url_for("followup.step", number=number, step=step)
    return url_for("followup.close", number=number)


def own_applications_of(file: File) -> str:
    """Where a deed about the client's own applications leads to: the page it was begun on, else their list."""
    return afterwards(url_for("followup.own_applications", number=file.case.number))
