"""The first password of imported staff: `flask --app app password KENNUNG`."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import JournalEntry, LoginSession
from tests.support.page import Page
from tests.support.records import Records


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["password", *arguments])


def test_who_was_imported_signs_in_with_the_given_password(
        app: Flask, client: FlaskClient, page: Page, records: Records) -> None:
    records.staff("an.muster", password=None)
    given = run(app, "an.muster").output.strip()
    page.log_in("an.muster", given)
    assert client.get("/").status_code == 200


def test_a_new_password_ends_the_sessions_and_leaves_its_trace(
        app: Flask, page: Page, records: Records, db_session: Session) -> None:
    records.staff("an.muster", password="das alte Passwort")
    page.log_in("an.muster", "das alte Passwort")
    run(app, "an.muster")
    db_session.expire_all()
    assert db_session.scalars(select(LoginSession).where(LoginSession.ended_at.is_(None))).all() == []
    latest = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert latest is not None
    assert (latest.action, latest.origin) == ("password", "cli")


def test_an_unknown_or_closed_account_is_refused(app: Flask, records: Records) -> None:
    records.staff("weg", active=False)
    for login in ("niemand", "weg"):
        result = run(app, login)
        assert result.exit_code == 1
        assert f"Das Konto {login} ist nicht bekannt oder nicht mehr offen." in result.output
