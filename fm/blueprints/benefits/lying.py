"""A benefits file where it lies: until when it is to be passed on, and why (HK 6.2)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from fm.clock import BERLIN
from fm.rules.calendar import Calendar
from fm.rules.circulation import late_since, pass_on_by, why
from fm.rules.settings import RuleSettings


@dataclass(frozen=True)
class Lying:
    """A row of a running circulation, the last day to pass the file on, and the sentence that explains it."""

    row: Any
    by: date
    why: str


def lying(row: Any, days: Calendar, settings: RuleSettings) -> Lying:
    """The row with what follows from the day since when the file lies there."""
    since = row.since.date()
    return Lying(row, pass_on_by(since, days, settings), why(since, days, settings))


def late_before(today: date, days: Calendar, settings: RuleSettings) -> datetime:
    """Files that came before this moment lie too long."""
    return datetime.combine(late_since(today, days, settings) + timedelta(days=1), time(), BERLIN)
