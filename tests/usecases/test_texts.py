"""Texts of letters: installed as drafts, written by one after the other, released for a day on."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.documents.placeholders import PLACEHOLDERS, check, shipped
from fm.extensions import db
from fm.models import JournalEntry, LetterText
from fm.queries.accounts import SignedIn
from fm.queries.texts import standings, text_on
from fm.usecases.refusals import Refused
from fm.usecases.texts import begin_draft, install_texts, keep_draft_of_text, release_text
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.threads import THREADS, TURNS, at_once

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)
BODY = "# Antrag auf Bewerbungskosten\n\nFür {name}."


@pytest.fixture
def admin(records: Records) -> SignedIn:
    """Somebody of the administration."""
    return acting(records.staff(roles="admin"))


def draft(session: Session, kind: str = "cost_form") -> LetterText:
    return session.scalars(select(LetterText).where(LetterText.key == kind, LetterText.released_at.is_(None))).one()


def test_the_texts_of_the_program_are_installed_once_and_not_in_force(db_session: Session) -> None:
    assert install_texts(NOW) == list(PLACEHOLDERS)
    assert install_texts(NOW) == []
    assert db_session.scalar(select(func.count(LetterText.id))) == len(PLACEHOLDERS)
    assert [text_on(db_session, kind, TODAY) for kind in PLACEHOLDERS] == [None] * len(PLACEHOLDERS)
    assert [check(kind, shipped(kind)) for kind in PLACEHOLDERS] == [[]] * len(PLACEHOLDERS)


def test_a_draft_is_written_released_and_followed_by_another(admin: SignedIn, db_session: Session) -> None:
    install_texts(NOW)
    keep_draft_of_text(admin, "cost_form", 1, BODY.replace("\n", "\r\n"), 1, NOW, "")
    assert draft(db_session).body == BODY
    release_text(admin, "cost_form", 1, TODAY, 2, NOW, "")
    assert text_on(db_session, "cost_form", TODAY).number == 1
    assert begin_draft(admin, "cost_form", NOW, "") == 2
    assert begin_draft(admin, "cost_form", NOW, "") == 2
    assert draft(db_session).body == BODY
    release_text(admin, "cost_form", 2, TODAY + timedelta(days=9), 1, NOW, "")
    found = standings(db_session, ["cost_form", "survey"], TODAY)
    costs, survey = found["cost_form"], found["survey"]
    assert (costs.in_force.number, costs.to_come.number, costs.draft) == (1, 2, None)
    assert (survey.in_force, survey.draft.number) == (None, 1)
    parts = db_session.scalars(select(JournalEntry.part)).all()
    assert parts == ["texts"] * 5


@pytest.mark.parametrize(("body", "said"), [
    ("# Betreff\n\n{nmae}", "Ist {name} gemeint"), ("ohne Betreff", "Die Betreffzeile fehlt"), (" ", "leer"),
    ("# Betreff\n\n{name", "geschweifte Klammer"), ("# Betreff\n" + "x" * 100_000, "zu lang"),
])
def test_a_faulty_text_is_not_kept(admin: SignedIn, db_session: Session, body: str, said: str) -> None:
    install_texts(NOW)
    with pytest.raises(Refused, match=said) as refused:
        keep_draft_of_text(admin, "cost_form", 1, body, 1, NOW, "")
    assert refused.value.faults[0].field == "text"
    assert draft(db_session).body == shipped("cost_form")


def test_who_saves_later_is_told_who_saved_before(admin: SignedIn, records: Records, db_session: Session) -> None:
    install_texts(NOW)
    other = acting(records.staff(roles="admin", surname="Zweite"))
    keep_draft_of_text(other, "cost_form", 1, BODY, 1, NOW, "")
    with pytest.raises(Overtaken) as overtaken:
        keep_draft_of_text(admin, "cost_form", 1, BODY + " Neu.", 1, NOW, "")
    assert (overtaken.value.version, overtaken.value.name, overtaken.value.at) == (2, "Kim Zweite", NOW)
    assert draft(db_session).body == BODY


@pytest.mark.parametrize(("day", "said"), [
    (TODAY - timedelta(days=1), "frühestens ab heute, 23"), (date(2199, 1, 1), "Bitte einen Tag bis zum"),
])
def test_no_text_is_released_for_the_past_or_the_far_future(
    admin: SignedIn, db_session: Session, day: date, said: str
) -> None:
    install_texts(NOW)
    with pytest.raises(Refused, match=said):
        release_text(admin, "cost_form", 1, day, 1, NOW, "")
    assert draft(db_session).valid_from is None


def test_what_is_released_is_neither_written_nor_released_again(admin: SignedIn, db_session: Session) -> None:
    install_texts(NOW)
    release_text(admin, "cost_form", 1, TODAY, 1, NOW, "")
    with pytest.raises(Refused, match="wird nicht mehr geändert"):
        keep_draft_of_text(admin, "cost_form", 1, BODY, 2, NOW, "")
    with pytest.raises(Refused, match="wird nicht mehr geändert"):
        release_text(admin, "cost_form", 1, TODAY, 2, NOW, "")


def test_nobody_releases_what_another_has_changed_meanwhile(admin: SignedIn, db_session: Session) -> None:
    install_texts(NOW)
    keep_draft_of_text(admin, "cost_form", 1, BODY, 1, NOW, "")
    with pytest.raises(Refused, match="inzwischen geändert"):
        release_text(admin, "cost_form", 1, TODAY, 1, NOW, "")


def test_several_who_begin_and_release_at_once_make_one_version_each_time(
    app: Flask, admin: SignedIn, db_session: Session
) -> None:
    install_texts(NOW)
    db_session.rollback()
    refused = []

    def begin_and_release(_turn: int) -> None:
        number = begin_draft(admin, "cost_form", NOW, "")
        seen = db.session.scalar(select(LetterText.version).where(
            LetterText.key == "cost_form", LetterText.number == number))
        db.session.rollback()
        try:
            release_text(admin, "cost_form", number, TODAY, seen, NOW, "")
        except Refused as error:
            refused.append(error)

    at_once(app, begin_and_release)
    numbers = db_session.scalars(select(LetterText.number).where(LetterText.key == "cost_form")
                                 .order_by(LetterText.number)).all()
    released = db_session.scalar(select(func.count(LetterText.id)).where(LetterText.released_at.is_not(None)))
    assert numbers == list(range(1, len(numbers) + 1))
    assert released + len(refused) == THREADS * TURNS
