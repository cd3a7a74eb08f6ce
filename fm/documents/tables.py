"""Tables as files: CSV for any program, XLSX for spreadsheets. Rows are read once and never held all at once."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO

import xlsxwriter

from fm.rules.calendar import german

Cell = str | int | date | None

#: Spreadsheets read a text that begins so as a formula (OWASP, CSV injection); some also the signs of double width.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_WIDEST = 40
_HEAD_SHARE = 2


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table in pieces: UTF-8's mark first, as spreadsheets expect; semicolons, dates as 02.03.2026, no formulas."""
    yield "\ufeff" + _line(headings)
    for row in rows:
        yield _line([_defused(cell) for cell in row])


def xlsx_file(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """A workbook with one sheet, open for reading; its disk space is free again once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads and closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, min(_WIDEST, len(heading) * _HEAD_SHARE))
        sheet.write_row(0, 0, headings, bold)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write_number(number, column, cell)
    file.seek(0)
    return file


def _line(cells: Sequence[Cell]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _defused(cell: Cell) -> Cell:
    if isinstance(cell, date):
        return german(cell)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell
