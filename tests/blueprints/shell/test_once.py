"""A form that is sent twice is saved once: in turn, at once, after a refusal, after a fault."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from flask import Flask, abort, request
from flask_login import current_user
from sqlalchemy import func, select

from fm.blueprints.access import signed_in
from fm.blueprints.pieces import see_other
from fm.clock import BERLIN
from fm.extensions import db
from fm.models import FormKey, Message
from fm.transactions import writing, writing_beside
from fm.usecases.once import KNOWN_FOR, take_key
from tests.support.page import PASSWORD

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
ADDRESS = "/mitteilungen/gelesen"
FORM = {"einmal": "a key", "text": "Möchte im Lager beginnen."}
THREADS = 6


@pytest.fixture
def me(records):
    return records.staff("fern", password=PASSWORD)


@pytest.fixture
def sent(app: Flask, me, page, monkeypatch):
    """Sends FORM with changes to a counter that keeps the text, and does what the form asks for besides."""
    @signed_in
    def keep():
        with writing_beside() as session:
            session.flush()  # as the journal of a look does
        if request.form["text"] == "ungültig":
            abort(422)
        with writing() as session:
            session.add(Message(staff_id=current_user.id, text=request.form["text"], created_at=NOW))
            session.flush()
            if request.form.get("fehler") == "im Schreiben":
                raise ZeroDivisionError
        if request.form.get("fehler") == "abgelehnt":
            abort(404)
        return see_other(f"/tastatur?n={kept()}", "Gespeichert.")

    monkeypatch.setitem(app.view_functions, "messages.read_all", keep)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page.log_in("fern", then="/tastatur")
    return lambda **changes: page.post(ADDRESS, {**FORM, **changes})


def kept() -> int:
    """How many texts were saved."""
    return db.session.scalar(select(func.count()).select_from(Message))


def test_every_form_that_writes_has_a_key_of_its_own(page, me):
    page.log_in("fern", then="/tastatur").get("/passwort")
    keys = [field.get("value") for field in page.all("input") if field.get("name") == "einmal"]
    again = page.get("/passwort").all("input")
    assert len(keys) == 1
    assert keys[0] not in [field.get("value") for field in again]


def test_sent_again_it_leads_to_where_it_led_and_saves_nothing(sent, page):
    assert sent().location == "/tastatur?n=1"
    assert sent().location == "/tastatur?n=1"
    assert kept() == 1
    assert page.get("/tastatur").says("Das war bereits gespeichert.")


@pytest.mark.parametrize("changes", [{"einmal": "another"}, {"text": "Doch lieber im Büro."}, {"einmal": ""}])
def test_another_form_and_other_words_are_saved(sent, changes):
    sent()
    assert sent(**changes).location == "/tastatur?n=2"


def test_another_file_under_the_same_name_is_saved(sent):
    for content in (b"one", b"two", b"two"):
        sent(schein=(BytesIO(content), "schein.pdf"))
    assert kept() == 2


def test_a_form_with_faults_may_be_sent_again(sent):
    assert sent(text="ungültig").status_code == 400
    assert sent(fehler="abgelehnt").status_code == 404
    assert db.session.scalars(select(FormKey)).all() == []


def test_a_fault_takes_the_key_back(sent):
    assert sent(fehler="im Schreiben").status_code == 500
    assert db.session.scalars(select(FormKey)).all() == []
    assert kept() == 0


def test_two_people_with_the_same_form_both_save(sent, page, records):
    sent()
    records.staff("jugend", password=PASSWORD)
    page.submit("/abmelden").log_in("jugend", then="/tastatur")
    assert sent().location == "/tastatur?n=2"


def test_where_the_first_led_may_never_be_known(sent, db_session, monkeypatch):
    monkeypatch.setattr("fm.blueprints.once._PAUSE", 0)
    monkeypatch.setattr("fm.blueprints.once.remember_location", lambda *_: None)
    sent()
    assert sent().location == "/"
    assert kept() == 1


def test_old_keys_are_swept_away(sent, me, db_session):
    take_key(db_session, me.id, "old", NOW - KNOWN_FOR - timedelta(seconds=1))
    take_key(db_session, me.id, "not so old", NOW - KNOWN_FOR)
    sent()
    assert "old" not in db_session.scalars(select(FormKey.key)).all()
    assert len(db_session.scalars(select(FormKey.key)).all()) == 2


def test_of_two_at_once_one_saves(app, sent, page):
    headers = {"Cookie": f"session={page._client.get_cookie('session').value}"}
    fields = {**FORM, "csrf_token": page._token()}
    start = Barrier(THREADS)

    def send(_thread):
        start.wait(timeout=30)
        return app.test_client(use_cookies=False).post(ADDRESS, data=fields, headers=headers).location

    db.session.commit()
    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(send, range(THREADS))) == {"/tastatur?n=1"}
    assert kept() == 1
