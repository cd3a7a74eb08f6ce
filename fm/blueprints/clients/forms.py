"""Forms of the clients' counter."""

from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Form, Line, LongText
from fm.usecases.files import SHORTEST_REASON


class ViewForm(Form):
    """A filter kept under a name."""

    name = Line("Name der Ansicht", [DataRequired("Bitte der Ansicht einen Namen geben.")], longest=60)
    filter = HiddenField("Filter", [Length(max=2000)])


class FocusForm(Edited):
    """What the work with a household concentrates on; `fassung` is the focus that was set before, 0 for none."""

    schwerpunkt = LongText("Schwerpunkt", [DataRequired("Bitte den Schwerpunkt benennen.")], longest=2000)


class ReasonForm(Form):
    """Why somebody opens a file that is not theirs; and where they wanted to go."""

    grund = LongText("Grund", [
        DataRequired("Bitte den Grund nennen."),
        Length(SHORTEST_REASON, message=f"Bitte den Grund mit mindestens {SHORTEST_REASON} Zeichen nennen."),
    ], longest=1000)
    ziel = HiddenField("Ziel")
