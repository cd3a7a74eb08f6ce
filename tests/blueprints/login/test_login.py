"""/anmelden and /abmelden."""

import re
from datetime import datetime, timedelta

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import event, func, select

from fm.extensions import db
from fm.models import JournalEntry, LoginFailure, LoginSession, Setting
from fm.rules.names import fold
from fm.usecases import passwords

NINE = datetime.fromisoformat("2026-11-23T09:00:00+01:00")


@pytest.fixture
def karla(records):
    return records.staff("karla", surname="Beispiel", given_name="Karla", streams="market_distant",
                         password="fallmanagement")


def fail(page, times, login="karla"):
    for _ in range(times):
        page.get("/anmelden").submit("/anmelden", 422, kennung=login, passwort="falsch")


def at(app, seconds):
    app.config["FIXED_NOW"] = (NINE + timedelta(seconds=seconds)).isoformat()


def test_one_signs_in_and_goes_on_to_where_one_wanted(page, karla):
    page.get("/tastatur?von=hier")
    assert page.heading == "Anmelden"
    page.submit("/anmelden", kennung="karla", passwort="fallmanagement")
    assert page.address == "/tastatur?von=hier"
    assert "K. Beispiel" in page.text


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "/a\nb", "tastatur"])
def test_nobody_is_led_to_another_house(client, page, karla, elsewhere):
    page.get("/anmelden")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    answer = client.post("/anmelden", data={
        "kennung": "karla", "passwort": "fallmanagement", "csrf_token": token, "next": elsewhere})
    assert (answer.status_code, answer.location) == (303, "/")


def test_missing_fields_are_named(page, karla):
    page.get("/anmelden").submit("/anmelden", 422)
    assert page.says("2 Angaben fehlen oder stimmen nicht")
    assert page.says("Bitte Ihre Kennung eingeben.")


def test_an_unknown_name_gets_the_answer_of_a_wrong_password(page, karla, monkeypatch):
    looked_at = []
    verify = passwords.password_matches
    monkeypatch.setattr("fm.usecases.accounts.password_matches", lambda *args: looked_at.append(args) or verify(*args))
    answers = []
    for login in ("karla", "niemand"):
        with counted_statements() as statements:
            fail(page, 1, login)
        answers.append((page.says("Kennung oder Passwort stimmen nicht."), len(looked_at), len(statements)))
        looked_at.clear()
    assert answers[0] == answers[1]
    assert answers[0][:2] == (True, 1)


@pytest.mark.parametrize("login", ["karla", "niemand"])
def test_after_five_failures_a_pause_grows(app, page, karla, login):
    fail(page, 4, login)
    assert not page.says("Nach mehreren Fehlversuchen")
    fail(page, 1, login)
    assert page.says("ist der nächste Versuch in 15 Sekunden möglich")
    at(app, 15)
    fail(page, 1, login)
    assert page.says("in 30 Sekunden möglich")
    at(app, 44)
    fail(page, 1, login)
    assert page.says("in 1 Sekunde möglich")
    at(app, 45)
    fail(page, 1, login)
    assert page.says("in 60 Sekunden möglich")


def test_the_pause_ends_growing_at_a_quarter_of_an_hour(app, page, karla):
    for number in range(20):
        at(app, number * 1000)
        fail(page, 1)
    assert page.says("in 15 Minuten möglich")


def test_within_a_pause_the_right_password_is_refused_too(app, page, karla):
    fail(page, 5)
    page.submit("/anmelden", 422, kennung="Karla ", passwort="fallmanagement")
    page.submit("/anmelden", 422, kennung="karla", passwort="fallmanagement")
    at(app, 15)
    page.log_in("karla", then="/tastatur")
    assert page.heading == "Tastenkürzel"


def test_a_login_forgives_the_failures_before(app, page, karla):
    fail(page, 4)
    page.log_in("karla", then="/tastatur").submit("/abmelden")
    fail(page, 4)
    assert not page.says("Nach mehreren Fehlversuchen")


def test_failures_are_forgotten_after_a_day(app, page, karla):
    fail(page, 4)
    at(app, 24 * 3600 + 1)
    fail(page, 1)
    assert not page.says("Nach mehreren Fehlversuchen")


def test_failures_of_one_name_do_not_stop_another(page, karla):
    fail(page, 5, "niemand")
    page.log_in("karla", then="/tastatur")
    assert page.heading == "Tastenkürzel"


