"""Chapter 4.2: the market-ready stream, row by row of the rulebook (NAH1 to NAH6)."""

from typing import Any

import pytest

from tests.rules.support import Table, asked, closed, missed_talk, responsible, table, talks, transfers


def stays(*more: str, **facts: Any) -> dict[str, Any]:
    """A case that goes to the market-ready stream on Monday, 1 June 2026, and perhaps further transfers."""
    return {"transfers": transfers("2026-06-01 market_ready", *more), **facts}


def invited(day: str, kind: str = "first_consultation") -> list[dict[str, Any]]:
    """An invitation, if not said otherwise to the first consultation."""
    return [{"sent": day, "kind": kind}]


LEAVES_FRIDAY = "2026-06-05 market_distant"
LEAVES_IN_JULY = "2026-07-10 market_distant"

NAH1: Table = {
    "not invited": (stays(), ["2026-06-01 2026-06-08 open"]),
    "invited on the fifth working day": (
        stays(invitations=invited("2026-06-08")), ["2026-06-01 2026-06-08 met 2026-06-08"]),
    "invited a day late": (stays(invitations=invited("2026-06-09")), ["2026-06-01 2026-06-08 late 2026-06-09"]),
    "invited on the day of the transfer": (
        stays(invitations=invited("2026-06-01")), ["2026-06-01 2026-06-08 met 2026-06-01"]),
    "invited before counts for nothing": (stays(invitations=invited("2026-05-29")), ["2026-06-01 2026-06-08 open"]),
    "invited to something else": (
        stays(invitations=invited("2026-06-03", "follow_up")), ["2026-06-01 2026-06-08 open"]),
    "with legal consequences counts too": (
        stays(invitations=[{"sent": "2026-06-03", "kind": "first_consultation", "with_consequences": True}]),
        ["2026-06-01 2026-06-08 met 2026-06-03"]),
    "over Easter": ({"transfers": transfers("2026-04-02 market_ready")}, ["2026-04-02 2026-04-13 open"]),
    "over a closing day": (stays(closures=["2026-06-05"]), ["2026-06-01 2026-06-09 open"]),
    "leaves the stream": (
        stays(LEAVES_FRIDAY, invitations=invited("2026-06-08")), ["2026-06-01 2026-06-08 lapsed 2026-06-05"]),
    "invited and left on one day": (
        stays(LEAVES_FRIDAY, invitations=invited("2026-06-05")), ["2026-06-01 2026-06-08 met 2026-06-05"]),
    "another person within the stream changes nothing": (
        stays("2026-06-03 market_ready"), ["2026-06-01 2026-06-08 open"]),
    "comes back": (
        stays(LEAVES_FRIDAY, "2026-07-06 market_ready"),
        ["2026-06-01 2026-06-08 lapsed 2026-06-05", "2026-07-06 2026-07-13 open"]),
    "transferred on an unknown day": ({"transfers": [{"to": "market_ready"}]}, []),
    "another stream": ({"transfers": transfers("2026-06-01 market_distant")}, []),
    "of two transfers of one day the last stands": (stays("2026-06-01 market_distant"), []),
    "closed": (closed("2026-06-05", **stays()), ["2026-06-01 2026-06-08 lapsed 2026-06-05"]),
    "invited on the day of closing": (
        closed("2026-06-05", **stays(invitations=invited("2026-06-05"))), ["2026-06-01 2026-06-08 met 2026-06-05"]),
    "transferred on the day of closing": (closed("2026-06-01", **stays()), []),
}

FIRST = "first_consultation"

NAH2: Table = {
    "not held": (stays(), ["2026-06-01 2026-06-15 open"]),
    "held on the tenth working day": (
        stays(contacts=talks(f"2026-06-15 {FIRST}")), ["2026-06-01 2026-06-15 met 2026-06-15"]),
    "held a day late": (stays(contacts=talks(f"2026-06-16 {FIRST}")), ["2026-06-01 2026-06-15 late 2026-06-16"]),
    "held on the day of the transfer": (
        stays(contacts=talks(f"2026-06-01 {FIRST}")), ["2026-06-01 2026-06-15 met 2026-06-01"]),
    "held before counts for nothing": (stays(contacts=talks(f"2026-05-29 {FIRST}")), ["2026-06-01 2026-06-15 open"]),
    "another conversation": (stays(contacts=talks("2026-06-08 follow_up")), ["2026-06-01 2026-06-15 open"]),
    "over Whitsun": ({"transfers": transfers("2026-05-18 market_ready")}, ["2026-05-18 2026-06-02 open"]),
    "missed": (
        stays(contacts=[missed_talk("2026-06-09", FIRST), *talks(f"2026-06-12 {FIRST}")]),
        ["2026-06-01 2026-06-15 lapsed 2026-06-09"]),
    "missed before counts for nothing": (
        stays(contacts=[missed_talk("2026-05-29", FIRST)]), ["2026-06-01 2026-06-15 open"]),
    "another conversation missed": (
        stays(contacts=[missed_talk("2026-06-09", "follow_up")]), ["2026-06-01 2026-06-15 open"]),
    "missed and held on one day": (
        stays(contacts=[missed_talk("2026-06-09", FIRST), *talks(f"2026-06-09 {FIRST}")]),
        ["2026-06-01 2026-06-15 met 2026-06-09"]),
    "leaves the stream": (stays(LEAVES_FRIDAY), ["2026-06-01 2026-06-15 lapsed 2026-06-05"]),
    "held and left on one day": (
        stays(LEAVES_FRIDAY, contacts=talks(f"2026-06-05 {FIRST}")), ["2026-06-01 2026-06-15 met 2026-06-05"]),
    "closed": (closed("2026-06-05", **stays()), ["2026-06-01 2026-06-15 lapsed 2026-06-05"]),
    "held on the day of closing": (
        closed("2026-06-05", **stays(contacts=talks(f"2026-06-05 {FIRST}"))), ["2026-06-01 2026-06-15 met 2026-06-05"]),
    "transferred on the day of closing": (closed("2026-06-01", **stays()), []),
}

