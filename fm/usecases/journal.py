"""Keeping the journal of access and change, and proving that nobody has touched it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Result, Row, insert, select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models.journal import BEGINNING, JournalEntry, JournalHead
from fm.queries.direct import direct

_END = select(JournalHead.entries, JournalHead.hash)
_LOCKED_END = _END.with_for_update()
_NEXT = insert(JournalEntry)


@dataclass(frozen=True)
class Deed:
    """What an entry says: who (None: the program), from where, which file, which part of it, and what was done.

    `detail` holds what changed from what to what, the reason, and the like; anything JSON can hold.
    """

    action: str
    part: str
    staff_id: int | None = None
    origin: str = "cli"
    person_id: int | None = None
    detail: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What verifying found: intact or not, how many entries were read, and a German sentence that says it."""

    intact: bool
    entries: int
    sentence: str


def append(deeds: Iterable[Deed], at: datetime, session: Session | None = None) -> None:
    """Write entries at the end of the chain, within the caller's writing transaction; `at` is a moment with time zone.

    The chain's end stays locked until that transaction ends, so ids have no gaps: journal last, then commit.
    """
    connection = direct(session or db.session())
    head = connection.execute(_LOCKED_END).one()
    rows, number, previous = [], head.entries, head.hash
    for deed in deeds:
        number += 1
        row = _row(deed, number, at, previous)
        rows.append(row)
        previous = row["hash"]
    if rows:
        connection.execute(_NEXT, rows)


def verify() -> Verdict:
    """Walk the whole chain in its order, a thousand entries at a time, and name the first that does not fit.

    Found are a changed entry, a removed one (also the first or the last), one put in between, and a chain whose end
    does not match the kept count and hash. Not found is what somebody with full power over the database can do: compute
    every later hash anew and change the kept end with it. Against that helps only a copy of count and hash elsewhere.
    """
    with _entries() as entries:
        number, previous = 0, BEGINNING
        for entry in entries:
            number += 1
            if fault := _fault(entry, number, previous):
                return _broken(number, fault)
            previous = entry.hash
    return _compared_with_end(number, previous)


def _entries() -> Result[Any]:
    columns = JournalEntry.__table__.columns
    return db.session.execute(select(*columns).order_by(JournalEntry.id).execution_options(yield_per=1000))


def _fault(entry: Row[Any], number: int, previous: str) -> str | None:
    if entry.id != number:
        return f"Eintrag {number} fehlt; auf Eintrag {number - 1} folgt Eintrag {entry.id}."
    if entry.previous_hash != previous:
        return f"Eintrag {number} schließt nicht an den Eintrag davor an."
    if entry.hash != _hash(entry._asdict()):
        return f"Eintrag {number} wurde verändert."
    return None


def _compared_with_end(number: int, last_hash: str) -> Verdict:
    head = db.session.execute(_END).one_or_none()
    if head is None:
        return _broken(number, "Der festgehaltene Stand der Kette fehlt.")
    if head.entries > number:
        return _broken(number, f"Am Ende fehlen Einträge: {head.entries} wurden geschrieben, {number} sind da.")
    if (head.entries, head.hash) != (number, last_hash):
        return _broken(number, f"Der festgehaltene Stand der Kette passt nicht zu Eintrag {number}.")
    counted = "1 Eintrag" if number == 1 else f"{number} Einträge"
    return Verdict(True, number, f"Das Protokoll ist unversehrt: {counted} geprüft.")


def _broken(entries: int, what: str) -> Verdict:
    return Verdict(False, entries, f"Das Protokoll ist verletzt: {what}")


def _row(deed: Deed, number: int, at: datetime, previous: str) -> dict[str, object]:
    row: dict[str, object] = {
        "id": number, "at": at, "staff_id": deed.staff_id, "origin": deed.origin, "person_id": deed.person_id,
        "part": deed.part, "action": deed.action, "detail": json.dumps(deed.detail, ensure_ascii=False, sort_keys=True),
        "previous_hash": previous,
    }
    return {**row, "hash": _hash(row)}


def _hash(row: dict[str, object]) -> str:
    """The hash over every column but the hash itself, as JSON in one fixed spelling; it covers the hash before."""
    at = row["at"]
    assert isinstance(at, datetime)
    said = {**row, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    said.pop("hash", None)
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
