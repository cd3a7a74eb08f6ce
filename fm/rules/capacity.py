"""Chapter 7.1: how many places there can be at least, given who holds one."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Holder(NamedTuple):
    """Somebody with a place, from the first day to the last; None where it is open."""

    name: str
    begins: date | None
    last: date | None

    def there_on(self, day: date) -> bool:
        """Whether the place is held on a day."""
        return (self.begins is None or self.begins <= day) and (self.last is None or day <= self.last)


class Crowded(NamedTuple):
    """The day on which the most places are held, and who holds them."""

    day: date
    holders: list[Holder]


def fullest_day(holders: Sequence[Holder], first: date, before: date | None = None) -> Crowded:
    """The day with the most places held, the earliest of equals, from a day to the day before another (HK 7.1).

    Only days on which somebody begins, and the first, can be the fullest.
    """
    days = {first, *(one.begins for one in holders if one.begins and one.begins > first)}
    possible = sorted(day for day in days if before is None or day < before)
    return max((Crowded(day, [one for one in holders if one.there_on(day)]) for day in possible),
               key=lambda one: len(one.holders))
