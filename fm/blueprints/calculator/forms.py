"""What the calculator asks for. The forms only look things up, so they are sent with GET and carry no token."""

from wtforms import IntegerField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import TextInput

from fm.blueprints.forms import Day, Form, choices
from fm.rules.standards import STANDARDS
from fm.rules.sums import Formula

#: Years whose public holidays are known for certain.
FIRST_YEAR, LAST_YEAR = 1995, 2099
_UNITS = {"AT": "Arbeitstage", "W": "Wochen", "M": "Monate"}
_DIRECTIONS = {"vor": "danach", "zurueck": "davor (nur Monate)"}
#: Unit → the most of it that is counted, about twenty years.
_MOST = {"AT": 5_000, "W": 1_000, "M": 240}


def _in_known_years(_form, field) -> None:
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(f"Bitte einen Tag von {FIRST_YEAR} bis {LAST_YEAR} eingeben.")


class Question(Form):
    """A form that asks and changes nothing."""

    class Meta(Form.Meta):
        csrf = False


class Number(IntegerField):
    """A whole number, shown again as it was typed, also where it is none."""

    widget = TextInput()


class SumForm(Question):
    """A day and how far to count from it."""

    tag = Day("Ausgangstag", [InputRequired(), _in_known_years])
    anzahl = Number("Anzahl", [InputRequired(), NumberRange(1, message="Bitte eine ganze Zahl ab 1 eingeben.")])
    einheit = SelectField("Einheit", [InputRequired()], choices=choices(_UNITS))
    richtung = SelectField("Richtung", [InputRequired()], choices=choices(_DIRECTIONS))

    def validate_anzahl(self, field) -> None:
        """Not further than about twenty years."""
        most = _MOST.get(self.einheit.data, 0)
        if field.data and field.data > most > 0:
            raise ValidationError(f"Bitte höchstens {most} eingeben.")

    def validate_richtung(self, field) -> None:
        """Only months are counted back."""
        if field.data == "zurueck" and self.einheit.data != "M":
            raise ValidationError("Zurückgezählt werden nur Monate.")

    @property
    def formula(self) -> Formula:
        """What is to be counted; negative for counting back."""
        amount = self.anzahl.data or 0
        return Formula(self.einheit.data, -amount if self.richtung.data == "zurueck" else amount)


class StandardForm(Question):
    """A standard with the reason for which it arises, the day that this reason names, and when it arose."""

    anlass = SelectField("Mindeststandard und Anlass", [InputRequired()], choices=[
        SelectChoice(f"{standard.id}.{reason}", f"{standard.id}: {words}", optgroup=f"{standard.id} {standard.title}")
        for standard in STANDARDS.values() for reason, words in standard.reasons.items()])
    tag = Day("Tag, den der Anlass nennt", [InputRequired(), _in_known_years])
    entstanden = Day("Frist entstanden am", [Optional(), _in_known_years])


class YearForm(Question):
    """A year."""

    jahr = Number("Jahr", [InputRequired(), NumberRange(
        FIRST_YEAR, LAST_YEAR, message=f"Bitte ein Jahr von {FIRST_YEAR} bis {LAST_YEAR} eingeben.")])
