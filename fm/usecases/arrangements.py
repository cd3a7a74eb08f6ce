"""Appointments with the client as deeds: given with or without an invitation, settled, moved, called off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fm.documents.records import Invitation as InvitationLetter
from fm.extensions import db
from fm.models import Appointment, BookedSlot, Case, ContactNote, Invitation, Meeting
from fm.queries.accounts import SignedIn
from fm.queries.letters import addressee
from fm.rules.appointments import clock_time
from fm.rules.calendar import weekday_and_date
from fm.rules.contacts import OCCASION_OF_PURPOSE, kind_missed
from fm.rules.vocabulary import APPOINTMENT_PURPOSES, APPOINTMENT_STATES, SUMMONS_PURPOSES
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.consultation import miss_intake
from fm.usecases.deadlines import refresh
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.letters import letter, meeting
from fm.usecases.outcome import noticing
from fm.usecases.printing import Printed, keep_document, typeset
from fm.usecases.refusals import Refused
from fm.usecases.telling import tell

#: The kind of an invitation by the purpose of its appointment; for those not named here it is "other".
_INVITATION_OF = {kind: kind for kind in ("first_consultation", "follow_up")}
#: What became of an appointment, before which it has to have begun.
_AFTERWARDS = frozenset({"attended", "missed", "missed_with_reason"})


@dataclass(frozen=True)
class Wish:
    """An appointment wished for: with whom (case id → staff id), when, what for.

    `invited` says that an invitation goes out today; `summons` is one of SUMMONS_PURPOSES and gives it legal
    consequences (§ 59 SGB II with § 309 SGB III). `once`: not where one with this purpose is planned already.
    """

    staff_by_case: Mapping[int, int]
    starts_at: datetime
    minutes: int
    purpose: str
    place: str | None = None
    invited: bool = False
    summons: str | None = None
    once: bool = False


@dataclass(frozen=True)
class Given:
    """Appointments that were given, the ids of the letters printed for them, and which deadlines that has met."""

    appointments: Sequence[Appointment]
    documents: Sequence[int]
    met: str


def arrange(actor: SignedIn, wish: Wish, now: datetime, origin: str) -> Given:
    """Give the appointment, with the invitation where wished; the colleagues are told whose day it is in.

    The invitation is printed, and Refused without a text released for today. Refused with the next free times where the
    time is not possible.
    """
    letters = _letters(db.session(), wish, now)
    with writing() as session:
        for case_id in sorted(wish.staff_by_case):
            lock_open_case(session, case_id)
            if wish.once:
                _refuse_second(session, case_id, wish.purpose, now)
        return _give(session, actor, wish, letters, now, origin)


def move(actor: SignedIn, case_id: int, appointment_id: int, wish: Wish, now: datetime, origin: str) -> Given:
    """Call a planned appointment off and give another one in its place; both or, where that is refused, neither."""
    letters = _letters(db.session(), wish, now)
    with writing() as session:
        case = lock_open_case(session, case_id)
        before = _planned(session, case, appointment_id)
        before.state = "moved"
        _free(session, before)
        session.flush()
        append([_deed(actor, before, "planned", origin)], now, session)
        return _give(session, actor, wish, letters, now, origin)


def settle(
    actor: SignedIn, case_id: int, appointment_id: int, result: str, reason: str | None, now: datetime, origin: str
) -> str:
    """Record what became of a planned appointment: one of APPOINTMENT_STATES but "planned" and "moved".

    Missed it leaves a note; an important reason has to be named. Called off it frees the half hours. Returns which
    deadlines that has met.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        appointment = _planned(session, case, appointment_id)
        _refuse(appointment, result, reason, now)
        with noticing(session, case_id) as met:
            appointment.state = result
            if result == "cancelled":
                _free(session, appointment)
            elif result != "attended":
                _missed(session, actor, case, appointment, reason, now, origin)
            session.flush()
            refresh(session, [case_id])
        append([_deed(actor, appointment, "planned", origin)], now, session)
    return met.sentence


def excuse(
    session: Session, actor: SignedIn, case: Case, appointment: Appointment, reason: str, now: datetime, origin: str
) -> None:
    """An important reason for a missed appointment has come up since; part of a deed that locked the case.

    The note about it says so too, so the rules no longer see a consultation missed.
    """
    before = appointment.state
    appointment.state, appointment.important_reason = "missed_with_reason", reason
    if appointment.contact_note:
        appointment.contact_note.kind = kind_missed(appointment.purpose, important_reason=True)
    session.flush()
    refresh(session, [case.id])
    append([_deed(actor, appointment, before, origin)], now, session)


def when(appointment: Appointment) -> str:
    """Dienstag, 24.11.2026, 09:00 Uhr."""
    starts_at = appointment.meeting.starts_at
    return f"{weekday_and_date(starts_at.date())}, {clock_time(starts_at)} Uhr"


def _letters(session: Session, wish: Wish, now: datetime) -> dict[int, Printed]:
    """The invitations by case, for the time wished for; set before anything is locked."""
    return {case_id: _letter(session, case_id, wish, now) for case_id in wish.staff_by_case} if wish.invited else {}


