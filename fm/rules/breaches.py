"""What is followed up where a duty is not kept, or a summons is missed without important reason (HK 4.1.4).

In this order: hearing → the client's statement, or its last day over → decision → word to the benefits clerk. Where an
important reason is known, or nothing is to be made of it, it can be said without a hearing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from fm.rules.calendar import Calendar, german, plus_months
from fm.rules.settings import RuleSettings

#: What comes next, as the work is called on screen.
STEPS = {
    "open": "Entscheiden, ob angehört wird",
    "hear": "Anhören",
    "wait": "Stellungnahme abwarten",
    "decide": "Entscheiden",
    "tell": "Leistungssachbearbeitung informieren",
}
#: Judgements of a duty that are followed up.
NOT_KEPT = ("partly", "not")
#: Nobody has less time to answer than this.
SHORTEST_TIME = timedelta(days=7)
#: So many months after it happened nothing can be established any more (§ 31b (1) SGB II).
_MONTHS_TO_ESTABLISH = 6


class Objection(NamedTuple):
    """Why something is not possible: the part of it that is wrong, and a German sentence."""

    part: str
    sentence: str


@dataclass(frozen=True)
class Standing:
    """How far a procedure is; `day` is when it happened, `answer_until` the last day for the client's statement."""

    day: date
    heard: date | None = None
    answer_until: date | None = None
    statement_on: date | None = None
    decision: str | None = None
    told: date | None = None

    def next_step(self, today: date) -> str | None:
        """The key of STEPS that is due; None where the procedure is over."""
        if self.decision is not None:
            return "tell" if self.decision == "established" and self.told is None else None
        if self.heard is None:
            return "hear"
        return "wait" if self._may_still_answer(today) else "decide"

    def due(self, today: date) -> date | None:
        """The day until which nothing can be done but wait; None where the next step can be taken."""
        return self.answer_until if self.next_step(today) == "wait" else None

    def _may_still_answer(self, today: date) -> bool:
        return self.statement_on is None and self.answer_until is not None and today <= self.answer_until


def earliest(today: date) -> date:
    """What happened before this day is not followed up any more, as nothing can come of it (§ 31b (1) SGB II)."""
    return plus_months(today, -_MONTHS_TO_ESTABLISH)


def last_day(heard: date, calendar: Calendar, settings: RuleSettings) -> date:
    """The last day for the statement: some weeks after the hearing, moved forward to a working day (§ 24 SGB X)."""
    return calendar.next_working_day(heard + timedelta(weeks=settings.on(heard, "hearing_weeks")))


def against_hearing(standing: Standing, answer_until: date, today: date) -> Iterator[Objection]:
    """What stands against hearing the client today with a last day for the statement (HK 4.1.4)."""
    if standing.heard is not None:
        yield Objection("", f"Die Anhörung ist vom {german(standing.heard)}.")
    if standing.decision is not None:
        yield Objection("", "Hier ist schon entschieden.")
    if answer_until < today + SHORTEST_TIME:
        yield Objection("answer_until", "Für die Stellungnahme bleibt mindestens eine Woche, also bis "
                                        f"{german(today + SHORTEST_TIME)}.")


def against_statement(standing: Standing, day: date, text: str, today: date) -> Iterator[Objection]:
    """What stands against noting a statement of that day."""
    if standing.decision is not None:
        yield Objection("", "Hier ist schon entschieden.")
    if day > today:
        yield Objection("day", "Das Datum liegt in der Zukunft.")
    if day < standing.day:
        yield Objection("day", f"Das Datum liegt vor dem Ereignis am {german(standing.day)}.")
    if not text:
        yield Objection("text", "Bitte festhalten, was die Kundin oder der Kunde sagt.")


def against_decision(standing: Standing, decision: str, reason: str, today: date) -> Iterator[Objection]:
    """What stands against a decision today: nothing is established before the client could speak (§ 24 SGB X)."""
    if standing.decision is not None:
        yield Objection("", "Hier ist schon entschieden.")
    if not reason:
        yield Objection("reason", "Die Entscheidung braucht eine Begründung.")
    if decision == "established" and standing.heard is None:
        yield Objection("decision", "Ohne Anhörung kann nichts festgestellt werden, das der Kundin oder dem Kunden "
                                    "nachteilig ist.")
    elif decision == "established" and standing.day < earliest(today):
        yield Objection("decision", "Seit dem Ereignis sind mehr als sechs Monate vergangen; festgestellt werden kann "
                                    "nichts mehr (§ 31b SGB II).")
    elif decision == "established" and standing.due(today):
        until = german(standing.answer_until or today)
        yield Objection("decision", f"Bis {until} kann noch eine Stellungnahme kommen.")


def against_following_up(day: date, today: date, begins: date) -> Iterator[Objection]:
    """What stands against following up what happened on a day: `begins` is when the duty or the summons did."""
    if day > today:
        yield Objection("day", "Das Datum liegt in der Zukunft.")
    elif day < begins:
        yield Objection("day", f"Das Datum liegt vor dem {german(begins)}; so lange galt das noch nicht.")
