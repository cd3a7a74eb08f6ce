"""`script/bench`: make the full demo, serve it as in production, measure, and print Markdown and JSON.

    python -m bench [--clients 13000] [--tenfold] [--seconds 4] [--json FILE]
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.caseload import CASES, RECEIVERS, hand_over
from bench.databases import postgresql, sqlite, with_demo, with_import
from bench.pages import Result, measure_pages
from bench.servers import Spent, command


def main() -> None:
    """Run what was asked for and print it."""
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("--clients", type=int, default=13_000)
    parser.add_argument("--tenfold", action="store_true", help="measure the pages at ten times the data too")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each page is asked for")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    chosen = parser.parse_args()
    today = date.today()
    with TemporaryDirectory(prefix="bench-") as name:
        figures = _figures(chosen, Path(name), today)
    print(_markdown(figures))
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _figures(chosen: argparse.Namespace, folder: Path, today: date) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "day": today.isoformat(), "clients": chosen.clients,
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}",
        "commands": {}, "pages": {}, "worker_megabytes": {}, "deeds": {},
    }
    small = sqlite(folder, "imported")
    _say("import …")
    _note(figures, f"import of {chosen.clients} clients, SQLite", with_import(small, folder, chosen.clients))
    _say("rules …")
    _note(figures, f"rules over {chosen.clients} histories", _rules(small, folder))
    databases = {"SQLite": sqlite(folder, "demo")}
    if "TEST_POSTGRES_URL" in os.environ:
        databases["PostgreSQL"] = postgresql(folder)
    for title, environment in databases.items():
        _note(figures, f"demo of {chosen.clients} clients, {title}", with_demo(environment, chosen.clients))
        _pages(figures, title, environment, today, chosen.seconds)
        _say(f"caseload, {title} …")
        _deed(figures, f"{CASES} cases to {RECEIVERS} colleagues, {title}", hand_over(environment), 3)
    if chosen.tenfold:
        _say("ten times the data …")
        command(sys.executable, "-m", "bench.tenfold", environment=databases["SQLite"])
        _pages(figures, "SQLite, tenfold", databases["SQLite"], today, chosen.seconds)
    _paper(figures, databases["SQLite"], folder)
    return figures


def _paper(figures: dict[str, Any], environment: Mapping[str, str], folder: Path) -> None:
    """Paper by itself, then many letters in one file: few and many, so that the memory can be compared."""
    _say("paper …")
    printed = folder / "paper.json"
    command(sys.executable, "-m", "bench.paper", "single", environment={}, output=printed)
    taken = json.loads(printed.read_text(encoding="utf-8"))
    _deed(figures, "a letter, styles and fonts read before", taken["invitation_consequences"] / 1000, 0.15)
    _deed(figures, "a handover protocol", taken["handover_protocol"] / 1000, 0.4)
    for letters in (30, 300):
        spent = command(sys.executable, "-m", "bench.paper", "many", str(letters), environment=environment)
        _note(figures, f"{letters} letters in one file", spent)
    _deed(figures, "300 letters in one file", spent.seconds, 30)


def _deed(figures: dict[str, Any], title: str, seconds: float, aim: float) -> None:
    figures["deeds"][title] = {"seconds": round(seconds, 3), "aim": aim}
    _say(f"{title}: {seconds:.2f} s")


def _note(figures: dict[str, Any], title: str, spent: Spent) -> None:
    figures["commands"][title] = {"seconds": round(spent.seconds, 1), "megabytes": round(spent.megabytes)}
    _say(f"{title}: {spent.seconds:.1f} s, {spent.megabytes:.0f} MB")


def _rules(environment: Mapping[str, str], folder: Path) -> Spent:
    """All facts of a database through `python -m fm.rules` on one core."""
    facts = folder / "facts.json"
    command(sys.executable, "-m", "bench.all_facts", environment=environment, output=facts)
    return command("taskset", "--cpu-list", "0", sys.executable, "-m", "fm.rules", str(facts), environment={})


def _pages(figures: dict[str, Any], title: str, environment: Mapping[str, str], today: date, seconds: float) -> None:
    _say(f"pages, {title} …")
    results, megabytes = measure_pages(environment, today, seconds)
    figures["pages"][title] = [_plain(result) for result in results]
    figures["worker_megabytes"][title] = round(megabytes)


def _plain(result: Result) -> dict[str, Any]:
    return {
        "page": result.name, "p50_ms": round(result.measured.p50, 2), "p95_ms": round(result.measured.p95, 2),
        "per_second": round(result.measured.per_second), "statements": result.statements,
        "floor_p50_ms": round(result.floor.p50, 2) if result.floor else None,
        "ratio": round(result.ratio, 1) if result.ratio else None,
    }


def _markdown(figures: dict[str, Any]) -> str:
    lines = [f"{figures['day']}, {figures['machine']}.", "", "| command | seconds | most memory |", "|---|---:|---:|"]
    lines += [f"| {title} | {spent['seconds']} | {spent['megabytes']} MB |"
              for title, spent in figures["commands"].items()]
    lines += ["", "| database | page | p50 | p95 | requests/s | statements | floor p50 | ratio |",
              "|---|---|---:|---:|---:|---:|---:|---:|"]
    lines += [f"| {title} | {row['page']} | {row['p50_ms']} ms | {row['p95_ms']} ms | {row['per_second']} | "
              f"{row['statements']} | {_or_dash(row['floor_p50_ms'], ' ms')} | {_or_dash(row['ratio'], ' ×')} |"
              for title, rows in figures["pages"].items() for row in rows]
    lines += ["", "| deed | seconds | aim |", "|---|---:|---:|"]
    lines += [f"| {title} | {deed['seconds']} | {deed['aim']} |" for title, deed in figures["deeds"].items()]
    lines += ["", *(f"Largest worker, {title}: {size} MB." for title, size in figures["worker_megabytes"].items())]
    return "\n".join(lines)


def _or_dash(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{value}{unit}"


if __name__ == "__main__":
    main()
