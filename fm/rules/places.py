"""Places of a measure day by day: where one is free, who is served first, what may follow what (HK 7.1).

Days are never counted one by one: how many places are held, and how many there are, changes only on days on which
somebody begins or from which another number holds.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from fm.rules.calendar import ONE_DAY, german

T = TypeVar("T")

#: What may become of a participation; "" is where a client has none in the measure that is still to come or runs.
FOLLOWS: dict[str, frozenset[str]] = {
    "": frozenset({"proposed", "reserved", "waiting", "allocated"}),
    "proposed": frozenset({"reserved", "waiting", "allocated", "withdrawn"}),
    "reserved": frozenset({"allocated", "lapsed", "withdrawn"}),
    "waiting": frozenset({"reserved", "allocated", "withdrawn"}),
    "allocated": frozenset({"started", "withdrawn"}),
    "started": frozenset({"ended", "broken_off"}),
    "ended": frozenset({"started"}),
    "broken_off": frozenset({"started"}),
    "lapsed": frozenset(),
    "withdrawn": frozenset(),
}


class Period(NamedTuple):
    """From the first day to the last; None where it is open."""

    begins: date | None
    ends: date | None

    def covers(self, day: date) -> bool:
        """Whether the day lies within."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)

    @property
    def german(self) -> str:
        """As it is said: vom 01.12.2026 bis 31.05.2027."""
        first = f"vom {german(self.begins)}" if self.begins else "von Beginn an"
        return f"{first} bis {german(self.ends)}" if self.ends else f"{first} an" if self.begins else first


class Number(NamedTuple):
    """So many places from a day on."""

    begins: date
    places: int


def may_follow(before: str, after: str) -> bool:
    """Whether a participation in one state may come to the other; "" is none at all (HK 7.1)."""
    return after in FOLLOWS[before]


def places_on(numbers: Sequence[Number], day: date) -> int | None:
    """How many places there are on a day: the last number that holds; None where none is known (HK 7.1).

    `numbers` stand in the order of their days.
    """
    return next((number.places for number in reversed(numbers) if number.begins <= day), None)


def full_on(numbers: Sequence[Number], stays: Sequence[Period], wanted: Period) -> date | None:
    """The first day of a period on which no place is left; None where one is free on each (HK 7.1)."""
    first = wanted.begins or date.min
    turning = {first, *(stay.begins or first for stay in stays), *(number.begins for number in numbers)}
    for day in sorted(day for day in turning if day >= first and wanted.covers(day)):
        places = places_on(numbers, day)
        if places is not None and sum(stay.covers(day) for stay in stays) >= places:
            return day
    return None


def as_soon_as_free(
    numbers: Sequence[Number], stays: Sequence[Period], wanted: Period, entries: Collection[date] | None = None
) -> Period | None:
    """A period cut to begin on the first day from which a place is free to its end; None where there is none (HK 7.1).

    `entries` are the days on which one can begin, where there are such.
    """
    first = wanted.begins or date.min
    days = entries if entries is not None else {
        first, *(stay.ends + ONE_DAY for stay in stays if stay.ends), *(number.begins for number in numbers)}
    ahead = (Period(day, wanted.ends) for day in sorted(days) if wanted.covers(day))
    return next((period for period in ahead if full_on(numbers, stays, period) is None), None)


def with_served(
    numbers: Sequence[Number], stays: Sequence[Period], queue: Iterable[Period],
    entries: Collection[date] | None = None,
) -> list[Period]:  # fmt: skip
    """The places held once those who wait have got, in their order, what they asked for as soon as it is free (HK 7.1).

    What is still free then may go to somebody behind them.
    """
    held = list(stays)
    for wanted in queue:
        served = as_soon_as_free(numbers, held, wanted, entries)
        if served is not None:
            held.append(served)
    return held


def moved(queue: Sequence[T], who: T, position: int) -> list[T]:
    """The waiting list after somebody on it was put elsewhere; 1 is first, beyond its end is last (HK 7.1)."""
    others = [each for each in queue if each != who]
    return [*others[: position - 1], who, *others[position - 1 :]]


def common(one: Period, other: Period) -> Period | None:
    """The days that two periods have in common; None where they have none."""
    begins = max((day for day in (one.begins, other.begins) if day), default=None)
    ends = min((day for day in (one.ends, other.ends) if day), default=None)
    return None if begins and ends and ends < begins else Period(begins, ends)


def overlapping(stays: Sequence[tuple[T, Period]]) -> list[tuple[T, T, Period]]:
    """Pairs of full-time measures that take place at the same time, and when both do: nobody can be in two (HK 7.1)."""
    return [(one, other, both) for index, (one, first) in enumerate(stays) for other, second in stays[index + 1 :]
            if (both := common(first, second))]
