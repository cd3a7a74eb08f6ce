"""The forms of trainings, of alliances and of notes about a trainee's course."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.forms import Day, Line, LongText, choices, row_id
from fm.rules.catalogue import COURSE_NOTES
from fm.rules.courses import TRAINING_FORMS, Formed, Observed, Step, Trained

#: Rows of steps that a new alliance begins with, and most it can have.
ROWS, MOST_ROWS = 3, 30
_CELLS = ("was", "wer", "bis", "erledigt")


class AllianceForm(Edited):
    """An alliance with its steps in rows of plain fields, of which some may stay empty."""

    tag = Day("Gebildet am", [InputRequired("Bitte einen Tag wie 02.03.2026 eingeben.")])
    partner = SelectField("Arbeitgeberservice", [DataRequired("Bitte jemanden aus dem Arbeitgeberservice wählen.")])
    notiz = LongText("Absprachen", [Optional()], longest=4000)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row in which something stands says what is to be done."""
        accepted = super().validate(extra_validators)
        for what, *others in self.rows:
            if not what.data and any(cell.data or cell.errors for cell in others):
                what.errors = [*what.errors, "Bitte sagen, was zu tun ist."]
                accepted = False
        return accepted

    @property
    def rows(self) -> list[list[Field]]:
        """The fields of each row."""
        number = sum(name.endswith("_was") for name in self._fields)
        return [[self[f"schritt_{row}_{cell}"] for cell in _CELLS] for row in range(number)]

    @property
    def formed(self) -> Formed:
        """What was typed, as the use case takes it; rows in which nothing stands are left out."""
        steps = [Step(what.data, row_id(who.data), until.data, done.data)
                 for what, who, until, done in self.rows if what.data]
        return Formed(self.tag.data, row_id(self.partner.data) or 0, self.notiz.data or None, steps)


def alliance_form(
    number: int, partners: Mapping[int, str], involved: Mapping[int, str], data: Mapping[str, Any],
    *, fresh: bool = False,
) -> AllianceForm:
    """The form with so many rows: who can be in it, and who can do something; `fresh` passes over what was sent."""
    doing = choices({str(id): name for id, name in involved.items()}, "noch offen")
    fields: dict[str, Any] = {}
    for row in range(number):
        which = f"{row + 1}."
        fields[f"schritt_{row}_was"] = Line(f"{which} Was ist zu tun", longest=500)
        fields[f"schritt_{row}_wer"] = SelectField(f"{which} Wer", choices=doing)
        fields[f"schritt_{row}_bis"] = Day(f"{which} Bis wann", [Optional()])
        fields[f"schritt_{row}_erledigt"] = Day(f"{which} Erledigt am", [Optional()])
    made = type("AllianceForm", (AllianceForm,), fields)
    form: AllianceForm = made(formdata=None, data=data) if fresh else made(data=data)
    form.partner.choices = choices({str(id): name for id, name in partners.items()}, "bitte wählen")
    leave_open(cell for row in form.rows for cell in row)
    return form


class CourseNoteForm(Edited):
    """A dated note about a trainee's course."""

    tag = Day("Tag", [InputRequired()])
    art = SelectField("Art", choices=choices(COURSE_NOTES))
    text = LongText("Was dabei herauskam", [DataRequired()], longest=4000)

    @property
    def observed(self) -> Observed:
        """What was typed, as the use case takes it."""
        return Observed(self.tag.data, self.art.data, self.text.data)


class TrainingForm(Edited):
    """A training or further training."""

    art = SelectField("Art", [DataRequired()], choices=choices(TRAINING_FORMS, "bitte wählen"))
    beruf = Line("Beruf oder Abschluss", [Optional()])
    ort = Line("Betrieb, Schule oder Träger", [Optional()])
    beginn = Day("Beginn", [InputRequired()])
    ende = Day("Ende nach Vertrag", [InputRequired()])
    betreuung = SelectField("Trägerbetreuung")
    abbruch = Day("Vorzeitig beendet am", [Optional()])

    @property
    def trained(self) -> Trained:
        """What was typed, as the use case takes it."""
        return Trained(
            self.art.data, self.beginn.data, self.ende.data, self.beruf.data or None, self.ort.data or None,
            row_id(self.betreuung.data), self.abbruch.data)
