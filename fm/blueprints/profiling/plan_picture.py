"""The plan as a picture, for staff and client alike: a flight of small steps that leads up to the goal (HK 4.1.3).

What was reached is seen. What was given up or did not work out is no step of the way any more, and is left out.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from fm.queries.plan import KnownStrategy

WIDTH, HEIGHT = 960, 200
_LEFT, _RIGHT, _FLOOR, _CEILING = 4, 90, 190, 60
#: The widest and highest step; steps narrower than the last number carry no number.
_WIDEST, _HIGHEST, _NARROWEST = 150, 34, 22
#: Room above and behind the last step, for the flag.
_FLAG = 40
_LEFT_OUT = frozenset({"missed", "dropped"})


class Step(NamedTuple):
    """A step of the flight: its place in the drawing, and the strategy it stands for."""

    x: float
    y: float
    width: float
    height: float
    number: int
    strategy: KnownStrategy


class Stairs(NamedTuple):
    """The flight of steps, how many of them are reached, and whether they are wide enough for numbers."""

    steps: list[Step]
    reached: int
    numbered: bool

    @property
    def words(self) -> str:
        """How far the client has come, in a sentence."""
        return f"{self.reached} von {len(self.steps)} {'Schritt' if len(self.steps) == 1 else 'Schritten'} erreicht"

    @property
    def goal(self) -> tuple[float, float]:
        """Where the flag of the goal stands: behind the last step, and as high."""
        last = self.steps[-1]
        return last.x + last.width + 24, last.y

    @property
    def frame(self) -> tuple[float, float, float]:
        """The part of the drawing that is not empty: its upper edge, width and height."""
        top = self.steps[-1].y - _FLAG
        return top, self.goal[0] + _FLAG + _LEFT, HEIGHT - top


def draw(strategies: Iterable[KnownStrategy]) -> Stairs | None:
    """The steps in their order: those reached by their day, then those ahead by theirs; None where there are none.

    Of the same day they stay in the order given, that of the work.
    """
    way = sorted((one for one in strategies if one.state not in _LEFT_OUT), key=_order)
    if not way:
        return None
    width = min((WIDTH - _LEFT - _RIGHT) / len(way), _WIDEST)
    rise = min((_FLOOR - _CEILING) / len(way), _HIGHEST)
    steps = [Step(round(_LEFT + place * width, 1), round(_FLOOR - (place + 1) * rise, 1), round(width, 1),
                  round((place + 1) * rise, 1), place + 1, one) for place, one in enumerate(way)]  # fmt: skip
    return Stairs(steps, sum(one.state == "reached" for one in way), width >= _NARROWEST)


def _order(strategy: KnownStrategy) -> tuple[bool, date]:
    reached = strategy.state == "reached"
    return not reached, strategy.state_on if reached else strategy.due or date.max
