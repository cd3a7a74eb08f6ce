"""Chapter 3: what comes out of the intake, and what in it cannot be right."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import birthday, german
from fm.rules.checks import IntakeAtHand, may_omit_instruction
from fm.rules.responsibility import is_youth
from fm.rules.vocabulary import SPECIAL_SCHOOL, SPECIAL_STREAMS


class BarrierTold(NamedTuple):
    """A barrier as it was told, and the row of the form it stands in; what was not typed is None."""

    area: str | None
    name: str | None
    rank: int | None = None
    sensitive: bool = False
    row: int = 0


@dataclass(frozen=True)
class IntakeOutcome:
    """What comes out of an intake: the binding result, category and target group, first profile and barriers.

    `omitted` says why no full legal instruction was given. `made_up`: the intake was missed, and its contents were made
    up for in the first consultation on `day`.
    """

    day: date
    result: str | None = None
    category: str | None = None
    obstacle: str | None = None
    obstacle_ends: date | None = None
    target_group: str | None = None
    instructed: bool = False
    omitted: str | None = None
    cost_form: bool = False
    guardians_invited: bool = False
    manager_id: int | None = None
    target: str | None = None
    strengths: str | None = None
    goal: str | None = None
    barriers: tuple[BarrierTold, ...] = ()
    made_up: bool = False

    @property
    def settled_category(self) -> str | None:
        """The category: A is what the result A says (HK 3)."""
        return "A" if self.result == "A" else self.category


#: The name of a form's field and what is wrong in it.
Faults = Iterator[tuple[str, str]]


def outcome_faults(
    outcome: IntakeOutcome, at_hand: IntakeAtHand, begins: date | None, today: date, taken: Collection[int] = ()
) -> list[tuple[str, str]]:
    """What in an outcome cannot be right, as field of the form and German sentence (HK 3, 4.1.1).

    `begins` is the first day of the case; `taken` are the ranks of its open barriers.
    """
    return [*_day(outcome, at_hand.born, begins, today), *_category(outcome), *_group(outcome, at_hand.born),
            *_instruction(outcome, at_hand), *_barriers(outcome, taken)]


def _day(outcome: IntakeOutcome, born: date, begins: date | None, today: date) -> Faults:
    if outcome.day > today:
        yield "tag", "Das Datum liegt in der Zukunft."
    elif begins and outcome.day < begins:
        yield "tag", f"Das Datum liegt vor dem Beginn des Falls am {german(begins)}."
    elif outcome.day < birthday(born, 15):
        yield "tag", f"Einstieg beraten wird ab dem 15. Geburtstag am {german(birthday(born, 15))}."


def _category(outcome: IntakeOutcome) -> Faults:
    if outcome.result == "A" and outcome.category not in (None, "A"):
        yield "kategorie", "Zum Ergebnis A gehört die Kategorie A."
    if outcome.result == "not_a" and outcome.category == "A":
        yield "kategorie", "Zum Ergebnis „nicht A“ passt die Kategorie A nicht."
    if outcome.category == "Y" and not outcome.obstacle:
        yield "hindernis", "Zur Kategorie Y gehört, was entgegensteht, zum Beispiel Elternzeit."
    if outcome.category == "Y" and not outcome.obstacle_ends:
        yield "hindernis_ende", "Zur Kategorie Y gehört, bis wann das voraussichtlich so ist."
    if outcome.obstacle_ends and outcome.obstacle_ends <= outcome.day:
        yield "hindernis_ende", "Das Ende liegt nicht nach dem Tag der Beratung."


def _group(outcome: IntakeOutcome, born: date) -> Faults:
    if outcome.target_group and not is_youth(born, outcome.day):
        yield "zielgruppe", "Zielgruppen gibt es nur für Menschen unter 25."


def _instruction(outcome: IntakeOutcome, at_hand: IntakeAtHand) -> Faults:
    if outcome.instructed or outcome.omitted:
        return
    if may_omit_instruction(at_hand.born, at_hand.pupil, at_hand.leaves, outcome.day):
        yield "nicht_belehrt", "Bitte angeben, warum nicht belehrt wurde."


def _barriers(outcome: IntakeOutcome, taken: Collection[int]) -> Faults:
    ranks = Counter(barrier.rank for barrier in outcome.barriers)
    for barrier in outcome.barriers:
        row = f"hemmnis_{barrier.row}"
        if not barrier.area:
            yield f"{row}_bereich", "Zu jedem Hemmnis gehört einer der fünf Bereiche."
        if not barrier.name:
            yield f"{row}_name", "Bitte das Hemmnis benennen."
        if barrier.rank is None:
            yield f"{row}_rang", "Jedes Hemmnis hat einen Rang."
        elif not 1 <= barrier.rank <= 99:
            yield f"{row}_rang", "Der Rang ist eine Zahl von 1 bis 99."
        elif ranks[barrier.rank] > 1 or barrier.rank in taken:
            yield f"{row}_rang", f"Den Rang {barrier.rank} gibt es schon. Jeder Rang kommt einmal vor."


def handover_after(
    outcome: IntakeOutcome, born: date, groups: Collection[str], school_type: str | None, stream: str | None,
    new_manager: bool,
) -> str | None:
    """The kind of handover that follows from the intake, if any (HK 3, 5.2.1, 6.3).

    `stream` is the one that looks after the case now; `new_manager`: somebody else was named for the future. Clients of
    the special streams stay there.
    """
    special = not frozenset(SPECIAL_STREAMS).isdisjoint(groups)
    if outcome.result == "A" and not special and not is_youth(born, outcome.day) and stream != "market_ready":
        return "to_market_ready"
    at_special_school = outcome.target_group == "pupil" and school_type == SPECIAL_SCHOOL
    if at_special_school and not special and stream != "youth":
        return "special_school"
    return "person" if new_manager else None
