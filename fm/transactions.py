"""Transactions that lose no update, the same on SQLite and on PostgreSQL.

A transaction is a reading one unless it was announced as a writing one, and the database refuses to write in a reading
one. SQLite's driver would begin late and take the write lock only at the first write, by when what was read may be out
of date; so its own handling is off, and a writer begins with BEGIN IMMEDIATE: writers wait for each other before they
read. On PostgreSQL writers run side by side; a use case that reads before it writes locks the row it is about
(`select(...).with_for_update()`, which SQLite passes over), and versioned rows refuse a late save.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, g, has_app_context, request
from psycopg import IsolationLevel
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.extensions import db

WRITING_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_WRITER = "fm_writer"


def init_transactions(app: Flask) -> None:
    """Bind the handling to the application's database, and let requests that write begin as writers."""
    with app.app_context():
        app.extensions[_WRITER] = as_writer(govern(db.engine))
    app.before_request(_look_at_method)


def govern(engine: Engine) -> Engine:
    """Take the engine's transactions over from its driver; the same engine comes back."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def announce_writing() -> None:
    """From now on the transactions of this application context begin as writers."""
    g.writes = True


def before_first_deed(step: Callable[[Session], None]) -> None:
    """In this application context the first deed begins with this step, in the deed's own transaction.

    A deed that is rolled back takes the step back as well, and the next one begins with it. `writing_beside` is no
    deed in this sense.
    """
    g.first_step = step


def first_deed_ahead() -> bool:
    """Whether a step announced with `before_first_deed` still waits for a deed that succeeds."""
    return g.get("first_step") is not None


def as_writer(engine: Engine) -> Engine:
    """The governed engine, all of whose transactions are writing ones."""
    return engine.execution_options(**{_WRITER: True})


@contextmanager
def writing() -> Iterator[Session]:
    """One deed: the session in a writing transaction, committed at the end, rolled back on any error.

    An open reading transaction is ended first; in a request that writes, the deed joins the request's open transaction.
    Either way what was loaded so far is read afresh, since somebody may have saved it while the deed waited for its
    lock. A deed within a deed joins it, and the outer one commits.
    """
    step = g.pop("first_step", None)
    try:
        with _deed() as session:
            if step:
                step(session)
            yield session
    except BaseException:
        if step:
            g.first_step = step
        raise


@contextmanager
def _deed() -> Iterator[Session]:
    session = db.session()
    if g.get("deed"):
        yield session
        return
    wrote_before = g.get("writes", False)
    if not (wrote_before and session.in_transaction()):
        session.rollback()
    session.expire_all()
    g.deed = g.writes = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        g.deed, g.writes = False, wrote_before


def let_others_in() -> None:
    """End the open transaction unless a deed is under way, so that what takes long now holds no lock.

    What was loaded is read afresh when it is looked at again.
    """
    if not g.get("deed"):
        db.session.rollback()


@contextmanager
def writing_beside() -> Iterator[Session]:
    """A short deed of its own beside an open reading transaction, which keeps what it has loaded.

    For the journal of a read access and the like. Where a writing transaction is open it would wait for itself on
    SQLite, and is a deed of that transaction instead.
    """
    if g.get("writes", False):
        with _deed() as session:
            yield session
        return
    with Session(current_app.extensions[_WRITER], expire_on_commit=False) as session, session.begin():
        yield session


def _look_at_method() -> None:
    if request.method in WRITING_METHODS:
        announce_writing()


def _writes(connection: Connection) -> bool:
    beside = connection.get_execution_options().get(_WRITER, False)
    return beside or (has_app_context() and g.get("writes", False))


def _open_sqlite(connection, _record) -> None:
    """Settings of each new connection; waiting for a lock ends after 10 seconds."""
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout = 10000")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("berlin_day", 1, _berlin_day, deterministic=True)


def _berlin_day(moment: str | None) -> str | None:
    """The day of a moment as SQLite keeps it: in UTC and without its zone."""
    return moment and datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(BERLIN).date().isoformat()


def _begin_sqlite(connection: Connection) -> None:
    """Only a change between reading and writing is told to SQLite, which then forgets its prepared statements."""
    writes = _writes(connection)
    if connection.info.get(_WRITER) is not writes:
        _driver(connection).execute(f"PRAGMA query_only = {int(not writes)}")
        connection.info[_WRITER] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """The driver sends BEGIN with the first statement; a reader sees one state of the data throughout, as on SQLite."""
    writes, driver = _writes(connection), _driver(connection)
    driver.read_only = not writes
    driver.isolation_level = None if writes else IsolationLevel.REPEATABLE_READ


def _driver(connection: Connection) -> Any:
    """The driver's own connection."""
    return connection.connection.driver_connection
