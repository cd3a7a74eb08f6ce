"""The trainings of a client with the notes of their course, and when contact is due (HK 5.2.3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Alliance, AllianceStep, CourseNote, Training
from fm.rules.courses import alliance_standard, contact_due


class Course(NamedTuple):
    """A training with its alliance and the notes of its course, the latest first; when contact is due next."""

    training: Training
    alliance: Alliance | None
    notes: Sequence[CourseNote]
    contact: date | None

    @property
    def asks_for_alliance(self) -> bool:
        """Whether an alliance belongs to it."""
        training = self.training
        known = bool(training.begins and training.ends) and training.broken_off is None
        return known and bool(alliance_standard(training.kind, training.external, training.new_qualification))


def courses_of(session: Session, case_id: int, today: date) -> list[Course]:
    """The trainings of a case, the latest first."""
    rows = select(Training).where(Training.case_id == case_id).options(joinedload(Training.liaison))
    trainings = session.scalars(rows.order_by(Training.begins.desc().nulls_last(), Training.number.desc())).all()
    alliances = {one.training_id: one for one in session.scalars(
        select(Alliance).join(Training).where(Training.case_id == case_id).options(
            joinedload(Alliance.initiator), joinedload(Alliance.partner),
            selectinload(Alliance.steps).joinedload(AllianceStep.staff)))}  # fmt: skip
    notes = defaultdict(list)
    for note in session.scalars(
            select(CourseNote).where(CourseNote.case_id == case_id).options(joinedload(CourseNote.staff))
            .order_by(CourseNote.day.desc(), CourseNote.number.desc())):
        notes[note.training_id].append(note)
    return [Course(one, alliances.get(one.id), notes[one.id], _contact(one, notes[one.id], today))
            for one in trainings]


def _contact(training: Training, notes: Sequence[CourseNote], today: date) -> date | None:
    """When contact is due in a training outside companies that runs."""
    ended = training.broken_off is not None or (training.ends is not None and training.ends < today)
    if ended or not training.external:
        return None
    return contact_due(training.ends, max((note.day for note in notes if note.kind == "contact"), default=None))


def training_of(session: Session, case_id: int, training_id: int) -> Training | None:
    """One training of a case."""
    return session.scalar(select(Training).where(Training.id == training_id, Training.case_id == case_id))


def note_of(session: Session, case_id: int, note_id: int) -> CourseNote | None:
    """One note of a course in a case."""
    return session.scalar(select(CourseNote).where(CourseNote.id == note_id, CourseNote.case_id == case_id))
