"""When colleagues and clients can meet: half hours within the consultation hours that nothing stands against.

A half hour is given once. Why a wished time is not possible is said in a German sentence; a time is free where there is
no such sentence, so proposals and refusals cannot disagree.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from fm.rules.calendar import WEEKDAYS, Calendar, days_after, german, plus_months, weekday_and_date

HALF_HOUR = timedelta(minutes=30)
#: How far ahead appointments are given, and how long one lasts at most.
MONTHS_AHEAD = 12
LONGEST_MINUTES = 240
#: How long an appointment may last, in minutes, as a form offers it.
LENGTHS = {30: "30 Minuten", 60: "1 Stunde", 90: "1½ Stunden", 120: "2 Stunden"}
#: The key of the dated setting that holds other consultation hours, as `hours_from_json` reads them.
HOURS_SETTING = "consultation_hours"


class Stretch(NamedTuple):
    """A stretch of a day, the end not included."""

    begins: time
    ends: time

    def holds(self, begins: time, ends: time) -> bool:
        """Whether something lies within the stretch."""
        return self.begins <= begins and ends <= self.ends

    def meets(self, begins: time, ends: time) -> bool:
        """Whether something lies partly within the stretch."""
        return self.begins < ends and begins < self.ends

    def __str__(self) -> str:
        return f"{clock_time(self.begins)} bis {clock_time(self.ends)}"


#: The stretches of each day of the week, Monday first.
Week = tuple[tuple[Stretch, ...], ...]

_MORNING, _AFTERNOON = Stretch(time(8), time(12)), Stretch(time(13), time(15, 30))
#: The office's consultation hours where no others were entered: Tuesdays until 17:30.
USUAL_HOURS: Week = ((_MORNING, _AFTERNOON), (_MORNING, Stretch(time(13), time(17, 30))), *[(_MORNING, _AFTERNOON)] * 3)


class OfficeHours:
    """Consultation hours by day. Entries are (from, week); the last one from on or before a day holds on it."""

    def __init__(self, entries: Iterable[tuple[date, Week]] = ()) -> None:
        self._entries = sorted(entries, key=lambda entry: entry[0])

    def on(self, day: date) -> tuple[Stretch, ...]:
        """The stretches of a day; none at weekends."""
        week = USUAL_HOURS
        for start, entered in self._entries:
            if start <= day:
                week = entered
        return week[day.weekday()] if day.weekday() < len(week) else ()


def hours_from_json(days: Sequence[Sequence[str]]) -> Week:
    """The week of a setting's value: for Monday to Friday a list of stretches such as "08:00-12:00".

    ValueError for what is no time.
    """
    return tuple(tuple(_stretch(text) for text in stretches) for stretches in days)


def _stretch(text: str) -> Stretch:
    begins, ends = text.split("-")
    return Stretch(time.fromisoformat(begins), time.fromisoformat(ends))


class Absence(NamedTuple):
    """A colleague who is away from the first to the last day."""

    name: str
    begins: date
    ends: date


class Busy(NamedTuple):
    """Hours of the week in which a client works or is at school; weekday 0 is Monday."""

    weekday: int
    stretch: Stretch


def week_of(busy: Iterable[Busy]) -> dict[int, Stretch]:
    """Somebody's hours by weekday; of several stretches of a day the whole from the first to the last."""
    week: dict[int, Stretch] = {}
    for weekday, stretch in busy:
        known = week.get(weekday, stretch)
        week[weekday] = Stretch(min(known.begins, stretch.begins), max(known.ends, stretch.ends))
    return week


@dataclass(frozen=True)
class Diary:
    """What stands against a time for some colleagues and clients.

    `taken` names the colleague whose half hour is given already; `engaged` holds the clients' half hours with anybody.
    `now` is a moment with the office's time zone, in which all moments are.
    """

    now: datetime
    calendar: Calendar = field(default_factory=Calendar)
    hours: OfficeHours = field(default_factory=OfficeHours)
    taken: Mapping[datetime, str] = field(default_factory=dict)
    absences: Sequence[Absence] = ()
    busy: Sequence[Busy] = ()
    engaged: frozenset[datetime] = frozenset()

    @property
    def furthest(self) -> date:
        """The last day on which appointments are given."""
        return plus_months(self.now.date(), MONTHS_AHEAD)


def clock_time(moment: time | datetime) -> str:
    """A time of day as it stands on screen and paper: 09:30."""
    return f"{moment:%H:%M}"


