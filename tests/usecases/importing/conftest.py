"""What the tests of the import share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from fm.extensions import db
from tests.support.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sound folder: one client with one case and an application."""
    return Folder(tmp_path / "tabellen")


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The session of a command, which reads unless a use case writes."""
    with app.app_context():
        yield db.session()
