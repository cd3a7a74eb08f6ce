"""Master data put right: a client's own, and a household's address. What it was before stays in the journal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Household, Person
from fm.models.organisation import sort_name
from fm.models.person import name_rows
from fm.queries.accounts import SignedIn
from fm.rules.responsibility import age
from fm.transactions import writing
from fm.usecases.deadlines import refresh_people
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.versions import not_overtaken

Value = str | date | None

#: What can be changed of a client, and of a household.
OF_PERSON = ("surname", "given_name", "born", "sex", "language", "phone", "email", "guardian")
OF_HOUSEHOLD = ("street", "postcode", "town")
_OLDEST = 120


def edit_person(
    actor: SignedIn, person_id: int, version: int | None, values: Mapping[str, Value], now: datetime, origin: str
) -> None:
    """Change a client's master data (OF_PERSON); raises Overtaken where it is not the `version` that was shown.

    Refused for a birthday that cannot be. Another birthday moves deadlines, for which nobody else works on the cases
    meanwhile; another name is found by the search.
    """
    with writing() as session:
        person = session.scalars(
            select(Person).where(Person.id == person_id).with_for_update(of=Person, key_share=True)).one()
        session.execute(select(Case.id).where(Case.person_id == person_id).order_by(Case.id).with_for_update(of=Case))
        not_overtaken(person, version)
        _refuse_birthday(values["born"], now.date())
        changed = _change(person, values)
        if {"surname", "given_name"} & changed.keys():
            person.sort_name = sort_name(person.surname, person.given_name)
            person.names = name_rows(person.surname, person.given_name)
        session.flush()
        if "born" in changed:
            refresh_people(session, [person.id])
        _journal(session, actor, [person.id], changed, now, origin)


def edit_address(
    actor: SignedIn, household_id: int, version: int | None, values: Mapping[str, Value], now: datetime, origin: str
) -> None:
    """Change a household's address (OF_HOUSEHOLD), for all its members; raises Overtaken as `edit_person` does."""
    with writing() as session:
        household = session.scalars(
            select(Household).where(Household.id == household_id).with_for_update(of=Household)).one()
        not_overtaken(household, version)
        changed = _change(household, values)
        session.flush()
        members = session.scalars(select(Person.id).where(Person.household_id == household.id).order_by(Person.id))
        _journal(session, actor, members.all(), changed, now, origin)


def _refuse_birthday(born: Value, today: date) -> None:
    assert isinstance(born, date)
    if born > today:
        raise Refused("born", "Das Geburtsdatum liegt in der Zukunft.")
    if (years := age(born, today)) > _OLDEST:
        raise Refused("born", f"Nach diesem Geburtsdatum wäre die Person {years} Jahre alt.")


def _change(row: Person | Household, values: Mapping[str, Value]) -> dict[str, object]:
    """Set the values; what changed, from what to what. An empty text is none."""
    changed: dict[str, object] = {}
    for name, value in values.items():
        before, after = getattr(row, name), value or None
        if before != after:
            setattr(row, name, after)
            changed[name] = [_plain(before), _plain(after)]
    return changed


def _plain(value: Value) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _journal(
    session: Session, actor: SignedIn, person_ids: Sequence[int], changed: dict[str, object], now: datetime, origin: str
) -> None:
    if changed:
        deeds = [Deed("write", "master", actor.id, origin, person_id, changed) for person_id in person_ids]
        append(deeds, now, session)
