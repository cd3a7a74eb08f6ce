"""What the program told somebody."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from fm.models import Message, Person
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span, fetch_span


class Told(NamedTuple):
    """A message, with the client it is about where it is about one."""

    id: int
    text: str
    link: str | None
    created_at: datetime
    read_at: datetime | None
    done_at: datetime | None
    number: str | None
    surname: str | None
    given_name: str | None


_MINE = (
    select(Message.id, Message.text, Message.link, Message.created_at, Message.read_at, Message.done_at,
           Person.number, Person.surname, Person.given_name)
    .outerjoin(Person, Person.id == Message.person_id)
    .where(Message.staff_id == bindparam("staff"))
    .order_by(Message.created_at.desc(), Message.id.desc())
)  # fmt: skip
_UNREAD = _MINE.where(Message.read_at.is_(None)).limit(bindparam("shown"))

#: Which messages a list shows: not done yet, not read yet, done, all.
STATES = ("open", "unread", "done", "all")


def _lists(rows: Select) -> dict[str, Select]:
    conditions = {
        "open": (Message.done_at.is_(None),), "unread": (Message.read_at.is_(None),),
        "done": (Message.done_at.is_not(None),), "all": (),
    }  # fmt: skip
    return {state: by_span(rows.where(*conditions[state])) for state in STATES}


_LISTS = _lists(_MINE)
_LISTS_OF_FILE = _lists(_MINE.where(Person.number == bindparam("number")))


def newest_unread(session: Session, staff_id: int, shown: int) -> list[Told]:
    """The newest messages that somebody has not read."""
    return [Told(*row) for row in direct(session).execute(_UNREAD, {"staff": staff_id, "shown": shown})]


def messages(session: Session, staff_id: int, state: str, number: str | None, span: Span) -> Found:
    """Messages to somebody in a state of `STATES`, the newest first; about one client where a number is given."""
    if number is None:
        return fetch_span(session, _LISTS[state], span, Told, staff=staff_id)
    return fetch_span(session, _LISTS_OF_FILE[state], span, Told, staff=staff_id, number=number)


class FileWithMessages(NamedTuple):
    """A client about whom somebody was told something that is not done."""

    number: str
    surname: str
    given_name: str
    messages: int


def files_with_messages(session: Session, staff_id: int) -> list[FileWithMessages]:
    """The clients about whom somebody has messages, by name, with how many."""
    counted = select(Person.number, Person.surname, Person.given_name, func.count()).join(Message)
    found = counted.where(Message.staff_id == staff_id).group_by(Person.id).order_by(Person.sort_name, Person.id)
    return [FileWithMessages(*row) for row in session.execute(found)]
