"""Forms of decision and circulation."""

from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from fm.blueprints.forms import Day, Form, Line, LongText, choices
from fm.rules.vocabulary import DECISIONS

_SHORTEST_REASON = 5


class DecisionForm(Form):
    """The decision on an application."""

    tag = Day("Entschieden am", [InputRequired("Bitte ein Datum wie 02.03.2026 eingeben.")])
    entscheidung = SelectField("Entscheidung", choices=choices(DECISIONS, "bitte wählen"),
                               validators=[DataRequired("Bitte die Entscheidung wählen.")])


class CorrectionForm(DecisionForm):
    """A decision put right."""

    grund = LongText("Grund der Berichtigung", [DataRequired("Bitte den Grund nennen."), Length(
        _SHORTEST_REASON, message=f"Bitte den Grund mit mindestens {_SHORTEST_REASON} Zeichen nennen.")], longest=1000)


class PassOverForm(Form):
    """Why a station is left out."""

    station = SelectField("Station", coerce=int)
    grund = Line("Grund", [DataRequired("Bitte den Grund nennen.")])
