"""E-mails that say there is a message: written down with it, sent later, each marked in a transaction of its own.

A mail carries the file number and a link, nothing of the message. Before it is sent, its next attempt is put off, and
that is committed: two senders never take the same mail. A sender that is killed after the server has taken a mail and
before it is marked as sent sends it once more after the pause, under the same Message-ID.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from flask import current_app
from sqlalchemy import Update, bindparam, insert, literal, select, update
from sqlalchemy.orm import Session

from fm.models import Message, OutboxMail, Person, Staff
from fm.transactions import writing

#: The pause after a first failure, which doubles with each further one, and how often a mail is tried at all.
FIRST_PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 10
#: Seconds that the mail server may take for an answer.
TIMEOUT = 20

_SUBJECT = "Fallmanagement: neue Mitteilung"
_TEXT = """Im Fallmanagement liegt eine neue Mitteilung für Sie{about}:

{link}

Diese E-Mail hat das Programm versandt. Zum Schutz der Daten steht hier sonst nichts.
"""

Send = Callable[[EmailMessage], object]


class Tally(NamedTuple):
    """How many mails a run has sent, and how many the server did not take."""

    sent: int
    failed: int


class Due(NamedTuple):
    """A mail that is to be sent now; `number` is that of the file the message is about, if it is about one."""

    id: int
    address: str
    created_at: datetime
    attempts: int
    number: str | None


def announce(session: Session, message_ids: list[int], now: datetime) -> None:
    """Write down a mail for each of these new messages, where mail is configured and the colleague has an address."""
    if not current_app.config["SMTP_HOST"]:
        return
    moment = literal(now, OutboxMail.created_at.type)
    addressed = (
        select(Message.id, Staff.email, moment, moment).join(Staff, Staff.id == Message.staff_id)
        .where(Message.id.in_(message_ids), Staff.active, Staff.email.is_not(None), Staff.email != "")
        .order_by(Message.id))  # fmt: skip
    columns = ["message_id", "address", "created_at", "next_attempt_at"]
    session.execute(insert(OutboxMail).from_select(columns, addressed))


def send_due(send: Send, now: datetime) -> Tally:
    """Send what is due, the oldest first; stops where the connection breaks. What failed is tried again later."""
    sent = failed = 0
    while due := _take(now):
        try:
            send(_mail(due))
        except (OSError, ValueError) as error:
            failed += 1
            _note(due, last_error=_cause(error))
            if _broken(error):
                break
        else:
            sent += 1
            _note(due, sent_at=now, last_error=None)
    return Tally(sent, failed)


@contextmanager
def mail_server() -> Iterator[Send]:
    """What hands a mail over to the configured server; raises OSError where no connection comes about."""
    config = current_app.config
    with closing(smtplib.SMTP(config["SMTP_HOST"], config["SMTP_PORT"], timeout=TIMEOUT)) as server:
        if config["SMTP_STARTTLS"]:
            server.starttls(context=ssl.create_default_context())
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        yield server.send_message
        with suppress(OSError):
            server.quit()


def _take(now: datetime) -> Due | None:
    """The next mail that is due; its next attempt is put off already, the longer the more have failed."""
    with writing() as session:
        due = session.execute(_NEXT, {"now": now}).one_or_none()
        if due is None:
            return None
        later = now + FIRST_PAUSE * 2**due.attempts
        session.execute(_one(due.id).values(attempts=due.attempts + 1, next_attempt_at=later))
    return Due(*due)


_NEXT = (
    select(OutboxMail.id, OutboxMail.address, OutboxMail.created_at, OutboxMail.attempts, Person.number)
    .join(Message, Message.id == OutboxMail.message_id)
    .outerjoin(Person, Person.id == Message.person_id)
    .where(OutboxMail.sent_at.is_(None), OutboxMail.attempts < MOST_ATTEMPTS,
           OutboxMail.next_attempt_at <= bindparam("now", type_=OutboxMail.next_attempt_at.type))
    .order_by(OutboxMail.next_attempt_at, OutboxMail.id).limit(1)
    .with_for_update(of=OutboxMail, skip_locked=True)
)  # fmt: skip


def _note(due: Due, **values: object) -> None:
    with writing() as session:
        session.execute(_one(due.id).values(**values))


def _one(mail_id: int) -> Update:
    return update(OutboxMail).where(OutboxMail.id == mail_id)


def _mail(due: Due) -> EmailMessage:
    """The e-mail: the number of the file and a link, and fixed words."""
    config, mail = current_app.config, EmailMessage()
    about = f" zur Akte {due.number}" if due.number else ""
    query = f"?akte={quote(due.number)}" if due.number else ""
    mail["From"], mail["To"] = config["MAIL_FROM"], due.address
    mail["Subject"] = _SUBJECT + about
    mail["Date"] = due.created_at
    host = urlsplit(config["PUBLIC_ADDRESS"]).hostname
    mail["Message-ID"] = f"<mitteilung-{due.id}-{due.created_at:%Y%m%d%H%M%S}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_TEXT.format(about=about, link=f"{config['PUBLIC_ADDRESS'].rstrip('/')}/mitteilungen{query}"))
    return mail


def _broken(error: Exception) -> bool:
    """Whether the connection is gone, and not only this mail refused."""
    answered = isinstance(error, ValueError | smtplib.SMTPException)
    return not answered or isinstance(error, smtplib.SMTPServerDisconnected)


def _cause(error: Exception) -> str:
    """What went wrong, without the server's own words, which may repeat the address."""
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
