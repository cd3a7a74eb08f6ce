"""A section of the survey form as a form of plain fields, and back into answers.

The cells of a table are fields called `table_row_column`.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, Field, SelectField
from wtforms.validators import Optional, ValidationError

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import Number, leave_open
from fm.blueprints.consultation.rows import rows_for
from fm.blueprints.forms import Line, LongText, choices
from fm.rules.calendar import german
from fm.rules.survey import MOST_ROWS, Question, SurveyPart, leaving_day

#: Empty rows that a table ends with.
_EMPTY_ROWS = 2


class LeavingDay(Line):
    """The day on which somebody leaves school, typed as a day, month or year: `day`, once it was checked."""

    day: date | None = None

    def process_data(self, value: Any) -> None:
        """Show the kept day."""
        super().process_data(german(value) if value else value)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Turn what was typed into a day."""
        if self.data and not self.errors:
            try:
                self.day = leaving_day(self.data)
            except ValueError:
                raise ValidationError("Bitte ein Jahr oder einen Tag eingeben, zum Beispiel 2027.") from None


def section_form(part: SurveyPart, rows: Mapping[str, int], answers: Mapping[str, Any] | None = None,
                 version: int = 0, posted: bool = True) -> Edited:  # fmt: skip
    """The form of a section with so many rows in its tables, filled with answers; `posted`: takes what was sent."""
    fields = {name: _field(one, label) for name, one, label in _cells(part, rows)}
    made = type("SectionForm", (Edited,), fields)
    data = _flat(part, answers or {}) | {"fassung": version}
    form = made(data=data) if posted else made(formdata=None, data=data)
    leave_open(form[name] for name, one, _ in _cells(part, rows) if not one.voluntary)
    return form


def rows_of(part: SurveyPart, names: Collection[str], *answers: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each table of a section has: those typed, those kept, and some empty ones."""
    return {one.key: rows_for(one.key, names, max(len(said.get(one.key) or ()) for said in answers) + _EMPTY_ROWS,
                              MOST_ROWS)
            for one in part.questions if one.kind == "table"}  # fmt: skip


def answers_of(form: Edited, part: SurveyPart, rows: Mapping[str, int]) -> dict[str, Any]:
    """The answers that stand in the form; rows in which nothing stands are left out at the end."""
    return {one.key: _table(form, one, rows[one.key]) if one.kind == "table" else _answer(form[one.key])
            for one in part.questions}  # fmt: skip


def table_rows(form: Edited, table: Question, rows: int) -> list[list[Field]]:
    """The fields of each row of a table."""
    return [[form[f"{table.key}_{row}_{column.key}"] for column in table.columns] for row in range(rows)]


def _cells(part: SurveyPart, rows: Mapping[str, int]) -> list[tuple[str, Question, str]]:
    """Name, question and label of every field of the form."""
    cells = []
    for one in part.questions:
        if one.kind != "table":
            cells.append((one.key, one, one.label))
        for row in range(rows.get(one.key, 0)):
            cells += [(f"{one.key}_{row}_{column.key}", column, f"{column.label} (Zeile {row + 1})")
                      for column in one.columns]
    return cells


def _field(question: Question, label: str) -> Any:
    match question.kind:
        case "text":
            return LongText(label, [Optional()])
        case "check":
            return BooleanField(label)
        case "number":
            return Number(label, [Optional()])
        case "choice":
            return SelectField(label, [Optional()], choices=choices(question.options, "keine Angabe"))
        case "leaving":
            return LeavingDay(label, [Optional()])
        case _:
            return Line(label, [Optional()])


def _flat(part: SurveyPart, answers: Mapping[str, Any]) -> dict[str, Any]:
    flat = {}
    for one in part.questions:
        if one.kind == "table":
            for row, cells in enumerate(answers.get(one.key) or ()):
                flat.update({f"{one.key}_{row}_{column}": cell for column, cell in cells.items()})
        else:
            flat[one.key] = answers.get(one.key)
    return flat


def _table(form: Edited, table: Question, rows: int) -> list[dict[str, Any]]:
    typed = [{column.key: _answer(form[f"{table.key}_{row}_{column.key}"]) for column in table.columns}
             for row in range(rows)]  # fmt: skip
    while typed and not any(typed[-1].values()):
        typed.pop()
    return typed


def _answer(field: Field) -> Any:
    return field.day if isinstance(field, LeavingDay) else field.data if field.data != "" else None
