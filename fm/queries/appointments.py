"""Diaries of colleagues and clients, and the appointments in them."""

import json
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from fm.models import Appointment, BookedSlot, BusyHours, Deputy, Meeting, Setting, Staff
from fm.models.base import BERLIN
from fm.queries.office import calendar
from fm.rules.appointments import HOURS_SETTING, Absence, Busy, Diary, OfficeHours, Stretch, half_hours, hours_from_json


def office_hours(session: Session) -> OfficeHours:
    """The consultation hours that management has entered, each from a day on."""
    rows = session.execute(select(Setting.valid_from, Setting.value).where(Setting.key == HOURS_SETTING))
    return OfficeHours((start, hours_from_json(json.loads(value))) for start, value in rows)


def diary(
    session: Session, staff_ids: Collection[int], first: date, last: date, person_ids: Collection[int], now: datetime
) -> Diary:
    """What stands against a meeting of these colleagues with these clients from the first to the last day."""
    begins, ends = day_begins(first), day_begins(last + timedelta(days=1))
    return Diary(
        now.astimezone(BERLIN), calendar(session), office_hours(session), _taken(session, staff_ids, begins, ends),
        absences(session, staff_ids, first, last), busy_hours(session, person_ids),
        _engaged(session, person_ids, begins, ends))


def day_begins(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), BERLIN)


def _taken(session: Session, staff_ids: Collection[int], begins: datetime, ends: datetime) -> dict[datetime, str]:
    rows = (
        select(BookedSlot.starts_at, Staff.given_name, Staff.surname).join(Staff, Staff.id == BookedSlot.staff_id)
        .where(BookedSlot.staff_id.in_(staff_ids), BookedSlot.starts_at >= begins, BookedSlot.starts_at < ends))
    return {starts_at: f"{given_name} {surname}" for starts_at, given_name, surname in session.execute(rows)}


def absences(session: Session, staff_ids: Collection[int], first: date, last: date) -> list[Absence]:
    """When these colleagues are away between two days, known by who stands in for them; who has left, throughout."""
    rows = (
        select(Staff.given_name, Staff.surname, Deputy.begins, Deputy.ends).join(Deputy, Deputy.absent_id == Staff.id)
        .where(Deputy.absent_id.in_(staff_ids), Deputy.begins <= last, Deputy.ends >= first)
        .order_by(Deputy.begins, Deputy.id))
    gone = select(Staff.given_name, Staff.surname, literal(first), literal(last)).where(
        Staff.id.in_(staff_ids), Staff.active.is_(False))
    return [Absence(f"{given_name} {surname}", begins, ends)
            for given_name, surname, begins, ends in (*session.execute(rows), *session.execute(gone))]  # fmt: skip


def busy_hours(session: Session, person_ids: Collection[int]) -> list[Busy]:
    """The hours in which these clients work or are at school, through the week."""
    rows = (
        select(BusyHours.weekday, BusyHours.begins, BusyHours.ends).where(BusyHours.person_id.in_(person_ids))
        .order_by(BusyHours.weekday, BusyHours.begins))
    return [Busy(weekday, Stretch(begins, ends)) for weekday, begins, ends in session.execute(rows)]


def _engaged(
    session: Session, person_ids: Collection[int], begins: datetime, ends: datetime
) -> frozenset[datetime]:
    rows = (
        select(Meeting.starts_at, Meeting.minutes).join(Appointment, Appointment.meeting_id == Meeting.id)
        .where(Appointment.person_id.in_(person_ids), Appointment.state == "planned",
               Meeting.starts_at >= begins, Meeting.starts_at < ends))
    return frozenset(moment for start, minutes in session.execute(rows) for moment in half_hours(start, minutes))
