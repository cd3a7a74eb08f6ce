"""Taking a new person in: customer and household numbers that are given once, and nobody taken in twice."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fm.models import Branch, Household, Person
from fm.models.organisation import sort_name
from fm.models.person import name_rows
from fm.queries.duplicates import Known, likely
from fm.rules.responsibility import age
from fm.usecases.refusals import Fault, Refused

#: How customers and households are numbered: a word and six digits.
PERSONS, HOUSEHOLDS = "U", "BG"
_DIGITS, _MOST_DIGITS = 6, 9
#: So many of the highest numbers are looked at for one of the scheme.
_LOOKED_AT = 200
_OF_AGE, _OLDEST = 18, 120


@dataclass(frozen=True)
class NewPerson:
    """Somebody nobody here knows yet; `household` is the number of an existing one, else the address is a new one's."""

    surname: str
    given_name: str
    born: date
    sex: str | None = None
    language: str | None = None
    phone: str | None = None
    email: str | None = None
    guardian: str | None = None
    household: str | None = None
    street: str | None = None
    postcode: str | None = None
    town: str | None = None


class PossiblyKnown(Exception):
    """Nothing is done, because the office knows people who may be the one meant, and nobody has said they are not."""

    def __init__(self, found: Sequence[Known]) -> None:
        super().__init__(", ".join(one.number for one in found))
        self.found = found


def add_person(session: Session, new: NewPerson, branch_id: int, others: Collection[str]) -> Person:
    """Take somebody in under the next free number; part of the caller's deed.

    Several desks do so one after the other, so that each sees whom the others have just taken in. Raises
    PossiblyKnown unless each of those found is among `others`, the numbers of people said to be somebody else;
    Refused for a household that does not exist. What else cannot be, `faults_of` has said before.
    """
    session.execute(select(Branch.id).order_by(Branch.id).with_for_update(key_share=True))
    found = likely(session, new.surname, new.given_name, new.born)
    if any(one.number not in others for one in found):
        raise PossiblyKnown(found)
    person = Person(
        number=_next(session, Person.number, PERSONS), household=_household(session, new), surname=new.surname,
        given_name=new.given_name, born=new.born, sex=new.sex, language=new.language, phone=new.phone,
        email=new.email, guardian=new.guardian, branch_id=branch_id,
        sort_name=sort_name(new.surname, new.given_name), names=name_rows(new.surname, new.given_name))
    session.add(person)
    session.flush()
    return person


def faults_of(new: NewPerson, today: date) -> list[Fault]:
    """What cannot be right of a new person, on the fields of a form."""
    if new.born > today:
        return [Fault("geboren", "Das Geburtsdatum liegt in der Zukunft.")]
    years = age(new.born, today)
    if years > _OLDEST:
        return [Fault("geboren", f"Nach diesem Geburtsdatum wäre die Person {years} Jahre alt.")]
    if years < _OF_AGE and not new.guardian:
        return [Fault("vertretung", "Wer unter 18 ist, hat eine gesetzliche Vertretung; bitte den Namen eintragen.")]
    return []


def _household(session: Session, new: NewPerson) -> Household:
    if not new.household:
        return Household(number=_next(session, Household.number, HOUSEHOLDS), street=new.street,
                         postcode=new.postcode, town=new.town)  # fmt: skip
    known = session.scalar(select(Household).where(Household.number == new.household.upper()))
    if known is None:
        raise Refused("haushalt", f"Einen Haushalt mit der Nummer {new.household} gibt es nicht.")
    return known


def _next(session: Session, column: InstrumentedAttribute[str], word: str) -> str:
    """The number after the highest one of the scheme that has a free one after it.

    What an import brought in another scheme is passed over, and so are the last numbers there can be.
    """
    length = func.length(column) - len(word)
    numbers = session.scalars(
        select(column).where(column >= f"{word}0", column < f"{word}:", length.between(_DIGITS, _MOST_DIGITS))
        .order_by(length.desc(), column.desc()).limit(_LOOKED_AT))
    scheme = re.compile(rf"{word}(\d+)")
    given = [int(found[1]) for number in numbers if (found := scheme.fullmatch(number))]
    beyond = {*given, 10**_MOST_DIGITS}
    last = next((one for one in given if one + 1 not in beyond), 0)
    return f"{word}{last + 1:0{_DIGITS}}"
