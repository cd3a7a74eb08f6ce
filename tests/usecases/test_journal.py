"""The journal: a chain without gaps that the database guards, and whose verification names the first broken entry."""

import json
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from fm.extensions import db
from fm.models import JournalEntry, JournalHead
from fm.transactions import announce_writing, as_writer, writing
from fm.usecases.journal import Deed, append, verify

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WRITE = "UPDATE journal SET detail = '{}' WHERE id = 2"
REMOVE = "DELETE FROM journal WHERE id = 2"


def _written(app: Flask, count: int, part: str = "Kontakte") -> None:
    with app.app_context(), writing():
        append((Deed("write", part, person_id=number, detail={"Grund": "Ä"}) for number in range(count)), AT)


def _verdict(app: Flask) -> tuple[bool, str]:
    with app.app_context():
        verdict = verify()
        return verdict.intact, verdict.sentence


def test_an_empty_journal_is_intact(app):
    assert _verdict(app) == (True, "Das Protokoll ist unversehrt: 0 Einträge geprüft.")


def test_entries_say_who_did_what_with_which_file(app, records):
    staff, person = records.staff(), records.person()
    append([Deed("write", "Vereinbarungen", staff.id, "192.0.2.7", person.id, {"von": None, "zu": "2026-11-23"})], AT)
    db.session.commit()
    entry = db.session.scalars(select(JournalEntry)).one()
    assert (entry.id, entry.at, entry.staff, entry.origin, entry.person_id) == (1, AT, staff, "192.0.2.7", person.id)
    assert (entry.part, entry.action, json.loads(entry.detail)) == (
        "Vereinbarungen", "write", {"von": None, "zu": "2026-11-23"})


def test_each_entry_carries_the_hash_before(app):
    _written(app, 3)
    _written(app, 2)
    with app.app_context():
        entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id)).all()
        head = db.session.scalars(select(JournalHead)).one()
        assert [entry.id for entry in entries] == [1, 2, 3, 4, 5]
        assert [entry.previous_hash for entry in entries] == ["0" * 64, *(entry.hash for entry in entries[:-1])]
        assert (head.entries, head.hash) == (5, entries[-1].hash)
    assert _verdict(app) == (True, "Das Protokoll ist unversehrt: 5 Einträge geprüft.")


def test_what_is_rolled_back_leaves_no_gap(app):
    with app.app_context():
        announce_writing()
        append([Deed("write", "Kontakte")], AT)
        db.session.rollback()
    _written(app, 1)
    assert _verdict(app) == (True, "Das Protokoll ist unversehrt: 1 Eintrag geprüft.")


def test_an_entry_needs_a_writing_transaction(app):
    with app.app_context(), pytest.raises(DBAPIError, match=r"readonly|read-only"):
        append([Deed("write", "Kontakte")], AT)


def test_writers_at_the_same_time_make_one_chain(app):
    with ThreadPoolExecutor(8) as pool:
        for turn in [pool.submit(_written, app, 5, f"Teil {number}") for number in range(16)]:
            turn.result()
    assert _verdict(app) == (True, "Das Protokoll ist unversehrt: 80 Einträge geprüft.")


@pytest.mark.parametrize("statement", [
    WRITE, REMOVE, "DELETE FROM journal", "UPDATE journal_head SET entries = 1", "DELETE FROM journal_head",
    "UPDATE journal_head SET hash = ''", "INSERT INTO journal_head (id, entries, hash) VALUES (2, 0, '')",
])
def test_the_database_lets_nobody_touch_the_journal(app, statement):
    _written(app, 3)
    with app.app_context():
        announce_writing()
        with pytest.raises(DBAPIError, match=r"append-only|end of the journal|one end"):
            db.session.execute(text(statement))


@pytest.mark.parametrize(("number", "previous"), [(4, "wrong"), (3, "right"), (6, "right")])
def test_the_database_refuses_an_entry_that_does_not_continue_the_chain(app, number, previous):
    _written(app, 3)
    with app.app_context():
        announce_writing()
        hash_before = db.session.scalar(select(JournalHead.hash)) if previous == "right" else "0" * 64
        db.session.add(JournalEntry(id=number, at=AT, origin="cli", part="", action="", detail="{}",
                                    previous_hash=hash_before, hash="x"))
        with pytest.raises(DBAPIError, match="does not continue"):
            db.session.commit()


