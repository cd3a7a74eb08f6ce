"""Text folded for sorting within a statement of either database, so that both put it in the same order."""

from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from fm.models.base import FOLDED
from fm.rules.names import fold

#: The letters with marks of European languages, each as it is folded within a word.
_LETTERS = {letter: fold(f"a{letter}a")[1:-1] for letter in map(chr, (*range(0xC0, 0x180), 0x1E9E))}
_SPELLED_OUT = {letter: plain for letter, plain in _LETTERS.items() if len(plain) > 1}
_MARKED = {letter: plain for letter, plain in _LETTERS.items() if len(plain) == 1}


class folded(GenericFunction[Any]):
    """A column of texts as `fold` writes it; on SQLite every connection is given the function."""

    type = FOLDED
    inherit_cache = True


@event.listens_for(Engine, "connect")
def _on_sqlite(connection: Any, _record: Any) -> None:
    if isinstance(connection, Connection):
        connection.create_function("folded", 1, _folded, deterministic=True)


@lru_cache(maxsize=20_000)
def _folded(text: str | None) -> str | None:
    """A text folded, kept for the titles and towns seen last."""
    return text and fold(text)


@compiles(folded, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    (column,) = element.clauses
    text = plain = compiler.process(column, **more)
    for letter, spelled in _SPELLED_OUT.items():
        plain = f"replace({plain}, '{letter}', '{spelled}')"
    plain = f"translate({plain}, '{''.join(_MARKED)}', '{''.join(_MARKED.values())}')"
    plain = f"""btrim(regexp_replace(lower({plain} COLLATE "C"), '[^a-z0-9]+', ' ', 'g'))"""
    return f"""(coalesce(nullif({plain}, ''), {text}) COLLATE "C")"""
