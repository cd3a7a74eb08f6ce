"""Agreements that end: when the follow-up consultation about one can be, and how times are shared out (HK 4.1.4)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from fm.rules.appointments import half_hours
from fm.rules.calendar import Calendar, plus_months

#: So far ahead the end of an agreement is prepared.
AHEAD = timedelta(weeks=8)
#: An invitation goes out so many working days before the appointment where there is time.
NOTICE = 5
#: No colleague is proposed more consultations on one day while another day is free.
ON_ONE_DAY = 4


def window(ends: date, today: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day for the follow-up consultation about an agreement.

    Within its last calendar month (FOL1), on its last day at the latest (HK 4.1.4); not before an invitation sent today
    has arrived, unless the end is that near. Where the end is today or past, the first day lies after the last.
    """
    arrived = calendar.add_working_days(today, NOTICE)
    earliest = arrived if arrived <= ends else calendar.add_working_days(today, 1)
    return max(earliest, plus_months(ends, -1)), ends


def is_prepared(ends: date, follow_up: date | None) -> bool:
    """Whether a follow-up consultation planned for a day is the one about an agreement that ends (FOL1)."""
    return follow_up is not None and plus_months(ends, -1) <= follow_up <= ends


class Client(NamedTuple):
    """Somebody to be invited: with whom, and of which household."""

    case_id: int
    staff_id: int
    household_id: int | None


def shared_out(clients: Sequence[Client], free: Mapping[int, Sequence[datetime]], minutes: int) -> dict[int, datetime]:
    """A time of its own for each of these cases, in their order, out of the times that are free for each.

    Those of one household come on one day, one after the other, where that is possible; the days fill up evenly. Who
    gets none is left out.
    """
    length, found = timedelta(minutes=minutes), dict[int, datetime]()
    taken: dict[int, set[datetime]] = {}
    given_on: dict[int, Counter[date]] = {}
    of_household: dict[int, list[datetime]] = {}
    for client in clients:
        given, mates = taken.setdefault(client.staff_id, set()), of_household.get(client.household_id or 0, [])
        possible = [start for start in free.get(client.case_id, ()) if given.isdisjoint(half_hours(start, minutes))
                    and all(abs(start - mate) >= length for mate in mates)]  # fmt: skip
        if not possible:
            continue
        days = given_on.setdefault(client.staff_id, Counter())
        start = min(possible, key=lambda start: (_apart(start, mates), days[start.date()] // ON_ONE_DAY, start))
        found[client.case_id] = start
        given.update(half_hours(start, minutes))
        days[start.date()] += 1
        if client.household_id:
            of_household.setdefault(client.household_id, []).append(start)
    return found


def _apart(start: datetime, mates: Sequence[datetime]) -> timedelta:
    """How far a time lies from those of the same household."""
    return min((abs(start - mate) for mate in mates), default=timedelta())
