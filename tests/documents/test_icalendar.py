"""The calendar as a file: what another program reads in it, and its form to the octet."""

from datetime import date, datetime, timedelta

import icalendar

from fm.clock import BERLIN
from fm.documents.icalendar import Event, calendar_file

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)
SUMMER, WINTER = (datetime(2026, month, 1, 9, tzinfo=BERLIN) for month in (7, 12))


def read(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_another_program_reads_the_same() -> None:
    summary = "Gespräch; mit, allem \\ und\n„Anführung“"
    found = read(calendar_file("Termine", [
        Event("a@x", summary, SUMMER, SUMMER + timedelta(minutes=90)), Event("b@x", "kurz", WINTER, WINTER),
        Event("c@x", "Abwesend", date(2026, 12, 21), date(2026, 12, 23))], NOW))
    assert [str(event["UID"]) for event in found] == ["a@x", "b@x", "c@x"]
    assert str(found[0]["SUMMARY"]) == summary
    assert found[0].start == SUMMER
    assert found[0].end - found[0].start == timedelta(minutes=90)
    assert (found[0].start.utcoffset(), found[1].start.utcoffset()) == (timedelta(hours=2), timedelta(hours=1))
    assert (found[2].start, found[2].end) == (date(2026, 12, 21), date(2026, 12, 24))
    assert found[0]["DTSTAMP"].dt == NOW


def test_the_zone_is_told_with_its_summers() -> None:
    zone = icalendar.Calendar.from_ical(calendar_file("Termine", [], NOW)).walk("VTIMEZONE")[0].to_tz()
    for moment in (SUMMER, WINTER, datetime(2026, 3, 29, 12, tzinfo=BERLIN), datetime(2026, 10, 25, 12, tzinfo=BERLIN)):
        assert moment.replace(tzinfo=zone).utcoffset() == moment.utcoffset()


def test_lines_are_short_and_no_letter_is_torn() -> None:
    summary = "ä" * 40 + "Ω" * 40 + "𝄞" * 40
    content = calendar_file("Termine", [Event("a@x", summary, SUMMER, SUMMER)], NOW)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert str(read(content)[0]["SUMMARY"]) == summary


def test_a_line_of_75_octets_is_not_folded() -> None:
    content = calendar_file("Termine", [Event("a@x", "x" * 67, SUMMER, SUMMER)], NOW)
    assert b"\r\nSUMMARY:" + b"x" * 67 + b"\r\n" in content
    assert b"x" * 67 + b"\r\n x\r\n" in calendar_file("Termine", [Event("a@x", "x" * 68, SUMMER, SUMMER)], NOW)
