"""Chapters 3, 6.3, 6.6 and 6.7: handovers by birthday and by category, row by row (UEB1, UEB2)."""

from typing import Any

from tests.rules.support import Table, asked, categories, closed, responsible, table, transfers


def turning_25(*moves: str, born: str = "2001-06-15", opened: str | None = "2025-03-03", **facts: Any
               ) -> dict[str, Any]:
    """A case in which somebody turns 25, if not said otherwise on Monday, 15 June 2026, with transfers."""
    return {"born": born, "case": {"opened": opened}, "transfers": transfers(*moves), **facts}


YOUTH = "2025-03-17 youth"

UEB1: Table = {
    "not handed over": (turning_25(YOUTH), ["2026-06-15 2026-06-15 open"]),
    "handed over on the birthday": (
        turning_25(YOUTH, "2026-06-15 market_distant"), ["2026-06-15 2026-06-15 met 2026-06-15"]),
    "handed over a day late": (
        turning_25(YOUTH, "2026-06-16 market_distant"), ["2026-06-15 2026-06-15 late 2026-06-16"]),
    "to the market-ready stream": (
        turning_25(YOUTH, "2026-06-15 market_ready"), ["2026-06-15 2026-06-15 met 2026-06-15"]),
    "to the self-employed's stream": (
        turning_25(YOUTH, "2026-06-15 self_employed"), ["2026-06-15 2026-06-15 met 2026-06-15"]),
    "to the refugees' stream": (
        turning_25(YOUTH, "2026-06-15 refugee"), ["2026-06-15 2026-06-15 met 2026-06-15"]),
    "to the career adviser fulfils nothing": (
        turning_25(YOUTH, "2026-06-15 career_adviser"), ["2026-06-15 2026-06-15 open"]),
    "from the career adviser": (turning_25("2025-03-17 career_adviser"), ["2026-06-15 2026-06-15 open"]),
    "from no stream": (turning_25(), ["2026-06-15 2026-06-15 open"]),
    "in an adult stream on the eve": (turning_25(YOUTH, "2026-06-14 market_distant"), []),
    "in the market-ready stream": (turning_25("2025-03-17 market_ready"), []),
    "back in the youth stream on the eve": (
        turning_25(YOUTH, "2026-03-02 market_distant", "2026-06-14 youth"), ["2026-06-15 2026-06-15 open"]),
    "opened on the eve": (turning_25(opened="2026-06-14"), ["2026-06-15 2026-06-15 open"]),
    "opened on the birthday": (turning_25(opened="2026-06-15"), []),
    "opened by the form handed in": (
        turning_25(opened=None, applications=[{"submitted": "2026-06-01"}]), ["2026-06-15 2026-06-15 open"]),
    "nobody knows when it was opened": (turning_25(YOUTH, opened=None), []),
    "a birthday on a Sunday": (turning_25(YOUTH, born="2001-06-14"), ["2026-06-14 2026-06-15 open"]),
    "a birthday on Labour Day": (turning_25(YOUTH, born="2001-05-01"), ["2026-05-01 2026-05-04 open"]),
    "born on 29 February: 1 March, a Saturday": (
        turning_25(born="2000-02-29", opened="2024-03-04"), ["2025-03-01 2025-03-03 open"]),
    "deferred": (
        turning_25(YOUTH, adult_transfer_deferred_until="2026-07-31"), ["2026-06-15 2026-07-31 open"]),
    "deferred to a Saturday": (
        turning_25(YOUTH, adult_transfer_deferred_until="2026-08-01"), ["2026-06-15 2026-08-03 open"]),
    "deferred to a day before the birthday": (
        turning_25(YOUTH, adult_transfer_deferred_until="2026-06-12"), ["2026-06-15 2026-06-15 open"]),
    "handed over on the day until which it was deferred": (
        turning_25(YOUTH, "2026-07-31 market_distant", adult_transfer_deferred_until="2026-07-31"),
        ["2026-06-15 2026-07-31 met 2026-07-31"]),
    "handed over a day after it": (
        turning_25(YOUTH, "2026-08-01 market_distant", adult_transfer_deferred_until="2026-07-31"),
        ["2026-06-15 2026-07-31 late 2026-08-01"]),
    "still years away": (turning_25(YOUTH, born="2009-11-20"), ["2034-11-20 2034-11-20 open"]),
    "closed": (
        closed("2026-06-30", **turning_25(YOUTH, "2026-07-01 market_distant")),
        ["2026-06-15 2026-06-15 lapsed 2026-06-30"]),
    "handed over on the day of closing": (
        closed("2026-06-30", **turning_25(YOUTH, "2026-06-30 market_distant")),
        ["2026-06-15 2026-06-15 late 2026-06-30"]),
    "closed on the birthday": (closed("2026-06-15", **turning_25(YOUTH)), []),
}


def put_into_a(*moves: str, more: tuple[str, ...] = (), **facts: Any) -> dict[str, Any]:
    """An adult put into category A on Thursday, 28 May 2026, with transfers and perhaps further categories."""
    return {"categories": categories("2026-05-28 A", *more), "transfers": transfers(*moves), **facts}


