"""The migrations: up, down and up again on both databases, and the same tables as the models in every detail."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Inspector, inspect

from fm import create_app
from fm.extensions import db
from fm.models import Base
from fm.transactions import as_writer
from tests.support.databases import SETTINGS, empty_database, kinds


@pytest.fixture(params=kinds())
def unmigrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with empty_database(request.param, tmp_path, "migrations") as address:
        app = create_app({**SETTINGS, "DATABASE_URL": address})
        with app.app_context():
            yield app
            db.engine.dispose()


def test_up_down_and_up_again(unmigrated):
    upgrade()
    there = _described()
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert _described() == there


def test_migrations_and_models_agree(unmigrated):
    upgrade()
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrations_and_models_agree_in_checks_and_partial_indexes(unmigrated):
    """What alembic's comparison does not look at."""
    with as_writer(db.engine).begin() as connection:
        Base.metadata.create_all(connection)
    by_models = _described()
    with as_writer(db.engine).begin() as connection:
        Base.metadata.drop_all(connection)
    upgrade()
    assert _described() == by_models


def test_a_step_that_fails_leaves_nothing(unmigrated, monkeypatch):
    monkeypatch.setattr("alembic.operations.Operations.create_index", _fail)
    with pytest.raises(SystemExit):
        upgrade()
    assert inspect(db.engine).get_table_names() == []


def _fail(*_args: object, **_more: object) -> None:
    raise RuntimeError("planted")


def _described() -> dict[str, Any]:
    """Every table with its columns, keys, checks and indexes, as the database tells them."""
    tables = inspect(db.engine)
    return {name: _table(tables, name) for name in tables.get_table_names() if name != "alembic_version"}


def _table(tables: Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": {column["name"]: (str(column["type"]), column["nullable"], column["default"])
                    for column in tables.get_columns(name)},
        "key": tables.get_pk_constraint(name)["constrained_columns"],
        "foreign": _words(tables.get_foreign_keys(name)),
        "unique": _words(tables.get_unique_constraints(name)),
        "checks": _words(tables.get_check_constraints(name)),
        "indexes": _words(tables.get_indexes(name)),
    }


def _words(described: object) -> object:
    """The same in words that compare: SQL as its text, constraints in one order, the columns of each in theirs."""
    if isinstance(described, Mapping):
        return {key: _words(value) for key, value in described.items()}
    if isinstance(described, list):
        words = [_words(each) for each in described]
        return sorted(words, key=str) if words and isinstance(words[0], dict) else words
    return str(described)
