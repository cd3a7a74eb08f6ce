"""The made-up office: its tables read back, and a database filled with it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from fm import clock
from fm.demo.fill import fill
from fm.demo.tables import write_folder
from fm.extensions import db
from tests.support.databases import Application

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


@pytest.fixture(scope="module")
def demo(application: Application) -> Iterator[Session]:
    """A database with the demo of 600 clients."""
    with application.fresh().app_context():
        fill(600, clock.now(), lambda line: None)
        yield db.session()
