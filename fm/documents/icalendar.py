"""A calendar as a file that other programs subscribe to (iCalendar, RFC 5545): one piece, CRLF, lines of 75 octets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75
#: Central European time with its summers, which every calendar program has to be told (RFC 5545, 3.6.5).
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE"""


@dataclass(frozen=True)
class Event:
    """Something in a calendar; `uid` stays the same as long as it is the same.

    From a moment to a moment, both in Berlin's time, or on whole days from the first to the last.
    """

    uid: str
    summary: str
    begins: datetime | date
    ends: datetime | date


def calendar_file(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """The calendar with its events, as it stands now."""
    stamp = f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fallmanagement//Kalender//DE", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
             "X-PUBLISHED-TTL:PT1H", *_ZONE.splitlines()]  # fmt: skip
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{event.uid}", stamp, *_times(event), f"SUMMARY:{_escaped(event.summary)}",
                  "END:VEVENT"]  # fmt: skip
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _times(event: Event) -> list[str]:
    """When it begins, and the moment or the day after which it is over."""
    if isinstance(event.begins, datetime) and isinstance(event.ends, datetime):
        return [f"DT{which};TZID=Europe/Berlin:{moment:%Y%m%dT%H%M%S}"
                for which, moment in (("START", event.begins), ("END", event.ends))]  # fmt: skip
    after = event.ends + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{event.begins:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, all but the first of which begin with a blank; no letter is torn."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _LONGEST_LINE:
            yield piece
            piece = b" "
        piece += octets
    yield piece
