"""The made-up office: its tables read back, and a database filled with it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy.orm import Session

from fm.demo.tables import write_folder
from fm.extensions import db
from tests.support.databases import Application, kinds, running

TODAY = date(2026, 11, 23)
Table = list[dict[str, object]]


def read_tables(folder: Path) -> dict[str, Table]:
    """Every file of a folder, dates as dates."""
    return {path.stem: _read(path) for path in folder.glob("*.csv")}


def _read(path: Path) -> Table:
    with path.open(encoding="utf-8") as file:
        return [{name: _value(cell) for name, cell in row.items()} for row in csv.DictReader(file, delimiter=";")]


def _value(cell: str) -> object:
    looks_like_a_date = len(cell) == 10 and cell[2] == cell[5] == "."
    return datetime.strptime(cell, "%d.%m.%Y").date() if looks_like_a_date else cell or None


@pytest.fixture(scope="package")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """The tables of the demo with 600 clients."""
    folder = tmp_path_factory.mktemp("tables")
    write_folder(folder, 600, TODAY)
    return read_tables(folder)


@pytest.fixture(scope="session", params=kinds())
def demo_application(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Application]:
    """The program on a database that the command has filled, made once for a worker's run."""
    with running(request.param, tmp_path_factory.mktemp("demo"), "demo", _fill) as application:
        yield application


def _fill() -> None:
    result = current_app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def demo(demo_application: Application) -> Iterator[Session]:
    """A database with the demo of 600 clients, for tests that look at it."""
    with demo_application.fresh().app_context():
        yield db.session()
