"""The sum behind a due date: computed once, kept as a short text, told again as a German sentence.

A basis reads `10AT@2026-03-30#a`: ten working days after that day, for reason `a` of the standard. The formulas:

    nAT  the n-th working day after     nM  n months after, moved forward (negative: before, moved back)
    nW   n weeks after, moved forward   =   the day itself
    >    the day, moved forward         <   the day, moved back       <<  the last working day before the day
    30.09  the 30 September from the day on, moved forward
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from fm.rules.calendar import ONE_DAY, Calendar, german, plus_months, weekday_and_date
from fm.rules.standards import STANDARDS


class Formula(NamedTuple):
    """How a due date is counted from its anchor."""

    unit: str
    amount: int = 0

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}" if self.amount else self.unit


SAME_DAY, MOVED_FORWARD, MOVED_BACK, DAY_BEFORE = Formula("="), Formula(">"), Formula("<"), Formula("<<")
END_OF_SEPTEMBER = Formula("30.09")


def working_days(count: int) -> Formula:
    """The count-th working day after the anchor."""
    return Formula("AT", count)


#: The ten working days of intake and first consultation (HK 3, 4.1).
TEN_DAYS = working_days(10)


def months(count: int) -> Formula:
    """So many months after the anchor, moved forward; a negative number counts back and moves back."""
    return Formula("M", count)


def weeks(count: int) -> Formula:
    """So many weeks after the anchor, moved forward."""
    return Formula("W", count)


class Due(NamedTuple):
    """A due date and the sum it came from."""

    day: date
    formula: Formula
    anchor: date
    reason: str


def basis(due: Due) -> str:
    """The sum as it is kept beside the deadline."""
    return f"{due.formula}@{due.anchor.isoformat()}#{due.reason}"


def read_basis(text: str) -> tuple[Formula, date, str]:
    """Formula, anchor and reason out of a basis."""
    told, rest = text.split("@")
    anchor, reason = rest.split("#")
    counted = next((unit for unit in ("AT", "M", "W") if told.endswith(unit)), None)
    formula = Formula(counted, int(told.removesuffix(counted))) if counted else Formula(told)
    return formula, date.fromisoformat(anchor), reason


@lru_cache(maxsize=200_000)
def evaluate(calendar: Calendar, formula: Formula, anchor: date) -> date:
    """The day that a formula gives for its anchor."""
    match formula.unit:
        case "AT":
            return calendar.add_working_days(anchor, formula.amount)
        case "M":
            return calendar.add_months(anchor, formula.amount)
        case "=":
            return anchor
        case "<" | "<<":
            return calendar.previous_working_day(_bare_target(formula, anchor))
    return calendar.next_working_day(_bare_target(formula, anchor))


def _bare_target(formula: Formula, anchor: date) -> date:
    """The day a formula names before weekends and holidays move it."""
    match formula.unit:
        case "M":
            return plus_months(anchor, formula.amount)
        case "W":
            return anchor + 7 * formula.amount * ONE_DAY
        case "<<":
            return anchor - ONE_DAY
        case "30.09":
            return date(anchor.year if anchor <= date(anchor.year, 9, 30) else anchor.year + 1, 9, 30)
    return anchor


def explain(standard: str, since: date, due_on: date, basis: str, calendar: Calendar) -> str:
    """Why a deadline ends on that day, in one German sentence with chapter and every day that moved it."""
    formula, anchor, reason = read_basis(basis)
    register = STANDARDS[standard]
    parts = [f"{register.reasons[reason]} ({german(anchor)})", in_words(formula, anchor, calendar)]
    computed = evaluate(calendar, formula, anchor)
    if computed != due_on:
        parts.append(f"der errechnete Tag liegt vor dem Entstehen der Frist am {german(since)}, "
                     f"darum endet sie am {weekday_and_date(due_on)}")
    return f"{': '.join(parts[:2])}{''.join('; ' + part for part in parts[2:])} (HK {register.section})."


def in_words(formula: Formula, anchor: date, calendar: Calendar) -> str:
    """The sum alone in German, with every day that moved it: without reason, chapter and full stop."""
    if formula.unit == "AT":
        return _working_days(formula.amount, anchor, calendar)
    target = _bare_target(formula, anchor)
    moved = evaluate(calendar, formula, anchor)
    return f"{_told(formula, anchor, target)}{_moving(target, moved, calendar)}"


def _working_days(count: int, anchor: date, calendar: Calendar) -> str:
    end = calendar.add_working_days(anchor, count)
    length, ends = _counted(count, "Arbeitstag", "Arbeitstage"), "endet" if count == 1 else "enden"
    told = f"{length} ab {german(anchor)} {ends} am {weekday_and_date(end)}"
    free = calendar.free_days(anchor + ONE_DAY, end)
    if not free:
        return told
    return f"{told}; nicht mitgezählt: {_listed(free)}"


def _told(formula: Formula, anchor: date, target: date) -> str:
    if formula.unit == "M":
        length = _counted(abs(formula.amount), "Monat", "Monate")
        after = "nach" if formula.amount > 0 else "vor"
        told = f"{length} {after} dem {german(anchor)} ist {weekday_and_date(target)}"
        return told if target.day == anchor.day else f"{told}, der letzte Tag des Monats"
    if formula.unit == "W":
        return f"{_counted(formula.amount, 'Woche', 'Wochen')} nach dem {german(anchor)} ist {weekday_and_date(target)}"
    if formula.unit == "<<":
        return f"der Tag davor ist {weekday_and_date(target)}"
    if formula.unit == "30.09":
        return f"der nächste 30.09. ist {weekday_and_date(target)}"
    return f"die Frist endet am {weekday_and_date(target)}"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _moving(target: date, moved: date, calendar: Calendar) -> str:
    """How weekends and holidays carried the end from its bare day to a working day."""
    if moved == target:
        return ""
    free = calendar.free_days(min(target, moved), max(target, moved))
    which = "nächste" if moved > target else "vorherige"
    return f"; arbeitsfrei: {_listed(free)}; darum gilt der {which} Arbeitstag, {weekday_and_date(moved)}"


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
