"""Requirements, strengths and barriers of the five areas as a picture: bars with their numbers beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from fm.rules.profiles import AreaRow

WIDTH = 320
_BEGIN, _FULL, _TOP, _BAR, _AREA = 104, 180, 16, 15, 64


class Bar(NamedTuple):
    """A bar: its kind, its label, how many it stands for, where it is drawn."""

    kind: str
    label: str
    number: int
    y: int
    width: int


class Band(NamedTuple):
    """An area with its bars."""

    label: str
    y: int
    bars: list[Bar]


class Picture(NamedTuple):
    """Everything that is drawn, and how high it is."""

    bands: list[Band]
    height: int
    begin: int = _BEGIN
    bar: int = _BAR - 4


def draw(rows: Sequence[AreaRow], with_barriers: bool) -> Picture:
    """The picture of the five areas; without barriers for who may not read them."""
    most = max((len(texts) for row in rows for _, _, texts in _bars(row, with_barriers)), default=0)
    unit = min(36, _FULL // max(most, 1))
    step = _AREA if with_barriers else _AREA - _BAR
    bands = [Band(row.label, _TOP + place * step, [
        Bar(kind, label, len(texts), _TOP + place * step + 6 + line * _BAR, len(texts) * unit)
        for line, (kind, label, texts) in enumerate(_bars(row, with_barriers))])
        for place, row in enumerate(rows)]
    return Picture(bands, _TOP + len(rows) * step)


def _bars(row: AreaRow, with_barriers: bool) -> list[tuple[str, str, list[str]]]:
    bars = [("requirements", "Anforderungen", row.requirements), ("strengths", "Stärken", row.strengths),
            ("barriers", "Hemmnisse", row.barriers)]
    return bars if with_barriers else bars[:2]
