"""The people whom roles with a narrow task look after: pupils of special schools, the placeable, trainees."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from fm.models import Branch, Case, CourseNote, Person, School, Staff, Training
from fm.queries.direct import constant
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.relations import related
from fm.queries.worklist import last_day
from fm.rules.courses import contact_due

_CLIENT = (Person.number, Person.surname, Person.given_name, Person.born)
_BY_NAME = (Person.sort_name, Person.id)


class Pupil(NamedTuple):
    """A pupil of a special school."""

    number: str
    surname: str
    given_name: str
    born: date
    school: str | None
    grade: int | None
    leaves: date | None
    case_manager: str | None


_PUPILS = by_span(
    select(*_CLIENT, School.name, School.grade, School.leaves, Staff.surname)
    .join_from(School, Person, School.person_id == Person.id).join(Case, Case.person_id == Person.id)
    .outerjoin(Staff, Staff.id == Case.case_manager_id)
    .where(related({"special_school"}), Case.closed.is_(None))
    .order_by(School.leaves.is_(None), School.leaves, *_BY_NAME))  # fmt: skip


def special_school_pupils(session: Session, today: date, span: Span) -> Found:
    """Pupils of special schools in an open case [5.2.1], those who leave school first at the top."""
    return fetch_span(session, _PUPILS, span, Pupil, today=today)


class Placeable(NamedTuple):
    """Somebody the employer service may place: into work, into training, or after training."""

    number: str
    surname: str
    given_name: str
    born: date
    into: str
    branch: str | None


#: What somebody is placed into, in the order of its codes; who is none of these is not placeable.
_INTO = case(
    (Case.category == "A", "work"),
    (Case.target_group == "training_seeker", "training"),
    (Case.target_group == "graduate", "after_training"),
    else_="offered",
)
_PLACEABLE = by_span(
    select(*_CLIENT, _INTO, Branch.name).join_from(Case, Person).outerjoin(Branch, Branch.id == Person.branch_id)
    .where(related({"placeable"}))
    .order_by(case((Person.branch_id == bindparam("branch"), 0), else_=1), *_BY_NAME))  # fmt: skip


def placeable(session: Session, branch_id: int, span: Span) -> Found:
    """A-clients, training seekers and graduates [4.2, 6.4]: those of the branch first, by name."""
    return fetch_span(session, _PLACEABLE, span, Placeable, branch=branch_id)


class Trainee(NamedTuple):
    """Somebody in training outside a company; `last` is the liaison's last talk with them."""

    training_id: int
    number: str
    surname: str
    given_name: str
    born: date
    begins: date
    ends: date | None
    alliance: date | None
    last: date | None

    @property
    def contact(self) -> date | None:
        """When the liaison is to talk with them next [5.2.3]."""
        return contact_due(self.ends, self.last)


_RUNNING = and_(
    Training.external, Training.begins <= bindparam("today"), Training.broken_off.is_(None),
    or_(Training.ends.is_(None), Training.ends >= bindparam("today")),
)  # fmt: skip
_TALKED = and_(CourseNote.training_id == Training.id, CourseNote.kind == constant("contact"))
_LAST_TALK = select(func.max(CourseNote.day)).where(_TALKED).correlate(Training).scalar_subquery()
_TRAINEES = by_span(
    select(Training.id, *_CLIENT, Training.begins, Training.ends, Training.alliance, _LAST_TALK)
    .join_from(Training, Case, Training.case_id == Case.id).join(Person)
    .where(Training.liaison_id.in_(bindparam("staff", expanding=True)), Case.closed.is_(None), _RUNNING)
    .order_by(func.coalesce(Training.ends, date.max), *_BY_NAME))  # fmt: skip
#: More than anybody accompanies.
_ALL = Span(10_000)


def trainees(session: Session, staff_ids: list[int], today: date, span: Span) -> Found:
    """Running trainings outside companies that these liaisons accompany [5.2.3], the first to end at the top."""
    return fetch_span(session, _TRAINEES, span, Trainee, staff=staff_ids, today=today)


def contacts_due(session: Session, staff_ids: list[int], today: date, span: Span) -> Found:
    """Of these the ones with whom contact is due by four weeks from today [5.2.3], the longest due at the top."""
    rows = trainees(session, staff_ids, today, _ALL).rows
    due = sorted((row for row in rows if row.contact and row.contact <= last_day(today)), key=lambda row: row.contact)
    return Found(due[span.offset:span.offset + span.shown], len(due))
