"""Printing for many: letter by letter, in no order lost, each once, whoever is not allowed left out."""

import json
from datetime import datetime
from tempfile import TemporaryFile

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Case, Document, JournalEntry, LetterText, PrintItem, PrintJob
from fm.queries.accounts import SignedIn
from fm.queries.print_jobs import left_out, progress_of
from fm.usecases.print_jobs import AT_ONCE, MOST, cancel_job, go_on, start_job, write_job
from fm.usecases.refusals import Refused
from tests.support.actors import acting, statements
from tests.support.pdf import pages
from tests.support.records import Records
from tests.support.texts import release_texts
from tests.support.threads import at_once

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)
NAMES = ("Zander", "Adler", "Öztürk", "Müller-Großkopf", "O’Neill", "Kranich", "Bussard")


@pytest.fixture
def actor(records: Records, db_session: Session) -> SignedIn:
    """A case manager; the texts are released."""
    release_texts(db_session)
    return acting(records.staff(streams="market_distant"))


@pytest.fixture
def cases(actor: SignedIn, records: Records) -> list[Case]:
    """Cases that the case manager looks after."""
    return [records.case(records.person(name), case_manager_id=actor.id, stream="market_distant") for name in NAMES]


def numbers(cases: list[Case]) -> list[str]:
    return [case.person.number for case in cases]


def finish(actor: SignedIn, job_id: int, session: Session) -> None:
    for _ in range(50):
        go_on(actor, job_id, NOW, "", seconds=0)
        session.rollback()
        if progress_of(session, actor.id, job_id).state != "running":
            return
    raise AssertionError("the job does not end")


def whole(actor: SignedIn, job_id: int) -> list[str]:
    with TemporaryFile() as file:
        assert write_job(actor, job_id, file, NOW, "")
        file.seek(0)
        return pages(file.read())


def test_letters_are_made_some_at_a_time_and_joined_by_name(
    actor: SignedIn, cases: list[Case], db_session: Session
) -> None:
    job_id = start_job(actor, "cost_form", numbers(cases), NOW)
    assert go_on(actor, job_id, NOW, "", seconds=0)
    db_session.rollback()
    job = progress_of(db_session, actor.id, job_id)
    assert (job.state, job.total, job.made) == ("running", len(NAMES), AT_ONCE)
    finish(actor, job_id, db_session)
    sheets = whole(actor, job_id)
    named = [next(name for name in NAMES if name in sheet) for sheet in sheets]
    assert named == ["Adler", "Bussard", "Kranich", "Müller-Großkopf", "O’Neill", "Öztürk", "Zander"]
    assert db_session.scalar(select(func.count(Document.id))) == len(NAMES)
    actions = db_session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert actions == ["print"] * len(NAMES) + ["export"] + ["read"] * len(NAMES)
    looks = db_session.scalars(select(JournalEntry.person_id).where(JournalEntry.action == "read"))
    assert sorted(looks) == sorted(case.person_id for case in cases)


def test_who_is_not_in_charge_is_left_out(
    actor: SignedIn, cases: list[Case], records: Records, db_session: Session
) -> None:
    foreign = records.case(case_manager=records.staff(branch="Schwedt"))
    job_id = start_job(actor, "cost_form", [*numbers(cases), foreign.person.number, "unknown"], NOW)
    assert progress_of(db_session, actor.id, job_id).total == len(NAMES)
    with pytest.raises(Refused, match="mindestens einen Kunden"):
        start_job(actor, "cost_form", [foreign.person.number], NOW)
    with pytest.raises(Refused, match="mindestens einen Kunden"):
        start_job(actor, "cost_form", [], NOW)
    with pytest.raises(Refused, match=f"höchstens {MOST} Kunden"):
        start_job(actor, "cost_form", [str(number) for number in range(MOST + 1)], NOW)


def test_what_cannot_be_printed_is_named_with_its_reason(
    actor: SignedIn, cases: list[Case], records: Records, db_session: Session
) -> None:
    job_id = start_job(actor, "change_letter", numbers(cases[:2]), NOW)
    finish(actor, job_id, db_session)
    assert [(one.surname, one.refused) for one in left_out(db_session, job_id)] == [
        ("Adler", "Dieser Fall wurde nicht übergeben."), ("Zander", "Dieser Fall wurde nicht übergeben.")]
    with TemporaryFile() as file:
        assert not write_job(actor, job_id, file, NOW, "")


