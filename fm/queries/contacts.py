"""Notes and appointments of a case in one list, newest first; and what the pages around them need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import Session

from fm.models import Appointment, Case, ContactNote, Instruction, Intake, Invitation, Meeting, Person, Staff
from fm.queries.direct import SPACE, direct
from fm.queries.listed import Found, Span
from fm.rules.contacts import OCCASION_OF_PURPOSE, without_talk
from fm.rules.names import fold

_CASE: Any = bindparam("case")
_LAST_TALK = (
    select(ContactNote.day).where(
        ContactNote.case_id == _CASE, ContactNote.counts, ~ContactNote.missed,
        ContactNote.day < bindparam("day", type_=Date))
    .order_by(ContactNote.day.desc()).limit(1)
)  # fmt: skip


class Note(NamedTuple):
    """A note of a contact; `counts` says that it was a conversation with the client."""

    id: int
    day: date
    number: int
    means: str | None
    occasion: str | None
    kind: str
    missed: bool
    counts: bool
    participants: str | None
    text: str | None
    staff: str | None

    @property
    def what(self) -> str:
        """That this is a note."""
        return "note"

    @property
    def starts_at(self) -> None:
        """A note has no time of the day."""
        return None

    @property
    def words(self) -> str:
        """The text that a search looks through."""
        return f"{self.participants or ''} {self.text or ''} {self.staff or ''}"


class Visit(NamedTuple):
    """An appointment as the file shows it; `invited` is the day on which the invitation was sent."""

    id: int
    number: int
    starts_at: datetime
    minutes: int
    place: str | None
    purpose: str
    state: str
    reason: str | None
    invited: date | None
    with_consequences: bool | None
    staff_id: int
    staff: str

    @property
    def what(self) -> str:
        """That this is an appointment."""
        return "appointment"

    @property
    def day(self) -> date:
        """The day of the appointment."""
        return self.starts_at.date()

    @property
    def occasion(self) -> str:
        """The occasion of the note about it."""
        return OCCASION_OF_PURPOSE[self.purpose]

    @property
    def words(self) -> str:
        """The text that a search looks through."""
        return f"{self.place or ''} {self.reason or ''} {self.staff}"


@dataclass(frozen=True)
class Sought:
    """Which notes and appointments are wanted; who asks for `means` asks for notes."""

    what: str | None = None
    means: str | None = None
    occasion: str | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""

    def takes(self, item: Note | Visit) -> bool:
        """Whether a note or an appointment is among those wanted; words are found anywhere and however spelled."""
        return (
            self.what in (None, item.what)
            and (self.means is None or (isinstance(item, Note) and item.means == self.means and not without_talk(
                item.means, item.occasion)))
            and self.occasion in (None, item.occasion)
            and (self.first or date.min) <= item.day <= (self.last or date.max)
            and (not self.words or fold(self.words) in fold(item.words)))


_NAME = Staff.given_name + SPACE + Staff.surname
_NOTES = (
    select(ContactNote.id, ContactNote.day, ContactNote.number, ContactNote.means, ContactNote.occasion,
           ContactNote.kind, ContactNote.missed, ContactNote.counts, ContactNote.participants, ContactNote.text, _NAME)
    .outerjoin(Staff, Staff.id == ContactNote.staff_id).where(ContactNote.case_id == _CASE)
)  # fmt: skip
_DATES: Select[*tuple[Any, ...]] = (
    select(Appointment.id, Appointment.number, Meeting.starts_at, Meeting.minutes, Meeting.place, Appointment.purpose,
           Appointment.state, Appointment.important_reason, Invitation.sent, Invitation.with_consequences,
           Appointment.staff_id, _NAME)
    .join(Meeting, Meeting.id == Appointment.meeting_id).join(Staff, Staff.id == Appointment.staff_id)
    .outerjoin(Invitation, Invitation.id == Appointment.invitation_id).where(Appointment.case_id == _CASE)
)  # fmt: skip
_DATES_WITH = _DATES.where(Appointment.staff_id == bindparam("staff"))
_DATE = _DATES.where(Appointment.id == bindparam("appointment"))


def items(session: Session, case_id: int, sought: Sought, notes: bool, with_staff: int | None, span: Span) -> Found:
    """The notes and appointments of a case, newest first; dates with one colleague alone if `with_staff` is given.

    Notes, and why somebody could not come, which often is their health, are there where `notes` says so.
    """
    found = [item for item in _all(session, case_id, notes, with_staff) if sought.takes(item)]
    found.sort(key=lambda item: (item.day, str(item.starts_at or ""), item.number), reverse=True)
    return Found(found[span.offset:span.offset + span.shown], len(found))


def _all(session: Session, case_id: int, notes: bool, with_staff: int | None) -> Iterator[Note | Visit]:
    run = direct(session)
    if notes:
        yield from (Note(*row) for row in run.execute(_NOTES, {"case": case_id}))
    dates = _DATES if with_staff is None else _DATES_WITH
    visits = (Visit(*row) for row in run.execute(dates, {"case": case_id, "staff": with_staff}))
    yield from visits if notes else (visit._replace(reason=None) for visit in visits)


def visit_of(session: Session, case_id: int, appointment_id: int) -> Visit | None:
    """One appointment of a case."""
    row = direct(session).execute(_DATE, {"case": case_id, "appointment": appointment_id}).one_or_none()
    return Visit(*row) if row else None


def note_of(session: Session, case_id: int, note_id: int) -> ContactNote | None:
    """One note of a case."""
    return session.scalar(select(ContactNote).where(ContactNote.id == note_id, ContactNote.case_id == case_id))


class Owed(NamedTuple):
    """What a first consultation has to make up for, as far as these facts tell (HK 3, 4.1)."""

    intake_missed: bool
    instructed_since: bool


def owed(session: Session, case_id: int) -> Owed:
    """Whether the intake was missed and never held, and whether the full legal instruction was given since."""
    row = session.execute(select(Intake.missed, Intake.held).where(Intake.case_id == case_id)).one_or_none()
    missed = row.missed if row and row.held is None else None
    if missed is None:
        return Owed(False, False)
    since = select(Instruction.id).where(Instruction.case_id == case_id, Instruction.day >= missed).limit(1)
    return Owed(True, session.scalar(since) is not None)


def colleagues(session: Session, case_id: int, actor_id: int) -> list[tuple[int, str]]:
    """Whom a client can be given an appointment with: the case manager, then oneself, then the branch by name."""
    manager, branch = session.execute(
        select(Case.case_manager_id, Person.branch_id).join_from(Case, Person).where(Case.id == case_id)).one()
    rows = session.execute(
        select(Staff.id, _NAME).where(Staff.active, (Staff.branch_id == branch) | Staff.id.in_((manager, actor_id)))
        .order_by(Staff.sort_name, Staff.id))
    return sorted(((id, name) for id, name in rows), key=lambda row: (row[0] != manager, row[0] != actor_id))


def last_talk(session: Session, case_id: int, day: date) -> date | None:
    """The day of the last conversation with the client before this one."""
    return direct(session).scalar(_LAST_TALK, {"case": case_id, "day": day})
