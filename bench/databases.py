"""The databases that are measured: the full demo on SQLite and on PostgreSQL, made through the program's commands."""

import os
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from bench.servers import Spent, flask

KEEP = {"SECRET_KEY": "only-for-measuring-on-loopback", "SESSION_COOKIE_SECURE": "0"}


def sqlite(folder: Path, name: str) -> dict[str, str]:
    """The environment of a fresh, migrated SQLite database."""
    return _migrated({"DATABASE_URL": f"sqlite:///{folder / name}.db"}, folder)


def postgresql(folder: Path) -> dict[str, str]:
    """The environment of a fresh, migrated PostgreSQL database on the server of TEST_POSTGRES_URL."""
    server = sa.make_url(os.environ["TEST_POSTGRES_URL"])
    name = f"bench_{uuid4().hex[:8]}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    address = server.set(database=name).render_as_string(hide_password=False)
    return _migrated({"DATABASE_URL": address}, folder)


def _migrated(environment: dict[str, str], folder: Path) -> dict[str, str]:
    environment = {**environment, **KEEP, "INSTANCE_PATH": str(folder)}
    flask("db", "upgrade", environment=environment)
    return environment


def with_demo(environment: Mapping[str, str], clients: int) -> Spent:
    """Fill a database with the demo; what that took."""
    return flask("demo", "--clients", str(clients), environment=environment)


def with_import(environment: Mapping[str, str], folder: Path, clients: int) -> Spent:
    """Write the demo's tables into a folder and import them; what the import took."""
    tables = folder / "tables"
    tables.mkdir()
    flask("demo", "--folder", str(tables), "--clients", str(clients), environment=environment)
    return flask("import", str(tables), environment=environment)
