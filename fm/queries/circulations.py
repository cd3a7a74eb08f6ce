"""Benefits files on their way through the house: where each lies, since when, and whose stop that is (HK 6.2).

Everybody concerned sees the files of their branch and those that come past their own desk; of clients they do not read,
the number alone.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from fm.models import Case, Circulation, CirculationStation, Deadline, Handover, Intake, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span
from fm.queries.relations import BRANCH, DESKS, LATEST_CASE, opening_of, related, viewer
from fm.queries.worklist import OPEN

_Ahead, _Behind, _Any = aliased(CirculationStation), aliased(CirculationStation), aliased(CirculationStation)
Stop = CirculationStation
_NEXT = (
    select(func.min(_Ahead.position)).where(_Ahead.circulation_id == Circulation.id, _Ahead.passed_at.is_(None))
    .correlate(Circulation).scalar_subquery())  # fmt: skip
_SENT = (
    select(func.max(_Behind.passed_at))
    .where(_Behind.circulation_id == Circulation.id, _Behind.position < Stop.position)
    .correlate(Circulation, Stop).scalar_subquery())  # fmt: skip
#: Since when the file lies at its stop, or is on its way to it.
SINCE = func.coalesce(Stop.received_at, _SENT, Circulation.opened_at)
_PAST_ME = (
    select(_Any.id).where(_Any.circulation_id == Circulation.id, _Any.staff_id.in_(DESKS))
    .correlate(Circulation).exists())  # fmt: skip

#: The place in a statement for the moment before which files lie too long.
_LATE = "late_before"
#: What the list sorts by.
FIELDS: dict[str, Any] = {
    "since": SINCE, "number": Person.number, "station": Stop.station, "holder": Staff.sort_name,
    "opened": Circulation.opened_at,
}  # fmt: skip


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to: one's own stops, a kind of stop, files that came before `late_before`."""

    mine: bool = False
    station: str | None = None
    late_before: datetime | None = None


Order = tuple[str, bool]


class _Shape(NamedTuple):
    """What a statement is built for; the moment itself is filled in."""

    roles: frozenset[str]
    mine: bool
    station: str | None
    late: bool


class Circulations:
    """The running circulations that somebody has to do with on a day, narrowed by criteria; their own stops first."""

    def __init__(self, session: Session, actor: SignedIn, criteria: Criteria, today: date) -> None:
        self._session, before = session, criteria.late_before
        self._shape = _Shape(actor.roles, criteria.mine, criteria.station, before is not None)
        self._places = viewer(actor, today) | ({_LATE: before} if before else {})

    def count(self) -> int:
        """How many there are."""
        return direct(self._session).scalar(_counted(self._shape), self._places) or 0

    def listed(self, order: Order, span: Span) -> Found:
        """A span of them; `order` is a field of FIELDS and "descending"."""
        rows = direct(self._session).execute(_in_order(self._shape, order), {**self._places, **span._asdict()}).all()
        return Found(list(rows), rows[0][-1] if rows else 0)

    def one(self, circulation_id: int) -> Row[Any] | None:
        """One circulation, also one that is over; None where somebody has nothing to do with it."""
        rows = _among(_columns(self._shape.roles)).where(Circulation.id == circulation_id)
        return self._session.execute(rows, self._places).one_or_none()


@lru_cache(maxsize=100)
def _counted(shape: _Shape) -> Select[Any]:
    return select(func.count()).select_from(_running(select(Circulation.id), shape).subquery())


@lru_cache(maxsize=100)
def _in_order(shape: _Shape, order: Order) -> Select[Any]:
    field, descending = FIELDS[order[0]], order[1]
    turned = field.desc() if descending else field.asc()
    rows = _running(_columns(shape.roles), shape)
    return by_span(rows.order_by(_mine(shape.roles).desc(), turned.nulls_last(), Circulation.id))


def _columns(roles: frozenset[str]) -> Select[Any]:
    mine = _mine(roles)
    known = or_(related(opening_of(roles, "master")), _PAST_ME, mine)
    return select(
        Circulation.id, Circulation.opened_at, Circulation.closed_at, Person.number, Person.id.label("person_id"),
        case((known, Person.surname)).label("surname"), case((known, Person.given_name)).label("given_name"),
        Stop.position, Stop.station, Stop.received_at, Staff.surname.label("holder_surname"),
        Staff.given_name.label("holder_given_name"), SINCE.label("since"), mine.label("mine"))


def _running(rows: Select[Any], shape: _Shape) -> Select[Any]:
    return _among(rows).where(Circulation.closed_at.is_(None), *_narrowed(shape))


def _narrowed(shape: _Shape) -> Iterator[ColumnElement[bool]]:
    if shape.mine:
        yield _mine(shape.roles)
    if shape.station:
        yield Stop.station == shape.station
    if shape.late:
        yield bindparam(_LATE, type_=SINCE.type) > SINCE


def _among(rows: Select[Any]) -> Select[Any]:
    at_stop = and_(Stop.circulation_id == Circulation.id, Stop.position == _NEXT)
    return (
        rows.select_from(Circulation).join(Person, Person.id == Circulation.person_id)
        .outerjoin(Case, LATEST_CASE).outerjoin(Stop, at_stop).outerjoin(Staff, Staff.id == Stop.staff_id)
        .where(or_(func.coalesce(Person.branch_id, 0) == BRANCH, _PAST_ME)))


def _mine(roles: frozenset[str]) -> ColumnElement[bool]:
    """Whether the file lies at one's own stop, or is on its way there."""
    anybody = and_(Stop.station == "maintenance", Stop.staff_id.is_(None), Person.branch_id == BRANCH)
    own = or_(Stop.staff_id.in_(DESKS), anybody if "maintenance_clerk" in roles else false())
    return func.coalesce(own, False)


def market_ready_ahead(session: Session, case_ids: Collection[int]) -> dict[int, int]:
    """By case, the market-ready case manager to whom a client of category A is still to be handed over (HK 6.3).

    Whom the handover being prepared names, else the intake with result A; nobody who has left.
    """
    named = func.coalesce(Handover.to_staff_id, Intake.future_manager_id)
    prepared = and_(Handover.case_id == Deadline.case_id, Handover.state == "prepared",
                    Handover.kind == "to_market_ready")
    rows = (
        select(Deadline.case_id, Staff.id).outerjoin_from(Deadline, Handover, prepared)
        .outerjoin(Intake, and_(Intake.case_id == Deadline.case_id, Intake.result == "A"))
        .join(Staff, Staff.id == named)
        .where(Deadline.case_id.in_(case_ids), Deadline.standard == "UEB2", OPEN, Staff.active))  # fmt: skip
    return dict(session.execute(rows).all())
