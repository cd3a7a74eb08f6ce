"""Handovers as lists: to me, from me, those the rules propose, those that are stuck in a branch."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, and_, bindparam, cast, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from fm.models import Case, Deadline, Handover, HandoverQuery, Intake, Person, PlacementStep, School, Staff, Transfer
from fm.queries.accounts import SignedIn
from fm.queries.appointments import day_begins
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.relations import ACTOR, BRANCH, DESKS, HANDED_OVER_AFTER, STREAMS, viewer
from fm.queries.worklist import OPEN
from fm.rules.calendar import plus_months
from fm.rules.handover_checks import PREPARED_BEFORE
from fm.rules.vocabulary import SPECIAL_SCHOOL, YOUTH_STREAMS

#: A handover is stuck once it has been prepared for so long, or waited so long for the confirmation.
STUCK_PREPARED, STUCK_UNCONFIRMED = timedelta(days=14), timedelta(days=7)
#: For so long an assessment of the single case proposes the handover it may lead to (HK 6.6).
_ASSESSED_WITHIN = timedelta(days=30)

_Giver, _Receiver = aliased(Staff), aliased(Staff)


class Listed(NamedTuple):
    """A handover in a list; `since` is when it came to its state, `open_queries` how many wait for an answer."""

    id: int
    number: str
    surname: str
    given_name: str
    kind: str
    state: str
    giver: str | None
    receiver: str
    since: datetime
    open_queries: int


_SINCE = func.coalesce(Handover.confirmed_at, Handover.handed_over_at, Handover.prepared_at)
_OPEN_QUERIES = (
    select(func.count()).where(HandoverQuery.handover_id == Handover.id, HandoverQuery.answer.is_(None))
    .correlate(Handover).scalar_subquery())
_ROWS = (
    select(
        Handover.id, Person.number, Person.surname, Person.given_name, Handover.kind, Handover.state,
        (_Giver.given_name + " " + _Giver.surname).label("giver"),
        (_Receiver.given_name + " " + _Receiver.surname).label("receiver"), _SINCE, _OPEN_QUERIES)
    .join_from(Handover, Person, Person.id == Handover.person_id)
    .outerjoin(_Giver, _Giver.id == Handover.from_staff_id).join(_Receiver, _Receiver.id == Handover.to_staff_id)
)  # fmt: skip
#: What the lists sort by.
ORDERS: dict[str, Any] = {
    "client": Person.sort_name, "kind": Handover.kind, "state": Handover.state, "giver": _Giver.sort_name,
    "receiver": _Receiver.sort_name, "since": _SINCE,
}  # fmt: skip
Order = tuple[str, bool]


_TO_ME = _ROWS.where(Handover.state.in_(("prepared", "handed_over")), Handover.to_staff_id.in_(DESKS))
_LATELY = or_(Handover.state == "handed_over", and_(
    Handover.state == "confirmed", Handover.handed_over_at >= HANDED_OVER_AFTER))
_FROM_ME = _ROWS.where(or_(
    and_(Handover.state == "prepared", or_(Handover.prepared_by_id == ACTOR, Handover.from_staff_id.in_(DESKS))),
    and_(_LATELY, Handover.from_staff_id.in_(DESKS))))  # fmt: skip
_OF_TEAM = _ROWS.join(Case, Case.id == Handover.case_id).where(
    Handover.state == "prepared", Person.branch_id == BRANCH, Case.stream.in_(STREAMS))
_STUCK = _ROWS.where(
    or_(and_(Handover.state == "prepared", Handover.prepared_at < bindparam("prepared_before")),
        and_(Handover.state == "handed_over", Handover.handed_over_at < bindparam("handed_over_before")),
        and_(Handover.state.in_(("prepared", "handed_over")), ~_Receiver.active)),
    or_(Handover.to_branch_id == BRANCH, Person.branch_id == BRANCH))  # fmt: skip


def to_me(session: Session, actor: SignedIn, today: date, kind: str | None, order: Order, span: Span) -> Found:
    """Handovers prepared for somebody and those they have to confirm, also where they stand in."""
    return _found(session, _TO_ME, kind, order, span, viewer(actor, today))


def from_me(session: Session, actor: SignedIn, today: date, kind: str | None, order: Order, span: Span) -> Found:
    """Handovers that somebody prepares or has given, the confirmed ones as long as they still read the file."""
    return _found(session, _FROM_ME, kind, order, span, viewer(actor, today))


def of_team(session: Session, actor: SignedIn, today: date, kind: str | None, order: Order, span: Span) -> Found:
    """Handovers being prepared in the teams of an assistant."""
    return _found(session, _OF_TEAM, kind, order, span, viewer(actor, today))


def stuck(session: Session, actor: SignedIn, today: date, kind: str | None, order: Order, span: Span) -> Found:
    """Handovers of a branch that have been waiting too long, whose receiver has left, or that have open queries."""
    since = {"prepared_before": day_begins(today - STUCK_PREPARED),
             "handed_over_before": day_begins(today - STUCK_UNCONFIRMED)}
    return _found(session, _STUCK, kind, order, span, {**viewer(actor, today), **since})


def _found(
    session: Session, rows: Select[Any], kind: str | None, order: Order, span: Span, places: dict[str, object]
) -> Found:
    return fetch_span(session, _in_order(rows, kind, order), span, Listed, **places)


@lru_cache(maxsize=100)
def _in_order(rows: Select[Any], kind: str | None, order: Order) -> Select[Any]:
    """One of the lists above in an order, narrowed to a kind or not."""
    field, descending = ORDERS[order[0]], order[1]
    turned = rows.order_by(field.desc().nulls_last() if descending else field.asc().nulls_last(), Handover.id.desc())
    return by_span(turned.where(Handover.kind == kind) if kind else turned)


class Proposed(NamedTuple):
    """A handover that the rules propose: of whom, which kind, why, until when."""

    number: str
    surname: str
    given_name: str
    kind: str
    why: str
    due: date | None


#: What the rules propose, in words.
WHY = {
    "UEB1": "25. Geburtstag (HK 6.7)",
    "UEB2": "Kategorie A (HK 3, 6.3, 6.6)",
    "JUG4": "Ende der Schulzeit (HK 5.2.1)",
    "special_school": "Förderschule, Einstiegsberatung geführt (HK 5.2.1)",
    "assessed": "Einzelfallbeurteilung dokumentiert (HK 4.2, 6.6)",
}
_ON_ITS_WAY = exists().where(Handover.case_id == Case.id, Handover.state == "prepared")


def proposals(session: Session, actor: SignedIn, today: date, kind: str | None, order: Order, span: Span) -> Found:
    """What somebody's own cases and those they stand in for ask to be handed over, the nearest first."""
    found = union_all(*(_proposed(rows) for rows in _sources(today))).subquery()
    rows = select(found)
    if kind:
        rows = rows.where(found.c.kind == kind)
    fields = {"client": found.c.sort_name, "kind": found.c.kind, "why": found.c.why, "due": found.c.due}
    field = fields[order[0]]
    turned = rows.order_by((field.desc() if order[1] else field.asc()).nulls_last(), found.c.sort_name, found.c.number)
    ordered = by_span(turned.with_only_columns(*(found.c[name] for name in Proposed._fields)))
    return fetch_span(session, ordered, span, Proposed, **viewer(actor, today))


