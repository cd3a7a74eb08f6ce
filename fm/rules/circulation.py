"""The circulation of a benefits file after a decision: in which order it goes, and who keeps it too long (HK 6.2)."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import ONE_DAY, Calendar, weekday_and_date
from fm.rules.settings import RuleSettings
from fm.rules.sums import evaluate, in_words, working_days
from fm.rules.vocabulary import CIRCULATION_STATIONS

#: Who comes first where they are involved; everybody else is a plain case manager.
_FIRST = ("market_ready", "youth")
_ORDER = tuple(CIRCULATION_STATIONS)


class Involved(NamedTuple):
    """A case manager involved, and the stream in which they are; their own streams where the case has none yet."""

    staff_id: int
    streams: frozenset[str]


class Stop(NamedTuple):
    """A stop of the file: a code of CIRCULATION_STATIONS, and the person; None for anybody in that role."""

    station: str
    staff_id: int | None


def stops(involved: Iterable[Involved]) -> list[Stop]:
    """The way of the file: the market-ready and the youth case managers, the others, maintenance last (HK 6.2).

    Who is involved more than once gets it once, at the earliest place; otherwise the given order stays.
    """
    found: dict[int, str] = {}
    for one in involved:
        stations = [_station(one.streams), found.get(one.staff_id, "case_manager")]
        found[one.staff_id] = min(stations, key=_ORDER.index)
    way = [Stop(station, staff_id) for staff_id, station in found.items()]
    return [*sorted(way, key=lambda stop: _ORDER.index(stop.station)), Stop("maintenance", None)]


def _station(streams: frozenset[str]) -> str:
    return next((stream for stream in _FIRST if stream in streams), "case_manager")


def pass_on_by(since: date, calendar: Calendar, settings: RuleSettings) -> date:
    """The last day on which a file that came on `since` is passed on without delay: "unverzüglich" (HK 6.2)."""
    return evaluate(calendar, working_days(settings.on(since, "immediate_working_days")), since)


def late_since(today: date, calendar: Calendar, settings: RuleSettings) -> date:
    """The latest day of which holds: a file that came on it or before should have been passed on before today."""
    day = today
    while pass_on_by(day, calendar, settings) >= today:
        day -= ONE_DAY
    return day


def why(since: date, calendar: Calendar, settings: RuleSettings) -> str:
    """Why the file is to be passed on by that day, in one German sentence (HK 6.2)."""
    formula = working_days(settings.on(since, "immediate_working_days"))
    came = f"Die Akte liegt hier seit {weekday_and_date(since)} und ist ohne Verzögerung weiterzugeben"
    return f"{came}: {in_words(formula, since, calendar)} (HK 6.2)."
