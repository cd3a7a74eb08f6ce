"""What the tests of the rules share: asking for deadlines in a few words."""

from datetime import date
from typing import Any

from fm.rules.deadlines import deadlines
from fm.rules.facts import parse
from fm.rules.history import Deadline
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings


def answer(facts: dict[str, Any], settings: RuleSettings = DEFAULT_SETTINGS) -> list[Deadline]:
    """The deadlines of facts as they stand in JSON; id and birth may be left out."""
    return deadlines(parse({"id": "a case", "born": "1985-06-11", **facts}), settings)


def told(row: Deadline) -> str:
    """A deadline in one line: since, due, outcome and the day it was done or lapsed."""
    day = row.done or row.lapsed
    return f"{row.since} {row.due} {row.outcome}{f' {day}' if day else ''}"


def asked(standard: str, facts: dict[str, Any], settings: RuleSettings = DEFAULT_SETTINGS) -> list[str]:
    """The deadlines of one standard, each in one line."""
    return [told(row) for row in answer(facts, settings) if row.standard == standard]


def shown(rows: list[Deadline]) -> list[tuple[Any, ...]]:
    """What a deadline says, without the sum behind it."""
    return [row[:7] for row in rows]


def day_before(day: str) -> str:
    """The eve of a day, both as in JSON."""
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
