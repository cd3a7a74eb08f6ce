"""Forms of handovers. Their fields are named as the rules name them, whose reasons are put on them."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, Line, LongText, choices, row_id
from fm.rules.handover_checks import CATEGORIES_AFTER
from fm.rules.vocabulary import CATEGORIES

#: Longest text to a barrier, in characters.
_BARRIER_TEXT = 2000
_PREFIX = "barrier_"


class HandoverForm(Edited):
    """A handover as it is prepared; each barrier has a field of its own, added by `handover_form`."""

    to_staff_id = SelectField("Übernimmt", coerce=row_id, validate_choice=False)
    day = Day("Übergeben am", [Optional()])
    reasons = LongText("Begründung", [Optional()])
    assessed_on = Day("Einzelfallbeurteilung vom", [Optional()])
    category = SelectField("Neue Kategorie", [Optional()], choices=choices(
        {code: CATEGORIES[code] for code in CATEGORIES_AFTER}, "bitte wählen"))
    talk_on = Day("Übergabegespräch am", [Optional()])
    talk_with = Line("Teilgenommen haben", [Optional()])
    client_informed_on = Day("Kundin oder Kunde informiert am", [Optional()])
    recommendation = LongText("Empfehlung für die weitere Arbeit", [Optional()])
    special_points = LongText("Besonderheiten (Sprache, Sicherheit)", [Optional()])
    papers = LongText("Übergebene Unterlagen, je Zeile eine", [Optional()])

    @property
    def texts(self) -> dict[int, str]:
        """What is said of the barriers, by their ids."""
        return {int(name.removeprefix(_PREFIX)): field.data or "" for name, field in self._fields.items()
                if name.startswith(_PREFIX)}


def handover_form(barriers: Sequence[Any]) -> type[HandoverForm]:
    """The form with a field for each of these barriers, the proof that it is resolved or what is passed on."""
    fields = {f"{_PREFIX}{one.id}": LongText(one.name, [Optional()], longest=_BARRIER_TEXT) for one in barriers}
    return type("FormWithBarriers", (HandoverForm,), fields)


class DeferralForm(Form):
    """Until when the change U25 → Ü25 is put off, and why."""

    until = Day("Aufgeschoben bis", [InputRequired("Bitte ein Datum wie 02.03.2026 eingeben.")])
    reason = LongText("Begründung", [DataRequired("Der Aufschub braucht eine Begründung.")], longest=2000)


class QuestionForm(Form):
    """A query of the receiver."""

    question = LongText("Rückfrage", [DataRequired("Bitte die Rückfrage eingeben.")], longest=5000)


class AnswerForm(Form):
    """The giver's answer to a query."""

    answer = LongText("Antwort", [DataRequired("Bitte die Antwort eingeben.")], longest=5000)