def _proposed(rows: Select[Any]) -> Select[Any]:
    return rows.where(Case.case_manager_id.in_(DESKS), Case.is_latest, Case.closed.is_(None), ~_ON_ITS_WAY)


def _sources(today: date) -> Collection[Select[Any]]:
    """Deadlines of handovers, pupils of special schools after the intake, assessments of the last weeks."""
    ahead = plus_months(today, PREPARED_BEFORE)
    adult = Case.stream.in_(sorted(YOUTH_STREAMS))
    due = _of(Deadline.due, literal("adult"), Deadline.standard).join(Deadline, Deadline.case_id == Case.id)
    return (
        due.where(OPEN, Deadline.standard == "UEB1", Deadline.since <= ahead),
        _of(Deadline.due, literal("to_market_ready"), Deadline.standard).join(Deadline, Deadline.case_id == Case.id)
        .where(OPEN, Deadline.standard == "UEB2", ~func.coalesce(adult, False)),
        _of(Deadline.due, literal("pupil"), Deadline.standard).join(Deadline, Deadline.case_id == Case.id)
        .where(OPEN, Deadline.standard == "JUG4", Deadline.due <= ahead, Case.stream == "career_adviser"),
        _of(cast(null(), Date), literal("special_school"), literal("special_school"))
        .join(School, School.person_id == Person.id).join(Intake, Intake.case_id == Case.id)
        .where(School.type == SPECIAL_SCHOOL, Case.stream == "career_adviser", Intake.held.is_not(None)),
        _of(cast(null(), Date), literal("to_market_distant"), literal("assessed"))
        .where(Case.stream == "market_ready", _assessed(today)),
    )  # fmt: skip


def _assessed(today: date) -> Any:
    """An assessment of the last weeks that lies after the last handover."""
    later = exists().where(Transfer.case_id == Case.id, Transfer.day > PlacementStep.day)
    return exists().where(
        PlacementStep.case_id == Case.id, PlacementStep.kind == "assessment", PlacementStep.day <= today,
        PlacementStep.day >= today - _ASSESSED_WITHIN, ~later).correlate(Case)


def _of(due: Any, kind: Any, why: Any) -> Select[Any]:
    return select(Person.number, Person.surname, Person.given_name, Person.sort_name, kind.label("kind"),
                  why.label("why"), due.label("due")).join_from(Case, Person, Person.id == Case.person_id)