#: Put into category A.
UEB2: Table = {
    "not handed over": (put_into_a(), ["2026-05-28 2026-05-29 open"]),
    "handed over on the next working day": (
        put_into_a("2026-05-29 market_ready"), ["2026-05-28 2026-05-29 met 2026-05-29"]),
    "handed over a day late": (put_into_a("2026-05-30 market_ready"), ["2026-05-28 2026-05-29 late 2026-05-30"]),
    "handed over that day": (put_into_a("2026-05-28 market_ready"), ["2026-05-28 2026-05-29 met 2026-05-28"]),
    "in the market-ready stream on the eve": (put_into_a("2026-05-27 market_ready"), []),
    "left it on the eve": (
        put_into_a("2026-03-02 market_ready", "2026-05-27 market_distant"), ["2026-05-28 2026-05-29 open"]),
    "handed over elsewhere": (put_into_a("2026-05-29 market_distant"), ["2026-05-28 2026-05-29 open"]),
    "before a weekend": ({"categories": categories("2026-05-29 A")}, ["2026-05-29 2026-06-01 open"]),
    "before Whitsun": ({"categories": categories("2026-05-22 A")}, ["2026-05-22 2026-05-26 open"]),
    "before a closing day": (put_into_a(closures=["2026-05-29"]), ["2026-05-28 2026-06-01 open"]),
    "25 on that day": (put_into_a(born="2001-05-28"), ["2026-05-28 2026-05-29 open"]),
    "25 the day after": (put_into_a(born="2001-05-29"), []),
    "born on 29 February, on 28 February": (
        {"born": "2000-02-29", "categories": categories("2025-02-28 A")}, []),
    "born on 29 February, on 1 March": (
        {"born": "2000-02-29", "categories": categories("2025-03-01 A")}, ["2025-03-01 2025-03-03 open"]),
    "self-employed": (put_into_a(groups=["self_employed"]), []),
    "refugee": (put_into_a(groups=["single_parent", "refugee"]), []),
    "another mark": (put_into_a(groups=["single_parent", "migrant"]), ["2026-05-28 2026-05-29 open"]),
    "A confirmed": (put_into_a(more=("2026-06-08 A",)), ["2026-05-28 2026-05-29 open"]),
    "category changes": (
        put_into_a("2026-06-02 market_ready", more=("2026-06-01 B",)), ["2026-05-28 2026-05-29 lapsed 2026-06-01"]),
    "handed over and changed on one day": (
        put_into_a("2026-06-01 market_ready", more=("2026-06-01 B",)), ["2026-05-28 2026-05-29 late 2026-06-01"]),
    "A again": (
        put_into_a(more=("2026-06-01 B", "2026-06-08 A")),
        ["2026-05-28 2026-05-29 lapsed 2026-06-01", "2026-06-08 2026-06-09 open"]),
    "another category": ({"categories": categories("2026-05-28 B")}, []),
    "closed": (closed("2026-06-01", **put_into_a()), ["2026-05-28 2026-05-29 lapsed 2026-06-01"]),
    "handed over on the day of closing": (
        closed("2026-06-01", **put_into_a("2026-06-01 market_ready")), ["2026-05-28 2026-05-29 late 2026-06-01"]),
    "on the day of closing": (closed("2026-05-28", **put_into_a()), []),
}


def from_youth(to: str = "market_distant", before: str = "youth", begins: str = "2025-10-06", born: str = "2001-06-15",
               *more: str, **facts: Any) -> dict[str, Any]:
    """A youth of category A who comes to another stream on Monday, 3 August 2026."""
    return {"born": born, "categories": categories(f"{begins} A", *more),
            "transfers": transfers(f"2025-10-06 {before}", f"2026-08-03 {to}"), **facts}


#: Already in category A, from the youth stream or the career adviser into the market-distant one.
UEB2_FROM_YOUTH: Table = {
    "from the youth stream": (from_youth(), ["2026-08-03 2026-08-04 open"]),
    "from the career adviser": (from_youth(before="career_adviser"), ["2026-08-03 2026-08-04 open"]),
    "straight to the market-ready stream": (from_youth("market_ready"), []),
    "from the refugees' stream": (from_youth(before="refugee"), []),
    "to the refugees' stream": (from_youth("refugee"), []),
    "A begins on the day of the transfer: once": (from_youth(begins="2026-08-03"), ["2026-08-03 2026-08-04 open"]),
    "A ends on the day of the transfer": (from_youth("market_distant", "youth", "2025-10-06", "2001-06-15",
                                                     "2026-08-03 B"), []),
    "A begins after the transfer": (from_youth(begins="2026-09-01"), ["2026-09-01 2026-09-02 open"]),
    "25 on the day of the transfer": (from_youth(born="2001-08-03"), ["2026-08-03 2026-08-04 open"]),
    "25 the day after": (from_youth(born="2001-08-04"), []),
    "marked as refugee": (from_youth(groups=["refugee"]), []),
    "a month earlier put into A as an adult": (
        from_youth(begins="2026-07-01"), ["2026-07-01 2026-07-02 open", "2026-08-03 2026-08-04 open"]),
    "category changes": (
        from_youth("market_distant", "youth", "2025-10-06", "2001-06-15", "2026-08-10 B"),
        ["2026-08-03 2026-08-04 lapsed 2026-08-10"]),
    "on the day of closing": (closed("2026-08-03", **from_youth()), []),
}


@table(UEB1)
def test_ueb1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("UEB1", facts) == expected


@table({**UEB2, **{f"coming {row}": case for row, case in UEB2_FROM_YOUTH.items()}})
def test_ueb2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("UEB2", facts) == expected


def test_who_keeps_them() -> None:
    assert responsible("UEB1", turning_25("2025-03-17 career_adviser")) == ["youth_case_manager"]
    assert responsible("UEB2", put_into_a()) == ["case_manager"]
