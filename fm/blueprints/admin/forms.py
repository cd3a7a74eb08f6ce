"""Forms of the administration's counter."""

from wtforms import IntegerField
from wtforms.validators import DataRequired, InputRequired
from wtforms.widgets import HiddenInput

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, LongText
from fm.documents.placeholders import MOST_CHARACTERS


class TextForm(Edited):
    """The wording of a draft."""

    text = LongText("Text", [DataRequired()], longest=MOST_CHARACTERS)


class ReleaseForm(Form):
    """The day from which a version holds, and the draft that was looked at."""

    gilt_ab = Day("Gilt ab", [InputRequired()])
    fassung = IntegerField(widget=HiddenInput())
