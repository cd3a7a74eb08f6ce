"""Chapters 3, 4.1 and 5: the first consultation after the grant and what it makes up for (ERG1, ERG2)."""

from typing import Any

from tests.rules.support import (
    Table,
    asked,
    categories,
    closed,
    missed_talk,
    responsible,
    table,
    talks,
    target_groups,
    transfers,
)

YOUTH = "2006-06-11"


def granted(day: str = "2026-06-01", submitted: str | None = "2026-05-18", **more: Any) -> dict[str, Any]:
    """A benefit granted, if not said otherwise on Monday, 1 June 2026, on an application of 18 May."""
    return {"applications": [{"submitted": submitted, "decided": day, "decision": "granted"}], **more}


def first_talk(day: str) -> list[dict[str, str]]:
    """A first consultation held."""
    return talks(f"{day} first_consultation")


def agreement(signed: str, valid_until: str | None = None) -> list[dict[str, Any]]:
    """An agreement signed."""
    return [{"signed": signed, "valid_until": valid_until}]


#: (a) The benefit is granted.
ERG1_GRANTED: Table = {
    "not held": (granted(), ["2026-06-01 2026-06-15 open"]),
    "held on the tenth working day": (
        granted(contacts=first_talk("2026-06-15")), ["2026-06-01 2026-06-15 met 2026-06-15"]),
    "held a day late": (granted(contacts=first_talk("2026-06-16")), ["2026-06-01 2026-06-15 late 2026-06-16"]),
    "held on the day of the grant": (
        granted(contacts=first_talk("2026-06-01")), ["2026-06-01 2026-06-15 met 2026-06-01"]),
    "held before the grant, after the form": (
        granted(contacts=first_talk("2026-05-20")), ["2026-06-01 2026-06-15 met 2026-05-20"]),
    "held on the day of the form": (
        granted(contacts=first_talk("2026-05-18")), ["2026-06-01 2026-06-15 met 2026-05-18"]),
    "held before the form": (granted(contacts=first_talk("2026-05-15")), ["2026-06-01 2026-06-15 open"]),
    "day of the form unknown: not before the grant": (
        granted(submitted=None, contacts=first_talk("2026-05-29")), ["2026-06-01 2026-06-15 open"]),
    "missed": (
        granted(contacts=[missed_talk("2026-06-08", "first_consultation")]), ["2026-06-01 2026-06-15 open"]),
    "another conversation": (granted(contacts=talks("2026-06-08 follow_up")), ["2026-06-01 2026-06-15 open"]),
    "over Easter": (granted("2026-04-01", "2026-03-02"), ["2026-04-01 2026-04-17 open"]),
    "granted on a Saturday": (granted("2026-05-30"), ["2026-05-30 2026-06-12 open"]),
    "over a closing day": (granted(closures=["2026-06-05"]), ["2026-06-01 2026-06-16 open"]),
    "not a new case": (granted(previous_benefit_until="2026-03-31"), ["2026-06-01 2026-06-15 open"]),
    "rejected": ({"applications": [{"submitted": "2026-05-18", "decided": "2026-06-01", "decision": "rejected"}]}, []),
    "granted on an unknown day": ({"applications": [{"submitted": "2026-05-18", "decision": "granted"}]}, []),
    "a second grant raises nothing": (
        {"applications": [*granted()["applications"],
                          {"submitted": "2026-11-02", "decided": "2026-11-16", "decision": "granted"}],
         "contacts": first_talk("2026-06-08")}, ["2026-06-01 2026-06-15 met 2026-06-08"]),
    "of two grants of one day the first in the list": (
        {"applications": [*granted(submitted="2026-05-25")["applications"], *granted()["applications"]],
         "contacts": first_talk("2026-05-20")}, ["2026-06-01 2026-06-15 open"]),
    "handed in after its own grant: from that day": (
        granted(submitted="2026-06-10", contacts=first_talk("2026-06-09") + first_talk("2026-06-17")),
        ["2026-06-01 2026-06-15 late 2026-06-17"]),
    "while X": (granted(categories=categories("2026-05-20 X")), ["2026-06-01 2026-06-15 open"]),
    "closed before it was held": (
        closed("2026-06-08", **granted(contacts=first_talk("2026-06-09"))),
        ["2026-06-01 2026-06-15 lapsed 2026-06-08"]),
    "held on the day of closing": (
        closed("2026-06-08", **granted(contacts=first_talk("2026-06-08"))), ["2026-06-01 2026-06-15 met 2026-06-08"]),
    "granted on the day of closing": (closed("2026-06-01", **granted()), []),
    "granted after the closing": (closed("2026-05-29", **granted()), []),
}

