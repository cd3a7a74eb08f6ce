"""Forms about what is followed up where a duty was not kept or a summons was missed."""

from wtforms import IntegerField, RadioField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, LongText, choices
from fm.rules.casework import BREACH_DECISIONS

_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."


class OpeningForm(Form):
    """What happened, and when."""

    tag = Day("Tag des Ereignisses", [InputRequired(_DAY_MISSING)])
    text = LongText("Was geschehen ist", [DataRequired("Bitte in einem Satz sagen, was geschehen ist.")], longest=4000)


class HearingForm(Form):
    """The last day for the client's statement."""

    frist = Day("Letzter Tag für die Stellungnahme", [InputRequired(_DAY_MISSING)])


class StatementForm(Edited):
    """What the client says to it."""

    tag = Day("Eingegangen am", [InputRequired(_DAY_MISSING)])
    text = LongText("Stellungnahme", [DataRequired("Bitte festhalten, was die Kundin oder der Kunde sagt.")])


class DecisionForm(Form):
    """The decision and why; `fassung` is the version of the procedure that was looked at."""

    fassung = IntegerField(widget=HiddenInput())
    entscheidung = RadioField("Entscheidung", [DataRequired("Bitte eine Entscheidung wählen.")],
                              choices=choices(BREACH_DECISIONS))
    grund = LongText("Begründung", [DataRequired("Die Entscheidung braucht eine Begründung.")])
