"""The way through case management as a picture: where its stations stand, in the units of the drawing.

All three ways are drawn; that of the case with its days and its place, the others as they would be.
"""

from typing import NamedTuple

from fm.rules.flow import TRUNK, WAYS, Milestones, Station, flow, way_of

#: German names of the stations.
STATIONS = {
    "application": "Antrag",
    "intake": "Einstiegsberatung",
    "granted": "Bewilligung",
    "transfer": "Übergabe",
    "first_consultation": "Erstgespräch",
    "target_group": "Zielgruppe",
    "agreement": "Vereinbarung",
    "follow_up": "Folgegespräch",
    "contact": "Monatskontakt",
    "assessment": "Beurteilung",
    "review": "Wiedervorlage",
    "closed": "Abschluss",
}
#: The ways from top to bottom, with their names.
_WAYS = {"market_ready": "arbeitsmarktnah", "market_distant": "arbeitsmarktfern", "youth": "unter 25"}
WIDTH, HEIGHT = 1000, 190
_LEFT, _STEP, _TOP, _ROW = 60, 125, 24, 62
_FORK = _LEFT + (len(TRUNK) - 1) * _STEP
_FIRST, _LAST = _FORK + 185, WIDTH - 50


class Point(NamedTuple):
    """A station in the drawing; those of other ways have the state "other"."""

    x: int
    y: int
    label: str
    station: Station


class Line(NamedTuple):
    """A line of the drawing: the corners it goes through, and whether it belongs to the case's own way."""

    corners: str
    own: bool


class Picture(NamedTuple):
    """Everything that is drawn, and the case's own stations in their order for the text beside it."""

    points: list[Point]
    lines: list[Line]
    names: list[tuple[int, int, str, bool]]
    own: list[Point]


def draw(milestones: Milestones) -> Picture:
    """The picture of a case's way."""
    stations, own_way = flow(milestones), way_of(milestones)
    middle = _y(list(_WAYS).index("market_distant"))
    trunk = [Point(_LEFT + place * _STEP, middle, STATIONS[one.key], one) for place, one in enumerate(stations[:3])]
    rows = {way: _row(way, stations[3:] if way == own_way else [Station(key, None, "other") for key in WAYS[way]])
            for way in _WAYS}  # fmt: skip
    start = f"{_FORK},{middle}"
    lines = [Line(f"{_LEFT},{middle} {start}", True)]
    for way, points in sorted(rows.items(), key=lambda row: row[0] == own_way):
        row = points[0].y
        lines.append(Line(f"{start} {_FORK + 42},{middle} {_FORK + 82},{row} {_LAST},{row}", way == own_way))
    names = [(_FORK + 86, points[0].y - 8, _WAYS[way], way == own_way) for way, points in rows.items()]
    return Picture([*trunk, *(point for row in rows.values() for point in row)], lines, names, trunk + rows[own_way])


def _y(row: int) -> int:
    return _TOP + row * _ROW


def _row(way: str, stations: list[Station]) -> list[Point]:
    y, gap = _y(list(_WAYS).index(way)), (_LAST - _FIRST) // (len(stations) - 1)
    return [Point(_FIRST + place * gap, y, _label(way, one.key), one) for place, one in enumerate(stations)]


def _label(way: str, key: str) -> str:
    """The station's name; the concept calls the first consultation of people under 25 by a name of its own (HK 5)."""
    return "Erstberatung" if (way, key) == ("youth", "first_consultation") else STATIONS[key]
