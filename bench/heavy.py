"""A client with a long history: 30 barriers, 20 versions of the profile, an agreement of 25 duties, 400 notes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from fm.models import (
    Agreement,
    AgreementDuty,
    Barrier,
    BarrierStep,
    Case,
    ContactNote,
    FollowUp,
    Goal,
    Person,
    Profile,
    ProfileItem,
    Strategy,
)  # fmt: skip
from fm.rules.vocabulary import AREAS


class Lengths(NamedTuple):
    """How much there is of each."""

    barriers: int = 30
    versions: int = 20
    duties: int = 25
    notes: int = 400


LONG = Lengths()


def make_heavy(address: str, number: str, today: date, lengths: Lengths = LONG) -> int:
    """Add the long history to this client's latest case, once; the id of the agreement."""
    engine = sa.create_engine(address)
    with engine.begin() as connection:
        case = connection.execute(
            sa.select(Case.id, Case.person_id, Case.case_manager_id).join(Person, Person.id == Case.person_id)
            .where(Person.number == number, Case.is_latest)).one()
        if connection.scalar(sa.select(FollowUp.id).where(FollowUp.case_id == case.id)) is None:
            for table, rows in _history(_first(case.id), case.case_manager_id, today, lengths):
                connection.execute(sa.insert(table), [_of(table, case) | row for row in rows])
    engine.dispose()
    return _first(case.id)


def _first(case_id: int) -> int:
    """Id and number from which on a case's entries are ours; those of a demo are smaller, those of copies larger."""
    return 5_000_000 + 100 * case_id


def _of(table: Any, case: Any) -> dict[str, int]:
    """What says whose row it is, where the table has it."""
    return {"case_id": case.id, "person_id": case.person_id} if hasattr(table, "case_id") else {}


def _history(first: int, staff: int, today: date, lengths: Lengths) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """The tables in the order of their references, each with its rows; the first entries are the oldest."""
    saved = {"staff_id": staff, "saved_at": datetime.now(UTC)}
    areas = list(AREAS)

    def entries(count: int, every: int) -> list[tuple[int, date]]:
        return [(first + at, today - timedelta(days=every * (count - at))) for at in range(count)]

    yield Profile, [{"id": at, "number": at, "valid_from": day, "valid_until": day + timedelta(days=180),
                     "target": "Fachlagerist", **saved} for at, day in entries(lengths.versions, 30)]  # fmt: skip
    yield ProfileItem, [{"profile_id": at, "position": line, "kind": "requirement" if line % 2 else "strength",
                         "text": "Ausdauer", "area": areas[line % len(areas)]}
                        for at, _ in entries(lengths.versions, 30) for line in range(6)]  # fmt: skip
    yield Barrier, [{"id": at, "number": at, "area": areas[at % len(areas)], "name": f"Hindernis {at - first + 1}",
                     "rank": at - first + 1, "state": "in_bearbeitung", "recognised": day, "sensitive": at % 5 == 0}
                    for at, day in entries(lengths.barriers, 7)]  # fmt: skip
    yield BarrierStep, [{"barrier_id": at, "day": day, "state": "in_bearbeitung", "text": "Beratung begonnen.", **saved}
                        for at, day in entries(lengths.barriers, 7)]  # fmt: skip
    yield Goal, [{"number": first, "day": today, "option": "employment", "agreed": True, **saved}]
    yield Strategy, [{"number": at, "barrier_id": at, "text": "Beratungsstelle aufsuchen", "due": today,
                      "intermediate_goal": "Termin steht", "taken_up": day, "state": "running", "state_on": day,
                      **saved} for at, day in entries(lengths.barriers, 7)]  # fmt: skip
    yield Agreement, [{"id": first, "number": first, "signed": today, "valid_until": today + timedelta(days=170),
                       "guiding_goal": "Arbeit im Lager", **saved}]  # fmt: skip
    yield AgreementDuty, [{"agreement_id": first, "position": at, "side": "office" if at % 2 else "client",
                           "text": "Unterlagen vorlegen", "due": today + timedelta(days=30)}
                          for at in range(lengths.duties)]  # fmt: skip
    yield ContactNote, [{"number": at, "day": day, "kind": "follow_up", "counts": True, "means": "office",
                         "occasion": "follow_up", "text": "Nächste Schritte besprochen.", **saved}
                        for at, day in entries(lengths.notes, 3)]  # fmt: skip
    yield FollowUp, [{"day": today, "staff_id": staff, "started_at": datetime.now(UTC)}]
