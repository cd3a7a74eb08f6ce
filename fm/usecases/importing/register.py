"""What can be referred to by its key, in the database and in the folder, and the cases of each client by time."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, Household, Measure, Person, Staff
from fm.rules.vocabulary import BRANCHES

Kind = Literal["branch", "staff", "household", "person", "case", "measure"]


class Stretch(NamedTuple):
    """What is known of a case: its begin, as far as it is recorded, and whether it is open."""

    begins: date | None
    open: bool


class Register:
    """Keys → ids; the id is None while the record stands in the folder alone."""

    def __init__(self, session: Session) -> None:
        """Loads every key of the database; a few dozen bytes a client."""
        self._ids: dict[Kind, dict[Hashable, int | None]] = {
            "branch": dict.fromkeys(BRANCHES),
            "staff": {},
            "household": {},
            "person": {},
            "measure": {},
            "case": {},
        }
        self._cases: dict[str, dict[int, Stretch]] = {}
        self._trusted: set[Kind] = set()
        keys: dict[Kind, tuple[Any, Any]] = {
            "branch": (Branch.name, Branch.id),
            "staff": (Staff.login, Staff.id),
            "household": (Household.number, Household.id),
            "person": (Person.number, Person.id),
            "measure": (Measure.number, Measure.id),
        }
        for kind, columns in keys.items():
            self._ids[kind].update(dict(session.execute(select(*columns)).all()))
        cases = select(Person.number, Case.number, Case.opened, Case.closed, Case.id).join_from(Case, Person)
        for client, number, opened, closed, case_id in session.execute(cases):
            self.add_case(client, number, Stretch(opened, closed is None))
            self.keep("case", (client, number), case_id)
        self._with_case = frozenset(self._cases)

    def trust(self, kind: Kind) -> None:
        """Take every key of this kind for known, because the file that holds them cannot be read."""
        self._trusted.add(kind)

    def knows(self, kind: Kind, key: Hashable) -> bool:
        """Whether the key stands in the folder or in the database."""
        return key in self._ids[kind] or kind in self._trusted

    def add(self, kind: Kind, key: Hashable) -> None:
        """A key of the folder."""
        self._ids[kind].setdefault(key, None)

    def keep(self, kind: Kind, key: Hashable, id_: int) -> None:
        """The id of a record that is in the database now."""
        self._ids[kind][key] = id_

    def id(self, kind: Kind, key: Hashable) -> int:
        """The id of a record in the database; KeyError where there is none."""
        id_ = self._ids[kind][key]
        if id_ is None:
            raise KeyError(key)
        return id_

    def missing(self, kind: Kind) -> list[Hashable]:
        """Keys that are not in the database yet."""
        return [key for key, id_ in self._ids[kind].items() if id_ is None]

    def add_case(self, client: str, number: int, stretch: Stretch) -> None:
        """A case of the folder or of the database; the later call decides when it was."""
        self._cases.setdefault(client, {})[number] = stretch
        self.add("case", (client, number))

    def cases(self, client: str) -> Mapping[int, Stretch]:
        """The client's cases by number."""
        return self._cases.get(client, {})

    def had_case(self, client: str) -> bool:
        """Whether the client had a case in the database before the import."""
        return client in self._with_case

    def case_on(self, client: str, day: date | None) -> int:
        """The number of the case that a row of this day belongs to.

        It is the one that began last on or before the day, the first where the day is earlier than all; the last where
        nothing in the row is dated, since that is still to come. KeyError where the client has no case.
        """
        cases = self._cases[client]
        if len(cases) == 1:
            return next(iter(cases))
        in_time = sorted((stretch.begins or date.min, number) for number, stretch in cases.items())
        begun = [number for begins, number in in_time if day is None or begins <= day]
        return begun[-1] if begun else in_time[0][1]
