"""The survey form as it stands on paper: blank to write on, or with what was answered (HK 3)."""

from typing import Any

from fm.documents.records import Field, Section
from fm.rules.survey import ROWS_ON_PAPER, YES_NO, Answers, Question, parts_for, spelled, spelled_rows

_LINES_FOR_TEXT = 2
_CHECKED = tuple(YES_NO.values())


def survey_sections(pupil: bool, answers: Answers | None = None) -> tuple[Section, ...]:
    """The sections that somebody is asked, with their answers where there are some."""
    known = answers or {}
    return tuple(
        Section(part.title, tuple(_field(one, known.get(part.key, {}).get(one.key)) for one in part.questions),
                part.hint or "")
        for part in parts_for(pupil))


def _field(question: Question, answer: Any) -> Field:
    label, voluntary = question.label, question.voluntary
    match question.kind:
        case "table":
            heads = tuple(column.label for column in question.columns)
            return Field(label, "table", spelled_rows(question, answer or ()), heads, ROWS_ON_PAPER)
        case "choice" | "check":
            options = tuple(question.options.values()) or _CHECKED
            chosen = None if answer in (None, "") else (spelled(question, answer),)
            return Field(label, "choice", chosen, options, voluntary=voluntary)
        case "text":
            return Field(label, "text", spelled(question, answer), lines=_LINES_FOR_TEXT, voluntary=voluntary)
        case _:
            return Field(label, value=spelled(question, answer), voluntary=voluntary)
