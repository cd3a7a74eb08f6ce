"""Chapters 4.1.1 and 5.1: the categories X, Y, Z, their resubmission and the return from them."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from fm.rules.calendar import plus_months
from fm.rules.history import Deadline, History, Span, first
from fm.rules.sums import MOVED_BACK, SAME_DAY, Due, months


def wvl1(h: History) -> Iterator[Deadline]:
    """Cases of category X are reviewed after six months at the latest (HK 4.1.1, 5.1)."""
    for span in h.spans_of(h.categories, "X"):
        yield from h.chain("WVL1", months(6), span.begin, span.end, h.reviews)


def wvl2(h: History) -> Iterator[Deadline]:
    """Cases of category Y are reviewed after a year, three months before the obstacle ends at the latest (HK 4.1.1)."""
    for span in h.spans_of(h.categories, "Y"):
        yield from h.chain_of("WVL2", span.begin, span.end, h.reviews,
                              partial(_wvl2_due, h, span.begin, _obstacle_ends(h, span)))


def _obstacle_ends(h: History, span: Span) -> date | None:
    """The obstacle's end as the span's last entry records it."""
    entries = [row for row in h.facts.categories if row.category and row.begins and h.event(row.begins)
               and (span.end is None or row.begins < span.end)]
    latest = max((row.begins for row in entries if row.begins), default=None)
    return [row for row in entries if row.begins == latest][-1].obstacle_ends


def _wvl2_due(h: History, begin: date, ends: date | None, anchor: date) -> Due:
    year = h.due(months(12), anchor, "first" if anchor == begin else "next")
    if ends is None or ends <= anchor:
        return year
    if plus_months(ends, -3) <= anchor:
        return h.due(MOVED_BACK, ends, "obstacle_near")
    return min(year, h.due(months(-3), ends, "obstacle"), key=lambda due: due.day)


def wvl3(h: History) -> Iterator[Deadline]:
    """Cases of category Z are reviewed after six months at the latest (HK 4.1.1, 5.1)."""
    for span in h.spans_of(h.categories, "Z"):
        yield from h.chain("WVL3", months(6), span.begin, span.end, h.reviews)


def wvl4(h: History) -> Iterator[Deadline]:
    """Who leaves X, Y, Z is given the full legal instruction (HK 4.1.1, 5.1)."""
    for day in h.reactivations:
        yield from h.row("WVL4", day, h.due(SAME_DAY, day), first(h.instructions, day))
