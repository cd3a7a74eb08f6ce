"""Giving appointments: which times are free, and taking one, which only one of several at once succeeds in."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Appointment, BookedSlot, Meeting, Staff
from fm.models.base import BERLIN
from fm.queries.appointments import diary
from fm.rules.appointments import clock_time, free_starts, half_hours, obstacle
from fm.rules.calendar import weekday_and_date
from fm.usecases.entries import lock_cases, next_number
from fm.usecases.refusals import Refused

#: The field of a form that a time which is not possible belongs to.
WHEN = "termin"
#: How many free times a refusal names, and how many days ahead it looks for them.
_NAMED, _LOOKED_AHEAD = 3, timedelta(days=28)


def free_slots(
    session: Session, staff_ids: Collection[int], first: date, last: date, minutes: int,
    person_ids: Collection[int] = (), *, now: datetime, limit: int | None = None,
) -> list[datetime]:
    """The times from the first to the last day that are free for all of these colleagues and clients, at most `limit`.

    Nothing is proposed in the past nor more than a year ahead.
    """
    return free_starts(diary(session, staff_ids, first, last, person_ids, now), first, last, minutes, limit)


def book(
    session: Session, staff_by_case: Mapping[int, int], starts_at: datetime, minutes: int, purpose: str,
    place: str | None, now: datetime,
) -> list[Appointment]:
    """Give one meeting to these cases, each with its colleague (case id → staff id); part of the caller's transaction.

    Takes the half hours of every colleague. Refused on `WHEN` with the reason and the next free times. The colleagues'
    rows are locked first, so of several bookings of one half hour the later ones see it taken; the key of
    `booked_slot` would let none of them through in any case.
    """
    cases = lock_cases(session, staff_by_case)
    staff_ids, starts_at = sorted(set(staff_by_case.values())), starts_at.astimezone(BERLIN)
    _lock_colleagues(session, staff_ids)
    _check(session, staff_ids, [case.person_id for case in cases], starts_at, minutes, now)
    meeting = Meeting(starts_at=starts_at, minutes=minutes, place=place)
    session.add(meeting)
    session.flush()
    session.add_all(BookedSlot(staff_id=staff_id, starts_at=start, meeting_id=meeting.id)
                    for staff_id in staff_ids for start in half_hours(starts_at, minutes))  # fmt: skip
    made = [Appointment(
        case_id=case.id, person_id=case.person_id, number=next_number(session, Appointment, case.person_id),
        meeting=meeting, staff_id=staff_by_case[case.id], purpose=purpose) for case in cases]
    session.add_all(made)
    session.flush()
    return made


def _lock_colleagues(session: Session, staff_ids: Collection[int]) -> None:
    """Refused where somebody has left the office."""
    rows = select(Staff.active, Staff.given_name, Staff.surname).where(Staff.id.in_(staff_ids)).order_by(Staff.id)
    for active, given_name, surname in session.execute(rows.with_for_update(key_share=True)).all():
        if not active:
            raise Refused(WHEN, f"{given_name} {surname} ist nicht mehr im Dienst.")


def _check(
    session: Session, staff_ids: Collection[int], person_ids: Collection[int], starts_at: datetime, minutes: int,
    now: datetime,
) -> None:
    day = starts_at.date()
    found = diary(session, staff_ids, day, day, person_ids, now)
    reason = obstacle(found, starts_at, minutes)
    if reason is None:
        return
    first = min(max(day, now.date()), found.furthest)
    last = first + _LOOKED_AHEAD
    free = free_starts(diary(session, staff_ids, first, last, person_ids, now), first, last, minutes, _NAMED)
    raise Refused(WHEN, f"{reason} {_next_free(free)}")


def _next_free(free: list[datetime]) -> str:
    if not free:
        return "In den vier Wochen danach ist keine Zeit frei."
    times = "; ".join(f"{weekday_and_date(start.date())}, {clock_time(start)} Uhr" for start in free)
    return f"Frei ist zum Beispiel: {times}."
