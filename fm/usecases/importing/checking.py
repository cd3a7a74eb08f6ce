"""What is wrong in a folder before anything is written: headings, cells, keys, references, impossible rows."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from fm.usecases.importing.reading import Fault, Row, Source
from fm.usecases.importing.register import Register, Stretch
from fm.usecases.importing.tables import CASES, TABLES

Progress = Callable[[str, int], None]


def open_folder(folder: Path) -> tuple[list[Source], list[Path]]:
    """The files of the folder in the order in which they refer to each other, and those nobody knows.

    A name may be written in capitals. Of two files of the same name the one written as it should be counts.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file())
    paths = {path.name.casefold(): path for path in files}
    sources = [Source(paths[table.file], table) for table in TABLES if table.file in paths]
    known = {source.path for source in sources}
    return sources, [path for path in files if path not in known]


def check(sources: list[Source], register: Register, progress: Progress) -> Iterator[Fault]:
    """Every fault of the files, file by file, in the order of their lines; `register` learns their keys."""
    for source in sources:
        if source.faults:
            yield from source.faults
            if source.table.kind:
                register.trust(source.table.kind)
        else:
            yield from _check_rows(source, register, progress)
            if source.table is CASES:
                yield from _check_cases(source, register)


def _check_rows(source: Source, register: Register, progress: Progress) -> Iterator[Fault]:
    keys: set[str] = set()
    for count, row in enumerate(source.rows(), 1):
        progress(source.path.name, count)
        yield from row.faults
        yield from _check_key(source, row, keys)
        yield from _check_references(source, row, register)
        for found in filter(None, (check(row.values) for check in source.table.checks)):
            yield source.fault(row.line, *found)
        _learn(source, row, register)


def _check_key(source: Source, row: Row, keys: set[str]) -> Iterator[Fault]:
    values = [row.values.get(name) for name in source.table.key]
    if None in values:
        return
    key = "\t".join(map(str, values))
    if key in keys:
        shown = " ".join(f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value) for value in values)
        yield source.fault(row.line, ", ".join(source.table.key), f'"{shown}" steht schon weiter oben')
    keys.add(key)


def _check_references(source: Source, row: Row, register: Register) -> Iterator[Fault]:
    for column in source.table.columns:
        key = row.values.get(column.name)
        if column.names and key is not None and not register.knows(column.names, key):
            yield source.fault(row.line, column.name, f'"{key}" {_nowhere(column.names)}')
    client = row.values.get("kundennummer")
    if source.table.belongs is None or not isinstance(client, str) or not register.knows("person", client):
        return
    if source.table.belongs == "case":
        number = row.values.get("fall")
        if number is not None and not register.knows("case", (client, number)):
            yield source.fault(row.line, "fall", f'"{number}" {_nowhere("case")}')
    elif not register.cases(client) and not register.knows("case", client):
        yield source.fault(row.line, "kundennummer", f'"{client}" hat keinen Fall')


def _learn(source: Source, row: Row, register: Register) -> None:
    """Hand the row's key to the register, even where something else in the row is wrong: one fault stays one."""
    kind, values = source.table.kind, row.values
    key = [values.get(name) for name in source.table.key]
    if kind is None or None in key:
        return
    if kind != "case":
        register.add(kind, key[0])
        return
    client, number = str(key[0]), int(str(key[1]))
    before = register.cases(client).get(number, Stretch(None, True))
    begins = values.get("beginn", date.min if "beginn" in source.headings else before.begins)
    still_open = values.get("ende") is None if "ende" in values else "ende" not in source.headings and before.open
    register.add_case(client, number, Stretch(begins, still_open))  # type: ignore[arg-type]


def _check_cases(source: Source, register: Register) -> Iterator[Fault]:
    """Who has several cases needs each one's begin, by which dated rows know where they belong; one may be open."""
    here = {(row.values.get("kundennummer"), row.values.get("fall")) for row in source.rows()}
    for row in source.rows():
        client, number = row.values.get("kundennummer"), row.values.get("fall")
        cases = register.cases(str(client))
        if len(cases) < 2 or number not in cases:
            continue
        undated = [other for other, stretch in cases.items() if stretch.begins is None]
        still_open = [other for other, stretch in cases.items() if stretch.open]
        if number in undated:
            yield source.fault(row.line, "beginn", "fehlt, obwohl der Kunde mehrere Fälle hat")
        if number in still_open and number != max(still_open):
            yield source.fault(row.line, "ende", "fehlt, obwohl der Kunde einen späteren offenen Fall hat")
        for other in undated:
            if (client, other) not in here:
                yield source.fault(row.line, "fall", f"der Fall {other} des Kunden im Bestand hat keinen Beginn")
        for other in still_open:
            if number in still_open and (client, other) not in here:
                yield source.fault(row.line, "fall", f"der Fall {other} des Kunden im Bestand ist noch offen")


def _nowhere(kind: str) -> str:
    file = next(table.file for table in TABLES if table.kind == kind)
    return f"gibt es weder in {file} noch im Bestand"
