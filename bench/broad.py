"""A catalogue as broad as a large office has it: 200 measures that run, most with places and ten participants.

The last ones have nobody yet and room for many; places in them are what is reserved where that is measured.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from fm.models import Case, Measure, MeasurePlaces, Participation, Person, Staff

MEASURES, _EACH, _PLACES = 200, 10, 12
EMPTY, _ROOM = 60, 500
#: Ids and numbers of entries from which on they are ours; those of a demo are smaller.
_FIRST = 7_000_000


def make_broad(address: str, today: date, measures: int = MEASURES) -> None:
    """Fill the running catalogue up to so many measures, once."""
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        there = connection.scalar(sa.select(sa.func.count()).where(Measure.status == "published")) or 0
        cases = connection.execute(
            sa.select(Case.id.label("case_id"), Case.person_id).where(Case.is_latest, Case.closed.is_(None))
            .order_by(Case.id).limit(_EACH * measures)).mappings().all()
        ute = connection.scalar(sa.select(Staff.id).where(Staff.login == "massnahmen"))
        for table, rows in _catalogue(range(_FIRST, _FIRST + measures - there), cases, ute, today):
            if rows:
                connection.execute(sa.insert(table), rows)
    engine.dispose()


def open_places(address: str, numbers: Sequence[str]) -> list[tuple[str, int]]:
    """These clients with the measures that have room and not them, round after round each in another measure."""
    engine = sa.create_engine(address)
    with engine.connect() as connection:
        rows = sa.select(Measure.id).where(Measure.id >= _FIRST).order_by(Measure.id.desc()).limit(EMPTY)
        room = list(connection.scalars(rows))
        there = {(number, at) for number, at in connection.execute(
            sa.select(Person.number, Participation.measure_id).join(Person, Person.id == Participation.person_id)
            .where(Participation.measure_id.in_(room)))}  # fmt: skip
    engine.dispose()
    rounds = ((number, room[(turn + at) % len(room)]) for turn in range(len(room)) for at, number in enumerate(numbers))
    return [pair for pair in rounds if pair not in there]


def _catalogue(
    ids: range, cases: Any, coordinator: int | None, today: date
) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """The tables in the order of their references, each with its rows."""
    runs = {"begins": today - timedelta(days=90), "ends": today + timedelta(days=275)}
    yield Measure, [{"id": at, "number": f"B{at}", "title": f"Werkstatt {at - _FIRST + 1}", "kind": "mabe",
                     "status": "published", "coordinator_id": coordinator, **runs} for at in ids]  # fmt: skip
    full, empty = ids[:-EMPTY], ids[-EMPTY:]
    yield MeasurePlaces, [{"measure_id": at, "begins": runs["begins"], "places": places}
                          for some, places in ((full, _PLACES), (empty, _ROOM)) for at in some]  # fmt: skip
    yield Participation, [{**cases[(_EACH * at + turn) % len(cases)], "number": at, "measure_id": at,
                           "status": "started", **runs} for at in full for turn in range(_EACH)]  # fmt: skip