NAH3: Table = {
    "no contact": (stays(), ["2026-06-01 2026-07-01 open"]),
    "contact on the last day": (
        stays(contacts=talks("2026-07-01 other")),
        ["2026-06-01 2026-07-01 met 2026-07-01", "2026-07-01 2026-08-03 open"]),
    "contact a day late": (
        stays(contacts=talks("2026-07-02 other")),
        ["2026-06-01 2026-07-01 late 2026-07-02", "2026-07-02 2026-08-03 open"]),
    "each contact is the anchor of the next": (
        stays(contacts=talks("2026-07-20 review", f"2026-06-08 {FIRST}", "2026-06-22 follow_up")),
        ["2026-06-01 2026-07-01 met 2026-06-08", "2026-06-08 2026-07-08 met 2026-06-22",
         "2026-06-22 2026-07-22 met 2026-07-20", "2026-07-20 2026-08-20 open"]),
    "two contacts of one day are one": (
        stays(contacts=talks("2026-06-08 other", "2026-06-08 other")),
        ["2026-06-01 2026-07-01 met 2026-06-08", "2026-06-08 2026-07-08 open"]),
    "contact on the day of the transfer counts for nothing": (
        stays(contacts=talks("2026-06-01 other")), ["2026-06-01 2026-07-01 open"]),
    "missed": (stays(contacts=[missed_talk("2026-06-08", "other")]), ["2026-06-01 2026-07-01 open"]),
    "from 31 January": (
        {"transfers": transfers("2026-01-31 market_ready")}, ["2026-01-31 2026-03-02 open"]),
    "moved over 1 May": ({"transfers": transfers("2026-04-01 market_ready")}, ["2026-04-01 2026-05-04 open"]),
    "moved over a closing day": (stays(closures=["2026-07-01"]), ["2026-06-01 2026-07-02 open"]),
    "leaves the stream": (
        stays(LEAVES_IN_JULY, contacts=talks("2026-06-08 other", "2026-07-13 other")),
        ["2026-06-01 2026-07-01 met 2026-06-08", "2026-06-08 2026-07-08 lapsed 2026-07-10"]),
    "contact on the day it leaves: no link begins": (
        stays(LEAVES_IN_JULY, contacts=talks("2026-07-10 other")), ["2026-06-01 2026-07-01 late 2026-07-10"]),
    "another person within the stream restarts nothing": (
        stays("2026-06-15 market_ready"), ["2026-06-01 2026-07-01 open"]),
    "comes back: a chain of its own": (
        stays(LEAVES_FRIDAY, "2026-07-06 market_ready", contacts=talks("2026-06-22 other")),
        ["2026-06-01 2026-07-01 lapsed 2026-06-05", "2026-07-06 2026-08-06 open"]),
    "closed": (
        closed("2026-06-30", **stays(contacts=talks("2026-06-08 other"))),
        ["2026-06-01 2026-07-01 met 2026-06-08", "2026-06-08 2026-07-08 lapsed 2026-06-30"]),
    "contact on the day of closing": (
        closed("2026-06-30", **stays(contacts=talks("2026-06-30 other"))), ["2026-06-01 2026-07-01 met 2026-06-30"]),
    "contact after the closing": (
        closed("2026-06-30", **stays(contacts=talks("2026-07-01 other"))), ["2026-06-01 2026-07-01 lapsed 2026-06-30"]),
    "transferred on the day of closing": (closed("2026-06-01", **stays()), []),
}

