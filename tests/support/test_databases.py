"""Every test finds its database alike, whatever was tested before."""

from flask import Flask
from sqlalchemy import text

from fm.extensions import db
from fm.transactions import announce_writing
from tests.support.databases import Application
from tests.support.records import Records


def number_of_a_branch(app: Flask) -> int:
    """The number that a new branch gets."""
    with app.app_context():
        announce_writing()
        number = Records(db.session()).branch().id
        db.session.commit()
        return number


def test_the_first_row_of_a_table_is_number_one(application: Application) -> None:
    assert [number_of_a_branch(application.fresh()) for _ in range(2)] == [1, 1]


def test_a_connection_held_from_an_earlier_test_disturbs_no_later_one(application: Application) -> None:
    number_of_a_branch(application.fresh())
    with application.app.app_context():
        held = db.engine.connect()
    held.scalar(text("SELECT count(*) FROM branch"))
    assert number_of_a_branch(application.fresh()) == 1
    held.invalidate()
    assert number_of_a_branch(application.fresh()) == 1
