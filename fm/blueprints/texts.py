"""How values are said in German on screen: template filters and the sentence beside a deadline."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from dateutil.relativedelta import relativedelta
from flask import Flask

from fm.rules.calendar import Calendar, german, weekday_and_date
from fm.rules.contacts import about, by_means
from fm.rules.responsibility import areas_on
from fm.rules.vocabulary import ROLES, STREAMS


def day(value: date | None) -> str:
    """02.03.2026; an en dash for no date."""
    return german(value) if value else "–"


def clock(value: datetime) -> str:
    """10:42."""
    return value.strftime("%H:%M")


def number(value: int) -> str:
    """13.000."""
    return f"{value:,}".replace(",", ".")


def decimal_comma(value: float | Decimal, places: int = 1) -> str:
    """0,80: a number rounded to so many places."""
    return f"{value:.{places}f}".replace(".", ",")


def euro(value: Decimal | None) -> str:
    """1.234,50 €; an en dash for no sum."""
    return "–" if value is None else f"{value:,.2f} €".translate({ord(","): ".", ord("."): ","})


def load_words(value: float) -> str:
    """93 %: what of a post is taken; in words where there is no post."""
    return f"{round(value * 100)} %" if math.isfinite(value) else "keine Stelle"


def counted(value: int, one: str, many: str) -> str:
    """1 Arbeitstag, 4 Arbeitstage: the number with the word that fits it."""
    return f"{number(value)} {one if value == 1 else many}"


def duration(value: timedelta) -> str:
    """30 Sekunden, 4 Minuten: a waiting time, rounded up."""
    seconds = math.ceil(value.total_seconds())
    if seconds <= 90:
        return counted(seconds, "Sekunde", "Sekunden")
    return counted(math.ceil(seconds / 60), "Minute", "Minuten")


def tasks(person) -> str:
    """What somebody does here: their streams in place of the bare word for case managers, then their other roles."""
    manages = "case_manager" in person.roles
    streams = [label for code, label in STREAMS.items() if manages and code in person.streams]
    said_by_streams = {"case_manager"} if streams else set()
    roles = [label for code, label in ROLES.items() if code in person.roles and code not in said_by_streams]
    return ", ".join(streams + roles)


@dataclass(frozen=True)
class DueText:
    """How near a day is: the words, and the tone they are said in (late, today, quiet)."""

    words: str
    tone: str


@lru_cache(maxsize=10_000)
def due_text(due: date, today: date, calendar: Calendar) -> DueText:
    """Say how near `due` is, counted in working days of `calendar`: in 4 Arbeitstagen, heute, überfällig seit …

    What is more than a year away is counted in years, since nobody can picture 2.444 working days.
    """
    if due == today:
        return DueText("heute", "today")
    days = abs(calendar.working_days_between(today, due))
    if due < today:
        since = f" seit {counted(days, 'Arbeitstag', 'Arbeitstagen')}" if days else ""
        return DueText(f"überfällig{since}", "late")
    if days == 0:
        return DueText("vor dem nächsten Arbeitstag", "quiet")
    if years := relativedelta(due, today + timedelta(days=1)).years:
        return DueText(f"in mehr als {counted(years, 'Jahr', 'Jahren')}", "quiet")
    return DueText(f"in {counted(days, 'Arbeitstag', 'Arbeitstagen')}", "quiet")


def init_texts(app: Flask) -> None:
    """Make the words above known to the templates."""
    app.jinja_env.filters.update(
        datum=day, wochentag=weekday_and_date, uhrzeit=clock, zahl=number, komma=decimal_comma, euro=euro,
        auslastung=load_words, aufgaben=tasks)
    app.jinja_env.globals.update(
        gezaehlt=counted, faellig=due_text, bereiche=areas_on, vermerk=about, kontaktart=by_means)
