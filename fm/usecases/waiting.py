"""The waiting list of a measure or of a place of training: its end, its order, and who comes first (HK 7.1)."""

from datetime import datetime

from fm.queries.accounts import SignedIn
from fm.rules.places import Period
from fm.usecases.places import Given, Wanted


def wait(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Put a client at the end of the waiting list; `position` says how many they are with."""
    raise NotImplementedError


def next_in_line(
    actor: SignedIn, measure_id: int, site_id: int | None, now: datetime, origin: str, period: Period | None = None
) -> Given:
    """Allocate a free place to the first of the waiting list and tell their case manager.

    The period is the one they asked for, from today at the earliest, where none is given. Refused where nobody waits
    or no place is left on some day of it.
    """
    raise NotImplementedError


def move_in_queue(
    actor: SignedIn, participation_id: int, position: int, reason: str, now: datetime, origin: str
) -> None:
    """Put somebody elsewhere on the waiting list (1 is first), with the reason; refused without one."""
    raise NotImplementedError
