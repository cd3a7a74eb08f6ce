"""When an agreement ends, and the end that is proposed for it (HK 4.1.4)."""

from collections.abc import Collection
from datetime import date

from fm.rules.agreement_checks import LONGEST
from fm.rules.calendar import Calendar, plus_months


def end_of(signed: date, valid_until: date | None, ended: date | None = None) -> date:
    """The last day of an agreement: six months on at most, earlier where it says so or was ended (HK 4.1.4)."""
    return min(day for day in (plus_months(signed, LONGEST), valid_until, ended) if day is not None)


#: How an agreement stands, in the order of its life.
AGREEMENT_STATES = {
    "written": "in Arbeit",
    "printed": "gedruckt, noch nicht unterschrieben",
    "dropped": "nicht weiterverfolgt",
    "running": "läuft",
    "ran_out": "ausgelaufen",
    "ended": "vorzeitig beendet",
    "paused": "beendet durch X, Y oder Z",
    "replaced": "abgelöst",
}


def proposed_end(signed: date, calendar: Calendar, free: Collection[date]) -> date:
    """The latest working day within six months on which an appointment is free; without one the latest working day.

    So the follow-up consultation can be held on the day the agreement ends (HK 4.1.4).
    """
    latest = plus_months(signed, LONGEST)
    possible = [day for day in free if signed < day <= latest and calendar.is_working_day(day)]
    return max(possible, default=calendar.previous_working_day(latest))
