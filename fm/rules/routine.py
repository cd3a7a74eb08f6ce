"""Chapters 4.2, 5.2.3, 5.2.4, 6.6: what is recorded again and again of placement, and what belongs to each record."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import german
from fm.rules.vocabulary import ASSESSMENT_RESULTS, YOUTH_STREAMS

#: What a documented decision comes to in the market-ready stream, and elsewhere.
_MARKET_READY = ("stays", "to_market_distant")
_YOUTH = ("in_sight",)


class Recorded(NamedTuple):
    """A job search, a matching meeting or a documented decision with reasons."""

    kind: str
    day: date
    text: str | None = None
    result: str | None = None


def results_for(stream: str | None) -> dict[str, str]:
    """What a decision can come to, code → label: in the market-ready stream who stays and who goes (HK 4.2, 6.6), for
    youths that integration is in sight (HK 5.2.3, 5.2.4); elsewhere nothing is decided in this way.
    """
    offered = _MARKET_READY if stream == "market_ready" else _YOUTH if stream in YOUTH_STREAMS else ()
    return {code: ASSESSMENT_RESULTS[code] for code in offered}


def routine_faults(step: Recorded, stream: str | None, begun: date | None, today: date) -> Iterator[tuple[str, str]]:
    """What keeps a record from being made, as pairs of field and sentence: its day, and for a decision the result and
    the reasons (HK 4.2, 6.6).
    """
    if step.day > today:
        yield "tag", "Das Datum liegt in der Zukunft."
    if begun and step.day < begun:
        yield "tag", f"Das Datum liegt vor dem Beginn des Falls am {german(begun)}."
    if step.kind == "assessment" and step.result not in results_for(stream):
        yield "ergebnis", "Bitte festhalten, was die Beurteilung ergibt."
    if step.kind == "assessment" and not step.text:
        yield "text", "Zur Beurteilung gehört die Begründung."
