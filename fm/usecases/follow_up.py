"""A follow-up consultation led through its four steps, each saved on its own; completed it is one note (HK 4.1.4)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Appointment, Case, FollowUp, FollowUpStep
from fm.queries.accounts import SignedIn
from fm.queries.follow_up import open_follow_up
from fm.rules.calendar import german
from fm.rules.casework import FOLLOW_UP_STEPS
from fm.transactions import writing
from fm.usecases.contacts import Said, keep_note
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.versions import not_overtaken


@dataclass(frozen=True)
class Closing:
    """How a consultation ends: its day, by which means, who was there.

    `broken_off`: it did not get through its steps and is noted as a talk on another occasion. `seen` is the `state_of`
    the texts that whoever ends it has read.
    """

    day: date
    means: str
    participants: str | None = None
    broken_off: bool = False
    seen: int | None = None


def begin(actor: SignedIn, case_id: int, day: date, appointment_id: int | None, now: datetime, origin: str) -> None:
    """Begin a follow-up consultation, held at an appointment or without one.

    Refused where one is under way, for an impossible day, and for an appointment that is settled already.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        if under_way := open_follow_up(session, case_id):
            raise Refused(None, f"Das Folgegespräch vom {german(under_way.day)} ist noch nicht abgeschlossen.")
        refuse_impossible(day, now.date(), begun(session, case))
        if appointment_id is not None and not _planned(session, case, appointment_id):
            raise Refused("termin", "Zu diesem Termin ist schon festgehalten, was daraus wurde.")
        session.add(FollowUp(case_id=case.id, person_id=case.person_id, day=day, staff_id=actor.id, started_at=now,
                             appointment_id=appointment_id))
        session.flush()
        append([_deed(actor, case, origin, {"day": [None, day.isoformat()]})], now, session)


def save_step(
    actor: SignedIn, case_id: int, step: int, text: str, seen: int | None, now: datetime, origin: str, draft: str = ""
) -> None:
    """Keep what was said in a step; `seen` is the version the form was filled with, 0 where nobody had saved it.

    Overtaken where somebody has saved the step meanwhile. The form's `draft` is gone with the same deed.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        follow_up = _under_way(session, case)
        row = next((one for one in follow_up.steps if one.step == step), None)
        if row is not None:
            not_overtaken(row, seen, row.staff, row.saved_at)
        drop_draft(actor, draft)
        if text == (row.text if row else ""):
            return
        if row is None:
            row = FollowUpStep(step=step)
            session.add(row)
        row.follow_up_id, row.text, row.staff_id, row.saved_at = follow_up.id, text, actor.id, now
        session.flush()
        append([_deed(actor, case, origin, {"step": step, "text": "geändert"})], now, session)


def complete(actor: SignedIn, case_id: int, closing: Closing, now: datetime, origin: str) -> str:
    """Make one note of the steps and settle the appointment; returns which deadlines that has met.

    Refused where nothing was said, and where a text has changed since it was read.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        follow_up = _under_way(session, case)
        if state_of(follow_up) != closing.seen:
            raise Refused(None, "Inzwischen wurde ein Schritt geändert. Bitte die Texte noch einmal ansehen.")
        said = Said(closing.day, closing.means, "other" if closing.broken_off else "follow_up",
                    participants=closing.participants, text=_under_headings(follow_up, closing.broken_off))
        noted = keep_note(
            session, actor, case, said, now, origin, appointment_id=_settled_by(session, follow_up, closing.day, now))
        follow_up.completed_at, follow_up.day, follow_up.contact_note = now, closing.day, noted.note
        append([_deed(actor, case, origin, {"completed": noted.note.number})], now, session)
    return noted.met


def drop(actor: SignedIn, case_id: int, now: datetime, origin: str) -> None:
    """Take back that a consultation was begun; Refused where something was said, which is completed as a note."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        follow_up = _under_way(session, case)
        if _under_headings(follow_up, broken_off=False):
            raise Refused(None, "Es ist schon etwas festgehalten. Ein abgebrochenes Gespräch wird als Vermerk "
                                "abgeschlossen; so geht kein Text verloren.")
        session.delete(follow_up)
        session.flush()
        append([_deed(actor, case, origin, {"day": [follow_up.day.isoformat(), None]})], now, session)


def end_with_case(session: Session, actor: SignedIn, case: Case, now: datetime, origin: str) -> None:
    """What a consultation under way has come to when its case is closed: a note of its texts, which is no contact.

    Part of the deed that closes the case, which is locked and not closed yet.
    """
    follow_up = open_follow_up(session, case.id)
    if follow_up is None:
        return
    text = _under_headings(follow_up, broken_off=True)
    if not text:
        session.delete(follow_up)
        return
    noted = keep_note(session, actor, case, Said(follow_up.day, "", "", text=text), now, origin)
    follow_up.completed_at, follow_up.contact_note = now, noted.note


def state_of(follow_up: FollowUp) -> int:
    """A number that grows with every text saved."""
    return sum(one.version for one in follow_up.steps)


def _under_way(session: Session, case: Case) -> FollowUp:
    """The consultation under way, which the case's lock keeps for this deed alone."""
    follow_up = open_follow_up(session, case.id)
    if follow_up is None:
        raise Refused(None, "Dieses Folgegespräch ist nicht mehr offen. Eingegebenes lässt sich als Vermerk sichern.")
    return follow_up


def _planned(session: Session, case: Case, appointment_id: int) -> bool:
    found = select(Appointment.id).where(
        Appointment.id == appointment_id, Appointment.case_id == case.id, Appointment.state == "planned")
    return session.scalar(found) is not None


def _settled_by(session: Session, follow_up: FollowUp, day: date, now: datetime) -> int | None:
    """The consultation's appointment, unless it was called off or settled otherwise meanwhile.

    One that is still to come on a later day than that of the talk stays planned.
    """
    found = session.scalar(select(Appointment).where(
        Appointment.id == follow_up.appointment_id, Appointment.state == "planned"))
    if found is None or (found.meeting.starts_at > now and found.meeting.starts_at.date() != day):
        return None
    return found.id


def _under_headings(follow_up: FollowUp, broken_off: bool) -> str:
    """The texts of the steps as the note has them."""
    texts = [f"{one.step}. {FOLLOW_UP_STEPS[one.step]}\n{one.text}" for one in follow_up.steps if one.text]
    return "\n\n".join([*(["Das Folgegespräch wurde abgebrochen."] if broken_off and texts else []), *texts])


def _deed(actor: SignedIn, case: Case, origin: str, detail: dict[str, object]) -> Deed:
    return Deed("write", "follow_up", actor.id, origin, case.person_id, detail)
