"""/kalender: a day or a week of one's own, or of somebody one stands in for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.extensions import db
from fm.queries.agenda import Entry, calendars_of, entries
from fm.queries.appointments import diary
from fm.queries.office import calendar
from fm.rules import vocabulary
from fm.rules.appointments import Absence, Stretch, free_starts, free_stretches
from fm.rules.calendar import days_after

blueprint = Blueprint("agenda", __name__)

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_WORKING_DAYS = 5


@dataclass(frozen=True)
class Page:
    """A day of the calendar: why the office is closed, who is away, what is agreed on, what is free."""

    day: date
    closed: str | None
    absences: Sequence[Absence]
    entries: Sequence[Entry]
    free: Sequence[Stretch]


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

    return render_template(
        "agenda/calendar.html", pages=_pages(staff_id, first, _WORKING_DAYS if weekly else 1), today=today, day=day,
        weekly=weekly, whose=whose, staff_id=staff_id, words=vocabulary, earlier=address(first - step),
        later=address(first + step), now=address(today), as_day=address(day, False), as_week=address(day, True))


def _pages(staff_id: int, first: date, number: int) -> list[Page]:
    session, last = db.session(), first + timedelta(days=number - 1)
    found, against = entries(session, [staff_id], first, last), diary(session, [staff_id], first, last, (), clock.now())
    closed = dict(calendar(session).free_days(first, last))
    return [Page(
        day, closed.get(day), [one for one in against.absences if one.begins <= day <= one.ends],
        [entry for entry in found if entry.starts_at.date() == day],
        free_stretches(free_starts(against, day, day, 30))) for day in days_after(first - _DAY, last)]


def _asked_day(today: date) -> date:
    """The day that the address names, where it lies within a few years."""
    try:
        asked = date.fromisoformat(request.args.get("tag", ""))
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) < 20 else today
