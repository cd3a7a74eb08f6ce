"""Chapters 6.4 and 6.8: what is due before a measure or a further training ends."""

from collections.abc import Iterator

from fm.rules.history import Deadline, History, first
from fm.rules.sums import DAY_BEFORE, months


def mas1(h: History) -> Iterator[Deadline]:
    """Before a measure for activation ends, a case conference is held (HK 6.8)."""
    for row in h.facts.participations:
        if row.kind == "mabe" and row.begins and row.ends:
            lapse = first((h.event(row.broken_off), h.event(row.conference_waived)), row.begins)
            done = first((h.event(row.conference),), row.begins)
            yield from h.row("MAS1", row.begins, h.due(DAY_BEFORE, row.ends), done, lapse)


def ags1(h: History) -> Iterator[Deadline]:
    """Two months before a further training ends, the alliance with the employer service stands (HK 6.4)."""
    for row in h.facts.retraining:
        if row.new_qualification and row.begins and row.ends:
            done, lapse = first((h.event(row.alliance),), row.begins), first((h.event(row.broken_off),), row.begins)
            yield from h.row("AGS1", row.begins, h.due(months(-2), row.ends), done, lapse)
