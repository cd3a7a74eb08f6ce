"""The way through case management (Durchlaufschema, annex to HK 3 to 5) and a case's place on it.

Three ways share their first stations: for people under 25, for those close to the labour market, for all others.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fm.rules.vocabulary import PAUSED_CATEGORIES, YOUTH_STREAMS

#: The stations before the ways part (HK 3).
TRUNK = ("application", "intake", "granted")
#: The stations of each way after the trunk (HK 4.1, 4.2, 5).
WAYS = {
    "market_distant": ("first_consultation", "agreement", "follow_up", "closed"),
    "market_ready": ("transfer", "first_consultation", "agreement", "contact", "assessment", "closed"),
    "youth": ("first_consultation", "target_group", "agreement", "follow_up", "closed"),
}
#: Stations that come again and again until the case is closed; having been there once does not leave them behind.
_RECURRING = frozenset({"follow_up", "contact", "assessment", "review"})


@dataclass(frozen=True)
class Milestones:
    """What the way of a case is read off; dates that are not known are None.

    `agreement` and `follow_up` are the latest; `first_consultation` is the first one held. `category` and `stream`
    are the present ones.
    """

    application: date | None = None
    intake: date | None = None
    intake_waived: date | None = None
    granted: date | None = None
    rejected: date | None = None
    transfer: date | None = None
    first_consultation: date | None = None
    target_group: date | None = None
    agreement: date | None = None
    follow_up: date | None = None
    contact: date | None = None
    assessment: date | None = None
    review: date | None = None
    closed: date | None = None
    stream: str | None = None
    category: str | None = None
    pupil: bool = False


class Station(NamedTuple):
    """A station with the last day the case was there and its state: done, skipped, here (awaited next), or ahead."""

    key: str
    day: date | None
    state: str


def way_of(milestones: Milestones) -> str:
    """Which of the three ways the case takes, by its present stream."""
    if milestones.stream in YOUTH_STREAMS:
        return "youth"
    return "market_ready" if milestones.stream == "market_ready" else "market_distant"


def flow(milestones: Milestones) -> list[Station]:
    """The stations of the case's way in their order; exactly one is `here` unless the case is closed.

    Pupils and the categories X, Y, Z have no agreement (HK 4.1.1, 5.2.1); paused categories are reviewed instead of
    followed up.
    """
    keys = [*TRUNK, *_stations(milestones)]
    days = {key: _day(milestones, key) for key in keys}
    here = len(keys) if milestones.closed else _here(keys, days)
    return [Station(key, days[key], _state(milestones, key, place, days, here)) for place, key in enumerate(keys)]


def _stations(milestones: Milestones) -> tuple[str, ...]:
    way = WAYS[way_of(milestones)]
    if milestones.category in PAUSED_CATEGORIES:
        return tuple("review" if key == "follow_up" else key for key in way if key != "agreement")
    return tuple(key for key in way if key != "agreement") if milestones.pupil else way


def _day(milestones: Milestones, key: str) -> date | None:
    if key == "intake":
        return milestones.intake or milestones.intake_waived
    if key == "granted":
        return milestones.granted or milestones.rejected
    day: date | None = getattr(milestones, key)
    return day


def _here(keys: list[str], days: dict[str, date | None]) -> int:
    """The place after the furthest station passed once; then the first recurring one not yet seen, else the last."""
    once = [place for place, key in enumerate(keys) if key not in _RECURRING and key != "closed"]
    passed = max((place for place in once if days[keys[place]]), default=-1)
    if passed < once[-1]:
        return passed + 1
    recurring = [place for place, key in enumerate(keys) if key in _RECURRING]
    return next((place for place in recurring if not days[keys[place]]), recurring[-1])


def _state(milestones: Milestones, key: str, place: int, days: dict[str, date | None], here: int) -> str:
    if place == here:
        return "here"
    if (key == "intake" and not milestones.intake) or (key == "granted" and not milestones.granted):
        return "skipped" if place < here else "ahead"
    if days[key]:
        return "done"
    return "skipped" if place < here else "ahead"
