"""Saving a section of the survey form; each answer is kept in one place."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, School, SurveySection
from fm.queries.accounts import SignedIn
from fm.queries.survey import Survey, survey_of
from fm.rules.survey import PART, SurveyPart, faults
from fm.transactions import writing
from fm.usecases.deadlines import refresh_people
from fm.usecases.entries import lock_open_case, lock_people_of
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken


def save_section(
    actor: SignedIn, case_id: int, key: str, answers: Mapping[str, Any], seen: int | None, now: datetime, origin: str
) -> None:
    """Keep the answers of a section, finished or not.

    `seen` is the version the form was filled with, 0 for a section that nobody had saved. Refused for answers that
    cannot be right; Overtaken where somebody saved the section meanwhile.
    """
    part = PART[key]
    if found := faults(part, answers):
        raise Refused.many([Fault(*fault) for fault in found])
    with writing() as session:
        lock_people_of(session, [case_id])
        case = lock_open_case(session, case_id)
        before = survey_of(session, case)
        row = _section(session, case, part, seen)
        content = {one.key: answers.get(one.key) for one in part.questions if not one.home}
        row.content, row.saved_at, row.staff_id = json.dumps(content, ensure_ascii=False), now, actor.id
        changed = _changed(before, part, answers)
        if _settle_elsewhere(session, case, part, {name: answers.get(name) for name in changed}):
            refresh_people(session, [case.person_id])
        detail: dict[str, object] = {"section": key, "what": _for_journal(part, changed)}
        append([Deed("write", "survey", actor.id, origin, case.person_id, detail)], now, session)


def _section(session: Session, case: Case, part: SurveyPart, seen: int | None) -> SurveySection:
    """The section's row, which the case's lock keeps for this deed alone."""
    row = session.scalar(
        select(SurveySection).where(SurveySection.case_id == case.id, SurveySection.section == part.key))
    if row is None:
        row = SurveySection(case_id=case.id, person_id=case.person_id, section=part.key)
        session.add(row)
    else:
        not_overtaken(row, seen, row.staff, row.saved_at)
    return row


def _changed(before: Survey, part: SurveyPart, answers: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The questions answered otherwise than before, with both answers; nothing said is the same however it is kept."""
    pairs = {one.key: (before.answers[part.key][one.key] or None, answers.get(one.key) or None)
             for one in part.questions}  # fmt: skip
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def _settle_elsewhere(session: Session, case: Case, part: SurveyPart, changed: Mapping[str, Any]) -> bool:
    """Write the answers that stand elsewhere; whether one of them is a fact that deadlines hang on."""
    homes = {one.home: changed[one.key] for one in part.questions if one.home and one.key in changed}
    for home, answer in homes.items():
        row, name = home.split(".")
        if row == "group":
            (case.groups.add if answer else case.groups.discard)(name)
        else:
            setattr(case.person if row == "person" else _school(session, case), name, answer or None)
    session.flush()
    return any(home.startswith("school.") for home in homes)


def _school(session: Session, case: Case) -> School:
    school = session.scalar(select(School).where(School.person_id == case.person_id))
    if school is None:
        school = School(person_id=case.person_id)
        session.add(school)
        session.flush()
    return school


def _for_journal(part: SurveyPart, changed: Mapping[str, tuple[Any, Any]]) -> object:
    """The answers before and after; of health only which were changed, as the journal has other readers."""
    if part.part == "sensitive":
        return sorted(changed)
    return {name: [_kept(old), _kept(new)] for name, (old, new) in changed.items()}


def _kept(answer: Any) -> Any:
    """An answer as the journal keeps it."""
    return answer.isoformat() if isinstance(answer, date) else answer
