"""Taking part in a measure: begun, ended or broken off, with what came of it, and days of absence (HK 6.8, 7.1)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from fm.queries.accounts import SignedIn


class Missed(NamedTuple):
    """Days of absence from the first to the last; `kind` of ABSENCES."""

    begins: date
    ends: date
    kind: str


class Result(NamedTuple):
    """What a participation came to, by RESULTS, and in words."""

    result: str
    text: str | None = None


def start(actor: SignedIn, participation_id: int, day: date, now: datetime, origin: str) -> str:
    """Record that somebody allocated has begun on a day; returns which deadlines that has met."""
    raise NotImplementedError


def end(
    actor: SignedIn, participation_id: int, day: date, now: datetime, origin: str, result: Result | None = None
) -> str:
    """Record that a participation ended on a day, and what came of it; returns which deadlines that has met."""
    raise NotImplementedError


def break_off(
    actor: SignedIn, participation_id: int, day: date, reason: str, note: str | None, now: datetime, origin: str
) -> str:
    """Record that somebody left on a day before the end, with a reason of BREAK_OFF_REASONS; the place is free then."""
    raise NotImplementedError


def record_result(
    actor: SignedIn, participation_id: int, result: Result, seen: int | None, now: datetime, origin: str
) -> None:
    """Record what a participation that is over came to, also anew; Overtaken where saved since version `seen`."""
    raise NotImplementedError


def record_absences(
    actor: SignedIn, participation_id: int, missed: Sequence[Missed], now: datetime, origin: str
) -> None:
    """Add days of absence; refused outside the participation, in the future, or where they are recorded already."""
    raise NotImplementedError


def remove_absence(actor: SignedIn, participation_id: int, absence_id: int, now: datetime, origin: str) -> None:
    """Take back days of absence recorded by mistake."""
    raise NotImplementedError
