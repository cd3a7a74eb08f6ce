"""Databases for tests, migrated once a worker and emptied before each test: SQLite, and PostgreSQL where one is given.

TEST_POSTGRES_URL is the address of an empty database whose user may create others.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, make_url, text

from fm import create_app
from fm.extensions import db
from fm.models import Base, JournalHead
from fm.models.journal import BEGINNING
from fm.transactions import as_writer

SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "only for tests",
    "FIXED_NOW": "2026-11-23T09:00:00",
    "ARGON2_MEMORY": 8,
    "ARGON2_TIME": 1,
}
#: The names of PostgreSQL's tables that have rows; and all of its numbers from 1 again.
_FILLED = text(" UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in Base.metadata.tables))
_COUNT_ANEW = text("SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
                   " FROM pg_sequences WHERE last_value IS NOT NULL")
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def kinds() -> list[str]:
    """The databases that tests run on."""
    return ["sqlite", "postgresql"] if "TEST_POSTGRES_URL" in os.environ else ["sqlite"]


@contextmanager
def empty_database(kind: str, folder: Path, name: str = "test") -> Iterator[str]:
    """The address of a new database without any table, which is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / name}.db"
        return
    name = f"{name}_{_WORKER}"
    at_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    try:
        yield make_url(_server()).set(database=name).render_as_string(hide_password=False)
    finally:
        at_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def at_server(*commands: str) -> None:
    """What is said to PostgreSQL about whole databases."""
    with psycopg.connect(_server(), autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


def _server() -> str:
    return os.environ["TEST_POSTGRES_URL"].replace("+psycopg", "")


class Application:
    """The program on a migrated database of its own, which every test finds empty, or as `furnish` has left it.

    Its first row of each table is always number 1, whatever was tested before.
    """

    def __init__(self, address: str, furnish: Callable[[], None] | None = None, **settings: object) -> None:
        self.app = create_app({**SETTINGS, "DATABASE_URL": address, **settings})
        self._furnish = furnish
        with self.app.app_context():
            upgrade()
            self._engine = db.engine
        self._settings = dict(self.app.config)
        self._change, self._answering = threading.Condition(), 0
        if furnish is not None:
            with self.app.app_context():
                furnish()
        self._copied = self._sqlite or furnish is not None
        if self._copied:
            self._keep_first()

    def fresh(self) -> Flask:
        """The application as it was in the beginning: database as furnished, settings unchanged."""
        self.app.config.clear()
        self.app.config.update(self._settings)
        if not self._copied:
            self._empty_tables()
            return self.app
        with self._change:
            answered = self._change.wait_for(lambda: not self._answering, timeout=60)
            assert answered, "a request of the test before is still being answered"
            self._engine.dispose()
            self._begin_anew()
        return self.app

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A request is being answered: the database stays meanwhile."""
        with self._change:
            self._answering += 1
        try:
            yield
        finally:
            with self._change:
                self._answering -= 1
                self._change.notify_all()

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()
        if self._copied and not self._sqlite:
            at_server(f'DROP DATABASE "{self._first}"')

    @property
    def _sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    @property
    def _name(self) -> str:
        return str(self._engine.url.database)

    @property
    def _first(self) -> str:
        return f"{self._name}.first"

    def _keep_first(self) -> None:
        """Copy the database; the last connection to SQLite takes what stands in the write-ahead log into the file."""
        self._engine.dispose()
        if self._sqlite:
            shutil.copyfile(self._name, self._first)
        else:
            at_server(f'DROP DATABASE IF EXISTS "{self._first}"', _copy(self._name, self._first))

    def _begin_anew(self) -> None:
        """Put the copy in the database's place, whoever still holds a connection to the one before.

        With SQLite it has to be another file of this name, as all connections of a process to one file share what they
        know of its log, those of an earlier test with those of the next.
        """
        if self._sqlite:
            following = shutil.copyfile(self._first, f"{self._name}.next")
            for suffix in ("-wal", "-shm"):  # there only if somebody still holds a connection
                Path(f"{self._name}{suffix}").unlink(missing_ok=True)
            os.replace(following, self._name)
        else:
            at_server(f'DROP DATABASE "{self._name}" WITH (FORCE)', _copy(self._first, self._name))

    def _empty_tables(self) -> None:
        """Delete the rows of tables that have any; without the guard over the journal, which nothing else lets pass."""
        with as_writer(self._engine).begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for filled in connection.scalars(_FILLED).all():
                connection.execute(text(f'DELETE FROM "{filled}"'))
            connection.execute(_COUNT_ANEW)
            connection.execute(insert(JournalHead).values(id=1, entries=0, hash=BEGINNING))


@contextmanager
def running(
    kind: str, folder: Path, name: str = "test", furnish: Callable[[], None] | None = None
) -> Iterator[Application]:
    """The program on a new database, furnished where that is said; both are gone afterwards."""
    with empty_database(kind, folder, name) as address:
        application = Application(address, furnish)
        yield application
        application.close()


def _copy(of: str, name: str) -> str:
    return f'CREATE DATABASE "{name}" TEMPLATE "{of}"'
