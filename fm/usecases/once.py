"""A form is saved once, however often it is sent.

Every writing form carries a key made for it alone. The deed's transaction takes the key; whoever sends the same form
again finds it taken and is led to where the first sending led. A deed that fails gives its key back with all the rest.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fm.models import FormKey
from fm.queries.direct import direct
from fm.transactions import writing

#: How long a form that was saved is known: a page left open over a long weekend included.
KNOWN_FOR = timedelta(days=7)

_TAKE = {
    dialect.name: insert(FormKey).on_conflict_do_nothing().returning(FormKey.key)
    for dialect, insert in ((sqlite.dialect, sqlite.insert), (postgresql.dialect, postgresql.insert))
}
_REMEMBER = update(FormKey).where(FormKey.key == bindparam("of_key")).values(location=bindparam("location"))
_FORGET = delete(FormKey).where(FormKey.used_at < bindparam("before"))


class AlreadySaved(Exception):
    """The form with this key was sent before, and its deed is done."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def take_key(session: Session, staff_id: int, key: str, now: datetime) -> None:
    """Take a form's key for the deed of this transaction; raises AlreadySaved where it is taken.

    Where another transaction is just about to take it, this one waits and learns how that ended.
    """
    connection = direct(session)
    taken = connection.scalar(_TAKE[connection.dialect.name], {"key": key, "staff_id": staff_id, "used_at": now})
    if taken is None:
        raise AlreadySaved(key)


def remember_location(key: str, location: str | None, now: datetime) -> None:
    """Keep where the deed of a key led, and forget keys that nobody will send again."""
    with writing() as session:
        connection = direct(session)
        connection.execute(_REMEMBER, {"of_key": key, "location": location})
        connection.execute(_FORGET, {"before": now - KNOWN_FOR})


def give_back(key: str) -> None:
    """Forget a key whose form was not accepted after all."""
    with writing() as session:
        session.execute(delete(FormKey).where(FormKey.key == key))


def location_of(session: Session, key: str) -> str | None:
    """Where the deed of a key led; None as long as that is not known."""
    return session.scalar(select(FormKey.location).where(FormKey.key == key))
