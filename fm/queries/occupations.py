"""Finding entries of the classification of occupations while somebody types, the best ones first."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from fm.models import Occupation
from fm.rules.names import fold
from fm.rules.occupations import OCCUPATION_LEVELS, spellings, words_of

#: So many are shown.
SHOWN = 12
_LEADING = ("aufsicht", "fuehrung")


class Found(NamedTuple):
    """The entries shown, and whether there are more."""

    rows: Sequence[Occupation]
    more: bool


def search_occupations(session: Session, text: str) -> Found:
    """Occupations whose title, short title or code has every word that was typed, in one statement.

    First those whose code or title begins so, then those with a word that begins so, then the others; who leads
    others comes last among them.
    """
    words = words_of(text)
    if not words:
        return Found([], False)
    found = session.scalars(
        select(Occupation).where(Occupation.level.in_(OCCUPATION_LEVELS), *(_has(word) for word in words))
        .order_by(_rank(fold(text), words), or_(*(Occupation.search_title.startswith(one) for one in _LEADING)),
                  func.length(Occupation.search_title), Occupation.code)
        .limit(SHOWN + 1)).all()
    return Found(found[:SHOWN], len(found) > SHOWN)


def occupations(session: Session, codes: Iterable[str]) -> dict[str, Occupation]:
    """The entries of these codes, on whichever level; unknown ones are left out."""
    rows = session.scalars(select(Occupation).where(Occupation.code.in_(set(codes))))
    return {row.code: row for row in rows}


def _has(word: str) -> ColumnElement[bool]:
    """The word stands in the title, in one of its spellings, or in the short title; or the code begins so."""
    if word.isdigit():
        return Occupation.code.startswith(word)
    titles = (Occupation.search_title.contains(spelling, autoescape=True) for spelling in spellings(word))
    return or_(*titles, Occupation.short_title.icontains(word, autoescape=True))


def _rank(typed: str, words: Sequence[str]) -> ColumnElement[int]:
    title = Occupation.search_title
    beginnings = [way for one in spellings(words[0]) for way in (
        title.startswith(one, autoescape=True), title.contains(f" {one}", autoescape=True))]
    whole = (column.startswith(typed, autoescape=True) for column in (Occupation.code, title))
    return case((or_(*whole), 0), (or_(*beginnings), 1), else_=2)
