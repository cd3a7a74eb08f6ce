"""A stretch of a list together with how many rows the whole has, in one statement that is built once."""

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func
from sqlalchemy.orm import Session

from fm.queries.direct import direct


class Span(NamedTuple):
    """Which rows of a list to fetch: so many, after the first `offset`."""

    shown: int
    offset: int = 0


class Found(NamedTuple):
    """The rows of a span, and how many the list has in all."""

    rows: list[Any]
    total: int


def by_span(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """An ordered selection made to be fetched with `fetch_span`; its last column counts all of its rows."""
    return rows.add_columns(func.count().over()).limit(bindparam("shown")).offset(bindparam("offset"))


def fetch_span(session: Session, rows: Select[*tuple[Any, ...]], span: Span, kind: Any, **parameters: Any) -> Found:
    """The rows of a span, each a `kind` of its plain columns; beyond the list's end there are none, the total is 0."""
    found = direct(session).execute(rows, {**parameters, **span._asdict()}).all()
    return Found([kind(*row[:-1]) for row in found], found[0][-1] if found else 0)
