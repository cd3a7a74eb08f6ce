"""The sum behind a due date: computed once, kept as a short text, told again as a German sentence.

A basis reads `10AT@2026-03-30#a`: ten working days after that day, for reason `a` of the standard. The formulas:

    nAT  the n-th working day after     nM  n months after, moved forward (negative: before, moved back)
    nW   n weeks after, moved forward   =   the day itself
    >    the day, moved forward         <   the day, moved back       <<  the last working day before the day
    30.09  the 30 September from the day on, moved forward
"""

from datetime import date
from typing import NamedTuple

from fm.rules.calendar import ONE_DAY, Calendar, german, plus_months, weekday_and_date
from fm.rules.standards import STANDARDS


class Due(NamedTuple):
    """A due date and the sum it came from."""

    day: date
    formula: str
    anchor: date
    reason: str

    @property
    def basis(self) -> str:
        """The sum as it is kept beside the deadline."""
        return f"{self.formula}@{self.anchor.isoformat()}#{self.reason}"


def due(calendar: Calendar, formula: str, anchor: date, reason: str = "a", not_before: date | None = None) -> Due:
    """The due date that a formula gives, not earlier than a given day."""
    day = evaluate(calendar, formula, anchor)
    return Due(max(day, not_before) if not_before else day, formula, anchor, reason)


def evaluate(calendar: Calendar, formula: str, anchor: date) -> date:
    """The day that a formula gives for its anchor."""
    if formula.endswith("AT"):
        return calendar.add_working_days(anchor, int(formula[:-2]))
    if formula.endswith("M"):
        return calendar.add_months(anchor, int(formula[:-1]))
    if formula.endswith("W"):
        return calendar.add_weeks(anchor, int(formula[:-1]))
    target = _bare_target(formula, anchor)
    if formula == "=":
        return target
    return calendar.previous_working_day(target) if formula in ("<", "<<") else calendar.next_working_day(target)


def _bare_target(formula: str, anchor: date) -> date:
    """The day a formula names before weekends and holidays move it."""
    if formula.endswith("M"):
        return plus_months(anchor, int(formula[:-1]))
    if formula.endswith("W"):
        return anchor + 7 * int(formula[:-1]) * ONE_DAY
    if formula == "<<":
        return anchor - ONE_DAY
    if formula == "30.09":
        this_year = date(anchor.year, 9, 30)
        return this_year if anchor <= this_year else date(anchor.year + 1, 9, 30)
    return anchor


def explain(standard: str, since: date, due_on: date, basis: str, calendar: Calendar) -> str:
    """Why a deadline ends on that day, in one German sentence with chapter and every day that moved it."""
    formula, rest = basis.split("@")
    anchor_text, reason = rest.split("#")
    anchor = date.fromisoformat(anchor_text)
    register = STANDARDS[standard]
    parts = [f"{register.reasons[reason]} ({german(anchor)})", _sum(formula, anchor, calendar)]
    computed = evaluate(calendar, formula, anchor)
    if computed != due_on:
        parts.append(f"dieser Tag liegt vor dem Entstehen der Frist am {german(since)}, "
                     f"darum gilt der {weekday_and_date(due_on)}")
    return f"{': '.join(parts[:2])}{''.join('; ' + part for part in parts[2:])} (HK {register.section})."


def _sum(formula: str, anchor: date, calendar: Calendar) -> str:
    if formula.endswith("AT"):
        return _working_days(int(formula[:-2]), anchor, calendar)
    target = _bare_target(formula, anchor)
    moved = evaluate(calendar, formula, anchor)
    return f"{_told(formula, anchor, target)}{_moving(target, moved, calendar)}"


def _working_days(count: int, anchor: date, calendar: Calendar) -> str:
    end = calendar.add_working_days(anchor, count)
    days = "1 Arbeitstag" if count == 1 else f"{count} Arbeitstage"
    told = f"{days} ab {german(anchor)} {'ist' if count == 1 else 'sind'} {weekday_and_date(end)}"
    free = calendar.free_days(anchor + ONE_DAY, end)
    if not free:
        return told
    return f"{told}; {_listed(free)} {'zählt' if len(free) == 1 else 'zählen'} nicht"


def _told(formula: str, anchor: date, target: date) -> str:
    if formula.endswith("M"):
        months = int(formula[:-1])
        length = "1 Monat" if abs(months) == 1 else f"{abs(months)} Monate"
        told = f"{length} {'nach' if months > 0 else 'vor'} dem {german(anchor)} ist {weekday_and_date(target)}"
        return told if target.day == anchor.day else f"{told}, der letzte Tag des Monats"
    if formula.endswith("W"):
        weeks = int(formula[:-1])
        return f"{'1 Woche' if weeks == 1 else f'{weeks} Wochen'} nach dem {german(anchor)} ist {weekday_and_date(target)}"
    if formula == "<<":
        return f"der Tag davor ist {weekday_and_date(target)}"
    return f"die Frist endet am {weekday_and_date(target)}"


def _moving(target: date, moved: date, calendar: Calendar) -> str:
    """How weekends and holidays carried the end from its bare day to a working day."""
    if moved == target:
        return ""
    free = calendar.free_days(min(target, moved), max(target, moved))
    verb = "ist kein Arbeitstag" if len(free) == 1 else "sind keine Arbeitstage"
    which = "nächste" if moved > target else "vorherige"
    return f"; {_listed(free)} {verb}, darum gilt der {which} Arbeitstag, {weekday_and_date(moved)}"


def _listed(free: list[tuple[date, str]]) -> str:
    """The free days with their names; a Saturday and the Sunday after it are one weekend."""
    named: list[str] = []
    for day, name in free:
        if name == "Sonntag" and named and named[-1] == _named(day - ONE_DAY, "Samstag"):
            named[-1] = f"Wochenende {(day - ONE_DAY).day:02}.{_month(day - ONE_DAY, day)}/{day.day:02}.{day.month:02}."
        else:
            named.append(_named(day, name))
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} und {named[-1]}"


def _named(day: date, name: str) -> str:
    return f"{name} {day.day:02}.{day.month:02}."


def _month(saturday: date, sunday: date) -> str:
    return "" if saturday.month == sunday.month else f"{saturday.month:02}."
