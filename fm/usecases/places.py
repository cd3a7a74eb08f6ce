"""Places in measures given to clients: allocated, or the waiting list where none is left (HK 6.5, 7.1).

Each deed locks the measure first, looks at its places day by day, and decides; that the last place goes to one person
only is guarded once more by the database.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from fm.queries.accounts import SignedIn


@dataclass(frozen=True)
class Wanted:
    """What somebody is to get: a place in a measure from a day to a day, which is the measure's last where not said.

    `site_id` is a place of training, where the measure has any. `reason` says why it fits; `strategy_id` is the
    strategy of the plan that it serves.
    """

    measure_id: int
    begins: date | None = None
    ends: date | None = None
    site_id: int | None = None
    reason: str | None = None
    strategy_id: int | None = None


class Given(NamedTuple):
    """What came of it: the participation, its state, its place on the waiting list, the last day of a reservation."""

    id: int
    status: str
    position: int | None = None
    until: date | None = None


class Outcome(NamedTuple):
    """What came of one client of a group: what was given, or the sentence that says why nothing was."""

    case_id: int
    given: Given | None
    sentence: str | None


def allocate(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Give a client a place, whatever they had in this measure so far: proposed, reserved, waiting, or nothing.

    Refused where on some day of the period no place is left, or where it is meant for those first in line.
    """
    raise NotImplementedError


def allocate_or_wait(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Give a client a place if there is one on every day of the period, else the end of the waiting list.

    Refused only for what is wrong with the period, the measure, or the client's being there already.
    """
    raise NotImplementedError


def group(
    actor: SignedIn, case_ids: Collection[int], wanted: Wanted, state: str, now: datetime, origin: str
) -> list[Outcome]:
    """Enter many clients at once: `state` is reserved, allocated, waiting, or either (a place, else the waiting list).

    Each has an outcome of their own, in the given order, which is also that of the waiting list.
    """
    raise NotImplementedError
