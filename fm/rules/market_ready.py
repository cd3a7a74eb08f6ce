"""Chapter 4.2: the market-ready stream, from its invitation to the decision after six months."""

from collections.abc import Iterator

from fm.rules.history import Deadline, History, Span, earliest, first
from fm.rules.sums import months, weeks, working_days


def _stays(h: History) -> list[Span]:
    return h.spans_of(h.streams, "market_ready")


def nah1(h: History) -> Iterator[Deadline]:
    """The written invitation goes out within five working days of the handover (HK 4.2)."""
    for stay in _stays(h):
        done = first(h.invitations(with_consequences=False), stay.begin)
        yield from h.row("NAH1", stay.begin, h.due(working_days(5), stay.begin), done, stay.end)


def nah2(h: History) -> Iterator[Deadline]:
    """The first consultation is held within ten working days of the handover (HK 4.2)."""
    for stay in _stays(h):
        lapse = earliest(first(h.first_consultations_missed, stay.begin), stay.end)
        done = first(h.first_consultations, stay.begin)
        yield from h.row("NAH2", stay.begin, h.due(working_days(10), stay.begin), done, lapse)


def nah3(h: History) -> Iterator[Deadline]:
    """There is a contact every month (HK 4.2)."""
    for stay in _stays(h):
        yield from h.chain("NAH3", months(1), stay.begin, stay.end, h.contacts)


def nah4(h: History) -> Iterator[Deadline]:
    """Jobs are searched for every week (HK 4.2)."""
    for stay in _stays(h):
        yield from h.chain("NAH4", weeks(1), stay.begin, stay.end, h.events(h.facts.job_searches))


def nah5(h: History) -> Iterator[Deadline]:
    """Case manager and employer service match regularly (HK 4.2, 6.5); how often is a setting."""
    for stay in _stays(h):
        yield from h.chain_by_setting("NAH5", "matching_months", stay, h.events(h.facts.matchings))


def nah6(h: History) -> Iterator[Deadline]:
    """After six months it is decided, with reasons, how the case goes on (HK 4.2, 6.6)."""
    for stay in _stays(h):
        yield from h.chain("NAH6", months(6), stay.begin, stay.end, h.assessments)