NAH4: Table = {
    "no search": (stays(), ["2026-06-01 2026-06-08 open"]),
    "searched on the last day": (
        stays(job_searches=["2026-06-08"]),
        ["2026-06-01 2026-06-08 met 2026-06-08", "2026-06-08 2026-06-15 open"]),
    "searched a day late": (
        stays(job_searches=["2026-06-09"]),
        ["2026-06-01 2026-06-08 late 2026-06-09", "2026-06-09 2026-06-16 open"]),
    "searched on the day of the transfer counts for nothing": (
        stays(job_searches=["2026-06-01"]), ["2026-06-01 2026-06-08 open"]),
    "moved over Whit Monday": ({"transfers": transfers("2026-05-18 market_ready")}, ["2026-05-18 2026-05-26 open"]),
    "moved over Good Friday and Easter": (
        {"transfers": transfers("2026-03-27 market_ready")}, ["2026-03-27 2026-04-07 open"]),
    "moved over a closing day": (stays(closures=["2026-06-08"]), ["2026-06-01 2026-06-09 open"]),
    "leaves the stream": (stays(LEAVES_FRIDAY), ["2026-06-01 2026-06-08 lapsed 2026-06-05"]),
    "searched on the day it leaves": (
        stays(LEAVES_FRIDAY, job_searches=["2026-06-05"]), ["2026-06-01 2026-06-08 met 2026-06-05"]),
    "closed": (closed("2026-06-03", **stays()), ["2026-06-01 2026-06-08 lapsed 2026-06-03"]),
    "searched on the day of closing": (
        closed("2026-06-03", **stays(job_searches=["2026-06-03"])), ["2026-06-01 2026-06-08 met 2026-06-03"]),
    "transferred on the day of closing": (closed("2026-06-01", **stays()), []),
}

NAH5: Table = {
    "no matching": (stays(), ["2026-06-01 2026-07-01 open"]),
    "matched on the last day": (
        stays(matchings=["2026-07-01"]),
        ["2026-06-01 2026-07-01 met 2026-07-01", "2026-07-01 2026-08-03 open"]),
    "matched a day late": (
        stays(matchings=["2026-07-02"]),
        ["2026-06-01 2026-07-01 late 2026-07-02", "2026-07-02 2026-08-03 open"]),
    "matched on the day of the transfer counts for nothing": (
        stays(matchings=["2026-06-01"]), ["2026-06-01 2026-07-01 open"]),
    "to the month's last day": ({"transfers": transfers("2026-08-31 market_ready")}, ["2026-08-31 2026-09-30 open"]),
    "leaves the stream": (stays(LEAVES_FRIDAY), ["2026-06-01 2026-07-01 lapsed 2026-06-05"]),
    "matched on the day it leaves": (
        stays(LEAVES_FRIDAY, matchings=["2026-06-05"]), ["2026-06-01 2026-07-01 met 2026-06-05"]),
    "closed": (closed("2026-06-03", **stays()), ["2026-06-01 2026-07-01 lapsed 2026-06-03"]),
    "matched on the day of closing": (
        closed("2026-06-03", **stays(matchings=["2026-06-03"])), ["2026-06-01 2026-07-01 met 2026-06-03"]),
    "transferred on the day of closing": (closed("2026-06-01", **stays()), []),
}

NAH6: Table = {
    "no decision": (stays(), ["2026-06-01 2026-12-01 open"]),
    "decided on the last day": (
        stays(assessments=["2026-12-01"]),
        ["2026-06-01 2026-12-01 met 2026-12-01", "2026-12-01 2027-06-01 open"]),
    "decided a day late": (
        stays(assessments=["2026-12-02"]),
        ["2026-06-01 2026-12-01 late 2026-12-02", "2026-12-02 2027-06-02 open"]),
    "decided on the day of the transfer counts for nothing": (
        stays(assessments=["2026-06-01"]), ["2026-06-01 2026-12-01 open"]),
    "from 31 August, moved from Sunday, 28 February": (
        {"transfers": transfers("2026-08-31 market_ready")}, ["2026-08-31 2027-03-01 open"]),
    "leaves the stream": (stays(LEAVES_FRIDAY), ["2026-06-01 2026-12-01 lapsed 2026-06-05"]),
    "decided on the day it leaves": (
        stays(LEAVES_FRIDAY, assessments=["2026-06-05"]), ["2026-06-01 2026-12-01 met 2026-06-05"]),
    "closed": (closed("2026-06-03", **stays()), ["2026-06-01 2026-12-01 lapsed 2026-06-03"]),
    "decided on the day of closing": (
        closed("2026-06-03", **stays(assessments=["2026-06-03"])), ["2026-06-01 2026-12-01 met 2026-06-03"]),
    "transferred on the day of closing": (closed("2026-06-01", **stays()), []),
}


@table(NAH1)
def test_nah1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("NAH1", facts) == expected


@table(NAH2)
def test_nah2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("NAH2", facts) == expected


@table(NAH3)
def test_nah3(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("NAH3", facts) == expected


@table(NAH4)
def test_nah4(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("NAH4", facts) == expected


@table(NAH5)
def test_nah5(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("NAH5", facts) == expected


@table(NAH6)
def test_nah6(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("NAH6", facts) == expected


@pytest.mark.parametrize("standard", ["NAH1", "NAH2", "NAH3", "NAH4", "NAH5", "NAH6"])
def test_the_market_ready_case_manager_keeps_them(standard: str) -> None:
    assert responsible(standard, stays()) == ["market_ready_case_manager"]
