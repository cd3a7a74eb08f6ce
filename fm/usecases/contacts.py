"""Notes of contacts, and the full legal instruction: what was said is kept, and the deadlines it settles are named."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Appointment, Case, ContactNote, Instruction
from fm.queries.accounts import SignedIn
from fm.rules.contacts import counts, kind_of
from fm.transactions import writing
from fm.usecases.consultation import miss_intake
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken


@dataclass(frozen=True)
class Said:
    """What a note says: `means` of CONTACT_MEANS and `occasion` of CONTACT_OCCASIONS, both "" where it tells of no
    contact; a missed talk needs no text."""

    day: date
    means: str
    occasion: str
    missed: bool = False
    participants: str | None = None
    text: str | None = None


def add_note(
    actor: SignedIn, case_id: int, said: Said, now: datetime, origin: str, *, instructed: bool = False,
    appointment_id: int | None = None, draft: str = "",
) -> str:
    """Keep a note, with the full legal instruction given in the same talk; returns which deadlines that has met.

    The note of a planned appointment settles it: held, or missed. The form's `draft` is gone with the same deed.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        drop_draft(actor, draft)
        return keep_note(session, actor, case, said, now, origin, instructed=instructed,
                         appointment_id=appointment_id).met  # fmt: skip


class Noted(NamedTuple):
    """A note that was kept, and which deadlines that has met."""

    note: ContactNote
    met: str


def keep_note(
    session: Session, actor: SignedIn, case: Case, said: Said, now: datetime, origin: str, *,
    instructed: bool = False, appointment_id: int | None = None,
) -> Noted:  # fmt: skip
    """As `add_note`, as part of a deed that has locked the case."""
    _refuse(session, case, said, instructed, now.date())
    with noticing(session, case.id) as met:
        note = ContactNote(
            case_id=case.id, person_id=case.person_id, number=next_number(session, ContactNote, case.person_id),
            staff_id=actor.id, saved_at=now, **_kept(said))
        session.add(note)
        session.flush()
        _settle(session, actor, case, appointment_id, note, now, origin)
        if instructed:
            _instruct(session, case, said.day)
        session.flush()
        refresh(session, [case.id])
    journal = {"note": note.number, **_told({}, _kept(said))} | ({"instruction": True} if instructed else {})
    append([Deed("write", "contacts", actor.id, origin, case.person_id, journal)], now, session)
    return Noted(note, met.sentence)


def change_note(
    actor: SignedIn, case_id: int, note_id: int, said: Said, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> str:
    """Change a note of this case; Overtaken where somebody has saved it since version `seen`.

    Returns which deadlines that has met. The journal keeps which fields changed; of the texts, that they did.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        note = session.scalars(select(ContactNote).where(
            ContactNote.id == note_id, ContactNote.case_id == case_id).with_for_update(of=ContactNote)).one()
        not_overtaken(note, seen, note.staff, note.saved_at)
        _refuse(session, case, said, False, now.date())
        kept = _kept(said)
        before = {name: getattr(note, name) for name in kept}
        with noticing(session, case_id) as met:
            for name, value in kept.items():
                setattr(note, name, value)
            note.saved_at = now
            session.flush()
            refresh(session, [case_id])
        drop_draft(actor, draft)
        journal = {"note": note.number, **_told(before, kept)}
        append([Deed("write", "contacts", actor.id, origin, case.person_id, journal)], now, session)
    return met.sentence


def give_instruction(actor: SignedIn, case_id: int, day: date, now: datetime, origin: str) -> str:
    """Record the full legal instruction of a day by itself; returns which deadlines that has met (HK 3, 4.1)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        refuse_impossible(day, now.date(), begun(session, case))
        with noticing(session, case_id) as met:
            if not _instruct(session, case, day):
                raise Refused("tag", "Für diesen Tag ist die Rechtsfolgenbelehrung schon festgehalten.")
            session.flush()
            refresh(session, [case_id])
        journal: dict[str, object] = {"instruction": [None, day.isoformat()]}
        append([Deed("write", "contacts", actor.id, origin, case.person_id, journal)], now, session)
    return met.sentence


def _refuse(session: Session, case: Case, said: Said, instructed: bool, today: date) -> None:
    refuse_impossible(said.day, today, begun(session, case))
    faults = []
    if said.missed and not counts(said.means):
        faults.append(Fault("versaeumt", "Versäumt werden kann nur ein Gespräch mit der Kundin oder dem Kunden."))
    if instructed and (said.missed or not counts(said.means)):
        faults.append(Fault("belehrt", "Belehrt wird im Gespräch. Bitte die Belehrung sonst gesondert festhalten."))
    if not said.missed and not said.text:
        faults.append(Fault("text", "Bitte festhalten, worum es ging."))
    if faults:
        raise Refused.many(faults)


def _kept(said: Said) -> dict[str, Any]:
    means, occasion = said.means or None, said.occasion or None
    return asdict(said) | {
        "means": means, "occasion": occasion, "kind": kind_of(occasion), "counts": counts(said.means)}


def _settle(
    session: Session, actor: SignedIn, case: Case, appointment_id: int | None, note: ContactNote, now: datetime,
    origin: str,
) -> None:  # fmt: skip
    """What became of the appointment; a missed intake is recorded as such.

    Who comes before the hour, but on the day, has come.
    """
    if appointment_id is None:
        return
    planned = select(Appointment).where(
        Appointment.id == appointment_id, Appointment.case_id == case.id, Appointment.state == "planned")
    appointment = session.scalar(planned.with_for_update(of=Appointment))
    if appointment is None:
        raise Refused(None, "Zu diesem Termin ist schon festgehalten, was daraus wurde.")
    starts_at = appointment.meeting.starts_at
    if starts_at > now and (note.missed or starts_at.date() != note.day):
        raise Refused(None, "Dieser Termin steht noch bevor. Bitte ihn verlegen oder absagen, oder das Gespräch ohne "
                            "den Termin vermerken.")
    if note.missed and appointment.purpose == "intake":
        miss_intake(session, actor, case, starts_at.date(), now, origin)
    appointment.state = "missed" if note.missed else "attended"
    appointment.contact_note_id = note.id


def _instruct(session: Session, case: Case, day: date) -> bool:
    """Whether the instruction of that day is new."""
    known = select(Instruction.id).where(Instruction.person_id == case.person_id, Instruction.day == day)
    if session.scalar(known):
        return False
    session.add(Instruction(case_id=case.id, person_id=case.person_id, day=day))
    return True


def _told(before: dict[str, Any], after: dict[str, Any]) -> dict[str, object]:
    """Field → what it was and is, for those that differ; what somebody said stands in the file alone."""
    differing = [name for name, value in after.items() if before.get(name) != value]
    changed: dict[str, object] = {name: [before.get(name), after[name]] for name in differing}
    if "day" in changed:
        changed["day"] = [day and day.isoformat() for day in (before.get("day"), after["day"])]
    return changed | dict.fromkeys(changed.keys() & {"text", "participants"}, "geändert")
