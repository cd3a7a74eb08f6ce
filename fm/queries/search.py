"""Finding clients by what somebody types: parts of names, customer or household number, date of birth, in any order.

Everything is looked up from its beginning in an index: names in `person_name`, tolerant of umlauts by their folding and
of spelling by their Cologne code. Every word must be met.
"""

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, select, union, union_all
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import SelectBase

from fm.models import Household, Person, PersonName
from fm.rules.names import fold, sound

#: So many words are looked at; more are passed over.
MOST_WORDS = 6
#: Codes shorter than this are shared by too many names.
_SHORTEST_SOUND = 2
_LAST_LETTER = "\U0010ffff"
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})")


def found_by(text: str, today: date) -> list[ColumnElement[bool]]:
    """The conditions on `Person` that what was typed makes; none for an empty text."""
    words = text.replace(",", " ").split()[:MOST_WORDS]
    return [condition for word in words for condition in _by_word(word, today)]


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


def _by_word(word: str, today: date) -> Iterator[ColumnElement[bool]]:
    born = read_day(word, today)
    if born is not None:
        yield Person.born == born
    elif any(letter.isdigit() for letter in word):
        yield Person.id.in_(_numbered(word.upper()))
    else:
        yield from (Person.id.in_(_named(part)) for part in fold(word).split())


def _numbered(number: str) -> SelectBase:
    """People whose own or whose household's number begins so."""
    households = select(Household.id).where(_begins(Household.number, number))
    return union_all(
        select(Person.id).where(_begins(Person.number, number)),
        select(Person.id).where(Person.household_id.in_(households)),
    )


def _named(part: str) -> SelectBase:
    """People with a part of their name that begins so or sounds so."""
    spelled = select(PersonName.person_id).where(_begins(PersonName.part, part))
    code = sound(part)
    if len(code) < _SHORTEST_SOUND:
        return spelled
    return union(spelled, select(PersonName.person_id).where(PersonName.sound == code))


def _begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """The column begins with the text: a range that an index on bytes answers on both databases."""
    return column.between(text, text + _LAST_LETTER)
