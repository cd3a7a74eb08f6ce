"""Finding clients by what somebody types: parts of names, customer or household number, date of birth, in any order.

Everything is looked up from its beginning in an index: names in `person_name`, tolerant of umlauts by their folding and
of spelling by their Cologne code. Every word must be met.
"""

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from fm.models import Household, Person, PersonName
from fm.rules.names import fold, sound

#: So many words are looked at; more are passed over.
MOST_WORDS = 6
#: Shorter words, and words with shorter codes, sound like too many names.
_SHORTEST_WORD, _SHORTEST_SOUND = 4, 2
_LAST_LETTER = "\U0010ffff"
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})")


def found_by(text: str, today: date, *, among_few: bool) -> list[ColumnElement[bool]]:
    """The conditions on `Person` that what was typed makes; none for an empty text.

    `among_few` says that few people come into question: each is looked at. Otherwise whoever has the name is looked up.
    Either way the cost hangs on the smaller set, and not on how many clients the office has.
    """
    words = text.replace(",", " ").split()[:MOST_WORDS]
    return [condition for word in words for condition in _by_word(word, today, among_few)]


def read_day(word: str, today: date) -> date | None:
    """A date of birth as people type it: 17.03.1985, 17.3.85, 1985-03-17; None for anything else.

    A year of two digits is the last one that is not in the future.
    """
    found = _DAY.fullmatch(word)
    if found is None:
        return None
    day, month, year = found[1] or found[6], found[2] or found[5], found[3] or found[4]
    full_year = int(year) if len(year) == 4 else int(year) + 100 * ((today.year - int(year)) // 100)
    try:
        return date(full_year, int(month), int(day))
    except ValueError:
        return None


def _by_word(word: str, today: date, among_few: bool) -> Iterator[ColumnElement[bool]]:
    born = read_day(word, today)
    if born is not None:
        yield Person.born == born if among_few else Person.id.in_(select(Person.id).where(Person.born == born))
    elif any(letter.isdigit() for letter in word):
        yield _numbered(word.upper(), among_few)
    else:
        yield from (_named(part, among_few) for part in fold(word).split())


def _numbered(number: str, among_few: bool) -> ColumnElement[bool]:
    """The person's own or their household's number begins so."""
    households = select(Household.id).where(_begins(Household.number, number))
    ways = (_begins(Person.number, number), Person.household_id.in_(households))
    if among_few:
        return or_(*ways)
    return Person.id.in_(union_all(*(select(Person.id).where(way) for way in ways)))


def _named(part: str, among_few: bool) -> ColumnElement[bool]:
    """A part of the person's name begins so or sounds so."""
    ways, code = [_begins(PersonName.part, part)], sound(part)
    if len(part) >= _SHORTEST_WORD and len(code) >= _SHORTEST_SOUND:
        ways.append(and_(PersonName.sound == code, *_same_beginning(part)))
    if among_few:
        return select(PersonName.part).where(PersonName.person_id == Person.id, or_(*ways)).correlate(Person).exists()
    return Person.id.in_(union_all(*(select(PersonName.person_id).where(way) for way in ways)))


def _same_beginning(part: str) -> list[ColumnElement[bool]]:
    """M and N share a code, but nobody confuses them where a name begins."""
    return [_begins(PersonName.part, part[0])] if part[0] in "mn" else []


def _begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """The column begins with the text: a range that an index on bytes answers on both databases."""
    return and_(column >= text, column <= text + _LAST_LETTER)
