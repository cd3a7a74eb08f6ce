"""The rulebook on the command line: `python -m fm.rules FACTS.json [--explain] [--settings SETTINGS.json]`.

Prints a JSON array of deadlines. Input that is not valid is refused as a whole: exit status 2, a line for each fault
on standard error.
"""

import argparse
import gc
import json
import sys
from collections.abc import Sequence
from typing import Any

from fm.rules.calendar import Calendar
from fm.rules.deadlines import deadlines
from fm.rules.facts import Facts, Faults, parse, read_date
from fm.rules.history import Deadline
from fm.rules.settings import RuleSettings, entries_from_json
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain


def as_json(case_id: str, row: Deadline) -> dict[str, Any]:
    """One deadline as it is printed."""
    return {
        "id": case_id, "standard": row.standard, "since": row.since.isoformat(), "due": row.due.isoformat(),
        "outcome": row.outcome, "done": row.done.isoformat() if row.done else None,
        "lapsed": row.lapsed.isoformat() if row.lapsed else None, "responsible": row.responsible,
    }


def read_cases(raw: Any) -> list[Facts]:
    """One object or a list of them. Raises Faults with those of all objects."""
    cases, faults = [], []
    for position, obj in enumerate(raw if isinstance(raw, list) else [raw]):
        try:
            cases.append(parse(obj, position))
        except Faults as refused:
            faults += refused.faults
    if faults:
        raise Faults(faults)
    return cases


def answer(cases: Sequence[Facts], settings: RuleSettings, explained: bool) -> list[dict[str, Any]]:
    """The deadlines of all cases, sorted by id, due, standard, since."""
    rows = []
    for case in sorted(cases, key=lambda case: case.id):
        calendar = Calendar.with_closures(frozenset(case.closures))
        for row in deadlines(case, settings):
            printed = as_json(case.id, row)
            if explained:
                printed["section"] = STANDARDS[row.standard].section
                printed["why"] = explain(row.standard, row.since, row.due, row.basis, calendar)
            rows.append(printed)
    return rows


def _load(path: str) -> Any:
    try:
        if path == "-":
            return json.load(sys.stdin)
        with open(path, encoding="utf-8-sig") as file:
            return json.load(file)
    except OSError as fault:
        raise Faults([f"{path}: {fault.strerror}"]) from None
    except ValueError as fault:
        raise Faults([f"{path}: not JSON ({fault})"]) from None


def _settings(path: str | None) -> RuleSettings:
    entries, faults = entries_from_json(_load(path), read_date) if path else ([], [])
    if faults:
        raise Faults(faults)
    return RuleSettings(entries)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, answer, print. Returns the exit status: 0, or 2 for input that is refused."""
    parser = argparse.ArgumentParser(prog="python -m fm.rules", description="Facts of cases in, deadlines out.")
    parser.add_argument("facts", help="a JSON file with one object or a list of them; - reads standard input")
    parser.add_argument("--explain", action="store_true", help="add the chapter and the German sentence of each date")
    parser.add_argument("--settings", help="a JSON file with other values of the settings, each from a day on")
    chosen = parser.parse_args(arguments)
    gc.disable()  # a short run over many small records: collecting cycles there are none of costs a third of the time
    try:
        settings = _settings(chosen.settings)
        rows = answer(read_cases(_load(chosen.facts)), settings, chosen.explain)
    except Faults as refused:
        print(refused, file=sys.stderr)
        return 2
    json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