def _change(column: str, value: str) -> str:
    return f"UPDATE journal SET {column} = {value} WHERE id = 2"


@pytest.mark.parametrize(("statement", "sentence"), [
    (_change("detail", "'{}'"), "Eintrag 2 wurde verändert."),
    (_change("at", "'2026-11-24 09:30:00.000000'"), "Eintrag 2 wurde verändert."),
    (_change("origin", "'192.0.2.1'"), "Eintrag 2 wurde verändert."),
    (_change("person_id", "NULL"), "Eintrag 2 wurde verändert."),
    (_change("part", "'x'"), "Eintrag 2 wurde verändert."),
    (_change("action", "'read'"), "Eintrag 2 wurde verändert."),
    (_change("hash", "'x'"), "Eintrag 2 wurde verändert."),
    (_change("previous_hash", "'x'"), "Eintrag 2 schließt nicht an den Eintrag davor an."),
    ("DELETE FROM journal WHERE id = 1", "Eintrag 1 fehlt; auf Eintrag 0 folgt Eintrag 2."),
    (REMOVE, "Eintrag 2 fehlt; auf Eintrag 1 folgt Eintrag 3."),
    ("DELETE FROM journal WHERE id = 4", "Am Ende fehlen Einträge: 4 wurden geschrieben, 3 sind da."),
    ("DELETE FROM journal", "Am Ende fehlen Einträge: 4 wurden geschrieben, 0 sind da."),
    ("UPDATE journal_head SET entries = 3", "Der festgehaltene Stand der Kette passt nicht zu Eintrag 4."),
    ("UPDATE journal_head SET hash = 'x'", "Der festgehaltene Stand der Kette passt nicht zu Eintrag 4."),
    ("DELETE FROM journal_head", "Der festgehaltene Stand der Kette fehlt."),
])
def test_what_was_done_behind_the_guard_is_found(app, unguarded, statement, sentence):
    _written(app, 4)
    unguarded(statement)
    assert _verdict(app) == (False, f"Das Protokoll ist verletzt: {sentence}")


def test_an_entry_put_in_between_is_found(app, unguarded):
    _written(app, 4)
    unguarded("UPDATE journal SET id = id + 10 WHERE id > 2")
    assert _verdict(app)[1].endswith("Eintrag 3 fehlt; auf Eintrag 2 folgt Eintrag 13.")


def test_verifying_needs_the_same_memory_for_any_length(app):
    _written(app, 3000)
    short = _memory_of_verifying(app)
    _written(app, 9000)
    assert _memory_of_verifying(app) < 1.2 * short


def test_the_command_says_that_it_is_intact(app):
    _written(app, 2)
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert (result.exit_code, result.output) == (0, "Das Protokoll ist unversehrt: 2 Einträge geprüft.\n")


def test_the_command_ends_with_1_where_it_is_broken(app, unguarded):
    _written(app, 2)
    unguarded(REMOVE)
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert result.exit_code == 1
    assert result.stderr == (
        "Das Protokoll ist verletzt: Am Ende fehlen Einträge: 2 wurden geschrieben, 1 sind da.\n")


def _memory_of_verifying(app: Flask) -> int:
    tracemalloc.start()
    try:
        assert _verdict(app)[0]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture
def unguarded(app: Flask) -> Callable[[str], None]:
    """Runs a statement as somebody who has taken the guard away."""
    def run(statement: str) -> None:
        with app.app_context(), as_writer(db.engine).begin() as connection:
            take_guard_away = _TAKE_AWAY[connection.dialect.name]
            take_guard_away(connection)
            connection.execute(text(statement))
    return run


def _drop_triggers(connection: Connection) -> None:
    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def _pass_triggers_over(connection: Connection) -> None:
    connection.execute(text("SET LOCAL session_replication_role = replica"))


_TAKE_AWAY = {"sqlite": _drop_triggers, "postgresql": _pass_triggers_over}
