"""Places proposed to clients and reserved for them for some working days, and given back (HK 6.5, 7.1)."""

from datetime import date, datetime

from fm.queries.accounts import SignedIn
from fm.usecases.places import Given, Wanted


def propose(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Note that a measure is proposed to a client and why; it takes no place, and the period may stay open.

    Refused where the client is in this measure already.
    """
    raise NotImplementedError


def reserve(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Keep a place for a client for the working days of the setting `reservation_working_days`; `until` is the last.

    Refused where on some day of the period no place is left, or where it is meant for those first in line.
    """
    raise NotImplementedError


def withdraw(actor: SignedIn, participation_id: int, reason: str, now: datetime, origin: str) -> None:
    """Take back what has not begun: proposed, reserved, waiting or allocated; a place it held is free again.

    Refused without a reason, and where it has begun or is over.
    """
    raise NotImplementedError


def lapse_reservations(now: datetime) -> int:
    """Let the reservations end whose last day is over, and tell case managers and coordinators; returns how many."""
    raise NotImplementedError


def remind_of_reservations(now: datetime) -> int:
    """Remind case managers, once, of reservations that end on the next working day or before; returns how many."""
    raise NotImplementedError
