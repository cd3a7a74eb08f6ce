"""Chapters 3, 4.1 and 5: the first consultation and the legal instruction that it makes up for."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import ONE_DAY
from fm.rules.history import Deadline, History, first
from fm.rules.sums import SAME_DAY, TEN_DAYS, Due


class _Occasion(NamedTuple):
    """A day from which a first consultation is due, and from when on one counts."""

    since: date
    counts_from: date
    reason: str


def _granted(h: History) -> Iterator[_Occasion]:
    """(a) The benefit was granted for the first time, or the client turned 15 after that."""
    row = h.first_grant
    if row and row.decided:
        since = max(row.decided, h.fifteen)
        yield _Occasion(since, row.submitted or since, "granted" if since == row.decided else "fifteen")


def _left_market_ready(h: History) -> Iterator[_Occasion]:
    """(b) The market-ready stream was left."""
    for span in h.spans_of(h.streams, "market_ready"):
        if span.end and not h.is_paused(span.end):
            yield _Occasion(span.end, span.end, "left_market_ready")


def _left_school(h: History) -> Iterator[_Occasion]:
    """(c) The group of pupils was left for another than training seekers, or ended."""
    for span in h.spans_of(h.groups, "pupil"):
        if span.end and span.next != "training_seeker" and not h.is_paused(span.end):
            yield _Occasion(span.end, span.end, "left_pupil")


def erg1(h: History) -> Iterator[Deadline]:
    """The first consultation is held within 10 working days of the grant (HK 3, 4.1, 5)."""
    seen = set()
    for occasion in (*_granted(h), *_left_market_ready(h), *_left_school(h)):
        since = occasion.since
        if since in seen or since < h.fifteen or h.is_pupil(since) or h.stream_on(since) == "market_ready":
            continue
        if h.agreement_runs(since):
            continue
        seen.add(since)
        pupil_again = (span.begin for span in h.spans_of(h.groups, "pupil"))
        lapse = first((*h.arrivals("market_ready"), *pupil_again), since + ONE_DAY)
        yield from h.row("ERG1", since, _erg1_due(h, occasion), first(h.first_consultations, occasion.counts_from),
                         lapse)


def _erg1_due(h: History, occasion: _Occasion) -> Due:
    """Ten working days; beside unemployment benefit not before a month ahead of its end."""
    later = h.alg_month_before
    from_grant = occasion.reason in ("granted", "fifteen")
    if from_grant and later and h.alg_ends_later(h.first_grant) and later > occasion.since:
        return h.due(TEN_DAYS, later, "alg")
    return h.due(TEN_DAYS, occasion.since, occasion.reason)


def erg2(h: History) -> Iterator[Deadline]:
    """Where the intake was missed, the first consultation makes up for the full legal instruction (HK 3, 4.1)."""
    missed, held = h.intake.missed, h.intake.held
    day = first(h.first_consultations, missed) if missed else None
    if day and not (held and held <= day):
        yield from h.row("ERG2", day, h.due(SAME_DAY, day), first(h.instructions, day))
