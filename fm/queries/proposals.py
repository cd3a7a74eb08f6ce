"""Which free times are proposed for an appointment: those within the deadline that it serves, where there are any."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from fm.queries.appointments import diary
from fm.queries.file import Kept, open_deadlines
from fm.rules.appointments import free_starts

#: How many times are proposed, and how many days ahead where no deadline is nearer or none in it is free.
_PROPOSED, _AHEAD = 40, timedelta(days=28)


class Proposal(NamedTuple):
    """Free times, the deadline they shall keep if there is one, and whether they do."""

    starts: list[datetime]
    deadline: Kept | None
    in_time: bool


def deadline_of(session: Session, case_id: int, standards: Collection[str]) -> Kept | None:
    """The nearest open deadline of a case that one of these standards makes."""
    return next((row for row in open_deadlines(session, case_id) if row.standard in standards), None)


def propose(
    session: Session, staff_id: int, person_id: int, minutes: int, first: date, deadline: Kept | None, now: datetime
) -> Proposal:
    """A colleague's next free times for a client from a day on: up to the deadline, else within four weeks."""
    last = first + _AHEAD
    if deadline is not None:
        starts = _free(session, staff_id, person_id, minutes, first, min(deadline.due, last), now)
        if starts:
            return Proposal(starts, deadline, True)
    return Proposal(_free(session, staff_id, person_id, minutes, first, last, now), deadline, False)


def _free(
    session: Session, staff_id: int, person_id: int, minutes: int, first: date, last: date, now: datetime
) -> list[datetime]:
    found = diary(session, [staff_id], first, last, [person_id], now)
    return free_starts(found, first, last, minutes, _PROPOSED)
