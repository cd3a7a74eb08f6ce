"""The made-up office's calendar: its working days as one sorted list, so that counting is a look-up."""

from bisect import bisect_left
from datetime import date, timedelta

from fm.rules.calendar import Calendar


def closing_days(first_year: int, last_year: int) -> dict[date, str]:
    """The days between Christmas Eve and New Year on which the made-up office stays shut, with their reason."""
    return {
        date(year, 12, day): "Schließzeit zwischen den Jahren"
        for year in range(first_year, last_year + 1)
        for day in (24, 27, 28, 29, 30, 31)
        if date(year, 12, day).weekday() < 5
    }


class Days:
    """Working days between two years, both included."""

    def __init__(self, first_year: int, last_year: int):
        calendar = Calendar(closing_days(first_year, last_year))
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        span = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._days = [day for day in span if calendar.is_working_day(day)]

    def at(self, day: date, n: int = 0) -> date:
        """The first working day on or after `day`, or the n-th one after that; before it where n is negative."""
        return self._days[bisect_left(self._days, day) + n]
