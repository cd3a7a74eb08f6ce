"""Chapter 4.1.4: agreements, the follow-ups that go with them, contact with B clients (EGV1 to EGV4, FOL1, FOL2)."""

from typing import Any

import pytest

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


def signed(*agreements: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Agreements and what goes with them."""
    return {"agreements": list(agreements), **facts}


def agreement(day: str, valid_until: str | None = None, evaluated: str | None = None, interim: bool = False
              ) -> dict[str, Any]:
    """One agreement."""
    return {"signed": day, "valid_until": valid_until, "evaluated": evaluated, "interim": interim}


def first_talk(day: str = "2026-06-01", *agreements: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """A first consultation held, if not said otherwise on Monday, 1 June 2026, and agreements."""
    return signed(*agreements, contacts=talks(f"{day} first_consultation"), **facts)


#: (a) A first consultation is held.
EGV1_TALK: Table = {
    "not signed": (first_talk(), ["2026-06-01 2026-06-01 open"]),
    "signed that day": (first_talk("2026-06-01", agreement("2026-06-01")), ["2026-06-01 2026-06-01 met 2026-06-01"]),
    "signed a day late": (first_talk("2026-06-01", agreement("2026-06-02")), ["2026-06-01 2026-06-01 late 2026-06-02"]),
    "on a Saturday": (first_talk("2026-06-06"), ["2026-06-06 2026-06-06 open"]),
    "missed": (signed(contacts=[missed_talk("2026-06-01", "first_consultation")]), []),
    "another conversation": (signed(contacts=talks("2026-06-01 follow_up")), []),
    "an agreement signed before runs": (first_talk("2026-06-01", agreement("2026-05-29")), []),
    "an agreement ends that day": (first_talk("2026-06-01", agreement("2026-03-02", "2026-06-01")), []),
    "an agreement ended on the eve": (
        first_talk("2026-06-01", agreement("2026-03-02", "2026-05-31")), ["2026-06-01 2026-06-01 open"]),
    "an agreement of six calendar months ends that day": (first_talk("2026-06-01", agreement("2025-12-01")), []),
    "an agreement of six calendar months ended on the eve": (
        first_talk("2026-06-01", agreement("2025-11-30")), ["2026-06-01 2026-06-01 open"]),
    "an agreement that X ended": (
        first_talk("2026-06-01", agreement("2026-03-02"), categories=categories("2026-03-03 X", "2026-05-26 C")),
        ["2026-05-26 2026-05-26 open", "2026-06-01 2026-06-01 open"]),
    "a second consultation without an agreement": (
        signed(agreement("2026-06-20"),
               contacts=talks("2026-06-01 first_consultation", "2026-06-15 first_consultation")),
        ["2026-06-01 2026-06-01 late 2026-06-20", "2026-06-15 2026-06-15 late 2026-06-20"]),
    "two consultations of one day": (
        signed(contacts=talks("2026-06-01 first_consultation", "2026-06-01 first_consultation")),
        ["2026-06-01 2026-06-01 open"]),
    "while X": (first_talk(categories=categories("2026-05-04 X")), []),
    "X begins that day": (first_talk(categories=categories("2026-05-04 C", "2026-06-01 X")), []),
    "pupil": (first_talk(born="2008-02-29", target_groups=target_groups("2026-01-12 pupil")), []),
    "pupil until that day": (
        first_talk(born="2008-02-29", target_groups=target_groups("2026-01-12 pupil", "2026-06-01 activation")),
        ["2026-06-01 2026-06-01 open"]),
    "changes to Z": (
        first_talk("2026-06-01", agreement("2026-06-09"), categories=categories("2026-05-04 C", "2026-06-08 Z")),
        ["2026-06-01 2026-06-01 lapsed 2026-06-08"]),
    "signed and changed on one day": (
        first_talk("2026-06-01", agreement("2026-06-08"), categories=categories("2026-06-08 Z")),
        ["2026-06-01 2026-06-01 late 2026-06-08"]),
    "changes to another category": (
        first_talk(categories=categories("2026-05-04 C", "2026-06-08 D")), ["2026-06-01 2026-06-01 open"]),
    "closed": (
        closed("2026-06-05", **first_talk("2026-06-01", agreement("2026-06-08"))),
        ["2026-06-01 2026-06-01 lapsed 2026-06-05"]),
    "signed on the day of closing": (
        closed("2026-06-05", **first_talk("2026-06-01", agreement("2026-06-05"))),
        ["2026-06-01 2026-06-01 late 2026-06-05"]),
    "held on the day of closing": (closed("2026-06-01", **first_talk()), []),
}


def changed(before: str, after: str, **facts: Any) -> dict[str, Any]:
    """A change of category on Monday, 1 June 2026."""
    return {"categories": categories(f"2026-01-12 {before}", f"2026-06-01 {after}"), **facts}


def left_school(after: str, **facts: Any) -> dict[str, Any]:
    """A pupil who changes the group on Monday, 1 June 2026."""
    return {"born": "2008-02-29", "target_groups": target_groups("2026-01-12 pupil", f"2026-06-01 {after}"), **facts}


#: (b) Change from X, Y, Z; (c) change from pupil to training seeker.
EGV1_CHANGE: Table = {
    "from X to C": (changed("X", "C"), ["2026-06-01 2026-06-01 open"]),
    "from Y to A": (changed("Y", "A"), ["2026-06-01 2026-06-01 open"]),
    "from Z to S": (changed("Z", "S"), ["2026-06-01 2026-06-01 open"]),
    "from X to Y": (changed("X", "Y"), []),
    "from C to D": (changed("C", "D"), []),
    "X confirmed": (changed("X", "X"), []),
    "from X as a pupil": (
        changed("X", "C", born="2008-02-29", target_groups=target_groups("2026-01-12 pupil")), []),
    "from X, signed before": (
        changed("X", "C", agreements=[agreement("2026-05-29")]), ["2026-06-01 2026-06-01 open"]),
    "from X, signed a day late": (
        changed("X", "C", agreements=[agreement("2026-06-02")]), ["2026-06-01 2026-06-01 late 2026-06-02"]),
    "from X and a first consultation on one day": (
        changed("X", "C", contacts=talks("2026-06-01 first_consultation")), ["2026-06-01 2026-06-01 open"]),
    "from X on the day of closing": (closed("2026-06-01", **changed("X", "C")), []),
    "from pupil to training seeker": (left_school("training_seeker"), ["2026-06-01 2026-06-01 open"]),
    "signed that day": (
        left_school("training_seeker", agreements=[agreement("2026-06-01")]),
        ["2026-06-01 2026-06-01 met 2026-06-01"]),
    "though an agreement runs": (
        left_school("training_seeker", agreements=[agreement("2026-05-29")]), ["2026-06-01 2026-06-01 open"]),
    "from pupil to another group": (left_school("graduate"), []),
    "pupil's end": (left_school("none"), []),
    "from pupil to training seeker while Z": (
        left_school("training_seeker", categories=categories("2026-03-02 Z")), []),
    "from pupil to training seeker, then Z": (
        left_school("training_seeker", categories=categories("2026-06-08 Z")),
        ["2026-06-01 2026-06-01 lapsed 2026-06-08"]),
    "of two entries of one day the last stands": (
        {"categories": categories("2026-01-12 X", "2026-06-01 C", "2026-06-01 X")}, []),
}

SHORT = agreement("2026-01-15", "2026-07-14")

EGV2: Table = {
    "not renewed": (signed(SHORT), ["2026-01-15 2026-07-14 open"]),
    "renewed on the last day": (
        signed(SHORT, agreement("2026-07-14")), ["2026-01-15 2026-07-14 met 2026-07-14", "2026-07-14 2027-01-14 open"]),
    "renewed a day late": (
        signed(SHORT, agreement("2026-07-15")),
        ["2026-01-15 2026-07-14 late 2026-07-15", "2026-07-15 2027-01-15 open"]),
    "six months where no end is known": (signed(agreement("2026-01-15")), ["2026-01-15 2026-07-15 open"]),
    "six months where the end is later": (
        signed(agreement("2026-01-15", "2026-12-31")), ["2026-01-15 2026-07-15 open"]),
    "the end moved forward from a Sunday": (
        signed(agreement("2026-01-15", "2026-07-12")), ["2026-01-15 2026-07-13 open"]),
    "the end moved forward from Christmas": (
        signed(agreement("2026-06-25", "2026-12-25")), ["2026-06-25 2026-12-28 open"]),
    "six months from 31 August": (signed(agreement("2026-08-31")), ["2026-08-31 2027-03-01 open"]),
    "of two signed on one day the later in the list is the next": (
        signed(agreement("2026-01-15", "2026-05-29"), SHORT),
        ["2026-01-15 2026-05-29 met 2026-01-15", "2026-01-15 2026-07-14 open"]),
    "in order of signing": (
        signed(agreement("2026-07-01", "2026-12-30"), SHORT),
        ["2026-01-15 2026-07-14 met 2026-07-01", "2026-07-01 2026-12-30 open"]),
    "changes to Y": (
        signed(SHORT, agreement("2026-06-10", "2026-12-09"), categories=categories("2026-06-08 Y")),
        ["2026-01-15 2026-07-14 lapsed 2026-06-08", "2026-06-10 2026-12-09 open"]),
    "from Y to Z is a change too": (
        signed(SHORT, categories=categories("2026-01-12 Y", "2026-06-08 Z")),
        ["2026-01-15 2026-07-14 lapsed 2026-06-08"]),
    "changed before it was signed": (
        signed(SHORT, categories=categories("2026-01-12 Y")), ["2026-01-15 2026-07-14 open"]),
    "changed on the day of signing": (
        signed(SHORT, categories=categories("2026-01-15 Y")), ["2026-01-15 2026-07-14 lapsed 2026-01-15"]),
    "renewed and changed on one day": (
        signed(SHORT, agreement("2026-06-08", "2026-12-07"), categories=categories("2026-06-08 Y")),
        ["2026-01-15 2026-07-14 met 2026-06-08", "2026-06-08 2026-12-07 lapsed 2026-06-08"]),
    "signed on an unknown day": (signed({"valid_until": "2026-07-14"}), []),
    "closed": (closed("2026-06-30", **signed(SHORT)), ["2026-01-15 2026-07-14 lapsed 2026-06-30"]),
    "renewed on the day of closing": (
        closed("2026-06-30", **signed(SHORT, agreement("2026-06-30"))), ["2026-01-15 2026-07-14 met 2026-06-30"]),
    "signed on the day of closing": (closed("2026-01-15", **signed(SHORT)), []),
}


def renewed(evaluated: str | None = None, **facts: Any) -> dict[str, Any]:
    """An agreement renewed on 7 July 2026, the one before evaluated or not."""
    return signed(agreement("2026-01-15", "2026-07-14", evaluated), agreement("2026-07-07", "2027-01-06"), **facts)


EGV3: Table = {
    "not evaluated": (renewed(), ["2026-07-07 2026-07-07 open"]),
    "evaluated that day": (renewed("2026-07-07"), ["2026-07-07 2026-07-07 met 2026-07-07"]),
    "evaluated before": (renewed("2026-06-30"), ["2026-07-07 2026-07-07 met 2026-06-30"]),
    "evaluated on any earlier day": (renewed("2026-01-02"), ["2026-07-07 2026-07-07 met 2026-01-02"]),
    "evaluated a day late": (renewed("2026-07-08"), ["2026-07-07 2026-07-07 late 2026-07-08"]),
    "no next agreement": (signed(agreement("2026-01-15", evaluated="2026-06-30")), []),
    "each agreement that another follows": (
        signed(agreement("2026-03-02", evaluated="2026-05-04"), agreement("2026-05-04"), agreement("2026-07-07")),
        ["2026-05-04 2026-05-04 met 2026-05-04", "2026-07-07 2026-07-07 open"]),
    "the new one's own evaluation counts for nothing": (
        signed(agreement("2026-01-15"), agreement("2026-07-07", evaluated="2026-07-07")),
        ["2026-07-07 2026-07-07 open"]),
    "X ends nothing": (renewed(categories=categories("2026-07-08 X")), ["2026-07-07 2026-07-07 open"]),
    "closed": (closed("2026-07-31", **renewed("2026-08-01")), ["2026-07-07 2026-07-07 lapsed 2026-07-31"]),
    "evaluated on the day of closing": (
        closed("2026-07-31", **renewed("2026-07-31")), ["2026-07-07 2026-07-07 late 2026-07-31"]),
    "signed on the day of closing": (closed("2026-07-07", **renewed()), []),
}

INTERIM = agreement("2026-05-04", "2026-07-31", interim=True)


def interim(*agreements: dict[str, Any], follow_up: str = "2026-06-01", **facts: Any) -> dict[str, Any]:
    """An interim agreement of 4 May 2026 with a follow-up, if not said otherwise on Monday, 1 June."""
    return {"agreements": [INTERIM, *agreements], "contacts": talks(f"{follow_up} follow_up"), **facts}


EGV4: Table = {
    "not replaced": (interim(), ["2026-06-01 2026-06-01 open"]),
    "replaced in the follow-up": (interim(agreement("2026-06-01")), ["2026-06-01 2026-06-01 met 2026-06-01"]),
    "replaced a day late": (interim(agreement("2026-06-02")), ["2026-06-01 2026-06-01 late 2026-06-02"]),
    "replaced before the follow-up": (interim(agreement("2026-05-29")), []),
    "not interim": ({**interim(), "agreements": [agreement("2026-05-04")]}, []),
    "no follow-up yet": ({**interim(), "contacts": []}, []),
    "another conversation": ({**interim(), "contacts": talks("2026-06-01 first_consultation")}, []),
    "follow-up missed": ({**interim(), "contacts": [missed_talk("2026-06-01", "follow_up")]}, []),
    "follow-up on the day of signing": (interim(follow_up="2026-05-04"), []),
    "follow-up on the day after": (interim(follow_up="2026-05-05"), ["2026-05-05 2026-05-05 open"]),
    "only the very first follow-up": (
        interim(contacts=talks("2026-06-01 follow_up", "2026-06-15 follow_up")), ["2026-06-01 2026-06-01 open"]),
    "the very first lies in X": (
        interim(contacts=talks("2026-06-01 follow_up", "2026-06-15 follow_up"),
                categories=categories("2026-05-18 X", "2026-06-08 C")), []),
    "X begins that day": (interim(categories=categories("2026-06-01 X")), []),
    "changes to X": (interim(categories=categories("2026-06-08 X")), ["2026-06-01 2026-06-01 lapsed 2026-06-08"]),
    "replaced and changed on one day": (
        interim(agreement("2026-06-08"), categories=categories("2026-06-08 X")),
        ["2026-06-01 2026-06-01 late 2026-06-08"]),
    "closed": (closed("2026-06-05", **interim()), ["2026-06-01 2026-06-01 lapsed 2026-06-05"]),
    "replaced on the day of closing": (
        closed("2026-06-05", **interim(agreement("2026-06-05"))), ["2026-06-01 2026-06-01 late 2026-06-05"]),
    "follow-up on the day of closing": (closed("2026-06-01", **interim()), []),
}


def followed(*days: str, agreements: tuple[dict[str, Any], ...] = (SHORT,), **facts: Any) -> dict[str, Any]:
    """Agreements, if not said otherwise one of 15 January to 14 July 2026, and follow-ups."""
    return {"agreements": list(agreements), "contacts": talks(*(f"{day} follow_up" for day in days)), **facts}


RENEWED = (SHORT, agreement("2026-05-20", "2026-11-19"))

FOL1: Table = {
    "not held": (followed(), ["2026-01-15 2026-07-14 open"]),
    "held on the last day": (followed("2026-07-14"), ["2026-01-15 2026-07-14 met 2026-07-14"]),
    "held a day late": (followed("2026-07-15"), ["2026-01-15 2026-07-14 late 2026-07-15"]),
    "held a calendar month before the end, a Sunday": (
        followed("2026-06-14"), ["2026-01-15 2026-07-14 met 2026-06-14"]),
    "held a day earlier counts for nothing": (followed("2026-06-13"), ["2026-01-15 2026-07-14 open"]),
    "the first that counts": (
        followed("2026-06-30", "2026-02-16", "2026-06-18"), ["2026-01-15 2026-07-14 met 2026-06-18"]),
    "another conversation": ({**followed(), "contacts": talks("2026-07-01 other")}, ["2026-01-15 2026-07-14 open"]),
    "missed": ({**followed(), "contacts": [missed_talk("2026-07-01", "follow_up")]}, ["2026-01-15 2026-07-14 open"]),
    "due moved forward": (
        followed(agreements=(agreement("2026-01-15", "2026-07-12"),)), ["2026-01-15 2026-07-13 open"]),
    "six months where no end is known": (
        followed("2026-06-15", agreements=(agreement("2026-01-15"),)), ["2026-01-15 2026-07-15 met 2026-06-15"]),
    "held a calendar month before the end itself, not before the day it moved to": (
        followed("2026-06-12", agreements=(agreement("2026-01-15", "2026-07-12"),)),
        ["2026-01-15 2026-07-13 met 2026-06-12"]),
    "the next one is signed earlier: a month before that": (
        followed("2026-04-20", agreements=RENEWED),
        ["2026-01-15 2026-07-14 met 2026-04-20", "2026-05-20 2026-11-19 open"]),
    "a day earlier counts for nothing": (
        followed("2026-04-19", agreements=RENEWED), ["2026-01-15 2026-07-14 open", "2026-05-20 2026-11-19 open"]),
    "the next one is signed after the end: a month before the end": (
        followed("2026-06-14", agreements=(SHORT, agreement("2026-08-03", "2027-02-01"))),
        ["2026-01-15 2026-07-14 met 2026-06-14", "2026-08-03 2027-02-01 open"]),
    "on the day of signing counts for nothing": (
        followed("2026-01-15", agreements=(agreement("2026-01-15", "2026-01-30"),)), ["2026-01-15 2026-01-30 open"]),
    "on the day after signing": (
        followed("2026-01-16", agreements=(agreement("2026-01-15", "2026-01-30"),)),
        ["2026-01-15 2026-01-30 met 2026-01-16"]),
    "one follow-up for two agreements": (
        followed("2026-05-20", agreements=(SHORT, agreement("2026-05-04", "2026-06-10"))),
        ["2026-05-04 2026-06-10 met 2026-05-20", "2026-01-15 2026-07-14 met 2026-05-20"]),
    "changes to Y": (
        followed("2026-06-22", categories=categories("2026-06-15 Y")), ["2026-01-15 2026-07-14 lapsed 2026-06-15"]),
    "held and changed on one day": (
        followed("2026-06-15", categories=categories("2026-06-15 Y")), ["2026-01-15 2026-07-14 met 2026-06-15"]),
    "closed": (closed("2026-06-30", **followed("2026-07-01")), ["2026-01-15 2026-07-14 lapsed 2026-06-30"]),
    "held on the day of closing": (
        closed("2026-06-30", **followed("2026-06-30")), ["2026-01-15 2026-07-14 met 2026-06-30"]),
    "signed on the day of closing": (closed("2026-01-15", **followed()), []),
}


def while_b(*more: str, **facts: Any) -> dict[str, Any]:
    """Category B from Monday, 1 June 2026, and perhaps further categories."""
    return {"categories": categories("2026-06-01 B", *more), **facts}


FOL2: Table = {
    "no contact": (while_b(), ["2026-06-01 2026-09-01 open"]),
    "contact on the last day": (
        while_b(contacts=talks("2026-09-01 other")),
        ["2026-06-01 2026-09-01 met 2026-09-01", "2026-09-01 2026-12-01 open"]),
    "contact a day late": (
        while_b(contacts=talks("2026-09-02 follow_up")),
        ["2026-06-01 2026-09-01 late 2026-09-02", "2026-09-02 2026-12-02 open"]),
    "contact on the day B begins counts for nothing": (
        while_b(contacts=talks("2026-06-01 first_consultation")), ["2026-06-01 2026-09-01 open"]),
    "missed": (while_b(contacts=[missed_talk("2026-07-01", "other")]), ["2026-06-01 2026-09-01 open"]),
    "from 30 November": ({"categories": categories("2026-11-30 B")}, ["2026-11-30 2027-03-01 open"]),
    "moved from Easter Monday": ({"categories": categories("2026-01-06 B")}, ["2026-01-06 2026-04-07 open"]),
    "B confirmed restarts nothing": (while_b("2026-07-01 B"), ["2026-06-01 2026-09-01 open"]),
    "changes to C": (
        while_b("2026-07-01 C", contacts=talks("2026-06-15 other", "2026-07-02 other")),
        ["2026-06-01 2026-09-01 met 2026-06-15", "2026-06-15 2026-09-15 lapsed 2026-07-01"]),
    "contact on the day of the change: no link begins": (
        while_b("2026-07-01 C", contacts=talks("2026-07-01 other")), ["2026-06-01 2026-09-01 met 2026-07-01"]),
    "B again: a chain of its own": (
        while_b("2026-07-01 C", "2026-07-15 B"),
        ["2026-06-01 2026-09-01 lapsed 2026-07-01", "2026-07-15 2026-10-15 open"]),
    "of two entries of one day the last stands": (while_b("2026-06-01 C"), []),
    "closed": (closed("2026-06-30", **while_b()), ["2026-06-01 2026-09-01 lapsed 2026-06-30"]),
    "contact on the day of closing": (
        closed("2026-06-30", **while_b(contacts=talks("2026-06-30 other"))), ["2026-06-01 2026-09-01 met 2026-06-30"]),
    "B begins on the day of closing": (closed("2026-06-01", **while_b()), []),
}


@table({**{f"talk: {row}": case for row, case in EGV1_TALK.items()}, **EGV1_CHANGE})
def test_egv1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("EGV1", facts) == expected


@table(EGV2)
def test_egv2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("EGV2", facts) == expected


@table(EGV3)
def test_egv3(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("EGV3", facts) == expected


@table(EGV4)
def test_egv4(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("EGV4", facts) == expected


@table(FOL1)
def test_fol1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("FOL1", facts) == expected


@table(FOL2)
def test_fol2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("FOL2", facts) == expected


@pytest.mark.parametrize(("standard", "facts"), [
    ("EGV1", first_talk()), ("EGV2", signed(SHORT)), ("EGV3", renewed()), ("EGV4", interim()), ("FOL1", followed()),
    ("FOL2", while_b()),
])
def test_the_case_manager_keeps_it_in_every_stream(standard: str, facts: dict[str, Any]) -> None:
    in_youth = {**facts, "transfers": transfers("2026-01-05 youth")}
    assert responsible(standard, facts) == responsible(standard, in_youth) == ["case_manager"]
