"""What somebody does with the messages the program told them: read, done, and not done after all."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, update

from fm.models import Message
from fm.queries.accounts import SignedIn
from fm.transactions import writing


def mark_read(person: SignedIn, message_id: int, now: datetime) -> bool:
    """Take note of a message; False if it is not one of this person's."""
    return _mark(person, message_id, read_at=_since(now))


def mark_done(person: SignedIn, message_id: int, now: datetime) -> bool:
    """Be done with a message, which is then read as well; False if it is not one of this person's."""
    return _mark(person, message_id, read_at=_since(now), done_at=now)


def reopen(person: SignedIn, message_id: int) -> bool:
    """Take a message up again; False if it is not one of this person's."""
    return _mark(person, message_id, done_at=None)


def mark_all_read(person: SignedIn, now: datetime) -> int:
    """Take note of every message; returns how many were new."""
    unread = update(Message).where(Message.staff_id == person.id, Message.read_at.is_(None))
    with writing() as session:
        return len(session.scalars(unread.values(read_at=now).returning(Message.id)).all())


def _since(now: datetime) -> ColumnElement[datetime]:
    """When the message was read first."""
    return func.coalesce(Message.read_at, literal(now, Message.read_at.type))


def _mark(person: SignedIn, message_id: int, **values: object) -> bool:
    own = update(Message).where(Message.id == message_id, Message.staff_id == person.id)
    with writing() as session:
        return session.scalar(own.values(**values).returning(Message.id)) is not None
