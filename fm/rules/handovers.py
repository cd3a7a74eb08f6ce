"""Chapters 3, 6.3, 6.6 and 6.7: the handovers that a birthday or a category makes due."""

from collections.abc import Iterator
from datetime import date

from fm.rules.history import Deadline, History, first
from fm.rules.sums import MOVED_FORWARD, working_days
from fm.rules.vocabulary import ADULT_STREAMS, SPECIAL_STREAMS, YOUTH_STREAMS


def ueb1(h: History) -> Iterator[Deadline]:
    """With the 25th birthday the case goes over to an adult stream (HK 6.7).

    It may be deferred with a reason, so that a measure can be ended and evaluated first.
    """
    since = h.twenty_five
    if h.begun is None or h.begun >= since or h.stream_on(h.eve(since)) in ADULT_STREAMS:
        return
    deferred = h.facts.adult_transfer_deferred_until
    until, reason = (deferred, "deferred") if deferred and deferred > since else (since, "birthday")
    due = h.due(MOVED_FORWARD, until, reason)
    yield from h.row("UEB1", since, due, first(h.arrivals(*ADULT_STREAMS), since))


def ueb2(h: History) -> Iterator[Deadline]:
    """An adult of category A goes to the market-ready case manager at once (HK 3, 6.3, 6.6)."""
    if any(mark in h.facts.groups for mark in SPECIAL_STREAMS):
        return
    for span in h.spans_of(h.categories, "A"):
        occasions = {day: "stream" for day in _from_youth(h)
                     if day > span.begin and (span.end is None or day < span.end)}
        if h.stream_on(h.eve(span.begin)) != "market_ready":
            occasions[span.begin] = "category"
        for since, reason in sorted(occasions.items()):
            if since >= h.twenty_five:
                due = h.due(working_days(h.settings.on(since, "immediate_working_days")), since, reason)
                yield from h.row("UEB2", since, due, first(h.arrivals("market_ready"), since), span.end)


def _from_youth(h: History) -> list[date]:
    """Days on which the case came from the youth stream or the career adviser into the market-distant one."""
    return [span.end for span in h.streams
            if span.end and span.value in YOUTH_STREAMS and span.next == "market_distant"]
