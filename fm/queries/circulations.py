"""Benefits files on their way through the house: where each lies, since when, and whose stop that is (HK 6.2).

Everybody concerned sees the files of their branch and those that come past their own desk; of clients they do not read,
the number alone.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from fm.models import Case, Circulation, CirculationStation, Deadline, Handover, Intake, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.relations import DESKS, LATEST_CASE, opening, related, viewer
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


class Circulations:
    """The running circulations that somebody has to do with on a day, narrowed by criteria; their own stops first."""

    def __init__(self, session: Session, actor: SignedIn, criteria: Criteria, today: date) -> None:
        self._session, self.criteria = session, criteria
        self._places = viewer(actor, today)
        self._mine = _mine(actor)
        self._known = or_(related(opening(actor, "master")), _PAST_ME, self._mine)
        self._here = or_(func.coalesce(Person.branch_id, 0) == actor.branch_id, _PAST_ME)

    def count(self) -> int:
        """How many there are."""
        counted = self._running(select(Circulation.id)).subquery()
        return self._session.scalar(select(func.count()).select_from(counted), self._places) or 0

    def page(self, order: tuple[str, bool], offset: int, size: int) -> list[Row[Any]]:
        """So many rows after the first `offset`; `order` is a field of FIELDS and "descending"."""
        field, descending = FIELDS[order[0]], order[1]
        turned = field.desc() if descending else field.asc()
        rows = self._running(self._columns()).order_by(self._mine.desc(), turned.nulls_last(), Circulation.id)
        return list(self._session.execute(rows.limit(size).offset(offset), self._places))

    def one(self, circulation_id: int) -> Row[Any] | None:
        """One circulation, also one that is over; None where somebody has nothing to do with it."""
        rows = self._among(self._columns()).where(Circulation.id == circulation_id)
        return self._session.execute(rows, self._places).one_or_none()

    def _columns(self) -> Select[Any]:
        return select(
            Circulation.id, Circulation.opened_at, Circulation.closed_at, Person.number, Person.id.label("person_id"),
            case((self._known, Person.surname)).label("surname"),
            case((self._known, Person.given_name)).label("given_name"), Stop.position, Stop.station, Stop.received_at,
            Staff.surname.label("holder_surname"), Staff.given_name.label("holder_given_name"), SINCE.label("since"),
            self._mine.label("mine"))

    def _running(self, rows: Select[Any]) -> Select[Any]:
        return self._among(rows).where(Circulation.closed_at.is_(None), *self._narrowed())

    def _narrowed(self) -> Iterator[ColumnElement[bool]]:
        if self.criteria.mine:
            yield self._mine
        if self.criteria.station:
            yield Stop.station == self.criteria.station
        if self.criteria.late_before:
            yield self.criteria.late_before > SINCE

    def _among(self, rows: Select[Any]) -> Select[Any]:
        at_stop = and_(Stop.circulation_id == Circulation.id, Stop.position == _NEXT)
        return (
            rows.select_from(Circulation).join(Person, Person.id == Circulation.person_id)
            .outerjoin(Case, LATEST_CASE).outerjoin(Stop, at_stop).outerjoin(Staff, Staff.id == Stop.staff_id)
            .where(self._here))


def _mine(actor: SignedIn) -> ColumnElement[bool]:
    """Whether the file lies at one's own stop, or is on its way there."""
    anybody = and_(Stop.station == "maintenance", Stop.staff_id.is_(None), Person.branch_id == actor.branch_id)
    own = or_(Stop.staff_id.in_(DESKS), anybody if "maintenance_clerk" in actor.roles else false())
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