def _letter(session: Session, case_id: int, wish: Wish, now: datetime) -> Printed:
    to = addressee(session, case_id)
    kind, purpose = "invitation", APPOINTMENT_PURPOSES[wish.purpose]
    if wish.summons:
        kind, purpose = "invitation_consequences", SUMMONS_PURPOSES[wish.summons]
    record = InvitationLetter(
        **letter(to, now.date()), meeting=meeting(to, wish.starts_at, wish.minutes, place=wish.place), purpose=purpose)
    return typeset(session, kind, session.get_one(Case, case_id), record)


def _refuse_second(session: Session, case_id: int, purpose: str, now: datetime) -> None:
    """Refused where an appointment with this purpose is planned, which somebody else may have given meanwhile."""
    planned = select(Appointment).join(Meeting).where(
        Appointment.case_id == case_id, Appointment.purpose == purpose, Appointment.state == "planned",
        Meeting.starts_at >= now).order_by(Meeting.starts_at, Appointment.id)
    if found := session.scalar(planned.limit(1)):
        raise Refused(None, f"{APPOINTMENT_PURPOSES[purpose]} ist schon vereinbart: {when(found)}.")


def _give(
    session: Session, actor: SignedIn, wish: Wish, letters: Mapping[int, Printed], now: datetime, origin: str
) -> Given:
    with noticing(session, *wish.staff_by_case) as met:
        made = book(session, wish.staff_by_case, wish.starts_at, wish.minutes, wish.purpose, wish.place, now)
        if wish.invited:
            for appointment in made:
                appointment.invitation = _invitation(session, appointment, wish, now)
            session.flush()
            refresh(session, list(wish.staff_by_case))
    documents = [keep_document(session, actor, session.get_one(Case, case_id), printed, now, origin).id
                 for case_id, printed in letters.items()]  # fmt: skip
    for appointment in made:
        tell(session, [appointment.staff_id], f"In Ihrem Kalender steht ein neuer Termin: {when(appointment)}.", now,
             appointment.person_id, f"/kalender?tag={wish.starts_at.date().isoformat()}", but=actor)
    append([_deed(actor, appointment, None, origin) for appointment in made], now, session)
    return Given(made, documents, met.sentence)


def _invitation(session: Session, appointment: Appointment, wish: Wish, now: datetime) -> Invitation:
    return Invitation(
        case_id=appointment.case_id, person_id=appointment.person_id,
        number=next_number(session, Invitation, appointment.person_id), sent=now.date(),
        kind=_INVITATION_OF.get(wish.purpose, "other"), with_consequences=wish.summons is not None,
        purpose=wish.summons)


def _planned(session: Session, case: Case, appointment_id: int) -> Appointment:
    found = session.scalars(select(Appointment).where(
        Appointment.id == appointment_id, Appointment.case_id == case.id).with_for_update(of=Appointment)).one()
    if found.state != "planned":
        raise Refused(None, f"Zu diesem Termin ist schon festgehalten: {APPOINTMENT_STATES[found.state]}.")
    return found


def _refuse(appointment: Appointment, result: str, reason: str | None, now: datetime) -> None:
    starts_at = appointment.meeting.starts_at
    came_early = result == "attended" and starts_at.date() == now.date()
    if result in _AFTERWARDS and starts_at > now and not came_early:
        raise Refused("ergebnis", f"Der Termin ist erst am {when(appointment)}.")
    if result == "missed_with_reason" and not reason:
        raise Refused("grund", "Bitte den wichtigen Grund nennen.")


def _missed(
    session: Session, actor: SignedIn, case: Case, appointment: Appointment, reason: str | None, now: datetime,
    origin: str,
) -> None:  # fmt: skip
    """Leave a note; a missed intake is recorded as such, without important reason."""
    with_reason = appointment.state == "missed_with_reason"
    appointment.important_reason = reason if with_reason else None
    if appointment.purpose == "intake" and not with_reason:
        miss_intake(session, actor, case, appointment.meeting.starts_at.date(), now, origin)
    appointment.contact_note = ContactNote(
        case_id=case.id, person_id=case.person_id, number=next_number(session, ContactNote, case.person_id),
        day=appointment.meeting.starts_at.date(), kind=kind_missed(appointment.purpose, with_reason), missed=True,
        means="office", occasion=OCCASION_OF_PURPOSE[appointment.purpose], staff_id=actor.id, text=reason, saved_at=now)


def _free(session: Session, appointment: Appointment) -> None:
    """Give back the half hours of a colleague whom nobody else of the meeting comes to."""
    session.flush()
    others = select(Appointment.id).where(
        Appointment.meeting_id == appointment.meeting_id, Appointment.staff_id == appointment.staff_id,
        Appointment.id != appointment.id, Appointment.state == "planned")
    if session.scalar(others.limit(1)) is None:
        session.execute(delete(BookedSlot).where(
            BookedSlot.meeting_id == appointment.meeting_id, BookedSlot.staff_id == appointment.staff_id))


def _deed(actor: SignedIn, appointment: Appointment, before: str | None, origin: str) -> Deed:
    said: dict[str, object] = {
        "appointment": appointment.number, "at": appointment.meeting.starts_at.isoformat(),
        "state": [before, appointment.state]}
    return Deed("write", "appointments", actor.id, origin, appointment.person_id, said)
