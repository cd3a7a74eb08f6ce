"""What the tests of the rules share: asking for deadlines in a few words, tables of rows."""

from datetime import date
from typing import Any

import pytest

from fm.rules.deadlines import deadlines
from fm.rules.facts import parse
from fm.rules.history import Deadline
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings

#: What a row is about → the facts, and the deadlines expected of them as `told` tells them.
Table = dict[str, tuple[dict[str, Any], list[str]]]


def table(rows: Table) -> pytest.MarkDecorator:
    """One test for each row of a table."""
    return pytest.mark.parametrize(("facts", "expected"), list(rows.values()), ids=list(rows))


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


def responsible(standard: str, facts: dict[str, Any]) -> list[str]:
    """Who has to keep the deadlines of one standard."""
    return [row.responsible for row in answer(facts) if row.standard == standard]


def closed(day: str, **facts: Any) -> dict[str, Any]:
    """The facts of a case that was closed on a day."""
    return {**facts, "case": {**facts.get("case", {}), "closed": day}}


def dated(name: str, *entries: str, by: str = "from") -> list[dict[str, str]]:
    """Entries written "2026-06-01 B": a day (key `by`) and a value (key `name`)."""
    return [dict(zip((by, name), entry.split(" "), strict=True)) for entry in entries]


def categories(*entries: str) -> list[dict[str, str]]:
    """Categories written "2026-06-01 B"."""
    return dated("category", *entries)


def target_groups(*entries: str) -> list[dict[str, str]]:
    """Target groups written "2026-06-01 pupil"."""
    return dated("group", *entries)


def transfers(*entries: str) -> list[dict[str, str]]:
    """Transfers written "2026-06-01 youth"."""
    return dated("to", *entries, by="on")


def talks(*entries: str) -> list[dict[str, str]]:
    """Conversations held, written "2026-06-01 follow_up"."""
    return dated("kind", *entries, by="on")


def missed_talk(day: str, kind: str) -> dict[str, Any]:
    """A conversation that the client missed."""
    return {"on": day, "kind": kind, "missed": True}


def shown(rows: list[Deadline]) -> list[tuple[Any, ...]]:
    """What a deadline says, without the sum behind it."""
    return [row[:7] for row in rows]


def day_before(day: str) -> str:
    """The eve of a day, both as in JSON."""
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
