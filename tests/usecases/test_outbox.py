"""E-mails about messages: written down with them, sent once, tried again, and silent about what was told."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from fm import create_app
from fm.clock import BERLIN
from fm.extensions import db
from fm.models import OutboxMail
from fm.transactions import writing
from fm.usecases.outbox import FIRST_PAUSE, MOST_ATTEMPTS, send_due
from fm.usecases.telling import tell
from tests.support.databases import SETTINGS
from tests.support.smtp import mail_server

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
TEXT = "Über den Antrag von Lea Öztürk ist entschieden: abgelehnt wegen ihrer Krankheit."


@pytest.fixture
def server(app: Flask):
    """A mail server, to which the program is pointed."""
    with mail_server() as server:
        app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=server.port, SMTP_STARTTLS=False,
                          MAIL_FROM="fallmanagement@jobcenter.example", PUBLIC_ADDRESS="https://fm.example/")
        yield server


@pytest.fixture
def told(records, db_session):
    """Tells the colleagues of these addresses about a client."""
    person = records.person("Öztürk", "Lea", number="U000213")

    def told(*addresses, person_id=person.id):
        colleagues = [records.staff(email=address).id for address in addresses]
        tell(db_session, colleagues, TEXT, NOW, person_id=person_id, link="/kunden/U000213?grund=Krankheit")
        db_session.commit()

    return told


def send(app: Flask):
    """What the command says, and its status."""
    result = app.test_cli_runner().invoke(args=["mail", "send"])
    return result.output.strip(), result.exit_code


def later(app: Flask, moment: datetime):
    app.config["FIXED_NOW"] = moment.isoformat()
    return send(app)


def rows():
    db.session.rollback()
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_a_mail_carries_the_file_number_and_a_link_and_nothing_else(app, server, told):
    told("kim@jobcenter.example")
    assert send(app) == ("1 gesendet, 0 nicht angenommen", 0)
    mail, = server.mails
    assert (mail["To"], mail["From"]) == ("kim@jobcenter.example", "fallmanagement@jobcenter.example")
    assert mail["Subject"] == "Fallmanagement: neue Mitteilung zur Akte U000213"
    assert "https://fm.example/mitteilungen?akte=U000213\n" in mail.get_content()
    for secret in ("Lea", "Öztürk", "entschieden", "abgelehnt", "Krankheit"):
        assert secret not in f"{mail} {mail.get_content()}"


def test_a_message_about_no_file_names_none(app, server, told):
    told("kim@jobcenter.example", person_id=None)
    send(app)
    assert server.mails[0]["Subject"] == "Fallmanagement: neue Mitteilung"
    assert "https://fm.example/mitteilungen\n" in server.mails[0].get_content()


def test_no_mail_is_sent_twice(app, server, told):
    told("kim@jobcenter.example", "toni@jobcenter.example")
    send(app)
    assert later(app, NOW + timedelta(days=30)) == ("0 gesendet, 0 nicht angenommen", 0)
    assert len(server.mails) == 2


def test_two_senders_share_the_work(app, server, told):
    told(*(f"kim{number}@jobcenter.example" for number in range(12)))
    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(lambda _: _sent(app, server), range(3)))
    assert sum(said) == 12
    assert len({mail["To"] for mail in server.mails}) == len(server.mails) == 12


def _sent(app, server):
    with app.app_context():
        return send_due(server.mails.append, NOW).sent


@pytest.mark.parametrize("address", [None, ""])
def test_without_an_address_there_is_no_mail(server, told, address):
    told(address)
    assert rows() == []


def test_without_a_mail_server_there_is_none_and_the_command_says_so(app, told):
    told("kim@jobcenter.example")
    assert rows() == []
    output, status = send(app)
    assert "Kein Mailserver eingestellt" in output
    assert status == 1


def test_a_deed_that_fails_sends_nothing(app, server, records, db_session):
    staff = records.staff(email="kim@jobcenter.example")
    with suppress(ZeroDivisionError), writing() as session:
        tell(session, [staff.id], TEXT, NOW)
        raise ZeroDivisionError
    assert rows() == []


def test_a_refused_mail_holds_up_no_other_and_is_tried_again_after_growing_pauses(app, server, told):
    told("abgelehnt@jobcenter.example", "kim@jobcenter.example")
    assert send(app) == ("1 gesendet, 1 nicht angenommen", 1)
    refused = rows()[0]
    assert (refused.attempts, refused.sent_at, refused.last_error) == (1, None, "SMTPRecipientsRefused")
    assert later(app, NOW + FIRST_PAUSE - timedelta(seconds=1)) == ("0 gesendet, 0 nicht angenommen", 0)
    assert later(app, NOW + FIRST_PAUSE) == ("0 gesendet, 1 nicht angenommen", 1)
    assert rows()[0].next_attempt_at == NOW + 3 * FIRST_PAUSE


def test_some_time_it_is_given_up(app, server, told):
    told("abgelehnt@jobcenter.example")
    moment = NOW
    for _ in range(MOST_ATTEMPTS):
        assert later(app, moment)[1] == 1
        moment = rows()[0].next_attempt_at
    assert later(app, moment) == ("0 gesendet, 0 nicht angenommen", 0)


def test_a_connection_that_breaks_ends_the_run_and_the_rest_waits(app, server, told):
    told("abbruch@jobcenter.example", "kim@jobcenter.example")
    assert send(app) == ("0 gesendet, 1 nicht angenommen", 1)
    assert [mail.attempts for mail in rows()] == [1, 0]
    assert send(app) == ("1 gesendet, 0 nicht angenommen", 0)


def test_a_mail_whose_end_is_unknown_comes_again_under_the_same_id(app, server, told):
    told("spaeter-abbruch@jobcenter.example")
    send(app)
    later(app, NOW + FIRST_PAUSE)
    assert len(server.mails) == 2
    assert len({mail["Message-ID"] for mail in server.mails}) == 1


def test_a_sender_killed_before_sending_leaves_the_mail_for_the_next(app, server, told):
    told("kim@jobcenter.example")

    def killed(_mail):
        raise KeyboardInterrupt

    with app.app_context(), pytest.raises(KeyboardInterrupt):
        send_due(killed, NOW)
    assert send(app)[0].startswith("0 gesendet")
    assert later(app, NOW + FIRST_PAUSE) == ("1 gesendet, 0 nicht angenommen", 0)


@pytest.mark.parametrize("forged", ["kim@jobcenter.example\nBcc: alle@example.org", "kim", "kim@jöbcenter.example"])
def test_a_strange_address_holds_up_nothing(app, server, told, forged):
    told(forged, "kim@jobcenter.example")
    send(app)
    assert [mail["To"] for mail in server.mails][-1] == "kim@jobcenter.example"
    assert all(mail["Bcc"] is None for mail in server.mails)


def test_nothing_is_sent_in_the_clear_where_encryption_is_asked_for(app, server, told):
    app.config["SMTP_STARTTLS"] = True
    told("kim@jobcenter.example")
    assert send(app) == ("Error: Der Mailserver ist nicht erreichbar (SMTPNotSupportedError).", 1)
    assert (server.mails, rows()[0].attempts) == ([], 0)


def test_without_connection_no_attempt_is_counted(app, server, told):
    told("kim@jobcenter.example")
    app.config["SMTP_PORT"] = 1
    assert send(app) == ("Error: Der Mailserver ist nicht erreichbar (ConnectionRefusedError).", 1)
    assert rows()[0].attempts == 0


def test_half_a_configuration_is_refused():
    with pytest.raises(ValueError, match="MAIL_FROM"):
        create_app({**SETTINGS, "DATABASE_URL": "sqlite://", "SMTP_HOST": "127.0.0.1"})
