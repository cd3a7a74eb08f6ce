"""Records that tests need around the one they are about, each with the least one has to say."""

from datetime import date
from itertools import count
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Household, Person, Staff
from fm.models.organisation import sort_name
from fm.models.person import name_rows
from fm.usecases.passwords import hash_password

Kept = TypeVar("Kept")


class Records:
    """Makes and commits records; every further attribute of a model may be named."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers = count(1)

    def branch(self, name: str = "Prenzlau", **more: object) -> Branch:
        """The branch of this name, made where it is missing."""
        found = self._session.scalar(select(Branch).where(Branch.name == name))
        return found or self._keep(Branch(name=name, **more))

    def staff(self, login: str | None = None, *, roles: str = "case_manager", streams: str = "",
              branch: str = "Prenzlau", password: str | None = None, **more: object) -> Staff:
        """A colleague; several roles or streams are separated by blanks. Without a password nobody can sign in."""
        number = next(self._numbers)
        named = {"surname": f"Muster{number}", "given_name": "Kim", **more}
        return self._keep(Staff(
            login=login or f"muster{number}", branch=self.branch(branch), roles=set(roles.split()),
            streams=set(streams.split()), password_hash=password and hash_password(password),
            sort_name=sort_name(named["surname"], named["given_name"]), **named))

    def household(self, **more: object) -> Household:
        """A household."""
        return self._keep(Household(**{"number": f"BG{next(self._numbers):06}", **more}))

    def person(self, surname: str = "Beispiel", given_name: str = "Lea", born: date = date(1985, 6, 11), *,
               branch: str = "Prenzlau", **more: object) -> Person:
        """A client, 41 years old on the tests' day."""
        return self._keep(Person(**{
            "number": f"U{next(self._numbers):06}", "surname": surname, "given_name": given_name, "born": born,
            "branch": self.branch(branch), "sort_name": sort_name(surname, given_name),
            "names": name_rows(surname, given_name), **more}))

    def case(self, person: Person | None = None, *, number: int = 1, opened: date = date(2026, 3, 24),
             **more: object) -> Case:
        """An open case; one of a client of its own where no client is named."""
        return self._keep(Case(person=person or self.person(), number=number, opened=opened, **more))

    def _keep(self, record: Kept) -> Kept:
        self._session.add(record)
        self._session.commit()
        return record
