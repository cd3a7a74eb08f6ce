"""Dated notes of the provider liaison about the course of a trainee (HK 5.2.3)."""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import CourseNote, Training
from fm.queries.accounts import SignedIn
from fm.rules.courses import Observed, note_faults
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken


def add_course_note(
    actor: SignedIn, case_id: int, training_id: int, observed: Observed, now: datetime, origin: str, draft: str = ""
) -> None:
    """Note something about a trainee's course; Refused for a day to come or before the training began (HK 5.2.3)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        _refuse(session, training_id, observed, now.date())
        number = next_number(session, CourseNote, case.person_id)
        row = CourseNote(case_id=case.id, person_id=case.person_id, number=number, training_id=training_id,
                         staff_id=actor.id, saved_at=now, **asdict(observed))
        session.add(row)
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, row, None, origin)], now, session)


def change_course_note(
    actor: SignedIn, case_id: int, note_id: int, observed: Observed, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Change a note; Overtaken where somebody has saved it since version `seen`. Refused as a new one (HK 5.2.3)."""
    with writing() as session:
        lock_open_case(session, case_id)
        row = session.scalars(select(CourseNote).where(
            CourseNote.id == note_id, CourseNote.case_id == case_id).with_for_update(of=CourseNote)).one()
        not_overtaken(row, seen, row.staff, row.saved_at)
        _refuse(session, row.training_id, observed, now.date())
        before = row.day
        row.day, row.kind, row.text = observed.day, observed.kind, observed.text
        row.staff_id, row.saved_at = actor.id, now
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, row, before, origin)], now, session)


def _refuse(session: Session, training_id: int, observed: Observed, today: date) -> None:
    begins = session.scalar(select(Training.begins).where(Training.id == training_id))
    faults = [Fault(*fault) for fault in note_faults(observed, begins, today)]
    if faults:
        raise Refused.many(faults)


def _deed(actor: SignedIn, row: CourseNote, before: date | None, origin: str) -> Deed:
    """That a note was written, of which day; its words stand in the file alone."""
    days = [before.isoformat() if before else None, row.day.isoformat()]
    return Deed("write", "course", actor.id, origin, row.person_id, {"note": row.number, "what": {"day": days}})