@pytest.mark.parametrize("closed", [{"active": False}, {"password_hash": None}])
def test_a_closed_account_and_one_without_password_stay_out(page, karla, db_session, closed):
    for name, value in closed.items():
        setattr(karla, name, value)
    fail(page, 1)
    page.submit("/anmelden", 422, kennung="karla", passwort="fallmanagement")
    assert page.says("Kennung oder Passwort stimmen nicht.")


def test_closing_an_account_ends_its_sessions(page, karla):
    page.log_in("karla", then="/tastatur")
    karla.active = False
    assert page.get("/tastatur").heading == "Anmelden"


def test_signing_out_ends_the_session_on_the_server(client, page, karla):
    page.log_in("karla", then="/tastatur")
    stolen = client.get_cookie("session").value
    page.submit("/abmelden")
    assert page.says("Sie sind abgemeldet.")
    client.set_cookie("session", stolen)
    assert page.get("/tastatur").heading == "Anmelden"


def test_the_address_of_signing_out_asks_first(page, karla):
    page.log_in("karla", then="/abmelden")
    assert page.heading == "Abmelden"
    page.get("/tastatur")
    assert page.heading == "Tastenkürzel"


def test_a_session_ends_after_an_hour_without_requests(page, karla, monkeypatch):
    clock = TimestampSigner.get_timestamp
    passed = 0
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: clock(self) + passed)
    page.log_in("karla", then="/tastatur")
    for _ in range(2):
        passed += 3500
        assert page.get("/passwort").heading == "Passwort ändern"
    passed += 3700
    assert page.get("/tastatur?a=b").heading == "Anmelden"
    assert page.says("Nach der Anmeldung geht es dort weiter, wo Sie waren.")
    page.submit("/anmelden", kennung="karla", passwort="fallmanagement")
    assert page.address == "/tastatur?a=b"


def test_who_is_signed_in_already_goes_on(page, karla):
    page.log_in("karla", then="/tastatur")
    assert page.get("/anmelden?next=/passwort").heading == "Passwort ändern"


def test_the_server_keeps_only_the_hash_of_the_token(client, page, karla, db_session):
    page.log_in("karla", then="/tastatur")
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    kept = db_session.scalar(select(LoginSession.token_hash))
    assert len(kept) == 64
    assert token not in kept


def test_one_statement_loads_the_person_with_roles_and_streams(page, karla):
    page.log_in("karla", then="/tastatur")
    with counted_statements() as statements:
        page.get("/tastatur")
    assert len(statements) == 1


def test_a_hash_of_another_cost_is_renewed_at_the_login(app, page, karla, db_session):
    before = karla.password_hash
    app.config["ARGON2_TIME"] = 2
    page.log_in("karla", then="/tastatur")
    assert "t=2" in karla.password_hash
    assert before != karla.password_hash
    page.submit("/abmelden")
    assert page.log_in("karla", then="/tastatur").heading == "Tastenkürzel"


def test_the_journal_says_who_came_went_and_failed(page, karla, db_session):
    fail(page, 1)
    fail(page, 1, "niemand")
    page.log_in("karla", then="/tastatur").submit("/abmelden")
    rows = db_session.execute(
        select(JournalEntry.action, JournalEntry.staff_id, JournalEntry.origin).order_by(JournalEntry.id)).all()
    assert [tuple(row) for row in rows] == [
        ("refused", karla.id, "127.0.0.1"), ("refused", None, "127.0.0.1"),
        ("login", karla.id, "127.0.0.1"), ("logout", karla.id, "127.0.0.1")]


def test_what_was_typed_as_a_name_is_not_kept_in_words(page, db_session):
    fail(page, 1, "mein-geheimes-passwort")
    details = db_session.scalars(select(JournalEntry.detail)).all()
    assert not any(fold("geheimes") in detail for detail in details)


def test_only_a_demo_shows_its_accounts(page, karla, records, db_session):
    records.staff("ohne")
    assert not page.get("/anmelden").says("Konten der Vorführung")
    db_session.add(Setting(key="demo", valid_from=NINE.date(), value="true"))
    page.get("/anmelden")
    assert page.says("karla Karla Beispiel Fallmanagement arbeitsmarktfern")
    assert not page.says("ohne")


def test_many_failures_leave_no_rows_behind_after_a_day(app, page, karla, db_session):
    fail(page, 3)
    at(app, 25 * 3600)
    page.log_in("karla", then="/tastatur")
    assert db_session.scalar(select(func.count()).select_from(LoginFailure)) == 0


class counted_statements:
    """The SQL statements sent meanwhile, without the ones that begin and end transactions."""

    def __enter__(self) -> list[str]:
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_error: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.statements.append(statement)
