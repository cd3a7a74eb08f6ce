"""Acting persons for tests below the pages, and the statements that something sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import event

from fm.extensions import db
from fm.models import Staff
from fm.queries.accounts import SignedIn

#: The day and moment of the tests, a Monday.
TODAY = date(2026, 11, 23)


def acting(staff: Staff) -> SignedIn:
    """A member of staff as use cases and queries see them."""
    return SignedIn(
        id=staff.id, login=staff.login, surname=staff.surname, given_name=staff.given_name, branch_id=staff.branch_id,
        branch=staff.branch.name, roles=frozenset(staff.roles), streams=frozenset(staff.streams), unread=0, token="")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent while the block runs, from any connection."""
    sent: list[str] = []

    def note(connection, cursor, statement, *_rest) -> None:
        sent.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
