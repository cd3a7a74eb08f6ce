"""What a case or a person has once, made one of two: intake, groups, survey form, instructions, school, and so on.

What is known in the kept file stands; the other fills its gaps. An answer of the survey form that says something else
is kept as a note.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from fm.models import (
    Case,
    CaseGroup,
    ContactNote,
    Instruction,
    Intake,
    Person,
    PersonName,
    School,
    SchoolProof,
    SurveySection,
)
from fm.queries.accounts import SignedIn
from fm.rules.survey import PARTS, SurveyPart, spelled
from fm.usecases.combining_jobs import combine_jobs
from fm.usecases.entries import next_number

_OF_PERSON = ("sex", "language", "phone", "email", "guardian", "household_id", "branch_id")
_OF_SCHOOL = ("name", "type", "grade", "leaves", "assessed", "training_ready")
#: Facts of a case that are known or not.
OF_CASE = (
    "alg_until", "previous_benefit_until", "placed_on", "placed_in", "placement_note", "qualified_on",
    "adult_transfer_deferred_until",
)  # fmt: skip


def join_case(kept: Case, other: Case) -> None:
    """One running case of two: it began with the earlier one."""
    _fill(kept, other, (*OF_CASE, "case_manager_id"))
    kept.opened = min((day for day in (kept.opened, other.opened) if day), default=None)
    kept.moved_in = kept.moved_in or other.moved_in


def combine_cases(
    session: Session, case_id: int, target_id: int, person_id: int, actor: SignedIn, now: datetime
) -> None:
    """Take what a case has once over into the case of the kept person."""
    _combine_intakes(session, case_id, target_id)
    held = select(CaseGroup.group).where(CaseGroup.case_id == target_id)
    session.execute(delete(CaseGroup).where(CaseGroup.case_id == case_id, CaseGroup.group.in_(held)))
    session.execute(update(CaseGroup).where(CaseGroup.case_id == case_id).values(case_id=target_id))
    _move_once(session, Instruction, [Instruction.day], case_id, target_id, person_id)
    _move_once(session, SchoolProof, [SchoolProof.kind, SchoolProof.day], case_id, target_id, person_id)
    _combine_surveys(session, case_id, target_id, person_id, actor, now)
    combine_jobs(session, case_id, target_id, now.date())


def combine_people(session: Session, kept: Person, gone: Person) -> None:
    """What is unknown of the kept person is taken from the other, who then belongs to no branch and no household."""
    _fill(kept, gone, _OF_PERSON)
    school, other = (session.scalar(select(School).where(School.person_id == id)) for id in (kept.id, gone.id))
    if other is not None and school is None:
        other.person_id = kept.id
    elif other is not None:
        _fill(school, other, _OF_SCHOOL)
        session.delete(other)
    session.execute(update(Person).where(Person.merged_into_id == gone.id).values(merged_into_id=kept.id))
    session.execute(delete(PersonName).where(PersonName.person_id == gone.id))
    gone.household_id, gone.branch_id, gone.merged_into_id = None, None, kept.id
    session.flush()


def _combine_intakes(session: Session, case_id: int, target_id: int) -> None:
    kept, other = (session.scalar(select(Intake).where(Intake.case_id == id)) for id in (target_id, case_id))
    if other is None:
        return
    if kept is None:
        other.case_id = target_id
    else:
        _fill(kept, other, [column.name for column in Intake.__table__.columns if column.name not in ("id", "case_id")])
        session.delete(other)
    session.flush()


def _move_once(
    session: Session, kind: type[Any], known_by: list[Any], case_id: int, target_id: int, person_id: int
) -> None:
    """Entries that a person has once by these columns; the very same one is not kept twice."""
    kept = {tuple(row) for row in session.execute(select(*known_by).where(kind.person_id == person_id))}
    for id, *key in session.execute(select(kind.id, *known_by).where(kind.case_id == case_id)).all():
        row = kind.__table__.c.id == id
        if tuple(key) in kept:
            session.execute(delete(kind.__table__).where(row))
        else:
            session.execute(update(kind.__table__).where(row).values(case_id=target_id, person_id=person_id))


def _combine_surveys(
    session: Session, case_id: int, target_id: int, person_id: int, actor: SignedIn, now: datetime
) -> None:
    kept = {row.section: row for row in session.scalars(
        select(SurveySection).where(SurveySection.case_id == target_id))}  # fmt: skip
    differing = []
    for other in session.scalars(select(SurveySection).where(SurveySection.case_id == case_id)).all():
        if other.section not in kept:
            other.case_id, other.person_id = target_id, person_id
            continue
        answers, others = json.loads(kept[other.section].content), json.loads(other.content)
        differing += _differing(other.section, answers, others)
        kept[other.section].content = json.dumps(_joined(answers, others), ensure_ascii=False)
        session.delete(other)
    session.flush()
    if differing:
        session.add(ContactNote(
            case_id=target_id, person_id=person_id, number=next_number(session, ContactNote, person_id),
            day=now.date(), kind="other", counts=False, staff_id=actor.id, saved_at=now,
            text="\n".join(["Anders lautende Angaben des Erhebungsbogens aus der zweiten Akte:", *differing])))
        session.flush()


def _joined(answers: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """The kept answers, their gaps filled; rows of tables one after the other."""
    rows = {key: [*answers[key], *(row for row in more if row not in answers[key])] for key, more in others.items()
            if isinstance(more, list) and isinstance(answers.get(key), list)}  # fmt: skip
    gaps = {key: more for key, more in others.items() if answers.get(key) in (None, "", [])}
    return {**answers, **gaps, **rows}


def _differing(section: str, answers: dict[str, Any], others: dict[str, Any]) -> list[str]:
    """A line for each answer that says something else than the kept one."""
    part = next((one for one in PARTS if one.key == section), None)
    nothing: tuple[Any, ...] = (None, "", [])
    return [_told(part, section, key, more) for key, more in others.items()
            if not isinstance(more, list) and more not in nothing and answers.get(key) not in (*nothing, more)]


def _told(part: SurveyPart | None, section: str, key: str, answer: Any) -> str:
    question = next((one for one in part.questions if one.key == key), None) if part else None
    if part is None or question is None:
        return f"{section}, {key}: {answer}"
    return f"{part.title}, {question.label}: {spelled(question, answer)}"


def _fill(kept: Any, other: Any, names: Any) -> None:
    for name in names:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
