"""Agreements of a caseload that end soon, and what stands against a time with each of these clients (HK 4.1.4)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from fm.models import Agreement, AgreementDuty, Appointment, BusyHours, Case, Meeting, Person, Profile, Staff
from fm.models.base import BERLIN
from fm.queries.appointments import diary
from fm.queries.direct import SPACE, direct
from fm.queries.listed import Found, Span
from fm.rules.appointments import Busy, Diary, Stretch, free_starts, half_hours
from fm.rules.calendar import Calendar
from fm.rules.ending import AHEAD, Client, is_prepared, shared_out, window


class Ending(NamedTuple):
    """An agreement that ends soon, and how far its end is prepared.

    `duties` it has, `judged` of them are judged; `renewed` says that the profile was renewed or confirmed since it was
    signed (Q23); `next_at` is the client's next appointment of any purpose, `follow_up` the next follow-up.
    """

    case_id: int
    person_id: int
    household_id: int | None
    number: str
    surname: str
    given_name: str
    sort_name: str
    staff_id: int
    staff: str
    until: date
    renewed: bool
    duties: int
    judged: int
    next_at: datetime | None
    follow_up: datetime | None

    @property
    def prepared(self) -> bool:
        """Whether a follow-up consultation about the end is planned."""
        return is_prepared(self.until, self.follow_up.date() if self.follow_up else None)


#: What the list sorts by.
ORDERS: Mapping[str, Any] = {
    "client": lambda row: row.sort_name, "until": lambda row: row.until, "renewed": lambda row: row.renewed,
    "judged": lambda row: (row.judged - row.duties, row.duties), "staff": lambda row: row.staff,
    "next": lambda row: (row.next_at is None, str(row.next_at or "")), "prepared": lambda row: row.prepared,
}  # fmt: skip
Order = tuple[str, bool]

_Signed = aliased(Agreement)
_RUNNING = (
    select(_Signed.id).where(_Signed.case_id == Case.id, _Signed.signed.is_not(None))
    .order_by(_Signed.signed.desc(), _Signed.number.desc()).limit(1).correlate(Case).scalar_subquery())


def _renewed(day: Any) -> Any:
    return select(Profile.id).where(Profile.case_id == Case.id, day > Agreement.signed).correlate(
        Case, Agreement).exists()  # fmt: skip


def _duties(*only: Any) -> Any:
    return select(func.count()).select_from(AgreementDuty).where(
        AgreementDuty.agreement_id == Agreement.id, *only).correlate(Agreement).scalar_subquery()  # fmt: skip


def _planned(*only: Any) -> Any:
    return (
        select(func.min(Meeting.starts_at)).select_from(Appointment).join(Meeting)
        .where(Appointment.case_id == Case.id, Appointment.state == "planned", Meeting.starts_at >= bindparam("now"),
               *only)
        .correlate(Case).scalar_subquery())


_ENDING = (
    select(Case.id, Person.id, Person.household_id, Person.number, Person.surname, Person.given_name, Person.sort_name,
           Staff.id, Staff.given_name + SPACE + Staff.surname, Case.agreement_until,
           _renewed(Profile.valid_from) | _renewed(Profile.completed_on) | _renewed(Profile.confirmed_on),
           _duties(), _duties(AgreementDuty.judged.is_not(None)), _planned(),
           _planned(Appointment.purpose == "follow_up"))
    .join_from(Case, Person).join(Staff, Staff.id == Case.case_manager_id).join(Agreement, Agreement.id == _RUNNING)
    .where(Case.case_manager_id.in_(bindparam("staff", expanding=True)), Case.is_latest, Case.closed.is_(None),
           Case.agreement_until.between(bindparam("today"), bindparam("ahead")), Agreement.ended.is_(None))
    .order_by(Case.agreement_until, Person.sort_name, Person.id))  # fmt: skip


def ending(session: Session, staff_ids: Sequence[int], now: datetime) -> list[Ending]:
    """The agreements that end within eight weeks in the open cases of these colleagues, the nearest end first."""
    today = now.date()
    places = {"staff": list(staff_ids), "now": now, "today": today, "ahead": today + AHEAD}
    return [Ending._make(row) for row in direct(session).execute(_ENDING, places)]


def listed(rows: Iterable[Ending], prepared: bool | None, order: Order, span: Span | None = None) -> Found:
    """Those rows that are prepared, or are not, or all, in an order; a span of them, or all."""
    chosen = [row for row in rows if prepared in (None, row.prepared)]
    chosen.sort(key=ORDERS[order[0]], reverse=order[1])
    return Found(chosen[span.offset:span.offset + span.shown] if span else chosen, len(chosen))


def proposed_times(
    session: Session, rows: Sequence[Ending], minutes: int, calendar: Calendar, now: datetime
) -> dict[int, datetime]:
    """A time for each of these cases in which the follow-up consultation can be; who gets none is left out."""
    if not rows:
        return {}
    free = {}
    diaries = _diaries(session, rows, now)
    for row in rows:
        first, last = window(row.until, now.date(), calendar)
        free[row.case_id] = free_starts(diaries[row.case_id], first, last, minutes)
    return shared_out([Client(row.case_id, row.staff_id, row.household_id) for row in rows], free, minutes)


def _diaries(session: Session, rows: Sequence[Ending], now: datetime) -> dict[int, Diary]:
    """What stands against a time for each case: the colleague's day, the client's hours, what the household has."""
    first, last = now.date(), max(row.until for row in rows)
    of_staff = {id: diary(session, [id], first, last, (), now) for id in {row.staff_id for row in rows}}
    busy, engaged = _busy(session, {row.person_id for row in rows}), _engaged(session, rows, now)
    return {row.case_id: replace(of_staff[row.staff_id], busy=busy[row.person_id], engaged=engaged[_together(row)])
            for row in rows}  # fmt: skip


def _busy(session: Session, person_ids: Collection[int]) -> dict[int, list[Busy]]:
    found = defaultdict(list)
    hours = select(BusyHours.person_id, BusyHours.weekday, BusyHours.begins, BusyHours.ends)
    for person_id, weekday, begins, ends in session.execute(hours.where(BusyHours.person_id.in_(person_ids))):
        found[person_id].append(Busy(weekday, Stretch(begins, ends)))
    return found


def _engaged(session: Session, rows: Sequence[Ending], now: datetime) -> dict[tuple[str, int], frozenset[datetime]]:
    """The half hours in which a household, or somebody who lives alone, has some appointment in the house."""
    households, people = {row.household_id for row in rows} - {None}, {row.person_id for row in rows}
    planned = (
        select(Person.household_id, Person.id, Meeting.starts_at, Meeting.minutes).select_from(Appointment)
        .join(Meeting).join(Person, Person.id == Appointment.person_id)
        .where(Appointment.state == "planned", Meeting.starts_at >= now,
               Person.household_id.in_(households) | Person.id.in_(people)))
    found: dict[tuple[str, int], frozenset[datetime]] = defaultdict(frozenset)
    for household_id, person_id, starts_at, minutes in session.execute(planned):
        together = ("household", household_id) if household_id else ("person", person_id)
        found[together] |= frozenset(half_hours(starts_at.astimezone(BERLIN), minutes))
    return found


def _together(row: Ending) -> tuple[str, int]:
    return ("household", row.household_id) if row.household_id else ("person", row.person_id)
