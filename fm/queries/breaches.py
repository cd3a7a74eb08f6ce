"""What has to be followed up, and how far that is: of one case, and of all cases on a desk (HK 4.1.4)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased, joinedload

from fm.models import Agreement, AgreementDuty, Appointment, Breach, Case, Invitation, Meeting, Person, Strategy
from fm.queries.agreements import tells_of_protected
from fm.queries.days import berlin_day
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.rules.breaches import NOT_KEPT, Standing, earliest
from fm.rules.vocabulary import APPOINTMENT_PURPOSES

#: A procedure that is over: decided, and where that is to the client's disadvantage the benefits clerk told.
_OVER = and_(Breach.decision.is_not(None), or_(Breach.decision != "established", Breach.told.is_not(None)))


#: How a duty is called to who may not read what it says.
WITHHELD = "Pflicht aus dem geschützten Teil der Akte"


class Owed(NamedTuple):
    """What nobody has followed up yet: `id` is that of the duty or of the appointment, as `kind` (BREACH_KINDS) says.

    `what` is the duty's text, or what the summons was to; `begins` the day from which the duty or the summons held.
    """

    kind: str
    id: int
    day: date
    begins: date
    text: str

    @property
    def what(self) -> str:
        """What was to be done, in words."""
        return in_words(self.kind, self.text)


def in_words(kind: str, text: str) -> str:
    """A duty as it stands in the agreement; of a summons what it was to, from the code of its purpose."""
    return text if kind == "duty" else f"Einladung mit Rechtsfolgen: {APPOINTMENT_PURPOSES[text]}"


def standing(breach: Breach) -> Standing:
    """How far a procedure is, as the rules look at it."""
    return Standing(breach.day, breach.heard, breach.answer_until, breach.statement_on, breach.decision, breach.told)


def breaches_of(session: Session, case_id: int) -> Sequence[Breach]:
    """What is or was followed up in a case, the latest first, with what each is about."""
    return session.scalars(_LATEST_FIRST, {"case": case_id}).all()


def breach_of(session: Session, case_id: int, breach_id: int) -> Breach | None:
    """One procedure of a case."""
    return session.scalar(_BREACHES.where(Breach.id == breach_id), {"case": case_id})


def breach_about(session: Session, case_id: int, kind: str, about: int) -> int | None:
    """The id of the procedure about a duty or an appointment."""
    subject = Breach.duty_id if kind == "duty" else Breach.appointment_id
    return session.scalar(select(Breach.id).where(Breach.case_id == case_id, subject == about))


def owed(session: Session, case_id: int, today: date, sees_all: bool = True) -> list[Owed]:
    """What has to be followed up in a case and is not yet, the earliest first; nothing of which nothing can come.

    Duties of the client judged as not or only partly kept, and summons with legal consequences missed without
    important reason. What a duty says that tells of protected data is only for who `sees_all`.
    """
    run, asked = direct(session), {"case": case_id, "earliest": earliest(today)}
    found = [Owed(*row) for rows in _OF_CASE for row in run.execute(rows, asked)]
    closed = set() if sees_all else _protected(session, [one.id for one in found if one.kind == "duty"])
    named = [one._replace(text=WITHHELD) if one.kind == "duty" and one.id in closed else one for one in found]
    return sorted(named, key=lambda one: (one.day, one.kind, one.id))


def _protected(session: Session, duty_ids: Sequence[int]) -> set[int]:
    """Those of these duties that tell of protected data."""
    rows = select(AgreementDuty).where(AgreementDuty.id.in_(duty_ids)).options(*_PROTECTION)
    return {duty.id for duty in session.scalars(rows) if tells_of_protected(duty)}


_PROTECTION = (joinedload(AgreementDuty.strategy).joinedload(Strategy.barrier),)


_BREACHES = select(Breach).where(Breach.case_id == bindparam("case")).options(
    joinedload(Breach.duty).options(*_PROTECTION), joinedload(Breach.staff), joinedload(Breach.decided_by),
    joinedload(Breach.appointment).joinedload(Appointment.meeting))
_LATEST_FIRST = _BREACHES.order_by(Breach.day.desc(), Breach.id.desc())


class Listed(NamedTuple):
    """A row on the desk: something owed, then `breach_id` is empty, or an open procedure with how far it is."""

    kind: str
    id: int
    day: date
    begins: date
    text: str
    number: str
    surname: str
    given_name: str
    breach_id: int | None
    heard: date | None
    answer_until: date | None
    statement_on: date | None
    decision: str | None

    @property
    def what(self) -> str:
        """What was to be done, in words."""
        return in_words(self.kind, self.text)

    @property
    def standing(self) -> Standing:
        """How far the procedure is."""
        return Standing(self.day, self.heard, self.answer_until, self.statement_on, self.decision)


def to_follow_up(session: Session, staff_ids: Sequence[int], today: date, span: Span) -> Found:
    """What is owed and what is under way in the open cases of these colleagues, what can be done now first."""
    return fetch_span(
        session, _LISTED, span, Listed, staff=list(staff_ids), today=today, earliest=earliest(today))


def _happened(judged_on: Any, due: Any) -> ColumnElement[date]:
    """A duty was not kept on the day it was due; on the day it was judged where that came earlier or no day was set."""
    return case((due <= judged_on, due), else_=func.coalesce(judged_on, due, Agreement.signed))


def _rows(kind: str, id: Any, day: Any, begins: Any, text: Any) -> Select[*tuple[Any, ...]]:
    return select(literal(kind).label("kind"), id.label("id"), day.label("day"), begins.label("begins"),
                  text.label("text"), Person.number, Person.surname, Person.given_name, Person.sort_name)


_EARLIEST = bindparam("earliest", type_=Date)
_NOT_KEPT_ON, _MISSED_ON = _happened(AgreementDuty.judged_on, AgreementDuty.due), berlin_day(Meeting.starts_at)
#: From when a duty held: put right later, it did so before that was signed.
_HELD_FROM = case((Agreement.signed > _NOT_KEPT_ON, _NOT_KEPT_ON), else_=Agreement.signed)
_CORRECTION = aliased(Agreement)
_PUT_RIGHT = exists().where(
    _CORRECTION.follows_id == Agreement.id, _CORRECTION.origin == "correction", _CORRECTION.signed.is_not(None))
_DUTIES = (
    _rows("duty", AgreementDuty.id, _NOT_KEPT_ON, _HELD_FROM, AgreementDuty.text)
    .join_from(AgreementDuty, Agreement, Agreement.id == AgreementDuty.agreement_id)
    .join(Case, Case.id == Agreement.case_id).join(Person, Person.id == Case.person_id)
    .outerjoin(Breach, Breach.duty_id == AgreementDuty.id)
    .where(AgreementDuty.side == "client", AgreementDuty.judged.in_(NOT_KEPT), Agreement.signed.is_not(None),
           Breach.id.is_(None), _NOT_KEPT_ON >= _EARLIEST, ~_PUT_RIGHT)
)  # fmt: skip
_SUMMONS = (
    _rows("summons", Appointment.id, _MISSED_ON, Invitation.sent, Appointment.purpose)
    .join_from(Appointment, Meeting, Meeting.id == Appointment.meeting_id)
    .join(Invitation, Invitation.id == Appointment.invitation_id)
    .join(Case, Case.id == Appointment.case_id).join(Person, Person.id == Case.person_id)
    .outerjoin(Breach, Breach.appointment_id == Appointment.id)
    .where(Appointment.state == "missed", Invitation.with_consequences, Breach.id.is_(None), _MISSED_ON >= _EARLIEST)
)  # fmt: skip
_OF_CASE = [rows.with_only_columns(*rows.selected_columns[:5]).where(Case.id == bindparam("case"))
            for rows in (_DUTIES, _SUMMONS)]  # fmt: skip
_OPEN = (
    select(Breach.kind, func.coalesce(Breach.duty_id, Breach.appointment_id), Breach.day, Breach.day.label("begins"),
           func.coalesce(AgreementDuty.text, Appointment.purpose), Person.number, Person.surname, Person.given_name,
           Person.sort_name, Breach.id, Breach.heard, Breach.answer_until, Breach.statement_on, Breach.decision)
    .join_from(Breach, Case, Case.id == Breach.case_id).join(Person, Person.id == Case.person_id)
    .outerjoin(AgreementDuty, AgreementDuty.id == Breach.duty_id)
    .outerjoin(Appointment, Appointment.id == Breach.appointment_id).where(~_OVER)
)  # fmt: skip


def _of_desk(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return rows.where(Case.case_manager_id.in_(bindparam("staff", expanding=True)), Case.is_latest,
                      Case.closed.is_(None))


def _as_open(rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    nothing = (cast(null(), type_) for type_ in (Integer, Date, Date, Date, Text))
    return _of_desk(rows).add_columns(*nothing)


def _listed() -> Select[*tuple[Any, ...]]:
    found = union_all(_of_desk(_OPEN), _as_open(_DUTIES), _as_open(_SUMMONS)).subquery()
    columns = list(found.c)
    answer_until, statement_on, decision, day, sort_name = columns[11], columns[12], columns[13], columns[2], columns[8]
    waiting = and_(decision.is_(None), statement_on.is_(None), answer_until >= bindparam("today", type_=Date))
    order = (case((waiting, 1), else_=0), case((waiting, answer_until), else_=day), sort_name, columns[0], columns[1])
    return by_span(select(*columns[:8], *columns[9:]).order_by(*order))


_LISTED = _listed()


class Procedure(NamedTuple):
    """A procedure as the file shows it; what the client said, and why it was decided so, only for who may know."""

    id: int
    kind: str
    what: str
    day: date
    text: str | None
    standing: Standing
    hearing_id: int | None
    decided: date | None
    decided_by: str | None
    duty_due: date | None
    agreement_id: int | None
    visit_id: int | None
    statement: str | None
    reason: str | None


def procedure(breach: Breach, sensitive: bool) -> Procedure:
    """A procedure as far as its reader may know of it: `sensitive` says that they read that part of the file."""
    duty, visit = breach.duty, breach.appointment
    closed = duty is not None and not sensitive and tells_of_protected(duty)
    subject = WITHHELD if closed else duty.text if duty else visit.purpose if visit else ""
    return Procedure(
        breach.id, breach.kind, in_words(breach.kind, subject), breach.day, None if closed else breach.text,
        standing(breach),
        breach.hearing_id, breach.decided, breach.decided_by.name if breach.decided_by else None,
        duty.due if duty else None, duty.agreement_id if duty else None, visit.id if visit else None,
        breach.statement if sensitive else None, breach.reason if sensitive else None)
