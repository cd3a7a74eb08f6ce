"""What is wrong in a folder before anything is written: headings, cells, keys, references, impossible rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from fm.models import Person
from fm.usecases.importing.description import Table, Values
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


def check(session: Session, sources: list[Source], register: Register, progress: Progress) -> Iterator[Fault]:
    """Every fault of the files, file by file, in the order of their lines; `register` learns their keys."""
    for source in sources:
        if source.faults:
            yield from source.faults
            if source.table.kind:
                register.trust(source.table.kind)
        else:
            yield from _check_rows(session, source, register, progress)
            if source.table is CASES:
                yield from _check_cases(source, register)


def _check_rows(session: Session, source: Source, register: Register, progress: Progress) -> Iterator[Fault]:
    keys: set[str] = set()
    kept, staying = _Kept(session, source), _staying(session, source)
    for count, row in enumerate(source.rows(), 1):
        progress(source.path.name, count)
        yield from row.faults
        yield from _check_key(source, row, keys)
        yield from _check_references(source, row, register)
        yield from _check_pairs(source, row, kept)
        yield from _check_staying(source, row, staying)
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


_Stored = Mapping[tuple[Any, ...], tuple[Any, ...]]


def _stored(session: Session, table: Table, columns: Sequence[str], *only: ColumnElement[bool]) -> _Stored:
    """What the database holds of these columns, by key."""
    kept: Any = table.model
    into = {column.name: getattr(kept, str(column.into)) for column in table.columns if column.into}
    rows = select(kept.id).where(*only)
    if "kundennummer" in table.key:
        into["kundennummer"] = Person.number
        rows = rows.join(Person, kept.person_id == Person.id)
    wanted = (into[name] for name in (*table.key, *columns))
    size = len(table.key)
    found = session.execute(rows.with_only_columns(*wanted, maintain_column_froms=True))
    return {tuple(row[:size]): tuple(row[size:]) for row in found}


class _Kept:
    """What the database holds of columns that the file lacks although some of its own are checked against them."""

    def __init__(self, session: Session, source: Source) -> None:
        """Reads these columns of every record, by key; nothing where the file has all of them."""
        table = source.table
        pairs = [pair.columns for pair in table.checks if not source.headings.isdisjoint(pair.columns)]
        self._columns = sorted({name for pair in pairs for name in pair} - source.headings)
        self._key = table.key
        self._values = _stored(session, table, self._columns) if self._columns else {}

    def beside(self, row: Row) -> Values:
        """The columns the row lacks, as they are stored; None for a record that is new."""
        if not self._columns:
            return {}
        key = tuple(row.values.get(name) for name in self._key)
        return dict(zip(self._columns, self._values.get(key, [None] * len(self._columns)), strict=True))


def _check_pairs(source: Source, row: Row, kept: _Kept) -> Iterator[Fault]:
    beside = kept.beside(row)
    values = {**beside, **row.values}
    for pair in source.table.checks:
        if found := pair.find(values):
            column, phrase = found
            stored = [name for name in pair.columns if beside.get(name) is not None]
            yield source.fault(row.line, column, "; ".join([phrase, *(f"{name} steht im Bestand" for name in stored)]))


def _staying(session: Session, source: Source) -> _Stored:
    """The records that stay as they are, by key."""
    staying = source.table.staying
    return _stored(session, source.table, staying.columns, staying.records) if staying else {}


def _check_staying(source: Source, row: Row, stored: _Stored) -> Iterator[Fault]:
    """A row may name a record that stays, as long as it says the same of it."""
    kept = stored.get(tuple(row.values.get(name) for name in source.table.key))
    if kept is None or source.table.staying is None:
        return
    for name, value in zip(source.table.staying.columns, kept, strict=True):
        if name in row.values and row.values[name] != value:
            yield source.fault(row.line, name, source.table.staying.said)


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