def half_hours(starts_at: datetime, minutes: int) -> list[datetime]:
    """The half hours that an appointment takes; one that is begun counts."""
    return [starts_at + n * HALF_HOUR for n in range(-(-minutes // 30))]


def obstacle(diary: Diary, starts_at: datetime, minutes: int) -> str | None:
    """Why nobody can meet at that time, as a German sentence; None if it is free. The running half hour is not past.

    Outside the clients' hours of work or school where known (HK 3).
    """
    return next(filter(None, _reasons(diary, starts_at, minutes)), None)


def free_starts(diary: Diary, first: date, last: date, minutes: int, limit: int | None = None) -> list[datetime]:
    """The times from the first to the last day at which so many minutes can begin, at most `limit` of them."""
    zone = diary.now.tzinfo
    starts = (datetime.combine(day, begins, zone) for day in _days(diary, first, last)
              for stretch in diary.hours.on(day) for begins in _raster(stretch))  # fmt: skip
    return list(islice((start for start in starts if obstacle(diary, start, minutes) is None), limit))


def _days(diary: Diary, first: date, last: date) -> Iterator[date]:
    first, last = max(first, diary.now.date()), min(last, diary.furthest)
    return filter(diary.calendar.is_working_day, days_after(first - timedelta(days=1), last))


def _raster(stretch: Stretch) -> Iterator[time]:
    minutes = range(stretch.begins.hour * 60 + stretch.begins.minute, stretch.ends.hour * 60 + stretch.ends.minute, 30)
    return (time(*divmod(minute, 60)) for minute in minutes)


def _reasons(diary: Diary, starts_at: datetime, minutes: int) -> Iterator[str | None]:
    """Each possible reason in turn, the first one of which counts."""
    yield _not_a_time(diary, starts_at, minutes)
    yield _office_closed(diary, starts_at, minutes)
    yield _colleague_away(diary, starts_at, minutes)
    yield _client_away(diary, starts_at, minutes)


def _not_a_time(diary: Diary, starts_at: datetime, minutes: int) -> str | None:
    if starts_at.minute % 30 or starts_at.second:
        return "Termine beginnen zur vollen oder zur halben Stunde."
    if not 0 < minutes <= LONGEST_MINUTES:
        return f"Ein Termin dauert höchstens {LONGEST_MINUTES // 60} Stunden."
    if starts_at + HALF_HOUR <= diary.now:
        return f"{weekday_and_date(starts_at.date())}, {clock_time(starts_at)} Uhr ist vorbei."
    if starts_at.date() > diary.furthest:
        return f"Termine werden höchstens ein Jahr im Voraus vergeben, also bis {german(diary.furthest)}."
    return None


def _office_closed(diary: Diary, starts_at: datetime, minutes: int) -> str | None:
    day = starts_at.date()
    if closed := diary.calendar.free_days(day, day):
        return f"Der {german(day)} ist kein Arbeitstag ({closed[0][1]})."
    stretches, (begins, ends) = diary.hours.on(day), _clock(starts_at, minutes)
    if any(stretch.holds(begins, ends) for stretch in stretches):
        return None
    hours = " und ".join(map(str, stretches))
    return f"Beratungszeit ist am {WEEKDAYS[day.weekday()]} {f'von {hours} Uhr' if hours else 'keine'}."


def _colleague_away(diary: Diary, starts_at: datetime, minutes: int) -> str | None:
    for name, begins, ends in diary.absences:
        if begins <= starts_at.date() <= ends:
            return f"{name} ist vom {german(begins)} bis {german(ends)} nicht da."
    for start in half_hours(starts_at, minutes):
        if start in diary.taken:
            return f"{diary.taken[start]} hat am {german(start.date())} um {clock_time(start)} Uhr schon einen Termin."
    return None


def _client_away(diary: Diary, starts_at: datetime, minutes: int) -> str | None:
    for weekday, stretch in diary.busy:
        if weekday == starts_at.weekday() and stretch.meets(*_clock(starts_at, minutes)):
            hours = f"{WEEKDAYS[weekday]} {stretch} Uhr"
            return f"Dann ist die eingeladene Person bei der Arbeit oder in der Schule ({hours})."
    if not diary.engaged.isdisjoint(half_hours(starts_at, minutes)):
        return "Dann hat die eingeladene Person schon einen anderen Termin im Haus."
    return None


def _clock(starts_at: datetime, minutes: int) -> tuple[time, time]:
    """Begin and end as times of the day; what lasts beyond midnight ends with the day."""
    ends = starts_at + timedelta(minutes=minutes)
    return starts_at.time(), ends.time() if ends.date() == starts_at.date() else time.max


def free_stretches(starts: Sequence[datetime]) -> list[Stretch]:
    """Free half hours of one day, in order, put together into stretches."""
    found: list[Stretch] = []
    for start in starts:
        ends = (start + HALF_HOUR).time()
        if found and found[-1].ends == start.time():
            found[-1] = Stretch(found[-1].begins, ends)
        else:
            found.append(Stretch(start.time(), ends))
    return found
