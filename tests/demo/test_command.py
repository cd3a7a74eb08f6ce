"""The command that makes the demo: quick, whole or not at all, and never over real data."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm import clock
from fm.demo import fill as filling
from fm.extensions import db
from fm.models import ClosingDay, Deadline, Person, Staff
from tests.support.records import Records


def _quiet(line: str) -> None:
    """Listens to nothing."""


def test_a_database_with_a_client_refuses_the_demo(app: Flask, records: Records) -> None:
    records.person()
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["demo", "--clients", "5"])
    assert result.exit_code == 1
    assert "nicht leer" in result.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_an_interrupted_demo_leaves_the_database_empty(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "messages", _stop)
    with app.app_context():
        with pytest.raises(KeyboardInterrupt):
            filling.fill(20, clock.now(), _quiet)
        for model in (Person, Staff, ClosingDay, Deadline):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_command_fills_a_database_with_600_clients(demo: Session) -> None:
    assert demo.scalar(select(func.count()).select_from(Person)) == 600


def test_the_command_writes_the_tables_alone(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["demo", "--clients", "10", "--folder", str(tmp_path)])
        assert result.exit_code == 0, result.output
        assert (tmp_path / "kontakte.csv").exists()
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
