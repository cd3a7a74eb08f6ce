"""The appointment for the intake: for one client or a household together, or at once; and when a client cannot come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fm.models import BusyHours, Case, Person
from fm.queries.accounts import SignedIn
from fm.queries.appointments import busy_hours
from fm.queries.intake_case import ahead_of, under_way
from fm.queries.joint import agreed_intake
from fm.rules.appointments import HALF_HOUR, Stretch, clock_time, week_of
from fm.rules.calendar import german
from fm.transactions import writing
from fm.usecases.appointments import WHEN, book, free_slots
from fm.usecases.entries import lock_open_case
from fm.usecases.intake import submit_application
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import case_managers, tell

#: How long an intake lasts unless told otherwise, in minutes.
USUAL_MINUTES = 60
#: Hours of the week in which a client cannot come, by weekday; 0 is Monday.
Hours = Mapping[int, Stretch]


def book_intake(
    actor: SignedIn, case_ids: Sequence[int], starts_at: datetime, minutes: int, place: str | None, although_late: bool,
    now: datetime, origin: str,
) -> None:
    """Agree on one appointment for the intake of these cases with their case managers (HK 3, 6.1).

    Refused where an intake is not owed, agreed on already or without case manager; outside the ten working days, or
    before unemployment benefit ends, unless that is meant so; and for a time that is not free.
    """
    with writing() as session:
        cases = [lock_open_case(session, case_id) for case_id in sorted(case_ids)]
        for case in cases:
            _refuse_unasked(session, case, starts_at, although_late, now)
        book(session, {case.id: _manager(case) for case in cases}, starts_at, minutes, "intake", place, now)
        for case in cases:
            _tell(session, actor, case, starts_at, now)
        at = {"appointment": [None, starts_at.isoformat()], "purpose": "intake", "minutes": minutes}
        append([Deed("write", "appointments", actor.id, origin, case.person_id, {**at, "together": len(cases)})
                for case in cases], now, session)  # fmt: skip


def send_at_once(actor: SignedIn, case_id: int, now: datetime, origin: str) -> datetime:
    """Take the complete form today and send the client to the case manager at the next free time of the day (HK 6.1).

    Returns that time. Refused where the case manager has none left today.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = under_way(session, case_id)
        if row is not None and row.submitted is None:
            submit_application(actor, case_id, now.date(), now, origin)
        minutes, start = _next_today(session, case, now)
        book_intake(actor, [case_id], start, minutes, None, False, now, origin)
        return start


def keep_busy_hours(
    actor: SignedIn, person_id: int, hours: Hours, shown: Hours, now: datetime, origin: str
) -> None:
    """Put these hours of work or school in place of those known; appointments are given outside of them (HK 3).

    `shown` is what the form was filled with: a day left as it was shown stays as it is now. Refused for an end
    before its beginning, and where somebody has saved other hours for a day that is changed here too.
    """
    with writing() as session:
        session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
        before = week_of(busy_hours(session, [person_id]))
        changed = {weekday for weekday in {*hours, *shown} if hours.get(weekday) != shown.get(weekday)}
        if faults := [*_backwards(hours), *_overtaken(before, hours, shown, changed)]:
            raise Refused.many(faults)
        new = {weekday: hours[weekday] for weekday in changed if weekday in hours}
        session.execute(delete(BusyHours).where(BusyHours.person_id == person_id, BusyHours.weekday.in_(changed)))
        session.add_all(BusyHours(person_id=person_id, weekday=weekday, begins=stretch.begins, ends=stretch.ends)
                        for weekday, stretch in new.items())  # fmt: skip
        kept = {weekday: stretch for weekday, stretch in before.items() if weekday not in changed}
        detail: dict[str, object] = {"busy_hours": [_told(before), _told(kept | new)]}
        append([Deed("write", "appointments", actor.id, origin, person_id, detail)], now, session)


def _backwards(hours: Hours) -> list[Fault]:
    return [Fault(f"bis_{weekday}", "Das Ende liegt nicht nach dem Beginn.")
            for weekday, (begins, ends) in hours.items() if ends <= begins]  # fmt: skip


def _overtaken(known: Hours, hours: Hours, shown: Hours, changed: Iterable[int]) -> list[Fault]:
    others = [weekday for weekday in sorted(changed)
              if known.get(weekday) not in (shown.get(weekday), hours.get(weekday))]  # fmt: skip
    return [Fault(f"von_{weekday}", f"Inzwischen wurde gespeichert: {known.get(weekday, 'frei')}. Bitte prüfen; mit "
                                    "erneutem Speichern gilt, was hier steht.") for weekday in others]  # fmt: skip


def _told(hours: Hours) -> list[list[object]]:
    return [[weekday, clock_time(begins), clock_time(ends)] for weekday, (begins, ends) in sorted(hours.items())]


def _refuse_unasked(
    session: Session, case: Case, starts_at: datetime, although_late: bool, now: datetime
) -> None:
    number, ahead = case.person.number, ahead_of(session, case.id, now.date())
    if ahead is None:
        raise Refused(None, f"Zu {number} ist kein Antrag unterwegs.")
    if not ahead.owed:
        raise Refused(None, f"Zu {number}: {ahead.why}")
    if agreed := agreed_intake(session, case.id):
        raise Refused(None, f"Zu {number} ist schon ein Termin am {german(agreed.starts_at.date())} um "
                            f"{clock_time(agreed.starts_at)} Uhr vereinbart.")  # fmt: skip
    day = starts_at.date()
    if not although_late and ((ahead.last_day and day > ahead.last_day) or (ahead.first_day and day < ahead.first_day)):
        raise Refused("trotzdem", f"{ahead.why} Bitte bestätigen oder eine andere Zeit wählen.")


def _manager(case: Case) -> int:
    manager = case.case_manager
    if manager is None:
        raise Refused(None, f"Zu {case.person.number} ist noch niemand im Fallmanagement benannt.")
    if not manager.active:
        raise Refused(None, f"{manager.name} ist nicht mehr im Dienst. Bitte zuerst jemand anderen im Fallmanagement "
                            "benennen.")  # fmt: skip
    return manager.id


def _next_today(session: Session, case: Case, now: datetime) -> tuple[int, datetime]:
    """The first time of today that is free, an hour if possible, else half of one; the running half hour counts."""
    for minutes in (USUAL_MINUTES, HALF_HOUR // timedelta(minutes=1)):
        found = free_slots(
            session, [_manager(case)], now.date(), now.date(), minutes, [case.person_id], now=now, limit=1)
        if found:
            return minutes, found[0]
    name = case.case_manager.name if case.case_manager else ""
    raise Refused(WHEN, f"{name} hat heute keine freie Zeit mehr. Bitte einen Termin an einem anderen Tag vereinbaren.")


def _tell(session: Session, actor: SignedIn, case: Case, starts_at: datetime, now: datetime) -> None:
    number, day = case.person.number, starts_at.date()
    when = "heute" if day == now.date() else f"am {german(day)}"
    tell(session, case_managers(session, case, now.date()),
         f"Akte {number}: Einstiegsberatung {when} um {clock_time(starts_at)} Uhr.", now, case.person_id,
         f"/kunden/{number}/einstieg", but=actor)  # fmt: skip
