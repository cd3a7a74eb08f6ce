"""Transactions: writers wait for each other before they read, readers cannot write, and a deed is all or nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from fm.extensions import db
from fm.models import Branch, Staff
from fm.transactions import as_writer, writing, writing_beside
from tests.support.records import Records

THREADS, TURNS = 8, 50


class PlantedError(Exception):
    """Something that goes wrong in a deed."""


@pytest.fixture
def branch_id(app: Flask) -> int:
    with app.app_context(), writing() as session:
        return Records(session).branch().id


def _count_up(app: Flask, branch_id: int) -> None:
    """Read a number, add one, write it back."""
    with app.app_context():
        for _ in range(TURNS):
            db.session.get(Branch, branch_id)  # read before, as a route does; the deed must not trust it
            with writing() as session:
                branch = session.scalars(select(Branch).where(Branch.id == branch_id).with_for_update()).one()
                branch.phone = str(int(branch.phone or 0) + 1)


def test_no_update_is_lost(app, branch_id):
    with ThreadPoolExecutor(THREADS) as pool:
        for turn in [pool.submit(_count_up, app, branch_id) for _ in range(THREADS)]:
            turn.result()
    with app.app_context():
        assert db.session.get_one(Branch, branch_id).phone == str(THREADS * TURNS)


def test_what_was_read_before_a_deed_is_read_afresh(app, branch_id):
    with app.app_context():
        branch = db.session.get_one(Branch, branch_id)
        assert branch.phone is None
        with as_writer(db.engine).begin() as elsewhere:
            elsewhere.execute(Branch.__table__.update().values(phone="03984 1"))
        assert branch.phone is None
        with writing():
            assert branch.phone == "03984 1"


def test_so_it_is_in_a_request_that_writes(app, branch_id):
    with app.test_request_context(method="POST"):
        app.preprocess_request()
        branch = db.session.get_one(Branch, branch_id)  # as a view does; then the deed waits for its lock
        db.session.connection().execute(Branch.__table__.update().values(phone="03984 2"))
        assert branch.phone is None
        with writing():
            assert branch.phone == "03984 2"


def test_a_deed_that_fails_leaves_nothing(app, branch_id):
    with app.app_context():
        with suppress(PlantedError), writing() as session:
            session.get_one(Branch, branch_id).phone = "03984 2"
            session.flush()
            raise PlantedError
        assert db.session.get_one(Branch, branch_id).phone is None


def test_a_deed_within_a_deed_is_part_of_it(app, branch_id):
    with app.app_context():
        with suppress(PlantedError), writing() as outer:
            with writing() as inner:
                assert inner is outer
                inner.get_one(Branch, branch_id).phone = "03984 3"
            raise PlantedError
        assert db.session.get_one(Branch, branch_id).phone is None


def test_a_reading_transaction_cannot_write(app, branch_id):
    with app.app_context():
        db.session.get_one(Branch, branch_id).phone = "03984 4"
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            db.session.commit()


def test_a_reader_sees_one_state_throughout(app, branch_id):
    phones = select(Branch.phone)
    with app.app_context():
        before = db.session.scalar(phones)
        with as_writer(db.engine).begin() as elsewhere:
            elsewhere.execute(Branch.__table__.update().values(phone="03984 9"))
        assert db.session.scalar(phones) == before
        db.session.rollback()
        assert db.session.scalar(phones) == "03984 9"


def test_after_a_deed_the_context_reads_again(app, branch_id):
    with app.app_context():
        with writing() as session:
            session.get_one(Branch, branch_id).phone = "03984 5"
        db.session.get_one(Branch, branch_id).phone = "03984 6"
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            db.session.commit()


def test_a_deed_beside_leaves_the_reader_what_it_has_loaded(app, branch_id):
    with app.app_context():
        branch = db.session.get_one(Branch, branch_id)
        with writing_beside() as session:
            session.get_one(Branch, branch_id).phone = "03984 7"
        assert branch.phone is None
        db.session.rollback()
        assert branch.phone == "03984 7"


def test_a_late_save_of_an_edited_row_is_refused(app, records):
    staff = records.staff()
    db.session.rollback()
    with app.app_context(), writing() as session:
        session.get_one(Staff, staff.id).room = "12"
    assert staff.version == 1
    staff.room = "13"
    with pytest.raises(StaleDataError):
        db.session.commit()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_requests_that_write_begin_as_writers(app, branch_id, method):
    with app.test_request_context(method=method):
        app.preprocess_request()
        db.session.get_one(Branch, branch_id).phone = method
        db.session.commit()


def test_a_get_cannot_write(app, branch_id):
    with app.test_request_context(method="GET"):
        app.preprocess_request()
        db.session.get_one(Branch, branch_id).phone = "03984 8"
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            db.session.commit()


def test_pages_read_on_one_connection_and_journal_on_another(app, branch_id):
    def look() -> tuple[object, object]:
        with app.app_context():
            db.session.get(Branch, branch_id)
            read = db.session.connection().connection.driver_connection
            with writing_beside() as session:
                return read, session.connection().connection.driver_connection

    (read, written), *more = [look() for _ in range(5)]
    assert read is not written
    assert set(more) == {(read, written)}