#: (a) Who turns 15 after the grant, is a pupil, in the market-ready stream or has an agreement already.
ERG1_EXCEPTIONS: Table = {
    "15 on the day of the grant": (granted(born="2011-06-01"), ["2026-06-01 2026-06-15 open"]),
    "15 after the grant: from the birthday": (granted(born="2011-06-03"), ["2026-06-03 2026-06-17 open"]),
    "born on 29 February: from 1 March": (
        granted("2027-01-04", "2026-12-01", born="2012-02-29"), ["2027-03-01 2027-03-15 open"]),
    "held before the birthday, after the form": (
        granted(born="2011-06-03", contacts=first_talk("2026-05-20")), ["2026-06-03 2026-06-17 met 2026-05-20"]),
    "pupil on that day": (granted(born=YOUTH, target_groups=target_groups("2026-06-01 pupil")), []),
    "pupil from the next day": (
        granted(born=YOUTH, target_groups=target_groups("2026-06-02 pupil")),
        ["2026-06-01 2026-06-15 lapsed 2026-06-02"]),
    "held on the day on which the group of pupils begins": (
        granted(born=YOUTH, target_groups=target_groups("2026-06-05 pupil"), contacts=first_talk("2026-06-05")),
        ["2026-06-01 2026-06-15 met 2026-06-05"]),
    "in the market-ready stream on that day": (granted(transfers=transfers("2026-06-01 market_ready")), []),
    "transferred to it afterwards": (
        granted(transfers=transfers("2026-06-05 market_ready")), ["2026-06-01 2026-06-15 lapsed 2026-06-05"]),
    "held on the day of the transfer": (
        granted(transfers=transfers("2026-06-05 market_ready"), contacts=first_talk("2026-06-05")),
        ["2026-06-01 2026-06-15 met 2026-06-05"]),
    "transferred elsewhere": (
        granted(transfers=transfers("2026-06-05 market_distant")), ["2026-06-01 2026-06-15 open"]),
    "an agreement runs": (granted(agreements=agreement("2026-05-20")), []),
    "an agreement signed on that day": (
        granted(agreements=agreement("2026-06-01")), ["2026-06-01 2026-06-15 open"]),
    "an agreement that ends on that day": (granted(agreements=agreement("2026-03-02", "2026-06-01")), []),
    "an agreement that ended on the eve": (
        granted(agreements=agreement("2026-03-02", "2026-05-31")), ["2026-06-01 2026-06-15 open"]),
    "an agreement of six calendar months": (granted(agreements=agreement("2025-12-01")), []),
    "an agreement older than that, whatever it says": (
        granted(agreements=agreement("2025-11-30", "2026-11-30")), ["2026-06-01 2026-06-15 open"]),
    "an agreement that X ended": (
        granted(agreements=agreement("2026-05-20"), categories=categories("2026-05-21 X", "2026-05-28 C")),
        ["2026-06-01 2026-06-15 open"]),
    "X began on the day of signing": (
        granted(agreements=agreement("2026-05-20"), categories=categories("2026-05-20 X")), []),
}

#: (a) Beside unemployment benefit, counted from a calendar month before its end.
ERG1_ALG: Table = {
    "from a month before its end, a Sunday": (
        granted("2026-07-01", "2026-06-15", alg_until="2026-09-30"), ["2026-07-01 2026-09-11 open"]),
    "granted later than that": (
        granted("2026-09-07", "2026-06-15", alg_until="2026-09-30"), ["2026-09-07 2026-09-21 open"]),
    "the 15th birthday is earlier": (
        granted("2026-07-01", "2026-06-15", alg_until="2026-09-30", born="2011-07-10"),
        ["2026-07-10 2026-09-11 open"]),
    "from the 15th birthday if that is later": (
        granted("2026-07-01", "2026-06-15", alg_until="2026-09-30", born="2011-09-07"),
        ["2026-09-07 2026-09-21 open"]),
    "handed in a month before its end": (
        granted("2026-07-01", "2026-06-15", alg_until="2026-07-15"), ["2026-07-01 2026-07-15 open"]),
    "day of the form unknown": (
        granted("2026-07-01", None, alg_until="2026-09-30"), ["2026-07-01 2026-07-15 open"]),
}


