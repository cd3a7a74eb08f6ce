"""Which times are free for an appointment, and why others are not."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fm.rules.appointments import (
    Absence,
    Busy,
    Diary,
    OfficeHours,
    Stretch,
    free_starts,
    free_stretches,
    half_hours,
    hours_from_json,
    obstacle,
)
from fm.rules.calendar import Calendar

BERLIN = ZoneInfo("Europe/Berlin")
#: Monday, shortly after nine.
NOW = datetime(2026, 11, 23, 9, 7, tzinfo=BERLIN)
TUESDAY = date(2026, 11, 24)


def at(day: date | str, clock: str) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time.fromisoformat(clock), BERLIN)


#: A colleague with a meeting on Tuesday at nine who is away on Thursday, and a client at work on Wednesday mornings who
#: is in the house on Friday at ten; the office is closed on 4 December.
DIARY = Diary(
    NOW,
    calendar=Calendar([date(2026, 12, 4)]),
    taken=dict.fromkeys(half_hours(at(TUESDAY, "09:00"), 60), "Kim Birke"),
    absences=[Absence("Kim Birke", date(2026, 11, 26), date(2026, 11, 26))],
    busy=[Busy(2, Stretch(time(7), time(9, 15)))],
    engaged=frozenset([at("2026-11-27", "10:00")]))

TABLE = [
    ("the running half hour", "2026-11-23 09:00", 30, None),
    ("the half hour before", "2026-11-23 08:30", 30, "Montag, 23.11.2026, 08:30 Uhr ist vorbei."),
    ("the day before", "2026-11-20 09:00", 30, "Freitag, 20.11.2026, 09:00 Uhr ist vorbei."),
    ("between the half hours", "2026-11-24 10:15", 30, "Termine beginnen zur vollen oder zur halben Stunde."),
    ("no length", "2026-11-24 10:00", 0, "Ein Termin dauert höchstens 4 Stunden."),
    ("too long", "2026-11-24 08:00", 270, "Ein Termin dauert höchstens 4 Stunden."),
    ("a year ahead", "2027-11-23 08:00", 30, None),
    ("more than a year ahead", "2027-11-24 08:00", 30,
     "Termine werden höchstens ein Jahr im Voraus vergeben, also bis 23.11.2027."),
    ("Saturday", "2026-11-28 09:00", 30, "Der 28.11.2026 ist kein Arbeitstag (Samstag)."),
    ("holiday", "2026-12-25 09:00", 30, "Der 25.12.2026 ist kein Arbeitstag (Erster Weihnachtstag)."),
    ("Easter Sunday", "2027-03-28 09:00", 30, "Der 28.03.2027 ist kein Arbeitstag (Ostersonntag)."),
    ("closing day", "2026-12-04 09:00", 30, "Der 04.12.2026 ist kein Arbeitstag (Schließtag)."),
    ("before the hours", "2026-11-27 07:30", 60,
     "Beratungszeit ist am Freitag von 08:00 bis 12:00 und 13:00 bis 15:30 Uhr."),
    ("into lunch", "2026-11-27 11:30", 60,
     "Beratungszeit ist am Freitag von 08:00 bis 12:00 und 13:00 bis 15:30 Uhr."),
    ("up to lunch", "2026-11-27 11:30", 30, None),
    ("late on Tuesday", "2026-11-24 17:00", 30, None),
    ("late on Monday", "2026-11-30 17:00", 30,
     "Beratungszeit ist am Montag von 08:00 bis 12:00 und 13:00 bis 15:30 Uhr."),
    ("across midnight", "2026-11-24 23:30", 60,
     "Beratungszeit ist am Dienstag von 08:00 bis 12:00 und 13:00 bis 17:30 Uhr."),
    ("colleague away", "2026-11-26 10:00", 30, "Kim Birke ist vom 26.11.2026 bis 26.11.2026 nicht da."),
    ("taken", "2026-11-24 09:30", 30, "Kim Birke hat am 24.11.2026 um 09:30 Uhr schon einen Termin."),
    ("running into what is taken", "2026-11-24 08:30", 60,
     "Kim Birke hat am 24.11.2026 um 09:00 Uhr schon einen Termin."),
    ("up to what is taken", "2026-11-24 08:00", 60, None),
    ("after what is taken", "2026-11-24 10:00", 60, None),
    ("client at work", "2026-11-25 09:00", 30,
     "Dann ist die eingeladene Person bei der Arbeit oder in der Schule (Mittwoch 07:00 bis 09:15 Uhr)."),
    ("client off work", "2026-11-25 09:30", 30, None),
    ("client in the house", "2026-11-27 09:30", 60,
     "Dann hat die eingeladene Person schon einen anderen Termin im Haus."),
]  # fmt: skip


@pytest.mark.parametrize(("wish", "minutes", "reason"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_why_a_time_is_not_possible(wish: str, minutes: int, reason: str | None) -> None:
    assert obstacle(DIARY, at(*wish.split()), minutes) == reason


def test_what_is_proposed_is_possible_and_the_rest_is_not() -> None:
    first, last = TUESDAY, date(2026, 12, 6)
    proposed = free_starts(DIARY, first, last, 60)
    every = [at(first, "00:00") + timedelta(minutes=30 * n) for n in range(48 * 13)]
    assert proposed == [start for start in every if obstacle(DIARY, start, 60) is None]
    assert len(proposed) > 60


def test_proposals_begin_now_and_end_in_a_year() -> None:
    assert free_starts(DIARY, date(2020, 1, 1), date(2100, 1, 1), 30)[0] == at("2026-11-23", "09:00")
    assert free_starts(DIARY, date(2027, 11, 1), date(2100, 1, 1), 30)[-1] == at("2027-11-23", "17:00")
    assert len(free_starts(DIARY, NOW.date(), date(2100, 1, 1), 30, 3)) == 3


def test_times_stay_on_the_clock_when_the_clocks_change() -> None:
    """The Sunday of the change lies between."""
    diary = Diary(datetime(2026, 10, 23, 8, tzinfo=BERLIN))
    found = free_starts(diary, date(2026, 10, 23), date(2026, 10, 26), 240)
    assert [f"{start:%d. %H:%M %z}" for start in found] == ["23. 08:00 +0200", "26. 08:00 +0100"]


def test_hours_hold_from_a_day_on() -> None:
    hours = OfficeHours([(TUESDAY, hours_from_json([[], ["10:00-11:00", "14:00-15:00"], [], [], []]))])
    diary = Diary(NOW, hours=hours)
    assert obstacle(diary, at("2026-11-23", "14:00"), 30) is None
    assert [start.hour for start in free_starts(diary, TUESDAY, TUESDAY, 60)] == [10, 14]
    assert obstacle(diary, at("2026-11-25", "10:00"), 30) == "Beratungszeit ist am Mittwoch keine."


@pytest.mark.parametrize("text", ["8-12", "08:00", "25:00-26:00", ""])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|unpack|hour"):
        hours_from_json([[text]])


def test_half_hours_that_are_begun_count() -> None:
    assert [start.minute for start in half_hours(at(TUESDAY, "09:00"), 31)] == [0, 30]


def test_free_half_hours_are_put_together() -> None:
    found = free_stretches(free_starts(DIARY, TUESDAY, TUESDAY, 30))
    assert list(map(str, found)) == ["08:00 bis 09:00", "10:00 bis 12:00", "13:00 bis 17:30"]
    assert free_stretches([]) == []
