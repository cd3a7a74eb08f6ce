"""Category and barriers over time as a picture, and the same as rows of a table."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fm.models import Category
from fm.queries.barriers import KnownBarrier
from fm.rules.barrier_checks import Step, Stretch, course
from fm.rules.barrier_order import RESOLVED
from fm.rules.history import spans

#: The drawing's units: names stand to the left of the bars, the years below them.
WIDTH, LEFT, RIGHT = 1000, 250, 985
ROW, BAR, TOP, FOOT = 26, 16, 6, 26
#: The longest name that has room beside its bars, in letters.
_LONGEST_NAME = 34


class Bar(NamedTuple):
    """A stretch of time in one state: where its bar is drawn, what it says."""

    x: float
    width: float
    stretch: Stretch

    @property
    def middle(self) -> float:
        """Where a word in the bar is centred."""
        return self.x + self.width / 2


class Row(NamedTuple):
    """A line of the picture: the category, or one barrier."""

    name: str
    y: int
    bars: list[Bar]
    category: bool = False

    @property
    def short(self) -> str:
        """The name as it has room beside the bars."""
        return self.name if len(self.name) <= _LONGEST_NAME else f"{self.name[:_LONGEST_NAME - 1].rstrip()}…"


class Tick(NamedTuple):
    """A day marked below the bars."""

    x: float
    day: date


class Course(NamedTuple):
    """The whole picture: rows from top to bottom, marked days, height."""

    rows: list[Row]
    ticks: list[Tick]
    height: int


def draw(
    categories: Sequence[Category], barriers: Sequence[KnownBarrier], begins: date | None, today: date
) -> Course | None:
    """The picture from the first day known to today; None where there is nothing to draw.

    Of a barrier that was resolved nothing is drawn from then on.
    """
    lines = [("Kategorie", _categories(categories), True)] if categories else []
    lines += [(one.name, _course(one), False) for one in sorted(barriers, key=lambda one: (one.recognised, one.number))]
    if not lines:
        return None
    first = min(stretch.begin for _, stretches, _ in lines for stretch in stretches)
    first = min(first, begins or first)
    scale = _Scale(first, max(today, first))
    rows = [Row(name, TOP + place * ROW, [bar for stretch in stretches if (bar := scale.bar(stretch))], category)
            for place, (name, stretches, category) in enumerate(lines)]
    return Course(rows, scale.ticks(), TOP + len(rows) * ROW + FOOT)


def _categories(entries: Sequence[Category]) -> list[Stretch]:
    by_day = {entry.begins: entry.category for entry in entries}
    return [Stretch(span.value, span.begin, span.end) for span in spans(sorted(by_day.items()))]


def _course(barrier: KnownBarrier) -> list[Stretch]:
    steps = [Step(step.day, step.state) for step in barrier.steps]
    return course(barrier.recognised, barrier.state, barrier.resolved, steps)


class _Scale:
    """Days to places in the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = max((last - first).days, 1)

    def x(self, day: date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days / self.days
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def bar(self, stretch: Stretch) -> Bar | None:
        """The bar of a stretch, at least as wide as one can see; none for the time after it was resolved."""
        if stretch.value == RESOLVED:
            return None
        begin, end = self.x(stretch.begin), self.x(stretch.end or self.last)
        return Bar(min(begin, RIGHT - 3), max(end - begin, 3), stretch)

    def ticks(self) -> list[Tick]:
        """The first day, the beginning of each year between, and the last day; not closer than their words are wide."""
        years = [date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1)]
        inner = [Tick(self.x(day), day) for day in years if LEFT + 95 < self.x(day) < RIGHT - 95]
        step = max(1, -(-len(inner) // 6))
        return [Tick(LEFT, self.first), *inner[::step], Tick(RIGHT, self.last)]
