"""The rulebook on the command line: `python -m fm.rules FACTS.json [--explain] [--settings SETTINGS.json]`.

Prints a JSON array of deadlines. Input that is not valid is refused as a whole: exit status 2, a line for each fault
on standard error.
"""

import argparse
import gc
import json
import sys
from collections.abc import Iterator, Sequence
from json import JSONDecodeError, JSONDecoder
from typing import Any

from fm.rules.calendar import Calendar
from fm.rules.deadlines import deadlines, in_order
from fm.rules.facts import Faults, parse, read_date
from fm.rules.history import Deadline
from fm.rules.settings import RuleSettings, entries_from_json
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain


def as_json(case_id: str, row: Any) -> dict[str, Any]:
    """One deadline as it is printed; takes the rules' answers and rows of a database alike."""
    return {
        "id": case_id, "standard": row.standard, "since": row.since.isoformat(), "due": row.due.isoformat(),
        "outcome": row.outcome, "done": row.done.isoformat() if row.done else None,
        "lapsed": row.lapsed.isoformat() if row.lapsed else None, "responsible": row.responsible,
    }


def _line(case_id: str, row: Deadline) -> str:
    """As `as_json`, but as text that is still open at its end, four times as fast; the id is encoded already."""
    done = f'"{row.done}"' if row.done else "null"
    lapsed = f'"{row.lapsed}"' if row.lapsed else "null"
    return (f'{{"id": {case_id}, "standard": "{row.standard}", "since": "{row.since}", "due": "{row.due}", '
            f'"outcome": "{row.outcome}", "done": {done}, "lapsed": {lapsed}, "responsible": "{row.responsible}"')


def _reasons(row: Deadline, calendar: Calendar) -> str:
    why = explain(row.standard, row.since, row.due, row.basis, calendar)
    return f', "section": "{STANDARDS[row.standard].section}", "why": {json.dumps(why, ensure_ascii=False)}'


def objects(text: str) -> Iterator[Any]:
    """The objects of a JSON text, one or a list of them, each decoded only when it is asked for.

    Ten years of 13,000 histories would otherwise stand in memory twice.
    """
    decoder, position = JSONDecoder(), _after_space(text, 0)
    if text[position:position + 1] != "[":
        yield json.loads(text)
        return
    position = _after_space(text, position + 1)
    more = text[position:position + 1] != "]"
    while more:
        found, position = decoder.raw_decode(text, position)
        yield found
        position = _after_space(text, position)
        more = text[position:position + 1] == ","
        if more:
            position = _after_space(text, position + 1)
    if text[position:position + 1] != "]":
        raise JSONDecodeError("Expecting ',' delimiter", text, position)
    position = _after_space(text, position + 1)
    if position < len(text):
        raise JSONDecodeError("Extra data", text, position)


def _after_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\n\r":
        position += 1
    return position


def answer(text: str, settings: RuleSettings) -> Iterator[tuple[str, list[tuple[Deadline, Calendar]]]]:
    """Each id in order with its deadlines and the calendar they were counted by. Raises Faults with all faults."""
    found: dict[str, list[tuple[Deadline, Calendar]]] = {}
    faults: list[str] = []
    for position, obj in enumerate(objects(text)):
        try:
            case = parse(obj, position)
        except Faults as refused:
            faults += refused.faults
            continue
        calendar = Calendar.with_closures(frozenset(case.closures))
        found.setdefault(case.id, []).extend((row, calendar) for row in deadlines(case, settings))
    if faults:
        raise Faults(faults)
    return ((case_id, sorted(found[case_id], key=lambda pair: in_order(pair[0]))) for case_id in sorted(found))


def _read(path: str) -> str:
    try:
        if path == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as fault:
        raise Faults([f"{path}: {fault.strerror}"]) from None


def _settings(path: str | None) -> RuleSettings:
    entries, faults = entries_from_json(json.loads(_read(path)), read_date) if path else ([], [])
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
    # An id may hold half a surrogate pair, which is no character: it is printed as JSON's escape, \ud800.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    gc.disable()  # a short run over many small records without cycles
    try:
        settings = _settings(chosen.settings)
        cases = answer(_read(chosen.facts), settings)
    except Faults as refused:
        print(*map(_on_one_line, refused.faults), sep="\n", file=sys.stderr)
        return 2
    except (ValueError, RecursionError) as fault:  # JSON that is none or nested without end, bytes that are no UTF-8
        print(f"not JSON: {fault}", file=sys.stderr)
        return 2
    _print(cases, chosen.explain)
    return 0


def _on_one_line(fault: str) -> str:
    """A fault with its line breaks and the like escaped, which an id or a key may hold."""
    return "".join(sign if sign.isprintable() else json.dumps(sign)[1:-1] for sign in fault)


def _print(cases: Iterator[tuple[str, list[tuple[Deadline, Calendar]]]], with_reasons: bool) -> None:
    separator = "[\n"
    for case_id, rows in cases:
        encoded = json.dumps(case_id, ensure_ascii=False)
        for row, calendar in rows:
            reasons = _reasons(row, calendar) if with_reasons else ""
            sys.stdout.write(f"{separator}{_line(encoded, row)}{reasons}}}")
            separator = ",\n"
    print("[]" if separator == "[\n" else "\n]")


if __name__ == "__main__":
    sys.exit(main())
