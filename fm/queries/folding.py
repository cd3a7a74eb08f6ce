"""Text folded for sorting within a statement of either database, so that both put it in the same order."""

from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from fm.models.base import FOLDED
from fm.rules.names import SPELLED_OUT, fold

_LETTERS = {letter: SPELLED_OUT[ord(letter.lower())] for letter in map(chr, (*range(0xC0, 0x180), 0x1E9E))
            if ord(letter.lower()[0]) in SPELLED_OUT}
_LONGER = {letter: plain for letter, plain in _LETTERS.items() if len(plain) > 1}
_PLAIN = {letter: plain for letter, plain in _LETTERS.items() if len(plain) == 1}
#: The capitals of other letters than those of Latin languages, which a collation of PostgreSQL may not know.
_CAPITALS = {letter: letter.lower() for letter in map(chr, range(0x180, 0x590)) if letter.lower() != letter}


class folded(GenericFunction[Any]):
    """A column of texts as `fold` writes it; on SQLite every connection is given the function.

    On PostgreSQL a capital that only a sign stands for, as in ™, is spelled out as well.
    """

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
    """The steps of `fold`, in their order; beyond a–z PostgreSQL's lower case hangs on the locale."""
    (column,) = element.clauses
    plain = text = f"normalize({compiler.process(column, **more)}, NFC)"
    for letter, spelled in _LONGER.items():
        plain = f"replace({plain}, '{letter}', '{spelled}')"
    plain = f"normalize({_translate(plain, _PLAIN)}, NFKD)"
    plain = f"""regexp_replace(lower({plain} COLLATE "C"), '[\\u0300-\\u036f]+', '', 'g')"""
    plain, other = _words(plain, "[^a-z0-9]+"), _words(_translate(text, _CAPITALS), "[[:space:]]+")
    return f"""(coalesce(nullif({plain}, ''), {other}) COLLATE "C")"""


def _translate(text: str, letters: dict[str, str]) -> str:
    return f"translate({text}, '{''.join(letters)}', '{''.join(letters.values())}')"


def _words(text: str, between: str) -> str:
    """A text with one blank for whatever stands between its words, and none around them."""
    return f"btrim(regexp_replace({text}, '{between}', ' ', 'g'))"
