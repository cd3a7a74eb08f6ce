"""/fristen: reckoning a date, with its reasons."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, Response, request, url_for

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.calculator.forms import Question, StandardForm, SumForm, YearForm
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries.facts import rule_settings
from fm.queries.office import calendar, closing_days
from fm.rules.calendar import public_holidays
from fm.rules.formulas import formula_of
from fm.rules.standards import STANDARDS
from fm.rules.sums import Due, basis, evaluate, explain, in_words

blueprint = Blueprint("calculator", __name__)


class Answer(NamedTuple):
    """The day that was reckoned, and the sentence that says why."""

    day: date
    sentence: str
    standard: str | None = None


@blueprint.get("/fristen")
@needs("calculator")
def show():
    """So many working days, weeks or months from a day."""
    form = SumForm(request.args or None)
    answer = _sum(form) if _asked(form) else None
    return _page("calculator/sum.html", "calculator/_sum.html", form, answer=answer)


@blueprint.get("/fristen/standard")
@needs("calculator")
def standard():
    """When a standard is due, counted from the day its reason names."""
    form = StandardForm(request.args or None)
    answer = _due(form) if _asked(form) else None
    return _page("calculator/standard.html", "calculator/_standard.html", form, answer=answer)


@blueprint.get("/fristen/feiertage")
@needs("calculator")
def holidays():
    """The public holidays and closing days of a year."""
    form = YearForm(request.args or None, jahr=clock.today().year)
    days = _days_off(form.jahr.data) if not request.args or form.validate() else []
    return _page("calculator/holidays.html", "calculator/_holidays.html", form, days=days)


def _asked(form: Question) -> bool:
    """Whether something was asked, and so that it can be answered."""
    return bool(request.args) and form.validate()


def _sum(form: SumForm) -> Answer:
    days, start = calendar(db.session()), form.tag.data
    return Answer(evaluate(days, form.formula, start), f"{in_words(form.formula, start, days).removesuffix('.')}.")


def _due(form: StandardForm) -> Answer:
    session, start = db.session(), form.tag.data
    days = calendar(session)
    standard, reason = form.anlass.data.split(".")
    since = form.entstanden.data or start
    formula = formula_of(standard, reason, since, rule_settings(session))
    due = Due(max(evaluate(days, formula, start), form.entstanden.data or date.min), formula, start, reason)
    return Answer(due.day, explain(standard, since, due.day, basis(due), days), standard)


def _days_off(year: int) -> list[tuple[date, str]]:
    """Public holidays, and closing days with their reasons, in order."""
    closed = [(day, f"Schließtag: {reason}" if reason else "Schließtag")
              for day, reason in closing_days(db.session(), year)]  # fmt: skip
    return sorted([*public_holidays(year).items(), *closed])


def _page(page: str, piece: str, form: Question, **context: object) -> Response:
    tabs = [
        ("Beliebige Frist", url_for("calculator.show"), None),
        ("Mindeststandard", url_for("calculator.standard"), None),
        ("Feiertage und Schließtage", url_for("calculator.holidays"), None),
    ]
    return page_or_piece(
        page, piece, 422 if form.errors else 200, form=form, tabs=tabs, standards=STANDARDS, **context)