def left_market_ready(**more: Any) -> dict[str, Any]:
    """The market-ready stream left on Monday, 1 June 2026."""
    return {"transfers": transfers("2026-01-12 market_ready", "2026-06-01 market_distant"), **more}


#: (b) The market-ready stream is left.
ERG1_LEFT_STREAM: Table = {
    "not held": (left_market_ready(), ["2026-06-01 2026-06-15 open"]),
    "held on the day itself": (
        left_market_ready(contacts=first_talk("2026-06-01")), ["2026-06-01 2026-06-15 met 2026-06-01"]),
    "held before": (left_market_ready(contacts=first_talk("2026-05-29")), ["2026-06-01 2026-06-15 open"]),
    "another person within the stream": (
        {"transfers": transfers("2026-01-12 market_ready", "2026-06-01 market_ready")}, []),
    "while X": (left_market_ready(categories=categories("2026-02-02 X")), []),
    "X begins that day": (left_market_ready(categories=categories("2026-02-02 A", "2026-06-01 X")), []),
    "X ends that day": (
        left_market_ready(categories=categories("2026-02-02 X", "2026-06-01 D")), ["2026-06-01 2026-06-15 open"]),
    "an agreement runs": (left_market_ready(agreements=agreement("2026-03-02")), []),
    "back in the stream": (
        {"transfers": transfers("2026-01-12 market_ready", "2026-06-01 market_distant", "2026-06-08 market_ready")},
        ["2026-06-01 2026-06-15 lapsed 2026-06-08"]),
    "each time": (
        {"transfers": transfers("2026-01-12 market_ready", "2026-06-01 market_distant", "2026-06-08 market_ready",
                                "2026-07-06 self_employed")},
        ["2026-06-01 2026-06-15 lapsed 2026-06-08", "2026-07-06 2026-07-20 open"]),
    "unemployment benefit changes nothing": (
        left_market_ready(applications=[{"submitted": "2026-06-01"}], alg_until="2026-12-31"),
        ["2026-06-01 2026-06-15 open"]),
    "on the day of closing": (closed("2026-06-01", **left_market_ready()), []),
}


def left_school(group: str = "placement", born: str = YOUTH, **more: Any) -> dict[str, Any]:
    """The group of pupils left on Monday, 1 June 2026."""
    return {"born": born, "target_groups": target_groups("2026-01-12 pupil", f"2026-06-01 {group}"), **more}


#: (c) The group of pupils is left or ends.
ERG1_LEFT_SCHOOL: Table = {
    "changed to placement": (left_school(), ["2026-06-01 2026-06-15 open"]),
    "changed to training seekers": (left_school("training_seeker"), []),
    "ended": (left_school("none"), ["2026-06-01 2026-06-15 open"]),
    "ended by the transfer to an adult stream": (
        {"born": "2001-05-14", "target_groups": target_groups("2026-01-12 pupil"),
         "transfers": transfers("2026-01-12 youth", "2026-06-01 market_distant")}, ["2026-06-01 2026-06-15 open"]),
    "ended by the transfer to the market-ready stream": (
        {"born": "2001-05-14", "target_groups": target_groups("2026-01-12 pupil"),
         "transfers": transfers("2026-01-12 youth", "2026-06-01 market_ready")}, []),
    "held before": (left_school(contacts=first_talk("2026-05-29")), ["2026-06-01 2026-06-15 open"]),
    "held": (left_school(contacts=first_talk("2026-06-02")), ["2026-06-01 2026-06-15 met 2026-06-02"]),
    "while Z": (left_school(categories=categories("2026-02-02 Z")), []),
    "in the market-ready stream": (left_school(transfers=transfers("2026-02-02 market_ready")), []),
    "an agreement runs": (left_school(agreements=agreement("2026-03-02")), []),
    "under 15": (left_school(born="2011-06-02"), []),
    "pupil again": (
        {"born": YOUTH,
         "target_groups": target_groups("2026-01-12 pupil", "2026-06-01 activation", "2026-06-08 pupil")},
        ["2026-06-01 2026-06-15 lapsed 2026-06-08"]),
    "on the day of closing": (closed("2026-06-01", **left_school()), []),
}

