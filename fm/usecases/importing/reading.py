"""One file of the folder as rows with line numbers: encoding, headings and cells, every fault named."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fm.usecases.importing.cells import LONGEST_CELL, Unreadable
from fm.usecases.importing.description import Column, Table

_PIECE = 1 << 20  # characters looked at together when the encoding is recognised
_LONGEST_QUOTE = 60  # characters of a faulty cell that are shown


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of a file; `line` is None where the whole file is meant."""

    file: str
    line: int | None
    column: str | None
    phrase: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return on_one_line(": ".join(filter(None, (place, self.column, self.phrase))))


@dataclass(frozen=True)
class Row:
    """One row: values by heading (None: unknown), as far as the file has the heading and the cell could be read."""

    line: int
    values: dict[str, object]
    faults: tuple[Fault, ...] = ()


class Source:
    """A file of the folder read as `table` describes; can be read more than once."""

    def __init__(self, path: Path, table: Table):
        """Recognises the encoding and reads the headings; `faults` says what makes the file unreadable."""
        self.path, self.table = path, table
        self.faults: list[Fault] = []
        self.unknown: list[str] = []
        self.encoding = _encoding(path)
        self._columns: list[tuple[int, Column]] = []
        self._width = 0
        if self.encoding is None:
            self.faults.append(self.fault(None, None, "ist weder UTF-8 noch Windows-1252"))
        else:
            self._read_headings()

    @property
    def headings(self) -> frozenset[str]:
        """Headings of the file that the program knows."""
        return frozenset(column.name for _, column in self._columns)

    def fault(self, line: int | None, column: str | None, phrase: str) -> Fault:
        """A fault in this file."""
        return Fault(self.path.name, line, column, phrase)

    def rows(self) -> Iterator[Row]:
        """Every row below the headings that is not empty, in the order of the file."""
        records = self._records()
        next(records, None)
        for line, cells in records:
            if isinstance(cells, str):
                yield Row(line, {}, (self.fault(line, None, cells),))
            elif any(cells):
                yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != self._width:
            return Row(line, {}, (self.fault(line, None, f"{len(cells)} statt {self._width} Spalten"),))
        values: dict[str, object] = {}
        faults: list[Fault] = []
        for index, column in self._columns:
            cell = cells[index].strip()
            try:
                values[column.name] = column.value(cell)
            except Unreadable as unreadable:
                phrase = f"{_quoted(cell)} {unreadable}" if cell else str(unreadable)
                faults.append(self.fault(line, column.name, phrase))
        return Row(line, values, tuple(faults))

    def _read_headings(self) -> None:
        _, cells = next(self._records(), (1, []))
        if isinstance(cells, str):
            self.faults.append(self.fault(1, None, cells))
            return
        names = [cell.strip() for cell in cells]
        known = {column.name: column for column in self.table.columns}
        self._width = len(names)
        self._columns = [(index, known[name]) for index, name in enumerate(names) if name in known]
        self.unknown = [name for name in names if name and name not in known]
        twice = dict.fromkeys(name for name in names if name and names.count(name) > 1)
        missing = [column.name for column in self.table.columns if column.required and column.name not in names]
        self.faults += [self.fault(1, name, "steht zweimal in der Kopfzeile") for name in twice]
        self.faults += [self.fault(1, name, "fehlt in der Kopfzeile") for name in missing]

    def _records(self) -> Iterator[tuple[int, list[str] | str]]:
        """Line and cells of each record; a phrase instead of the cells where the record cannot be taken apart."""
        csv.field_size_limit(LONGEST_CELL)
        with self.path.open(encoding=self.encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=";", strict=True)
            while True:
                line = reader.line_num + 1
                try:
                    yield line, next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield line, _german(error)


def _encoding(path: Path) -> str | None:
    """utf-8-sig (with or without BOM) where the whole file is that, else cp1252 where it can be, else None."""
    with path.open("rb") as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return None  # Windows-1252 has a character for each of its bytes
    return next((encoding for encoding in ("utf-8-sig", "cp1252") if _decodes(path, encoding)), None)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as stream:
            while stream.read(_PIECE):
                pass
    except UnicodeDecodeError:
        return False
    return True


def on_one_line(text: str) -> str:
    """The text with its line breaks, NUL characters and the like written out (\\n), as a line of a log needs it."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if len(cell) <= _LONGEST_QUOTE else f'"{cell[:_LONGEST_QUOTE]}…"'


def _german(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"eine Zelle ist länger als {LONGEST_CELL} Zeichen; fehlt ein schließendes Anführungszeichen?"
    if "end of data" in str(error):
        return "ein Anführungszeichen wird nicht geschlossen"
    return "nach einem schließenden Anführungszeichen folgt kein Semikolon"
