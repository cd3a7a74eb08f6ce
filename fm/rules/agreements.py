"""Chapter 4.1.4: agreements, the follow-up consultations that go with them, and the contact with B clients."""

from collections.abc import Iterator
from datetime import date

from fm.rules.calendar import ONE_DAY, plus_months
from fm.rules.history import Deadline, History, SignedAgreement, first, first_in
from fm.rules.sums import MOVED_FORWARD, SAME_DAY, Due, months


def egv1(h: History) -> Iterator[Deadline]:
    """With the first consultation an agreement is concluded (HK 4.1.4, 4.2, 5.3)."""
    talks = [(day, "talk") for day in h.first_consultations if not h.agreement_runs(day)]
    reactivated = [(day, "reactivated") for day in h.reactivations]
    seekers = [(span.end, "seeker") for span in h.spans_of(h.groups, "pupil")
               if span.end and span.next == "training_seeker"]
    reasons: dict[date, str] = {}
    for day, reason in (*talks, *reactivated, *seekers):
        reasons.setdefault(day, reason)
    for day, reason in reasons.items():
        if not h.is_paused(day) and not h.is_pupil(day):
            done = first((row.signed for row in h.agreements), day)
            yield from h.row("EGV1", day, h.due(SAME_DAY, day, reason), done, first(h.pauses, day))


def egv2(h: History) -> Iterator[Deadline]:
    """Each agreement is renewed by its end, after six months at the latest (HK 4.1.4)."""
    for row, following in h.agreement_pairs:
        done = following.signed if following else None
        yield from h.row("EGV2", row.signed, _end_of(h, row), done, first(h.pauses, row.signed))


def _end_of(h: History, row: SignedAgreement) -> Due:
    """The agreement's end, moved forward."""
    if row.reason == "six_months":
        return h.due(months(6), row.signed, row.reason)
    return h.due(MOVED_FORWARD, row.end, row.reason)


def egv3(h: History) -> Iterator[Deadline]:
    """When the next agreement is signed, the one before has been evaluated (HK 4.1.4)."""
    for row, following in h.agreement_pairs:
        if following:
            yield from h.row("EGV3", following.signed, h.due(SAME_DAY, following.signed), row.evaluated)


def egv4(h: History) -> Iterator[Deadline]:
    """An interim agreement is replaced in the first follow-up consultation (HK 4.1.4)."""
    for row, following in h.agreement_pairs:
        day = first_in(h.follow_ups, row.signed + ONE_DAY)
        if not row.interim or day is None or h.is_paused(day):
            continue
        if following is None or following.signed >= day:
            done = following.signed if following else None
            yield from h.row("EGV4", day, h.due(SAME_DAY, day), done, first(h.pauses, day))


def fol1(h: History) -> Iterator[Deadline]:
    """A follow-up consultation is held when the agreement ends (HK 4.1.4).

    It counts from one calendar month before the agreement's end, or before the next one is signed if that is earlier.
    """
    for row, following in h.agreement_pairs:
        ended = min(row.end, following.signed) if following else row.end
        counts_from = plus_months(ended, -1)
        done = first_in(h.follow_ups, max(counts_from, row.signed + ONE_DAY))
        yield from h.row("FOL1", row.signed, _end_of(h, row), done, first(h.pauses, row.signed))


def fol2(h: History) -> Iterator[Deadline]:
    """With clients of category B there is a contact every three months (HK 4.1.4)."""
    for span in h.spans_of(h.categories, "B"):
        yield from h.chain("FOL2", months(3), span.begin, span.end, h.contacts)