#: At most once a day, and then by (a).
ERG1_ONCE_A_DAY: Table = {
    "(a) and (b)": (
        {**granted(contacts=first_talk("2026-05-20")), **left_market_ready()},
        ["2026-06-01 2026-06-15 met 2026-05-20"]),
    "(a) and (c)": (
        {**granted(contacts=first_talk("2026-05-20")), **left_school()}, ["2026-06-01 2026-06-15 met 2026-05-20"]),
    "(b) and (c)": ({**left_market_ready(), **left_school()}, ["2026-06-01 2026-06-15 open"]),
    "on different days each": (
        {**granted("2026-01-05", "2025-12-15"), **left_market_ready()},
        ["2026-01-05 2026-01-19 lapsed 2026-01-12", "2026-06-01 2026-06-15 open"]),
}

NEXT_TALK = "2026-06-09"


def missed(day: str = "2026-05-13", contacts: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """The intake missed, if not said otherwise on 13 May 2026, the first consultation held on 9 June."""
    return {"intake": {"missed": day}, "contacts": first_talk(NEXT_TALK) if contacts is None else contacts, **more}


ERG2: Table = {
    "not made up for": (missed(), ["2026-06-09 2026-06-09 open"]),
    "made up for": (missed(instructions=["2026-06-09"]), ["2026-06-09 2026-06-09 met 2026-06-09"]),
    "a day late": (missed(instructions=["2026-06-10"]), ["2026-06-09 2026-06-09 late 2026-06-10"]),
    "instructed before counts for nothing": (missed(instructions=["2026-06-08"]), ["2026-06-09 2026-06-09 open"]),
    "on a Saturday": (missed(contacts=first_talk("2026-06-13")), ["2026-06-13 2026-06-13 open"]),
    "missed on the day of the first consultation": (missed(NEXT_TALK), ["2026-06-09 2026-06-09 open"]),
    "missed after it": (missed("2026-06-10"), []),
    "no first consultation": (missed(contacts=talks("2026-06-09 follow_up")), []),
    "first consultation missed": (missed(contacts=[missed_talk("2026-06-09", "first_consultation")]), []),
    "only the first one": (
        missed(contacts=first_talk("2026-07-07") + first_talk("2026-06-09") + first_talk("2026-05-12")),
        ["2026-06-09 2026-06-09 open"]),
    "not missed": (missed(intake={}), []),
    "held before the first consultation": (missed(intake={"missed": "2026-05-13", "held": "2026-06-08"}), []),
    "held on that day": (missed(intake={"missed": "2026-05-13", "held": "2026-06-09"}), []),
    "held afterwards": (
        missed(intake={"missed": "2026-05-13", "held": "2026-06-10"}), ["2026-06-09 2026-06-09 open"]),
    "closed": (closed("2026-06-12", **missed()), ["2026-06-09 2026-06-09 lapsed 2026-06-12"]),
    "made up for on the day of closing": (
        closed("2026-06-12", **missed(instructions=["2026-06-12"])), ["2026-06-09 2026-06-09 late 2026-06-12"]),
    "held on the day of closing": (closed("2026-06-09", **missed()), []),
}


@table(ERG1_GRANTED)
def test_erg1_after_the_grant(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ERG1", facts) == expected


@table({**ERG1_EXCEPTIONS, **ERG1_ALG})
def test_erg1_exceptions(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ERG1", facts) == expected


@table({**ERG1_LEFT_STREAM, **{f"pupil: {row}": case for row, case in ERG1_LEFT_SCHOOL.items()}, **ERG1_ONCE_A_DAY})
def test_erg1_by_analogy(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ERG1", facts) == expected


@table(ERG2)
def test_erg2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ERG2", facts) == expected


def test_the_case_manager_keeps_them() -> None:
    assert responsible("ERG1", granted(transfers=transfers("2026-05-20 youth"), born=YOUTH)) == ["case_manager"]
    assert responsible("ERG2", missed()) == ["case_manager"]
