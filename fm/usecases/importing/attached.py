"""Columns kept outside the record of their row: several words, share of a post, parts of names, case manager."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from fm.models import Base, Case, Measure, MeasurePlaces, MeasureSite, Person, PersonName, PostShare
from fm.rules.facts import FIRST_DAY
from fm.rules.names import names_of
from fm.usecases.importing.run import Run


class Attached(Protocol):
    """A column with a keeping of its own."""

    @property
    def column(self) -> str:
        """The heading."""

    def apply(self, run: Run, values: dict[int, Any]) -> set[int]:
        """Keep the values, given by the id of the record they belong to; returns the ids where something changed."""


@dataclass(frozen=True)
class Words:
    """A set of words, each a row of `model` with the columns `owner` and `word`."""

    column: str
    model: type[Base]
    owner: str
    word: str

    def apply(self, run: Run, values: dict[int, frozenset[str]]) -> set[int]:
        """Add the words that are new and remove those that are gone."""
        table: Any = self.model.__table__
        owner, word = table.c[self.owner], table.c[self.word]
        kept = defaultdict(set)
        for id_, code in run.session.execute(select(owner, word).where(owner.in_(values))):
            kept[id_].add(code)
        gone = [(id_, code) for id_, codes in kept.items() for code in codes - values[id_]]
        new = [(id_, code) for id_, codes in values.items() for code in sorted(codes - kept[id_])]
        if gone:
            run.session.execute(delete(self.model).where(tuple_(owner, word).in_(gone)))
        if new:
            run.session.execute(insert(table), [{self.owner: id_, self.word: code} for id_, code in new])
        return {id_ for id_, _ in gone + new}


@dataclass(frozen=True)
class Shares:
    """The share of a full-time post: the first one known holds since ever, a changed one from the day of the import."""

    column: str

    def apply(self, run: Run, values: dict[int, Decimal | None]) -> set[int]:
        """Keep the shares that differ from the present ones; an unknown one changes nothing."""
        held = select(PostShare).where(PostShare.staff_id.in_(values), PostShare.valid_from <= run.today)
        present = {row.staff_id: row for row in run.session.scalars(held.order_by(PostShare.valid_from))}
        changed = set()
        for staff_id, share in values.items():
            row = present.get(staff_id)
            if share is None or (row and row.share == share):
                continue
            changed.add(staff_id)
            if row and row.valid_from == run.today:
                row.share = share
            else:
                begins = run.today if row else FIRST_DAY
                run.session.add(PostShare(staff_id=staff_id, valid_from=begins, share=share))
        run.session.flush()
        return changed


@dataclass(frozen=True)
class Places:
    """How many places a measure has: the first number known holds since ever, a changed one from the import on.

    Where the program keeps the places of a measure by its places of training, the file's number changes nothing.
    """

    column: str

    def apply(self, run: Run, values: dict[int, int | None]) -> set[int]:
        """Keep the numbers that differ from the present ones; an unknown one changes nothing."""
        divided = set(run.session.scalars(select(MeasureSite.measure_id).where(MeasureSite.measure_id.in_(values))))
        held = select(MeasurePlaces).where(MeasurePlaces.measure_id.in_(values), MeasurePlaces.begins <= run.today)
        present = {row.measure_id: row for row in run.session.scalars(held.order_by(MeasurePlaces.begins))}
        differing = {measure_id: places for measure_id, places in values.items() if places is not None
                     and measure_id not in divided and places != getattr(present.get(measure_id), "places", None)}
        return {measure_id for measure_id, places in differing.items()
                if self._enter(run, measure_id, places, present.get(measure_id))}

    def _enter(self, run: Run, measure_id: int, places: int, row: MeasurePlaces | None) -> bool:
        """Enter a number from today on; one below the places taken is a fault of the file."""
        begins = run.today if row else FIRST_DAY
        try:
            with run.session.begin_nested():
                if row and row.begins == run.today:
                    row.places = places
                else:
                    run.session.add(MeasurePlaces(measure_id=measure_id, begins=begins, places=places))
        except IntegrityError:
            number = run.session.scalar(select(Measure.number).where(Measure.id == measure_id))
            run.faults.append(f"massnahmen.csv: {self.column}: {number} hat mehr belegte Plätze als {places}")
            return False
        return True


@dataclass(frozen=True)
class Names:
    """The parts of a client's name that the search looks up, made of the surname and given name just written."""

    column: str

    def apply(self, run: Run, values: dict[int, Any]) -> set[int]:
        """Replace the parts of everybody whose name is another one."""
        table: Any = PersonName.__table__
        kept: dict[int, dict[str, str]] = defaultdict(dict)
        stored = select(table.c.person_id, table.c.part, table.c.sound).where(table.c.person_id.in_(values))
        for id_, part, sound in run.session.execute(stored):
            kept[id_][part] = sound
        people = select(Person.id, Person.surname, Person.given_name).where(Person.id.in_(values))
        wanted = {id_: names_of(surname, given_name) for id_, surname, given_name in run.session.execute(people)}
        differing = {id_ for id_, names in wanted.items() if names != kept[id_]}
        renamed = differing & kept.keys()
        if renamed:
            run.session.execute(delete(PersonName).where(table.c.person_id.in_(renamed)))
        rows = [
            {"person_id": id_, "part": part, "sound": sound}
            for id_ in sorted(differing)
            for part, sound in wanted[id_].items()
        ]
        if rows:
            run.session.execute(insert(table), rows)
        return differing


@dataclass(frozen=True)
class Managers:
    """The case manager of a client, kept at the latest case once all cases are written."""

    column: str

    def apply(self, run: Run, values: dict[int, str | None]) -> set[int]:
        """Remember who looks after whom; returns the clients whose latest case somebody else has now."""
        managers = {id_: run.register.id("staff", login) if login else None for id_, login in values.items()}
        run.managers.update(managers)
        kept = select(Case.person_id, Case.case_manager_id).where(Case.is_latest, Case.person_id.in_(values))
        return {id_ for id_, manager in run.session.execute(kept) if manager != managers[id_]}