def test_rights_and_texts_lost_meanwhile_are_noticed(
    actor: SignedIn, cases: list[Case], records: Records, db_session: Session
) -> None:
    job_id = start_job(actor, "cost_form", numbers(cases), NOW)
    db_session.execute(update(Case).where(Case.id == cases[0].id).values(case_manager_id=records.staff().id))
    db_session.commit()
    go_on(actor, job_id, NOW, "", seconds=0)
    db_session.execute(update(LetterText).values(valid_from=datetime(2027, 1, 1)))
    db_session.commit()
    finish(actor, job_id, db_session)
    reasons = {one.surname: one.refused for one in left_out(db_session, job_id)}
    assert reasons["Zander"] == "Sie dürfen dieses Schreiben in dieser Akte nicht drucken."
    assert "keinen freigegebenen Text" in reasons["Öztürk"]
    assert progress_of(db_session, actor.id, job_id).made == AT_ONCE


def test_a_job_can_be_stopped_and_what_was_printed_stays(
    actor: SignedIn, cases: list[Case], db_session: Session
) -> None:
    job_id = start_job(actor, "cost_form", numbers(cases), NOW)
    go_on(actor, job_id, NOW, "", seconds=0)
    assert cancel_job(actor, job_id)
    assert not cancel_job(actor, job_id)
    go_on(actor, job_id, NOW, "", seconds=0)
    db_session.rollback()
    job = progress_of(db_session, actor.id, job_id)
    assert (job.state, job.made, len(whole(actor, job_id))) == ("cancelled", AT_ONCE, AT_ONCE)


def test_nobody_sees_or_does_anything_in_somebody_elses_job(
    actor: SignedIn, cases: list[Case], records: Records, db_session: Session
) -> None:
    other = acting(records.staff())
    job_id = start_job(actor, "cost_form", numbers(cases), NOW)
    assert progress_of(db_session, other.id, job_id) is None
    assert not go_on(other, job_id, NOW, "")
    assert not cancel_job(other, job_id)
    with TemporaryFile() as file:
        assert not write_job(other, job_id, file, NOW, "")


def test_two_windows_make_each_letter_once(
    app: Flask, actor: SignedIn, cases: list[Case], db_session: Session
) -> None:
    job_id = start_job(actor, "cost_form", numbers(cases), NOW)
    db_session.rollback()
    at_once(app, lambda _turn: go_on(actor, job_id, NOW, "", seconds=0))
    made = db_session.scalars(select(PrintItem.document_id).where(PrintItem.job_id == job_id)).all()
    assert len(set(made)) == len(NAMES)
    assert db_session.scalar(select(func.count(Document.id))) == len(NAMES)
    assert db_session.get_one(PrintJob, job_id).state == "done"


def test_choosing_and_watching_cost_the_same_for_one_and_many(
    actor: SignedIn, cases: list[Case], db_session: Session
) -> None:
    counts = []
    everybody = numbers(cases)
    for chosen in (everybody[:1], everybody):
        db_session.rollback()
        with statements() as sent:
            job_id = start_job(actor, "cost_form", chosen, NOW)
            progress_of(db_session, actor.id, job_id)
            left_out(db_session, job_id)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_is_no_longer_theirs_is_not_taken_away(
    actor: SignedIn, cases: list[Case], records: Records, db_session: Session
) -> None:
    job_id = start_job(actor, "cost_form", numbers(cases), NOW)
    finish(actor, job_id, db_session)
    other = records.staff(streams="market_distant").id
    adler = next(case.id for case in cases if case.person.surname == "Adler")
    db_session.execute(update(Case).where(Case.id == adler).values(case_manager_id=other))
    db_session.commit()
    sheets = whole(actor, job_id)
    assert (len(sheets), any("Adler" in sheet for sheet in sheets)) == (len(NAMES) - 1, False)
    exported = select(JournalEntry.detail).where(JournalEntry.action == "export")
    told = db_session.scalars(exported.order_by(JournalEntry.id.desc())).first()
    assert told is not None
    assert json.loads(told)["rows"] == len(sheets)
    db_session.execute(update(Case).values(case_manager_id=other))
    db_session.commit()
    with TemporaryFile() as file:
        assert not write_job(actor, job_id, file, NOW, "")
