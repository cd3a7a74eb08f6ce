"""Chapters 4.1.1 and 5.1: what belongs to a barrier and to a step of the work on it, and how it went over time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fm.rules.barrier_order import RESOLVED
from fm.rules.calendar import german
from fm.rules.casework import BARRIER_KINDS
from fm.rules.history import spans

RECOGNISED = "erkannt"


@dataclass(frozen=True)
class ToldBarrier:
    """A barrier as it was told: one of BARRIER_KINDS, or of an area and in one's own words; where it lies, a note."""

    recognised: date
    kind: str | None = None
    area: str | None = None
    name: str | None = None
    place: str | None = None
    sensitive: bool = False
    note: str | None = None

    @property
    def settled(self) -> dict[str, object]:
        """What is kept of it: a kind says area and name where they were left open, and protected ones are sensitive."""
        kind = BARRIER_KINDS.get(self.kind or "")
        return {
            "recognised": self.recognised, "kind": self.kind, "area": kind.area if kind else self.area,
            "name": self.name or (kind.label if kind else None), "place": self.place or (kind.place if kind else None),
            "sensitive": self.sensitive or (kind is not None and kind.sensitive), "note": self.note,
        }  # fmt: skip


class Step(NamedTuple):
    """A state of work on a barrier from a day on."""

    day: date
    state: str


class Stretch(NamedTuple):
    """A stretch of time in one state; `end` is the day the next one begins, None for the last one."""

    value: str
    begin: date
    end: date | None


#: The name of a form's field and what is wrong in it.
Faults = Iterator[tuple[str, str]]


def barrier_faults(
    told: ToldBarrier, begins: date | None, today: date, steps: Sequence[Step] = (), resolved: date | None = None
) -> list[tuple[str, str]]:
    """What a barrier lacks or cannot be, as field of the form and German sentence (HK 4.1.1, 5.1).

    `begins` is the first day of the case; `steps` is what was done about the barrier already, in order. An imported one
    can be `resolved` without a step.
    """
    return [*_names(told), *_recognised(told.recognised, begins, today, steps, resolved)]


def _names(told: ToldBarrier) -> Faults:
    kind = BARRIER_KINDS.get(told.kind or "")
    if kind is None and not told.area:
        yield "bereich", "Zu jedem Hemmnis gehört einer der fünf Bereiche."
    if kind is None and not told.name:
        yield "name", "Bitte ein Hemmnis der Liste wählen oder es selbst benennen."
    if kind and told.area and told.area != kind.area:
        yield "bereich", f"„{kind.label}“ gehört zu einem anderen Bereich. Bitte den Bereich offen lassen."


def _recognised(
    day: date, begins: date | None, today: date, steps: Sequence[Step], resolved: date | None
) -> Faults:
    if day > today:
        yield "erkannt", "Das Datum liegt in der Zukunft."
    elif begins and day < begins:
        yield "erkannt", f"Das Datum liegt vor dem Beginn des Falls am {german(begins)}."
    elif steps and day > steps[0].day:
        yield "erkannt", f"Am {german(steps[0].day)} ist schon festgehalten, was getan wurde."
    elif resolved and day > resolved:
        yield "erkannt", f"Erledigt ist das Hemmnis seit dem {german(resolved)}."


def step_faults(
    step: Step, text: str | None, now: str, recognised: date, steps: Sequence[Step], today: date,
    resolved: date | None = None,
) -> list[tuple[str, str]]:
    """What a step of the work lacks or cannot be; `now` is the state so far, `steps` are those before it, in order."""
    return [*_wording(step, text, now), *_step_day(step.day, recognised, steps, today, resolved)]


def _wording(step: Step, text: str | None, now: str) -> Faults:
    if text:
        return
    if step.state == now:
        yield "text", "Der Stand bleibt wie er ist. Bitte festhalten, was getan wurde."
    elif step.state == RESOLVED:
        yield "text", "Bitte festhalten, wie das Hemmnis erledigt wurde."
    elif now == RESOLVED:
        yield "text", "Bitte festhalten, warum das Hemmnis wieder besteht."


def _step_day(
    day: date, recognised: date, steps: Sequence[Step], today: date, resolved: date | None
) -> Faults:
    latest = max(filter(None, [*(one.day for one in steps), resolved]), default=None)
    if day > today:
        yield "tag", "Das Datum liegt in der Zukunft."
    elif day < recognised:
        yield "tag", f"Das Hemmnis wurde erst am {german(recognised)} erkannt."
    elif latest and day < latest:
        yield "tag", f"Der letzte Stand ist vom {german(latest)}. Ein neuer kann nicht davor liegen."


def course(recognised: date, state: str, resolved: date | None, steps: Iterable[Step]) -> list[Stretch]:
    """How the work on a barrier went, as stretches in one state each.

    Where nothing was noted between the beginning and now, as of imported ones, what is known stands: recognised until
    it was resolved, or all the time in its state.
    """
    noted = {step.day: step.state for step in steps}
    if not noted and state != RECOGNISED:
        noted = {resolved or recognised: state}
    entries = sorted({recognised: RECOGNISED, **noted}.items())
    return [Stretch(span.value, span.begin, span.end) for span in spans(entries)]
