"""The forms of routine entries."""

from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.forms import Day, Form, LongText, choices

#: What a common entry can be about; the placement step, or means and occasion of a contact, that it makes.
ABOUT = {
    "matching": "Matching mit dem Arbeitgeberservice",
    "job_search": "Stellensuchlauf",
    "school_event": "Klassenveranstaltung oder Elternabend",
    "group_talk": "Gruppengespräch im Jobcenter",
    "letter": "Brief an alle",
}


class StepForm(Form):
    """A job search, a matching meeting or a decision."""

    tag = Day("Tag", [InputRequired()])
    text = LongText("Was dabei herauskam", [Optional()], longest=4000)


class DecisionForm(Form):
    """A documented decision with reasons."""

    tag = Day("Tag", [InputRequired()])
    ergebnis = SelectField("Ergebnis", [DataRequired()])
    text = LongText("Begründung", [DataRequired()], longest=4000)


class WithdrawForm(Form):
    """Why an entry is taken back."""

    grund = LongText("Grund", [DataRequired()], longest=500)


class CommonForm(Form):
    """An entry for many clients at once."""

    was = SelectField("Eintrag", [DataRequired()], choices=choices(ABOUT))
    tag = Day("Tag", [InputRequired()])
    text = LongText("Worum es ging", [DataRequired()], longest=4000)
