"""People who may be the one that is about to be taken in: found by sound, date of birth and customer number.

The whole office is looked through, since somebody who moves within the district is known in another branch. Nothing is
told of anybody but who they are and where their file is kept.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Household, Person, PersonName
from fm.queries.relations import LATEST_CASE
from fm.queries.search import found_by, typed
from fm.rules.names import alike, names_of, near

#: So many are shown at most; who finds more asks more precisely.
MOST = 25


class Known(NamedTuple):
    """Somebody the office knows; `running` says that a case is open, `reasons` why they may be the one meant."""

    id: int
    number: str
    surname: str
    given_name: str
    born: date
    street: str | None
    town: str | None
    household: str | None
    branch_id: int | None
    branch: str | None
    running: bool
    reasons: tuple[str, ...] = ()


_COLUMNS = (
    Person.id, Person.number, Person.surname, Person.given_name, Person.born, Household.street, Household.town,
    Household.number.label("household"), Person.branch_id, Branch.name.label("branch"),
    (Case.id.is_not(None) & Case.closed.is_(None)).label("running"),
)  # fmt: skip
_KNOWN = (
    select(*_COLUMNS).select_from(Person).outerjoin(Case, LATEST_CASE)
    .outerjoin(Household, Household.id == Person.household_id).outerjoin(Branch, Branch.id == Person.branch_id)
    .where(Person.merged_into_id.is_(None)).order_by(Person.sort_name, Person.id))  # fmt: skip


def likely(session: Session, surname: str, given_name: str, born: date, but: int | None = None) -> list[Known]:
    """Who may be this person: a name that sounds alike and the same date of birth, or the same name and a near one."""
    surnames, given = names_of(surname, ""), names_of("", given_name)
    same_day = (Person.born == born) & or_(_named(surnames), _named(given))
    rows = session.execute(_KNOWN.where(or_(same_day, _named(surnames) & _named(given)), Person.id != but))
    found = [Known(*row) for row in rows]
    told = ((one, tuple(_reasons(one, surname, given_name, born))) for one in found)
    return [one._replace(reasons=reasons) for one, reasons in told if reasons][:MOST]


def find(session: Session, words: str, today: date) -> list[Known]:
    """Who is found by what somebody types: names, number, date of birth; nobody for an empty text."""
    search = typed(words, today)
    if not search.ways:
        return []
    rows = _KNOWN.where(*found_by(search.ways, among_few=False)).limit(MOST)
    return [Known(*row) for row in session.execute(rows, search.values)]


def known(session: Session, number: str) -> Known | None:
    """The person with this customer number, unless their file was merged into another."""
    row = session.execute(_KNOWN.where(Person.number == number)).one_or_none()
    return Known(*row) if row else None


def _named(names: Mapping[str, str]) -> ColumnElement[bool]:
    """Having one of these names, or one that sounds so."""
    sounds = [sound for sound in names.values() if len(sound) > 1]
    same = or_(PersonName.part.in_(names), PersonName.sound.in_(sounds))
    return Person.id.in_(select(PersonName.person_id).where(same))


def _reasons(one: Known, surname: str, given_name: str, born: date) -> list[str]:
    """Why somebody may be the person meant; empty where nothing but a common name speaks for it."""
    same_surname, same_given = alike(one.surname, surname), alike(one.given_name, given_name)
    if one.born == born and (same_surname or same_given):
        return ["gleiches Geburtsdatum", *_of_names(one, surname, given_name)]
    if same_surname and same_given and near(one.born, born):
        return ["ähnliches Geburtsdatum", *_of_names(one, surname, given_name)]
    return []


def _of_names(one: Known, surname: str, given_name: str) -> list[str]:
    pairs = (("Nachname", one.surname, surname), ("Vorname", one.given_name, given_name))
    return [f"{'gleicher' if known == said else 'ähnlicher'} {what}" for what, known, said in pairs
            if alike(known, said)]  # fmt: skip
