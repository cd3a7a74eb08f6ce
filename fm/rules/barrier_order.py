"""Chapter 4.1.3: the order in which barriers are worked on, proposed and as it is, and ranks that are no order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from fm.rules.checks import Check
from fm.rules.vocabulary import AREAS

#: The areas in their regular order (HK 4.1.3). Social competences stand where the case manager puts them.
ORDER = ("RB", "LF", "MO", "BK")
#: The state of a barrier that is worked on no more; every other one is open.
RESOLVED = "erledigt"


class Ranked(Protocol):
    """What the order looks at: the area and the rank of an open barrier."""

    @property
    def area(self) -> str:
        """One of AREAS."""

    @property
    def rank(self) -> int | None:
        """Its place in the order of work, from 1; None where none was given."""


One = TypeVar("One", bound=Ranked)


def in_rank(barriers: Iterable[One]) -> list[One]:
    """Barriers in the order of their ranks, those without one last; of one rank as they come."""
    return sorted(barriers, key=lambda one: (one.rank is None, one.rank or 0))


def proposed_order(barriers: Iterable[One]) -> list[One]:
    """The order the concept proposes, starting from the present one (HK 4.1.3).

    Barriers of one area keep their order among each other, those of social competences their places.
    """
    present = in_rank(barriers)
    sorted_ones = iter(sorted((one for one in present if one.area in ORDER), key=lambda one: ORDER.index(one.area)))
    return [next(sorted_ones) if one.area in ORDER else one for one in present]


def out_of_order(barriers: Iterable[Ranked], areas: Mapping[str, str] = AREAS) -> Check | None:
    """Q10: whether the open barriers stand in another order than the proposed one; it needs no reason (HK 4.1.3).

    `areas` are the names of the areas as they are called with the client.
    """
    counted = [one for one in in_rank(barriers) if one.area in ORDER]
    for before, after in pairwise(counted):
        if ORDER.index(before.area) > ORDER.index(after.area):
            return Check("Q10", f"Eigene Reihenfolge: erst {areas[before.area]}, dann {areas[after.area]}. Das "
                                f"Konzept schlägt vor: {', '.join(areas[area] for area in ORDER)}. Eine Begründung "
                                "braucht es nicht.", False, "rang")  # fmt: skip
    return None


def rank_faults(barriers: Sequence[Ranked]) -> list[str]:
    """Q7: what is wrong with the ranks of open barriers, as imported ones can have it (HK 4.1.1, 5.1)."""
    missing = sum(one.rank is None for one in barriers)
    counted = Counter(one.rank for one in barriers if one.rank is not None)
    several = [str(rank) for rank in sorted(rank for rank, times in counted.items() if times > 1)]
    faults = [f"Den Rang {', '.join(several)} gibt es mehrfach."] if several else []
    if missing:
        faults.append(f"{'Ein Hemmnis hat' if missing == 1 else f'{missing} Hemmnisse haben'} keinen Rang.")
    return faults
