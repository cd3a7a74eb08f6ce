"""/entwuerfe: nothing typed is lost."""

import json

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import select

from fm.extensions import db
from fm.models import Draft

TYPED = {"thema": "Praktikum", "notiz": "Möchte im Lager beginnen."}


def kept():
    return {draft.key: json.loads(draft.content) for draft in db.session.scalars(select(Draft))}


def autosave(specimen, **fields):
    return specimen.send_piece("/entwuerfe", {"entwurf": "muster", **TYPED, **fields})


@pytest.fixture
def form(specimen):
    return specimen.get("/muster/formular")


def test_what_is_typed_is_kept_and_said(form):
    answer = autosave(form)
    assert answer.text.strip() == "Entwurf gesichert 09:00"
    assert kept() == {"muster": {"thema": ["Praktikum"], "notiz": ["Möchte im Lager beginnen."]}}


def test_the_later_text_takes_the_place_of_the_earlier(form):
    autosave(form)
    autosave(form, notiz="Doch lieber im Büro.")
    assert kept()["muster"]["notiz"] == ["Doch lieber im Büro."]


def test_the_form_opens_with_the_draft_and_says_so(form):
    autosave(form)
    form.get("/muster/formular")
    assert form.says("Ihr Entwurf von 23.11.2026, 09:00 Uhr steht im Formular.")
    assert form.says("Möchte im Lager beginnen.")


def test_a_draft_can_be_thrown_away(form):
    autosave(form)
    form.get("/muster/formular").submit("/entwuerfe/verwerfen")
    assert form.says("Der Entwurf wurde verworfen.")
    assert not form.says("Möchte im Lager beginnen.")
    assert kept() == {}


def test_saving_the_form_ends_its_draft(form):
    autosave(form)
    form.get("/muster/formular").submit("/muster/formular", tag="20.11.2026", art="a", ergebnis="ja")
    assert form.says("Das Gespräch vom 20.11.2026 ist gespeichert.")
    assert kept() == {}


def test_a_form_without_name_and_a_book_are_refused(form):
    assert form.send_piece("/entwuerfe", TYPED).status_code == 400
    assert autosave(form, notiz="x" * 210_000).status_code == 413
    assert kept() == {}


def test_text_posted_after_the_session_ended_stands_in_the_form_after_the_login(form, monkeypatch):
    clock = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: clock(self) + 3700)
    form.submit("/muster/formular", 401, **TYPED)
    assert form.says("Was Sie geschrieben haben, ist nicht verloren")
    form.submit("/anmelden", 422, kennung="fern", passwort="falsch")
    form.submit("/anmelden", kennung="fern", passwort="fallmanagement")
    assert form.address == "/muster/formular"
    assert form.says("Möchte im Lager beginnen.")


def test_a_draft_waits_for_the_next_session(form):
    autosave(form)
    form.submit("/abmelden").log_in("fern", then="/muster/formular")
    assert form.says("Ihr Entwurf von 23.11.2026, 09:00 Uhr steht im Formular.")
    assert form.says("Möchte im Lager beginnen.")


def test_a_draft_belongs_to_who_typed_it(form, specimen_records):
    autosave(form)
    specimen_records.staff("leitung", roles="manager", password="fallmanagement")
    form.submit("/abmelden").log_in("leitung", then="/muster/formular")
    assert not form.says("Möchte im Lager beginnen.")


@pytest.mark.parametrize("forged", [
    "{", "[]", "entwurf", "entwurf=a%00b&thema=x", "entwurf=%ff&thema=%ed%a0%80", "=&&;=", "[" * 9_000])
def test_a_forged_form_does_not_hinder_the_login(client, form, specimen_records, forged):
    form.submit("/abmelden")
    answer = form.post("/anmelden", {"kennung": "fern", "passwort": "fallmanagement", "mitgebracht": forged})
    assert (answer.status_code, answer.location) == (303, "/")
