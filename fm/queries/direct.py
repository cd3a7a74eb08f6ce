"""Statements that are run often, for plain rows: built once, and past the session straight to its connection.

The same statement takes a quarter of the time then; it matters where one deed or one page runs thirty of them.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, bindparam, literal_column
from sqlalchemy.orm import InstrumentedAttribute, Session


def direct(session: Session) -> Connection:
    """The connection of a session, in its transaction; what is pending is written first, so that it is found."""
    session.flush()
    return session.connection()


def constant(code: str) -> ColumnElement[str]:
    """A code of our own closed lists, written into the statement, so that it is no value to hand over each time.

    AssertionError for anything else: what somebody typed is never written into a statement.
    """
    assert code.isidentifier(), code
    return literal_column(f"'{code}'", Text())


#: The space between words or codes in a statement.
SPACE: Any = literal_column("' '", Text())


def of_cases(case_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that a row belongs to one of the cases that the statement is given as `cases`."""
    return case_id.in_(bindparam("cases", expanding=True))
