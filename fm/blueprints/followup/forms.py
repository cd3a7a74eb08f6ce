"""Forms of follow-up consultations and of the applications that clients write."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, Line, LongText, choices
from fm.rules.casework import APPLICATION_RESULTS
from fm.usecases.own_applications import Told

#: Rows that the form for several applications begins with, and most it can have.
ROWS, MOST_ROWS = 3, 30
_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."
_WHERE_MISSING = "Bitte eintragen, wo die Bewerbung hinging."
_AS_WHAT_MISSING = "Bitte eintragen, als was."
_RESULTS = choices(APPLICATION_RESULTS)
#: The cells of a row, with the sentence where one is missing.
_CELLS = {"tag": _DAY_MISSING, "betrieb": _WHERE_MISSING, "als": _AS_WHAT_MISSING, "gespraech": "", "ergebnis": "",
          "notiz": ""}  # fmt: skip


class ApplicationForm(Edited):
    """An application that the client wrote."""

    tag = Day("Beworben am", [InputRequired(_DAY_MISSING)])
    betrieb = Line("Wo", [DataRequired(_WHERE_MISSING)])
    als = Line("Als was", [DataRequired(_AS_WHAT_MISSING)])
    gespraech = Day("Vorstellungsgespräch am", [Optional()])
    ergebnis = SelectField("Ergebnis", choices=_RESULTS)
    notiz = LongText("Notiz", [Optional()], longest=1000)

    @property
    def told(self) -> Told:
        """What was typed, as the use case takes it."""
        return _told([self[name] for name in _CELLS])


class PapersForm(Form):
    """What struck one about the application papers."""

    bemerkung = Line("Was an den Unterlagen aufgefallen ist", [Optional()], longest=1000)


class RowsForm(Form):
    """Several applications in rows of plain fields, of which some may stay empty."""

    def validate(self, extra_validators: Any = None) -> bool:
        """A row in which something stands says when, where and as what; one row at least does."""
        accepted = super().validate(extra_validators)
        for field, sentence in self._missing():
            field.errors = [*field.errors, sentence]
            accepted = False
        return accepted

    def _missing(self) -> Iterator[tuple[Field, str]]:
        filled = self.filled
        if not filled:
            yield rows(self)[0][0], "Bitte mindestens eine Bewerbung eintragen."
        for row in filled.values():
            for field, sentence in zip(row, _CELLS.values(), strict=True):
                if sentence and not field.data and not field.errors:
                    yield field, sentence

    @property
    def filled(self) -> dict[int, list[Field]]:
        """The rows in which something stands, by their number."""
        return {number: row for number, row in enumerate(rows(self)) if any(map(_typed, row))}

    @property
    def told(self) -> dict[int, Told]:
        """What was typed, by the number of the row."""
        return {number: _told(row) for number, row in self.filled.items()}


def rows_form(number: int) -> RowsForm:
    """The form with so many rows."""
    fields: dict[str, Any] = {}
    for row in range(number):
        which = f"(Bewerbung {row + 1})"
        fields[f"bewerbung_{row}_tag"] = Day(f"Beworben am {which}", [Optional()])
        fields[f"bewerbung_{row}_betrieb"] = Line(f"Wo {which}")
        fields[f"bewerbung_{row}_als"] = Line(f"Als was {which}")
        fields[f"bewerbung_{row}_gespraech"] = Day(f"Vorstellungsgespräch am {which}", [Optional()])
        fields[f"bewerbung_{row}_ergebnis"] = SelectField(f"Ergebnis {which}", choices=_RESULTS)
        fields[f"bewerbung_{row}_notiz"] = Line(f"Notiz {which}", longest=1000)
    return type("RowsForm", (RowsForm,), fields)()


def rows(form: RowsForm) -> list[list[Field]]:
    """The fields of each row."""
    number = sum(name.endswith("_betrieb") for name in form._fields)
    return [[form[f"bewerbung_{row}_{cell}"] for cell in _CELLS] for row in range(number)]


def _typed(field: Field) -> bool:
    """Whether something was typed or chosen; what could not be read was typed as well."""
    return bool(field.errors or (field.data and field.data != "open"))


def _told(row: list[Field]) -> Told:
    day, where, as_what, interview, result, note = (field.data for field in row)
    return Told(day, where, as_what, interview, result, note or None)
