"""What goes over with a case: one transaction moves everything that lies with the giver, for one case or for many.

However many cases there are, the number of statements hangs on how many colleagues give and take.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from fm.models import (
    Appointment,
    BookedSlot,
    Case,
    Circulation,
    CirculationStation,
    Deputy,
    Handover,
    Meeting,
    Message,
    Person,
    Staff,
    Transfer,
)
from fm.queries.accounts import SignedIn
from fm.rules.appointments import half_hours
from fm.usecases.deadlines import refresh
from fm.usecases.responsibility import assign_all

Key = TypeVar("Key")
Value = TypeVar("Value")
_Slot = tuple[int, datetime]


@dataclass(frozen=True)
class Moved:
    """What moved: appointments that went over, and those that stay with the giver because the receiver is not free."""

    appointments: int
    left: int


class _Way(NamedTuple):
    """From whom to whom a case goes."""

    giver: int
    receiver: int


class _Planned(NamedTuple):
    """An appointment still to come that lies with the giver of its case."""

    id: int
    case_id: int
    staff_id: int
    meeting_id: int
    starts_at: datetime
    minutes: int


def move_cases(
    session: Session, handovers: Sequence[Handover], day: date, reason: str | None, actor: SignedIn, now: datetime
) -> Moved:
    """Hand these handovers' cases over: responsibility, branch, appointments, deadlines, messages, circulating files.

    Part of a deed that has locked the cases and checked what stands against it; that deed journals and tells. Running
    participations stay where they are. An appointment goes over where the receiver is free, else it stays with the
    giver, to be rearranged.
    """
    cases = {case.id: case for case in session.scalars(
        select(Case).where(Case.id.in_([handover.case_id for handover in handovers])))}  # fmt: skip
    ways = {case_id: _Way(case.case_manager_id, handover.to_staff_id)
            for handover in handovers for case_id, case in ((handover.case_id, cases[handover.case_id]),)
            if case.case_manager_id is not None}  # fmt: skip
    transfers = assign_all(
        session, [(cases[handover.case_id], handover.to_stream, handover.to_staff_id) for handover in handovers], day,
        reason, actor)
    _record(session, zip(handovers, transfers, strict=True), day, now)
    keep_preparations(session, [(handover.to_staff_id, handover.case_id) for handover in handovers])
    _move_branches(session, handovers)
    moved = _move_appointments(session, ways, now)
    for way, case_ids in _by_way(ways).items():
        people = [cases[case_id].person_id for case_id in case_ids]
        _move_messages(session, way, people)
        _move_stations(session, way, people)
    refresh(session, list(cases))
    return moved


_RECORDED = ("state", "day", "handed_over_at", "from_staff_id", "from_staff", "transfer_id", "transfer", "version")


def _record(session: Session, handed: Iterable[tuple[Handover, Transfer]], day: date, now: datetime) -> None:
    """Each handover is done, with the transfer that it led to; one statement however many they are."""
    handed = list(handed)
    session.connection().execute(
        update(Handover).where(Handover.id == bindparam("of_handover")).values(
            state="handed_over", day=day, handed_over_at=now, from_staff_id=bindparam("giver"),
            transfer_id=bindparam("by_transfer"), version=Handover.version + 1),
        [{"of_handover": handover.id, "giver": transfer.from_staff_id, "by_transfer": transfer.id}
         for handover, transfer in handed])
    for handover, _ in handed:
        session.expire(handover, _RECORDED)


def _by_way(ways: dict[int, _Way]) -> dict[_Way, list[int]]:
    found = defaultdict(list)
    for case_id, way in ways.items():
        found[way].append(case_id)
    return found


def keep_preparations(session: Session, moved: Iterable[tuple[int, int]]) -> None:
    """Handovers prepared for cases that went to somebody otherwise (staff id, case id); part of that deed.

    They go on with the new case manager as giver, or are over where that is whom they lead to.
    """
    for receiver_id, case_ids in _grouped(moved).items():
        others = update(Handover).where(Handover.case_id.in_(case_ids), Handover.state == "prepared").execution_options(
            synchronize_session=False)
        counted = {"version": Handover.version + 1}
        session.execute(others.where(Handover.to_staff_id == receiver_id).values(state="dropped", **counted))
        session.execute(others.values(from_staff_id=receiver_id, **counted))


def _move_branches(session: Session, handovers: Sequence[Handover]) -> None:
    by_branch = _grouped((handover.to_branch_id, handover.person_id) for handover in handovers)
    for branch_id, people in by_branch.items():
        elsewhere = Person.branch_id.is_distinct_from(branch_id)
        session.execute(
            update(Person).where(Person.id.in_(people), elsewhere)
            .values(branch_id=branch_id, version=Person.version + 1)
            .execution_options(synchronize_session="fetch"))


def _move_messages(session: Session, way: _Way, people: Collection[int]) -> None:
    """What the giver has not done yet is news to the receiver."""
    session.execute(
        update(Message).where(Message.staff_id == way.giver, Message.person_id.in_(people), Message.done_at.is_(None))
        .values(staff_id=way.receiver, read_at=None).execution_options(synchronize_session=False))


def _move_stations(session: Session, way: _Way, people: Collection[int]) -> None:
    """A circulating file that lies with the giver, or is still to come to them; each gets it once (HK 6.2)."""
    running = select(Circulation.id).where(
        Circulation.person_id.in_(people), Circulation.closed_at.is_(None),
        ~Circulation.stations.any(CirculationStation.staff_id == way.receiver))
    session.execute(
        update(CirculationStation).where(
            CirculationStation.circulation_id.in_(running), CirculationStation.staff_id == way.giver,
            CirculationStation.passed_at.is_(None))
        .values(staff_id=way.receiver).execution_options(synchronize_session=False))


def _move_appointments(session: Session, ways: dict[int, _Way], now: datetime) -> Moved:
    planned = _planned(session, ways, now)
    if not planned:
        return Moved(0, 0)
    receivers = sorted({ways[one.case_id].receiver for one in planned})
    session.execute(select(Staff.id).where(Staff.id.in_(receivers)).order_by(Staff.id).with_for_update(key_share=True))
    taken = _taken(session, receivers, now)
    away = _away(session, receivers, now.date())
    moved, slots = [], dict[_Slot, int]()
    for one in planned:
        receiver = ways[one.case_id].receiver
        wanted = {(receiver, start): one.meeting_id for start in half_hours(one.starts_at, one.minutes)}
        there = any(begins <= one.starts_at.date() <= ends for begins, ends in away.get(receiver, ()))
        if not there and all(taken.get(slot, one.meeting_id) == one.meeting_id for slot in wanted):
            slots |= {slot: meeting for slot, meeting in wanted.items() if slot not in taken}
            taken |= wanted
            moved.append(one)
    _rebook(session, moved, ways, slots)
    return Moved(len(moved), len(planned) - len(moved))


def _planned(session: Session, ways: dict[int, _Way], now: datetime) -> list[_Planned]:
    """The givers' appointments still to come, the next first."""
    rows = (
        select(Appointment.id, Appointment.case_id, Appointment.staff_id, Meeting.id, Meeting.starts_at,
               Meeting.minutes)
        .join_from(Appointment, Meeting)
        .where(Appointment.case_id.in_(ways), Appointment.state == "planned", Meeting.starts_at >= now)
        .order_by(Meeting.starts_at, Appointment.id))  # fmt: skip
    found = [_Planned(*row) for row in session.execute(rows)]
    return [one for one in found if one.staff_id == ways[one.case_id].giver != ways[one.case_id].receiver]


