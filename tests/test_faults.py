"""Unexpected errors: the page shows a number, the log has kind and place under it, neither says whose data it was."""

import re

import pytest
from flask import Flask, abort, request

from fm import create_app
from fm.blueprints.access import public
from fm.extensions import db
from fm.logs import place_of, record_fault
from fm.models import Person, Staff
from fm.transactions import writing
from tests.support.databases import SETTINGS
from tests.support.records import Records

SECRET = "Öztürk"


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application as operated, with its health page broken on a word that nobody else may see."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @public
    def fail():
        if "code" in request.args:
            abort(int(request.args["code"]))
        raise KeyError(SECRET)

    monkeypatch.setitem(app.view_functions, "health.show", fail)
    return app


@pytest.fixture
def unreachable(tmp_path) -> Flask:
    """The application on a database that is not there."""
    return create_app({**SETTINGS, "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/x.db"})


def test_page_and_log_name_the_same_number_and_no_data(broken, client, caplog):
    answer = client.get(f"/healthz?suche={SECRET}", headers={"X-Name": SECRET})
    number = re.search(r"Nummer dieses Fehlers: <strong>([0-9a-f]{8})</strong>", answer.text).group(1)
    assert answer.status_code == 500
    assert f"fault {number}: KeyError at " in caplog.text
    assert "GET /healthz" in caplog.text
    assert SECRET not in caplog.text + answer.text


def test_the_log_names_the_place_in_our_code(app, client, monkeypatch, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("fm.blueprints.health.condition", lambda: {}["x"])
    client.get("/healthz")
    assert re.search(r"at fm/blueprints/health/__init__\.py:\d+ in show, ", caplog.text)


def test_an_error_without_a_request_is_logged_too(app, caplog):
    number = record_fault(ValueError(SECRET))
    assert caplog.messages == [f"fault {number}: ValueError at unknown place, no request"]
    assert place_of(None) == "unknown place"


def test_an_error_leaves_nothing_written(broken, client, monkeypatch):
    @public
    def fail():
        Records(db.session()).branch()
        db.session.add(Person())
        db.session.flush()

    monkeypatch.setitem(broken.view_functions, "health.show", fail)
    assert client.get("/healthz").status_code == 500
    assert client.get("/healthz?code=404").status_code == 500


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 429, 500])
def test_each_refusal_has_its_german_page(broken, client, code):
    answer = client.get(f"/healthz?code={code}")
    assert answer.status_code == code
    assert '<html lang="de">' in answer.text


def test_another_refusal_is_answered_as_a_bad_request(broken, client):
    assert client.get("/healthz?code=415").status_code == 400


def test_a_wrong_method_is_told_the_right_ones(broken, client):
    broken.config["WTF_CSRF_ENABLED"] = False
    answer = client.delete("/healthz")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_late_save_is_answered_with_409(broken, client, monkeypatch):
    with broken.app_context(), writing() as session:
        staff_id = Records(session).staff().id

    @public
    def save():
        with writing() as session:
            staff = session.get_one(Staff, staff_id)
            session.connection().execute(Staff.__table__.update().values(version=7))
            staff.room = "12"

    monkeypatch.setitem(broken.view_functions, "health.show", save)
    assert client.get("/healthz").status_code == 409


def test_without_database_the_page_still_comes(unreachable):
    unreachable.config["PROPAGATE_EXCEPTIONS"] = False
    client = unreachable.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "a login from before"
    assert client.get("/").status_code == 500


def test_healthz_says_that_all_is_well(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "database": "ok", "migrations": "ok"})


def test_healthz_says_that_migrations_are_outstanding(client, monkeypatch):
    monkeypatch.setattr("fm.queries.health.newest_migration", lambda: "next")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["migrations"]) == (503, "outstanding")


def test_healthz_says_that_the_database_is_unreachable(unreachable):
    answer = unreachable.test_client().get("/healthz")
    assert (answer.status_code, answer.json["database"]) == (503, "unreachable")
