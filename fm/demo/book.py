"""Rows of the demo written in bulk: entries of files first, then the lines that hang on them."""

from collections import Counter, defaultdict
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from fm.models import Base
from fm.models.base import BERLIN

Key = tuple[int, int]


class CaseOf(NamedTuple):
    """The case that an entry belongs to, as the book asks for it."""

    id: int
    person_id: int


def noon(day: date) -> datetime:
    """When something of a day was saved."""
    return datetime.combine(day, time(12), BERLIN)


class Book:
    """Rows gathered table by table; an entry is known by its person and number until the database numbers it."""

    def __init__(self) -> None:
        self._rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self._lines: dict[Any, list[tuple[str, Any, Key, dict[str, Any]]]] = defaultdict(list)
        self._numbers: Counter[tuple[Any, int]] = Counter()

    def entry(self, kind: type[Base], case: Any, /, **values: Any) -> Key:
        """An entry of a case's file, numbered on."""
        self._numbers[kind, case.person_id] += 1
        number = self._numbers[kind, case.person_id]
        self._rows[kind].append({"case_id": case.id, "person_id": case.person_id, "number": number, **values})
        return case.person_id, number

    def row(self, kind: type[Base], /, **values: Any) -> None:
        """A row that hangs on one that is there already."""
        self._rows[kind].append(values)

    def line(self, kind: type[Base], column: str, of: type[Base], key: Key, /, **values: Any) -> None:
        """A row that hangs by `column` on an entry of this book."""
        self._lines[kind].append((column, of, key, values))

    def write(self, session: Session) -> None:
        """Write everything: entries, then their lines."""
        for kind, rows in self._rows.items():
            _insert(session, kind, rows)
        ids: dict[Any, dict[Key, int]] = {}
        for kind, lines in self._lines.items():
            for of in {of for _, of, _, _ in lines} - ids.keys():
                ids[of] = {(person_id, number): id for person_id, number, id
                           in session.execute(select(of.person_id, of.number, of.id))}
            _insert(session, kind, [{**values, column: ids[of][key]} for column, of, key, values in lines])


def _insert(session: Session, kind: type[Base], rows: list[dict[str, Any]]) -> None:
    names = dict.fromkeys(name for row in rows for name in row)
    session.execute(insert(kind), [{name: row.get(name) for name in names} for row in rows])
