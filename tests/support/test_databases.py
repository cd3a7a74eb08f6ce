"""Every test finds its database alike, whatever was tested before."""

from flask import Flask

from fm.extensions import db
from fm.transactions import announce_writing
from tests.support.databases import Application
from tests.support.records import Records


def number_of_a_branch(app: Flask) -> int:
    """The number that a new branch gets."""
    with app.app_context():
        announce_writing()
        return Records(db.session()).branch().id


def test_the_first_row_of_a_table_is_number_one(application: Application) -> None:
    assert [number_of_a_branch(application.fresh()) for _ in range(2)] == [1, 1]
