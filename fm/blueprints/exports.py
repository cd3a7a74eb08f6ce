"""A list taken away as a file: as CSV or as a workbook, with the columns and rows that are on screen."""

from collections.abc import Iterable, Sequence

from flask import Response, send_file, stream_with_context

from fm.documents.tables import Cell, csv_lines, xlsx_file
from fm.extensions import db

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_answer(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as `name`.csv, sent while its rows are read."""
    lines = stream_with_context(csv_lines(headings, rows))
    answer = Response(lines, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}.csv"'})
    answer.call_on_close(db.session().close)  # its rows are read after the end of the request, which closed it before
    return answer


def xlsx_answer(name: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as `name`.xlsx; `title` names its sheet."""
    return send_file(xlsx_file(title, headings, rows), _XLSX, as_attachment=True, download_name=f"{name}.xlsx")