def _taken(session: Session, staff_ids: Collection[int], now: datetime) -> dict[_Slot, int]:
    rows = select(BookedSlot.staff_id, BookedSlot.starts_at, BookedSlot.meeting_id).where(
        BookedSlot.staff_id.in_(staff_ids), BookedSlot.starts_at >= now)
    return {(staff_id, starts_at): meeting for staff_id, starts_at, meeting in session.execute(rows)}


def _away(session: Session, staff_ids: Collection[int], today: date) -> dict[int, list[tuple[date, date]]]:
    rows = select(Deputy.absent_id, Deputy.begins, Deputy.ends).where(
        Deputy.absent_id.in_(staff_ids), Deputy.ends >= today)
    return _grouped((staff_id, (begins, ends)) for staff_id, begins, ends in session.execute(rows))


def _rebook(session: Session, moved: Sequence[_Planned], ways: dict[int, _Way], slots: dict[_Slot, int]) -> None:
    """Put the appointments into the receivers' days; the givers' half hours are free where nobody else needs them."""
    for receiver, ids in _grouped((ways[one.case_id].receiver, one.id) for one in moved).items():
        session.execute(update(Appointment).where(Appointment.id.in_(ids)).values(staff_id=receiver)
                        .execution_options(synchronize_session="fetch"))  # fmt: skip
    still = exists().where(Appointment.meeting_id == BookedSlot.meeting_id, Appointment.state == "planned",
                           Appointment.staff_id == BookedSlot.staff_id)  # fmt: skip
    for giver, meetings in _grouped((one.staff_id, one.meeting_id) for one in moved).items():
        session.execute(
            delete(BookedSlot).where(BookedSlot.meeting_id.in_(meetings), BookedSlot.staff_id == giver, ~still)
            .execution_options(synchronize_session=False))
    if slots:
        session.execute(insert(BookedSlot), [
            {"staff_id": staff_id, "starts_at": starts_at, "meeting_id": meeting}
            for (staff_id, starts_at), meeting in slots.items()])


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
