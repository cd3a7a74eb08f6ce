"""The applications that a client writes, and when their papers were looked at last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from fm.models import ContactNote, OwnApplication, ReceivedFile, Staff
from fm.queries.direct import constant, direct
from fm.queries.listed import Found, Span
from fm.rules.casework import APPLICATION_RESULTS
from fm.rules.names import fold

#: Of these something is still to come.
PENDING = ("open", "interview")
#: Most applications that a talk goes through; who wrote more has the list.
_TALKED_THROUGH = 30
_CASE: Any = bindparam("case")


class Written(NamedTuple):
    """An application as lists show it; `note` is empty for who reads no notes."""

    id: int
    day: date
    employer: str
    occupation: str
    interview: date | None
    result: str
    note: str | None
    staff: str


@dataclass(frozen=True)
class Sought:
    """Which applications are wanted: with a result, from a day on, with words in employer or occupation."""

    result: str | None = None
    first: date | None = None
    words: str = ""

    def takes(self, one: Written) -> bool:
        """Whether an application is among those wanted; words are found anywhere and however spelled."""
        return (
            self.result in (None, one.result)
            and one.day >= (self.first or date.min)
            and fold(self.words) in fold(f"{one.employer} {one.occupation}"))


#: What the list sorts by.
ORDERS: dict[str, Callable[[Written], Any]] = {
    "day": lambda one: one.day,
    "employer": lambda one: fold(one.employer),
    "occupation": lambda one: fold(one.occupation),
    "interview": lambda one: one.interview or date.min,
    "result": lambda one: list(APPLICATION_RESULTS).index(one.result),
}
_ROWS = (
    select(OwnApplication.id, OwnApplication.day, OwnApplication.employer, OwnApplication.occupation,
           OwnApplication.interview, OwnApplication.result, OwnApplication.note,
           Staff.given_name + " " + Staff.surname)
    .join(Staff, Staff.id == OwnApplication.staff_id)
    .order_by(OwnApplication.day.desc(), OwnApplication.number.desc())
)  # fmt: skip
_OF_CASE = _ROWS.where(OwnApplication.case_id == _CASE)
_TO_TALK_THROUGH = _OF_CASE.where(
    or_(OwnApplication.day >= bindparam("since", type_=Date), OwnApplication.result.in_([*map(constant, PENDING)]))
).limit(_TALKED_THROUGH)  # fmt: skip
_SEEN = union_all(
    select(ContactNote.day.label("day")).where(
        ContactNote.case_id == _CASE, ContactNote.means == constant("papers"),
        ContactNote.occasion.is_distinct_from(constant("evaluation"))),
    select(ReceivedFile.received).where(
        ReceivedFile.case_id == _CASE, ReceivedFile.kind == constant("application_papers"))).subquery()
_PAPERS_SEEN = select(func.max(_SEEN.c.day))


def own_applications(
    session: Session, case_id: int, sought: Sought, order: tuple[str, bool], notes: bool, span: Span
) -> Found:
    """The applications of a case; what was noted of them is there where `notes` says so.

    `order` is a field of ORDERS and "descending"; of equal ones the newest stands first.
    """
    rows = (Written(*row) for row in direct(session).execute(_OF_CASE, {"case": case_id}))
    found = [one if notes else one._replace(note=None) for one in rows if sought.takes(one)]
    found.sort(key=ORDERS[order[0]], reverse=order[1])
    return Found(found[span.offset:span.offset + span.shown], len(found))


def to_talk_through(session: Session, case_id: int, since: date | None) -> Sequence[Written]:
    """The applications since a day, and those before of which something is still to come, newest first."""
    asked = {"case": case_id, "since": since or date.min}
    return [Written(*row) for row in direct(session).execute(_TO_TALK_THROUGH, asked)]


def own_application(session: Session, case_id: int, application_id: int) -> OwnApplication | None:
    """One application of a case."""
    return session.scalar(select(OwnApplication).where(
        OwnApplication.id == application_id, OwnApplication.case_id == case_id))


def papers_seen(session: Session, case_id: int) -> date | None:
    """When the client's application papers were looked at or handed in last (HK 4.1.4, 4.2).

    An agreement that is evaluated without a talk is evaluated from other papers.
    """
    return direct(session).scalar(_PAPERS_SEEN, {"case": case_id})
