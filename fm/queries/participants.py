"""Who takes part in a measure, who waits for it, and what a client takes part in; never barriers, plan or notes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, true
from sqlalchemy.orm import Session, aliased

from fm.models import Absence, Branch, Case, Measure, MeasureSite, Occupation, Participation, Person, Profile, Staff
from fm.queries.direct import SPACE, constant, direct
from fm.rules.catalogue import HOLDING, UNDER_WAY
from fm.rules.places import Period, overlapping

#: The order of a waiting list: those taken over from the former system have no rank and stand first.
IN_LINE = (Participation.waiting_rank.is_not(None), Participation.waiting_rank, Participation.waiting_since,
           Participation.id)  # fmt: skip
#: The condition that leaves nobody out.
EVERYBODY = true()


class Participant(NamedTuple):
    """Somebody in a measure as its coordinator sees them; `position` is that on the waiting list, else None.

    `ends` is the last day as planned; `missed` counts the calendar days of absence recorded, `unexcused` those of them
    without excuse. `manager` is the case manager's name. Whose case is `closed` has no position and gets no place.
    """

    id: int
    version: int
    case_id: int
    person_id: int
    number: str
    surname: str
    given_name: str
    born: date
    phone: str | None
    branch: str | None
    manager: str | None
    target: str | None
    status: str
    site_id: int | None
    site: str | None
    begins: date | None
    ends: date | None
    broken_off: date | None
    broken_off_reason: str | None
    reserved_until: date | None
    waiting_since: datetime | None
    allocated_on: date | None
    consent_on: date | None
    conference: date | None
    conference_waived: date | None
    result: str | None
    result_on: date | None
    closed: date | None
    missed: int
    unexcused: int
    position: int | None = None

    @property
    def last(self) -> date | None:
        """The last day on which the place is held."""
        return self.broken_off or self.ends


class InMeasure(NamedTuple):
    """What a client takes, took or is to take part in; `position` is that on the waiting list, else None."""

    id: int
    version: int
    case_id: int
    measure_id: int
    measure: str
    title: str
    kind: str
    provider: str | None
    full_time: bool
    site: str | None
    status: str
    begins: date | None
    ends: date | None
    broken_off: date | None
    broken_off_reason: str | None
    reserved_until: date | None
    conference: date | None
    conference_waived: date | None
    result: str | None
    result_on: date | None
    strategy_id: int | None
    reason: str | None
    position: int | None = None

    @property
    def last(self) -> date | None:
        """The last day on which the place is held."""
        return self.broken_off or self.ends


_Ahead = aliased(Participation)
#: The place of everybody on their waiting list, among all who wait for the same and whose case is open.
_POSITIONS = (
    select(_Ahead.id, func.row_number().over(
        partition_by=(_Ahead.measure_id, _Ahead.site_id),
        order_by=(_Ahead.waiting_rank.is_not(None), _Ahead.waiting_rank, _Ahead.waiting_since, _Ahead.id),
    ).label("position"))
    .join(Case, Case.id == _Ahead.case_id).where(_Ahead.status == constant("waiting"), Case.closed.is_(None))
)  # fmt: skip
_TARGET = (
    select(func.coalesce(Profile.target, Occupation.title))
    .outerjoin(Occupation, Profile.target_code == Occupation.code)
    .where(Profile.case_id == Participation.case_id).order_by(Profile.valid_from.desc(), Profile.number.desc()).limit(1)
    .correlate(Participation).scalar_subquery()
)  # fmt: skip
_MANAGER = Staff.given_name + SPACE + Staff.surname
_OF_MEASURE = Participation.measure_id == bindparam("measure")
_IN_POSITION = _POSITIONS.where(_Ahead.measure_id == bindparam("measure")).subquery("line")
_PARTICIPANTS = (
    select(Participation.id, Participation.version, Participation.case_id, Participation.person_id, Person.number,
           Person.surname, Person.given_name, Person.born, Person.phone, Branch.name, _MANAGER, _TARGET,
           Participation.status, Participation.site_id, MeasureSite.name, Participation.begins, Participation.ends,
           Participation.broken_off, Participation.broken_off_reason, Participation.reserved_until,
           Participation.waiting_since, Participation.allocated_on, Participation.consent_on, Participation.conference,
           Participation.conference_waived, Participation.result, Participation.result_on, Case.closed,
           _IN_POSITION.c.position)
    .join_from(Participation, Case, Case.id == Participation.case_id).join(Person, Person.id == Participation.person_id)
    .outerjoin(Branch, Branch.id == Person.branch_id).outerjoin(Staff, Staff.id == Case.case_manager_id)
    .outerjoin(MeasureSite, MeasureSite.id == Participation.site_id)
    .outerjoin(_IN_POSITION, _IN_POSITION.c.id == Participation.id)
    .where(_OF_MEASURE, Participation.status.in_(bindparam("states", expanding=True)))
    .order_by(MeasureSite.position.nulls_last(), Person.sort_name, Person.id, Participation.begins.nulls_last(),
              Participation.id)
)  # fmt: skip
_ABSENCES = select(Absence.participation_id, Absence.begins, Absence.ends, Absence.kind).join(Participation).where(
    _OF_MEASURE)
#: The client of a case, whose other cases count as well.
_PERSON = select(Case.person_id).where(Case.id == bindparam("case", type_=Integer)).scalar_subquery()
_OWN_LINES = _POSITIONS.where(_Ahead.measure_id.in_(select(Participation.measure_id).where(
    Participation.person_id == _PERSON))).subquery("line")
_OF_PERSON = (
    select(Participation.id, Participation.version, Participation.case_id, Participation.measure_id, Measure.number,
           Measure.title, Measure.kind, Measure.provider, Measure.full_time, MeasureSite.name, Participation.status,
           Participation.begins, Participation.ends, Participation.broken_off, Participation.broken_off_reason,
           Participation.reserved_until, Participation.conference, Participation.conference_waived,
           Participation.result, Participation.result_on, Participation.strategy_id, Participation.reason,
           _OWN_LINES.c.position)
    .join_from(Participation, Measure, Measure.id == Participation.measure_id)
    .outerjoin(MeasureSite, MeasureSite.id == Participation.site_id)
    .outerjoin(_OWN_LINES, _OWN_LINES.c.id == Participation.id)
    .where(Participation.person_id == _PERSON)
    .order_by(Participation.status.not_in(UNDER_WAY), Participation.begins.is_(None), Participation.begins.desc(),
              Participation.number.desc())
)  # fmt: skip


def participants(
    session: Session, measure_id: int, states: Collection[str] = HOLDING, seen: ColumnElement[bool] = EVERYBODY,
    values: Mapping[str, Any] | None = None,
) -> list[Participant]:  # fmt: skip
    """Who is in a measure in one of these states, by place of training, name and first day.

    `seen` is a condition on `Participation`, for some sites or clients only; `values` are those for its places.
    """
    rows = _PARTICIPANTS if seen is EVERYBODY else _PARTICIPANTS.where(seen)
    return _participants(session, rows, {"measure": measure_id, "states": list(states), **(values or {})})


def participations_of(session: Session, case_id: int) -> list[InMeasure]:
    """What the client of a case takes part in, in all of their cases: what is under way first, then the newest."""
    rows: Any = direct(session).execute(_OF_PERSON, {"case": case_id})
    return [InMeasure(*row) for row in rows]


def overlaps_among(participations: Sequence[InMeasure]) -> list[tuple[InMeasure, InMeasure, Period]]:
    """The pairs of full-time measures in which a client is at the same time, reserved places included, and when.

    `participations` are all that the client has, as `participations_of` reads them.
    """
    return overlapping([(each, Period(each.begins, each.last)) for each in participations
                        if each.full_time and each.status in HOLDING])


def _participants(session: Session, rows: Select[*tuple[Any, ...]], values: dict[str, Any]) -> list[Participant]:
    connection = direct(session)
    missed: dict[tuple[int, bool], int] = defaultdict(int)
    for participation_id, begins, ends, kind in connection.execute(_ABSENCES, {"measure": values["measure"]}):
        missed[participation_id, kind == "unexcused"] += (ends - begins).days + 1
    found: Any = connection.execute(rows, values).all()
    return [_participant(row, missed[row.id, False], missed[row.id, True]) for row in found]


def _participant(row: Any, excused: int, unexcused: int) -> Participant:
    return Participant(*(*row[:-1], excused + unexcused, unexcused, row.position))
