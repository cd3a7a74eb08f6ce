"""The survey form as it stands: what is kept of each section, and the answers that stand elsewhere."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fm.models import Case, School, Staff, SurveySection
from fm.rules.survey import PARTS, Answers, SurveyPart


class Kept(NamedTuple):
    """A section as it was saved: its version, when and by whom; version 0 where it was not saved yet."""

    version: int = 0
    at: datetime | None = None
    by: Staff | None = None


class Survey(NamedTuple):
    """A case's survey form: every section's answers, those that stand elsewhere included, and what was saved when."""

    answers: dict[str, dict[str, Any]]
    kept: dict[str, Kept]

    @property
    def saved(self) -> Answers:
        """The answers of the sections that were saved."""
        return {key: answers for key, answers in self.answers.items() if key in self.kept}


def survey_of(session: Session, case: Case) -> Survey:
    """The survey form of a case in three statements."""
    rows = session.scalars(
        select(SurveySection).where(SurveySection.case_id == case.id).options(joinedload(SurveySection.staff))).all()
    contents = {row.section: json.loads(row.content) for row in rows}
    homes = answers_elsewhere(case, session.scalar(select(School).where(School.person_id == case.person_id)))
    return Survey(
        {part.key: _answers(part, contents.get(part.key, {}), homes) for part in PARTS},
        {row.section: Kept(row.version, row.saved_at, row.staff) for row in rows})


def _answers(part: SurveyPart, content: Mapping[str, Any], homes: Mapping[str, Any]) -> dict[str, Any]:
    return {one.key: homes[one.home] if one.home else content.get(one.key) for one in part.questions}


def answers_elsewhere(case: Case, school: School | None) -> dict[str, Any]:
    """The answers that stand at the person, their school and the case's groups, by the home of their questions."""
    rows = {"person": case.person, "school": school}
    homes = [one.home.split(".") for part in PARTS for one in part.questions if one.home]
    return {f"{row}.{name}": name in case.groups if row == "group" else getattr(rows[row], name, None)
            for row, name in homes}  # fmt: skip
