"""What a new agreement begins with: the open strategies of the plan become duties of both sides (HK 4.1.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german

#: What the office promises in each agreement.
FOLLOW_UP = "Folgegespräch zum Ende der Vereinbarung: Auswertung und nächste Schritte"


@dataclass(frozen=True)
class DutyTold:
    """A duty as it is written: whose, what, how often, by when, with what proof, and what it comes from."""

    side: str
    text: str
    how_often: str | None = None
    due: date | None = None
    proof: str | None = None
    strategy_id: int | None = None
    carried_from_id: int | None = None


@dataclass(frozen=True)
class OpenStrategy:
    """A strategy that is still followed, with the measure that serves it."""

    id: int
    text: str
    intermediate_goal: str | None = None
    due: date | None = None
    measure: str | None = None


def proposed_duties(
    strategies: Sequence[OpenStrategy], carried: Sequence[DutyTold], day: date, until: date, before: date | None = None
) -> list[DutyTold]:
    """What comes over from the agreement before, then both sides' part in each strategy that is not among that.

    A date before the day of writing or after the end is laid on the end, and so is what was to be done by the end of
    the agreement before, the day `before`. The office gives the follow-up consultation by then (HK 4.1.4).
    """
    known = {duty.strategy_id for duty in carried}
    fresh = [duty for one in strategies if one.id not in known for duty in _of_strategy(one)]
    duties = [*carried, *fresh]
    if not any(duty.text == FOLLOW_UP for duty in carried):
        duties.append(DutyTold("office", FOLLOW_UP, due=until, proof="Termin"))
    return [_within(duty, day, until, before) for duty in duties]


def _of_strategy(one: OpenStrategy) -> Iterator[DutyTold]:
    goal = f" (Zwischenziel: {one.intermediate_goal})" if one.intermediate_goal else ""
    yield DutyTold("client", f"{one.text}{goal}", due=one.due, strategy_id=one.id)
    support = f"Angebot der Maßnahme „{one.measure}“" if one.measure else f"Unterstützung und Beratung: {one.text}"
    yield DutyTold("office", support, due=one.due, strategy_id=one.id)


def _within(duty: DutyTold, day: date, until: date, before: date | None) -> DutyTold:
    due = duty.due if duty.due and day <= duty.due <= until and duty.due != before else until
    return DutyTold(duty.side, duty.text, duty.how_often, due, duty.proof, duty.strategy_id, duty.carried_from_id)


@dataclass(frozen=True)
class Judged:
    """A duty that was judged: whose and what, the German words for how it was kept, and why."""

    side: str
    text: str
    result: str
    why: str | None


def evaluation_text(signed: date, duties: Sequence[Judged], said: str | None) -> str:
    """The text of the contact note that an evaluation stands in (HK 4.1.4)."""
    lines = [f"Auswertung der Vereinbarung vom {german(signed)}."]
    lines += [f"- {duty.side}: {duty.text} – {duty.result}{f' ({duty.why})' if duty.why else ''}" for duty in duties]
    return "\n".join([*lines, *([said] if said else [])])
