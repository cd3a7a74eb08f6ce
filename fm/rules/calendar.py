"""Working days, months and birthdays as the rulebook counts them, for the state of Brandenburg.

A working day is Monday to Friday, not a public holiday in Brandenburg and not a closing day of the office.
Counting follows §§ 187, 188 BGB and § 26 (3) SGB X: the day itself is not counted, a month ends on the day with the
same number, and an end that is no working day moves to the next one (counting back: to the one before).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays
from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def german(day: date) -> str:
    """The day as it stands on screen and paper: 02.03.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def weekday_and_date(day: date) -> str:
    """Weekday and day: Montag, 02.03.2026."""
    return f"{WEEKDAYS[day.weekday()]}, {german(day)}"


@cache
def public_holidays(year: int) -> dict[date, str]:
    """The public holidays of a year in Brandenburg with their German names (Feiertagsgesetz § 2)."""
    return dict(holidays.country_holidays("DE", subdiv="BB", years=year, language="de"))


def holiday_name(day: date) -> str | None:
    """The German name of a public holiday in Brandenburg, None on any other day."""
    return public_holidays(day.year).get(day)


@lru_cache(maxsize=100_000)
def plus_months(day: date, months: int) -> date:
    """The day with the same number some months later or earlier, the month's last day where it is missing.

    Not moved for weekends: the rulebook's "calendar month" (§ 188 (2), (3) BGB).
    """
    return day + relativedelta(months=months)


@lru_cache(maxsize=50_000)
def birthday(born: date, years: int) -> date:
    """The day from whose start a person is so many years old; 1 March for those born on 29 February.

    The year of life is completed on the eve (§§ 187 (2), 188 (2) BGB).
    """
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


class Calendar:
    """The office's calendar: Brandenburg's holidays and the closing days that management has entered."""

    def __init__(self, closures: Iterable[date] = ()) -> None:
        self.closures = frozenset(closures)

    @staticmethod
    @lru_cache(maxsize=64)
    def with_closures(closures: frozenset[date]) -> "Calendar":
        """One shared calendar for each set of closing days, so that what it answered once is known."""
        return Calendar(closures)

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on this day."""
        return day.weekday() < 5 and day not in public_holidays(day.year) and day not in self.closures

    def next_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the next one ("moved forward")."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the one before ("moved back")."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after a day, which itself is not counted (§ 187 (1) BGB)."""
        for _ in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def add_months(self, day: date, months: int) -> date:
        """So many months later, moved forward; with a negative number earlier, moved back."""
        bare = plus_months(day, months)
        return self.next_working_day(bare) if months > 0 else self.previous_working_day(bare)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after start up to and including end; negative where end is the earlier one."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(day) for day in days_after(start, end))

    def free_days(self, start: date, end: date) -> list[tuple[date, str]]:
        """The days from start to end on which the office does not work, each with its German reason."""
        return [(day, self._reason(day)) for day in days_after(start - ONE_DAY, end) if not self.is_working_day(day)]

    def _reason(self, day: date) -> str:
        return holiday_name(day) or ("Schließtag" if day in self.closures else WEEKDAYS[day.weekday()])


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after start up to and including end."""
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
