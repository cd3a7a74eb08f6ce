"""Places of a measure day by day: where one is free, who is first in line, what may follow what (HK 7.1).

A pool is what the places of one count are given from: a place of training, or a measure that has none. Its numbers of
places are dated; where no entry holds the number is not known, and not bounded. Days are never counted one by one:
how many places are held, and how many there are, changes only on days on which one begins or a number changes.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """From the first day to the last; None where it is open."""

    begins: date | None
    ends: date | None


class Number(NamedTuple):
    """So many places from a day on."""

    begins: date
    places: int
