"""The stored deadlines of all cases or of one client, printed as the rules print them."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.models import Deadline
from fm.queries.chunks import in_chunks
from fm.queries.facts import CHUNK, case_names

#: The keys of a deadline as the rules print it, beside the id of its case.
_KEYS = ("standard", "since", "due", "outcome", "done", "lapsed", "responsible")


def stored(session: Session, client: str | None = None) -> Iterator[tuple[str, Row[Any]]]:
    """Name of the case and row, sorted by the name's characters, due, standard and since; read in chunks."""
    columns = (Deadline.case_id, *(getattr(Deadline, key) for key in _KEYS))
    for chunk in in_chunks(case_names(session, client), CHUNK):
        by_case: dict[int, list[Row[Any]]] = {case_id: [] for _, case_id in chunk}
        rows = select(*columns).where(Deadline.case_id.in_(by_case)).order_by(Deadline.case_id, Deadline.position)
        for row in session.execute(rows):
            by_case[row.case_id].append(row)
        yield from ((name, row) for name, case_id in chunk for row in by_case[case_id])


def printed(session: Session, form: str, as_of: date, client: str | None = None) -> Iterator[str]:
    """The deadlines as pieces of text in the form "json" or "csv"; the table adds how they stand on a day."""
    return _json(session, client) if form == "json" else _table(session, as_of, client)


def _json(session: Session, client: str | None) -> Iterator[str]:
    """A JSON array in pieces, one object a deadline."""
    separator = "[\n "
    for name, row in stored(session, client):
        yield separator + json.dumps(_plain(name, row), ensure_ascii=False)
        separator = ",\n "
    yield "[]\n" if separator == "[\n " else "\n]\n"


def _table(session: Session, as_of: date, client: str | None) -> Iterator[str]:
    """A table in pieces, separated by semicolons; its last column says how the deadline stands on the day."""
    yield _line(("id", *_KEYS, "stand"))
    for name, row in stored(session, client):
        yield _line([*_plain(name, row).values(), state_on(row, as_of)])


def state_on(row: Any, day: date) -> str:
    """How a deadline stands on a day: offen, heute, überfällig, erledigt or entfallen."""
    if row.done and row.done <= day:
        return "erledigt"
    if row.lapsed and row.lapsed <= day:
        return "entfallen"
    if row.due == day:
        return "heute"
    return "offen" if row.due > day else "überfällig"


def _plain(name: str, row: Row[Any]) -> dict[str, str | None]:
    """The deadline as facts and answers are exchanged, with ISO dates."""
    values = ((key, getattr(row, key)) for key in _KEYS)
    return {"id": name, **{key: None if value is None else str(value) for key, value in values}}


def _line(cells: Any) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\n").writerow(cells)
    return line.getvalue()
