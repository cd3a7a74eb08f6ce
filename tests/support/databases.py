"""Databases for tests, migrated once a worker and emptied before each test: SQLite, and PostgreSQL where one is given.

TEST_POSTGRES_URL is the address of an empty database whose user may create others.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import delete, exists, insert, make_url, select, text

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
    server = os.environ["TEST_POSTGRES_URL"].replace("+psycopg", "")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Application:
    """The program on a migrated database of its own, which every test finds empty, or as `furnish` has left it."""

    def __init__(self, address: str, furnish: Callable[[], None] | None = None, **settings: object) -> None:
        self.app = create_app({**SETTINGS, "DATABASE_URL": address, **settings})
        self._furnish = furnish
        with self.app.app_context():
            upgrade()
            self._engine = db.engine
        self._settings = dict(self.app.config)
        if self._sqlite:
            self._furnish_database()
            self._keep_first_file()

    def fresh(self) -> Flask:
        """The application as it was in the beginning: database as furnished, settings unchanged."""
        self.app.config.clear()
        self.app.config.update(self._settings)
        if self._sqlite:
            self._engine.dispose()
            for suffix in ("-wal", "-shm"):  # there only if a failed test still holds a connection
                Path(f"{self._file}{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self._first, self._file)
        else:
            self._empty_tables()
            self._furnish_database()
        return self.app

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    @property
    def _sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def _furnish_database(self) -> None:
        if self._furnish is not None:
            with self.app.app_context():
                self._furnish()

    def _keep_first_file(self) -> None:
        """The last connection to close takes what stands in the write-ahead log into the file."""
        self._file = Path(str(self._engine.url.database))
        self._first = self._file.with_suffix(".first")
        self._engine.dispose()
        shutil.copyfile(self._file, self._first)

    def _empty_tables(self) -> None:
        """Delete the rows of tables that have any; without the guard over the journal, which nothing else lets pass."""
        with as_writer(self._engine).begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in Base.metadata.tables.values():
                filled = connection.scalar(select(exists().select_from(table)))
                if filled:
                    connection.execute(delete(table))
            connection.execute(insert(JournalHead).values(id=1, entries=0, hash=BEGINNING))
