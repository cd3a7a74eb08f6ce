"""/kalender: a day or a week of one's own, or of somebody one stands in for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agenda.counter import blueprint
from fm.extensions import db
from fm.queries.agenda import Entry, calendars_of, entries, spells_of_absence
from fm.queries.appointments import diary
from fm.queries.clashes import clashes
from fm.queries.office import calendar
from fm.rules import vocabulary
from fm.rules.appointments import Absence, Stretch, free_starts, free_stretches
from fm.rules.calendar import days_after

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WORKING_DAYS = 5
#: The hours that a week shows though nothing is in them.
_FIRST_HOUR, _LAST_HOUR = 8, 15


@dataclass(frozen=True)
class Page:
    """A day of the calendar: why the office is closed, who is away, what is agreed on, what is free."""

    day: date
    closed: str | None
    absences: Sequence[Absence]
    entries: Sequence[Entry]
    free: Sequence[Stretch]


@dataclass(frozen=True)
class Leave:
    """A spell of absence that is to come or runs, and what is planned in it all the same."""

    begins: date
    ends: date
    entries: Sequence[Entry]


@blueprint.get("/kalender")
@needs("calendar")
def show() -> ResponseReturnValue:
    """The day that the address names, or its week."""
    today, weekly = clock.today(), request.args.get("ansicht") == "woche"
    whose = calendars_of(db.session(), current_user, today)
    staff_id = request.args.get("wer", current_user.id, type=int)
    staff_id = staff_id if staff_id in whose else current_user.id
    day = _asked_day(today)
    first = day - timedelta(days=day.weekday()) if weekly else day
    step = _WEEK if weekly else _DAY

    def address(at: date, week: bool = weekly) -> str:
        return url_for(".show", tag=at.isoformat(), ansicht="woche" if week else None,
                       wer=staff_id if staff_id != current_user.id else None)

    pages = _pages(staff_id, first, step.days, today)
    return render_template(
        "agenda/calendar.html", pages=pages, hours=_hours(pages), today=today, day=day, weekly=weekly, whose=whose,
        staff_id=staff_id, words=vocabulary, earlier=address(first - step), later=address(first + step),
        now=address(today), as_day=address(day, False), as_week=address(day, True), day_address=address,
        leaves=_leaves(staff_id, today), clashes=clashes(db.session(), [one for page in pages for one in page.entries]))


def _pages(staff_id: int, first: date, number: int, today: date) -> list[Page]:
    """The days; those of a weekend only where something is agreed on."""
    session, last = db.session(), first + timedelta(days=number - 1)
    found = entries(session, current_user, [staff_id], first, last, today)
    against = diary(session, [staff_id], first, last, (), clock.now())
    closed = dict(calendar(session).free_days(first, last))
    pages = [Page(
        day, closed.get(day), [one for one in against.absences if one.begins <= day <= one.ends],
        [entry for entry in found if entry.starts_at.date() == day],
        free_stretches(free_starts(against, day, day, 30))) for day in days_after(first - _DAY, last)]
    return [page for page in pages if number == 1 or page.day.weekday() < _WORKING_DAYS or page.entries]


def _hours(pages: Sequence[Page]) -> range:
    """The hours of the table of a week: the usual ones, and every one in which something begins."""
    begun = [entry.starts_at.hour for page in pages for entry in page.entries]
    return range(min([*begun, _FIRST_HOUR]), max([*begun, _LAST_HOUR]) + 1)


def _leaves(staff_id: int, today: date) -> list[Leave]:
    """When the colleague is away from today on although somebody is to come to them."""
    session = db.session()
    spells = spells_of_absence(session, staff_id, today)
    if not spells:
        return []
    last = max(ends for _, ends in spells)
    planned = [one for one in entries(session, current_user, [staff_id], today, last, today) if one.state == "planned"]
    leaves = [Leave(begins, ends, [one for one in planned if begins <= one.starts_at.date() <= ends])
              for begins, ends in spells]  # fmt: skip
    return [leave for leave in leaves if leave.entries]


def _asked_day(today: date) -> date:
    """The day that the address names, where it lies within a few years."""
    try:
        asked = date.fromisoformat(request.args.get("tag", ""))
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) < 20 else today
