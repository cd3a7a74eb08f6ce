"""What cannot be of a proposal: days in the wrong order, an answer before the client knows of the job (HK 4.2, 6.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german
from fm.rules.jobs import OVER

#: Who is told of a job on the day it was found or so many working days later is told at once (HK 4.2).
AT_ONCE = 1
#: Answers that need no client who knows of the job.
_WITHOUT_CLIENT = frozenset({"open", "filled"})


@dataclass(frozen=True)
class Standing:
    """How a proposal stands: when and how the client was told (TELLING), the answer (ANSWERS), what follows."""

    told_on: date | None = None
    told_by: str | None = None
    answer: str = "open"
    answered_on: date | None = None
    follow_up_on: date | None = None
    note: str | None = None


def proposal_faults(found_on: date, standing: Standing, today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a proposal: each fault with the field of the form that it belongs to."""
    if found_on > today:
        yield "gefunden", "Das Datum liegt in der Zukunft."
    yield from _telling(found_on, standing, today)
    yield from _answering(standing, today)
    if standing.follow_up_on and standing.answer in OVER:
        yield "nachfragen", "Der Vorschlag ist erledigt; es gibt nichts mehr nachzufragen."


def _telling(found_on: date, standing: Standing, today: date) -> Iterator[tuple[str, str]]:
    told = standing.told_on
    if told and told > today:
        yield "informiert", "Das Datum liegt in der Zukunft."
    elif told and told < found_on:
        yield "informiert", f"Das Datum liegt vor dem Tag, an dem die Stelle gefunden wurde ({german(found_on)})."
    if told and not standing.told_by:
        yield "wie", "Bitte angeben, wie die Person informiert wurde."
    if standing.told_by and not told:
        yield "informiert", "Bitte den Tag angeben, an dem die Person informiert wurde."


def _answering(standing: Standing, today: date) -> Iterator[tuple[str, str]]:
    day = standing.answered_on
    if standing.answer not in _WITHOUT_CLIENT and standing.told_on is None:
        yield "antwort", "Zuerst bitte festhalten, wann die Person von der Stelle erfahren hat."
    if standing.answer != "open" and day is None:
        yield "antwort_am", "Bitte den Tag der Antwort angeben."
    if standing.answer == "open" and day is not None:
        yield "antwort", "Bitte die Antwort wählen, die an diesem Tag kam."
    if day and day > today:
        yield "antwort_am", "Das Datum liegt in der Zukunft."
    if day and standing.told_on and day < standing.told_on:
        yield "antwort_am", "Die Antwort kann nicht vor der Information liegen."
