"""Forms of follow-up consultations and of the applications that clients write."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.forms import Day, Form, Line, LongText, choices, row_id
from fm.rules.casework import APPLICATION_RESULTS
from fm.rules.vocabulary import CONTACT_MEANS, COUNTING_MEANS
from fm.usecases.follow_up import Closing
from fm.usecases.own_applications import Told

#: Rows that the form for several applications begins with, and most it can have.
ROWS, MOST_ROWS = 3, 30
#: Longest text of a step in characters: four of them fit into one note.
STEP_LENGTH = 4_500
#: How a consultation ends.
ENDS = {
    "follow_up": "Als Folgegespräch festhalten",
    "broken_off": "Abgebrochen: nur als Gespräch festhalten",
}
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
        which = f"{row + 1}."
        fields[f"bewerbung_{row}_tag"] = Day(f"{which} Beworben am", [Optional()])
        fields[f"bewerbung_{row}_betrieb"] = Line(f"{which} Wo")
        fields[f"bewerbung_{row}_als"] = Line(f"{which} Als was")
        fields[f"bewerbung_{row}_gespraech"] = Day(f"{which} Vorgestellt am", [Optional()])
        fields[f"bewerbung_{row}_ergebnis"] = SelectField(f"{which} Ergebnis", choices=_RESULTS)
        fields[f"bewerbung_{row}_notiz"] = Line(f"{which} Notiz", longest=1000)
    form = type("RowsForm", (RowsForm,), fields)()
    leave_open(cell for row in rows(form) for cell in row)
    return form


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


class BeginForm(Form):
    """The day of a follow-up consultation, and the appointment it is held at."""

    tag = Day("Tag des Gesprächs", [InputRequired(_DAY_MISSING)])
    termin = SelectField("Termin", validate_choice=False)

    @property
    def appointment_id(self) -> int | None:
        """The appointment that was chosen, where there was one to choose."""
        return row_id(self.termin.data) if "termin" in self else None


class StepForm(Edited):
    """What was said in a step; `fassung` is 0 where nobody has saved it yet."""

    text = LongText("Was besprochen wurde", longest=STEP_LENGTH)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.text])


class CloseForm(Form):
    """How a follow-up consultation ends; `stand` tells which texts were read before."""

    tag = Day("Tag des Gesprächs", [InputRequired(_DAY_MISSING)])
    art = SelectField("Kontaktart", choices=choices({
        code: label for code, label in CONTACT_MEANS.items() if code in COUNTING_MEANS}))
    teilnehmende = Line("Teilnehmende", longest=500)
    ende = RadioField("Wie endet das Gespräch?", choices=choices(ENDS), default="follow_up")
    stand = IntegerField(validators=[Optional()], widget=HiddenInput())

    @property
    def closing(self) -> Closing:
        """What was typed, as the use case takes it."""
        return Closing(self.tag.data, self.art.data, self.teilnehmende.data or None,
                       broken_off=self.ende.data == "broken_off", seen=self.stand.data)
