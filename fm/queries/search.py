"""Finding clients by what somebody types: parts of names, customer or household number, date of birth, in any order.

Everything is looked up from its beginning in an index: names in `person_name`, tolerant of umlauts by their folding and
of spelling by their Cologne code. Every word must be met. A statement holds places for the words, so that it is built
once for all that are looked up in the same way.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from fm.models import Household, Person, PersonName
from fm.rules.names import fold, sound

#: So many words are looked at; more are passed over.
MOST_WORDS = 6
#: Shorter words, and words with shorter codes, sound like too many names.
_SHORTEST_WORD, _SHORTEST_SOUND = 4, 2
_LAST_LETTER = "\U0010ffff"
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})")


class Search(NamedTuple):
    """What was typed: in which way each word is looked up, and the values for the places of a statement.

    The same ways make the same statement, whatever the words are.
    """

    ways: tuple[str, ...]
    values: dict[str, object]


def typed(text: str, today: date) -> Search:
    """Read what somebody typed; nothing is looked up for an empty text."""
    words = text.replace(",", " ").split()[:MOST_WORDS]
    ways: list[str] = []
    values: dict[str, object] = {}
    for way, texts in (read for word in words for read in _ways(word, today)):
        values |= {_place(len(ways), name): value for name, value in texts.items()}
        ways.append(way)
    return Search(tuple(ways), values)


def found_by(ways: Sequence[str], *, among_few: bool) -> list[ColumnElement[bool]]:
    """The conditions on `Person` that words looked up in these ways make; their values come with the statement's.

    `among_few` says that few people come into question: each is looked at. Otherwise whoever has the name is looked up.
    Either way the cost hangs on the smaller set, and not on how many clients the office has.
    """
    return [_CONDITIONS[way](number, among_few) for number, way in enumerate(ways)]


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


def _ways(word: str, today: date) -> Iterator[tuple[str, dict[str, object]]]:
    """The ways to look up a word, which can be several names, each with what is looked for."""
    born = read_day(word, today)
    if born is not None:
        yield "born", {"day": born}
    elif any(letter.isdigit() for letter in word):
        yield "number", _beginning("number", word.upper())
    else:
        yield from map(_way_of_name, fold(word).split())


def _way_of_name(part: str) -> tuple[str, dict[str, object]]:
    """M and N share a code, but nobody confuses them where a name begins."""
    name, code = _beginning("name", part), sound(part)
    if len(part) < _SHORTEST_WORD or len(code) < _SHORTEST_SOUND:
        return "name", name
    if part[0] in "mn":
        return "sound_of_m_or_n", {**name, "sound": code, **_beginning("letter", part[0])}
    return "sound", {**name, "sound": code}


def _beginning(name: str, text: str) -> dict[str, object]:
    """The values for `_begins`."""
    return {name: text, f"{name}_last": text + _LAST_LETTER}


def _place(number: int, name: str) -> str:
    """The name of a value of one of the words."""
    return f"word_{number}_{name}"


def _value(number: int, name: str) -> BindParameter[Any]:
    return bindparam(_place(number, name))


def _born(number: int, among_few: bool) -> ColumnElement[bool]:
    born = Person.born == _value(number, "day")
    return born if among_few else Person.id.in_(select(Person.id).where(born))


def _numbered(number: int, among_few: bool) -> ColumnElement[bool]:
    """The person's own or their household's number begins so."""
    households = select(Household.id).where(_begins(Household.number, number, "number"))
    ways = (_begins(Person.number, number, "number"), Person.household_id.in_(households))
    if among_few:
        return or_(*ways)
    return Person.id.in_(union_all(*(select(Person.id).where(way) for way in ways)))


def _named(number: int, among_few: bool, *sounding: ColumnElement[bool]) -> ColumnElement[bool]:
    """A part of the person's name begins so or sounds so."""
    ways = [_begins(PersonName.part, number, "name"), *sounding]
    if among_few:
        return select(PersonName.part).where(PersonName.person_id == Person.id, or_(*ways)).correlate(Person).exists()
    return Person.id.in_(union_all(*(select(PersonName.person_id).where(way) for way in ways)))


def _sounding(number: int, among_few: bool, *only: ColumnElement[bool]) -> ColumnElement[bool]:
    return _named(number, among_few, and_(PersonName.sound == _value(number, "sound"), *only))


def _sounding_with_letter(number: int, among_few: bool) -> ColumnElement[bool]:
    return _sounding(number, among_few, _begins(PersonName.part, number, "letter"))


def _begins(column: InstrumentedAttribute[str], number: int, name: str) -> ColumnElement[bool]:
    """The column begins with the text: a range that an index on bytes answers on both databases."""
    return and_(column >= _value(number, name), column <= _value(number, f"{name}_last"))


_CONDITIONS: dict[str, Callable[[int, bool], ColumnElement[bool]]] = {
    "born": _born, "number": _numbered, "name": _named, "sound": _sounding, "sound_of_m_or_n": _sounding_with_letter,
}  # fmt: skip
