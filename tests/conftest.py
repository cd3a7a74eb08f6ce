"""What tests share: the application on each database, its client, the session, records."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.transactions import announce_writing
from tests.support.client import SeparateClient
from tests.support.databases import Application, kinds, running
from tests.support.handing import Handing
from tests.support.records import Records
from tests.support.work import Work

# A run says of a state of the program the same each time; with HYPOTHESIS_PROFILE=search it looks for new cases.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

pytest_plugins = ["tests.support.page", "tests.support.specimen", "tests.support.office"]


@pytest.fixture(scope="session", params=kinds())
def application(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The program on a migrated database, one for a worker's whole run."""
    with running(request.param, tmp_path_factory.mktemp("database")) as application:
        yield application


@pytest.fixture
def app(application: Application) -> Flask:
    """The application with an empty database and the settings of the tests."""
    return application.fresh()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Requests of somebody who is not signed in."""
    app.test_client_class = SeparateClient
    return app.test_client()


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """The session within an application context, in which the test may write."""
    with app.app_context():
        announce_writing()
        yield db.session()


@pytest.fixture
def records(db_session: Session) -> Records:
    """Makes the records a test needs."""
    return Records(db_session)


@pytest.fixture
def handing(db_session: Session, records: Records) -> Handing:
    """Makes cases that somebody looks after, and what lies with them there."""
    return Handing(db_session, records)


@pytest.fixture
def work(db_session: Session, records: Records) -> Work:
    """Lays deadlines on desks."""
    return Work(db_session, records)
