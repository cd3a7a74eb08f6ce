"""/regelwerk."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import Session

from fm import clock
from fm.blueprints.access import needs
from fm.extensions import db
from fm.queries.facts import rule_settings
from fm.queries.standards import Kept, kept, settings_over_time
from fm.rules.formulas import SETTINGS_OF, described, formula_of
from fm.rules.settings import DEFAULTS, LABELS
from fm.rules.standards import STANDARDS, Standard
from fm.rules.vocabulary import RESPONSIBLE

blueprint = Blueprint("rulebook", __name__)


class Rule(NamedTuple):
    """A standard with who keeps it, since when it stands in this form, and how well it is kept."""

    standard: Standard
    responsible: str
    since: date | None
    kept: Kept


class Value(NamedTuple):
    """A value of a setting, from when on (None: from the beginning), and whether it is the one that holds now."""

    start: date | None
    words: str
    holds: bool


@blueprint.get("/regelwerk")
@needs("rulebook")
def index():
    """Every standard, in the order of the concept's chapters."""
    session, today = db.session(), clock.today()
    found, settings = kept(session, today), settings_over_time(session)
    rules = [_rule(standard, settings, found, today) for standard in STANDARDS.values()]
    return render_template("rulebook/rulebook.html", rules=rules, today=today)


@blueprint.get("/regelwerk/<id>")
@needs("rulebook")
def standard(id: str):
    """One standard: the ways in which it arises, its settings, and how well it is kept."""
    if id not in STANDARDS:
        abort(404)
    session, today = db.session(), clock.today()
    settings = settings_over_time(session)
    return render_template(
        "rulebook/standard.html", rule=_rule(STANDARDS[id], settings, kept(session, today), today), today=today,
        ways=_ways(session, STANDARDS[id], today),
        settings=[(LABELS[key], _values(settings[key], DEFAULTS[key], today)) for key in _settings(id)],
    )  # fmt: skip


def _settings(id: str) -> tuple[str, ...]:
    return SETTINGS_OF.get(id, ())


def _rule(standard: Standard, settings: dict, found: dict[str, Kept], today: date) -> Rule:
    changed = [start for key in _settings(standard.id) for start, _ in settings[key] if start <= today]
    return Rule(standard, RESPONSIBLE[standard.responsible], max(changed, default=None), found.get(standard.id, Kept()))


def _ways(session: Session, standard: Standard, today: date) -> list[tuple[str, str]]:
    """From what day the standard counts, and how, by the settings that hold today."""
    settings = rule_settings(session)
    return [(words, described(formula_of(standard.id, reason, today, settings)))
            for reason, words in standard.reasons.items()]  # fmt: skip


def _values(entered: list[tuple[date, int | bool]], default: int | bool, today: date) -> list[Value]:
    """The values a setting was given over time, the earliest first."""
    current = max((start for start, _ in entered if start <= today), default=None)
    return [Value(start, _in_words(value), start == current) for start, value in [(None, default), *reversed(entered)]]


def _in_words(value: int | bool) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return str(value)
