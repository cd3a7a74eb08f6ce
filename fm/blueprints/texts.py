"""How values are said in German on screen: template filters and the sentence beside a deadline."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def day(value: date | None) -> str:
    """02.03.2026; an en dash for no date."""
    return value.strftime("%d.%m.%Y") if value else "–"


def weekday(value: date) -> str:
    """Montag, 02.03.2026."""
    return f"{_WEEKDAYS[value.weekday()]}, {day(value)}"


def clock(value: datetime) -> str:
    """10:42."""
    return value.strftime("%H:%M")


def number(value: int) -> str:
    """13.000."""
    return f"{value:,}".replace(",", ".")


def counted(value: int, one: str, many: str) -> str:
    """1 Arbeitstag, 4 Arbeitstage: the number with the word that fits it."""
    return f"{number(value)} {one if value == 1 else many}"


@dataclass(frozen=True)
class DueText:
    """How near a day is: the words, and the tone they are said in (late, today, quiet)."""

    words: str
    tone: str


def due_text(due: date, today: date, calendar) -> DueText:
    """Say how near `due` is, counted in working days of `calendar`: in 4 Arbeitstagen, heute, überfällig seit …"""
    if due == today:
        return DueText("heute", "today")
    days = abs(calendar.working_days_between(today, due))
    if due < today:
        since = f" seit {counted(days, 'Arbeitstag', 'Arbeitstagen')}" if days else ""
        return DueText(f"überfällig{since}", "late")
    if days == 0:
        return DueText("vor dem nächsten Arbeitstag", "quiet")
    return DueText(f"in {counted(days, 'Arbeitstag', 'Arbeitstagen')}", "quiet")


def init_texts(app: Flask) -> None:
    """Make the words above known to the templates."""
    app.jinja_env.filters.update(datum=day, wochentag=weekday, uhrzeit=clock, zahl=number)
    app.jinja_env.globals.update(gezaehlt=counted, faellig=due_text)
