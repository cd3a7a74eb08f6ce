"""Forms of the life of a case."""

from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import HiddenInput

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, Line, LongText, Several, choices
from fm.rules.vocabulary import BENEFIT_CHANGES, CLOSING_REASONS, PLACEMENTS, SEXES, SPECIAL_GROUPS

#: Fewest characters of a reason that undoes something.
SHORTEST_REASON = 5
_DAY_MISSING = "Bitte ein Datum wie 02.03.2026 eingeben."


class IntegrationForm(Edited):
    """Since when somebody works, is in training or self-employed."""

    tag = Day("Seit", [InputRequired(_DAY_MISSING)])
    art = SelectField("Integration in", choices=choices(PLACEMENTS, "bitte wählen"),
                      validators=[DataRequired("Bitte angeben, worin die Integration besteht.")])
    vermerk = LongText("Nachweis und Vermerk", [Optional()], longest=2000)
    schliessen = BooleanField("Fall zu diesem Tag abschließen")


class ClosingForm(Form):
    """Why a case ends, and on which day."""

    tag = Day("Abgeschlossen am", [InputRequired(_DAY_MISSING)])
    grund = SelectField("Grund", choices=choices(CLOSING_REASONS, "bitte wählen"),
                        validators=[DataRequired("Bitte den Grund nennen.")])


class UndoForm(Form):
    """Why a closing is taken back."""

    grund = LongText("Grund", [DataRequired("Bitte den Grund nennen."), Length(
        SHORTEST_REASON, message=f"Bitte den Grund mit mindestens {SHORTEST_REASON} Zeichen nennen.")], longest=1000)


class OpeningForm(Form):
    """The next case of somebody who comes back."""

    tag = Day("Beginn", [InputRequired(_DAY_MISSING)])
    leistung_bis = Day("Letzter Tag der früheren Leistung", [Optional()])
    alg_bis = Day("Arbeitslosengeld bis", [Optional()])
    zugezogen = BooleanField("aus dem Gebiet eines anderen Trägers zugezogen")
    profil = BooleanField("Profil des letzten Falls übernehmen")
    hemmnisse = Several("Offene Hemmnisse übernehmen", coerce=int)


class GroupsForm(Form):
    """The special groups that a client belongs to; `gezeigt` are those that the form was filled with."""

    merkmale = Several("Merkmale", choices=choices(SPECIAL_GROUPS))
    gezeigt = Line("Bisher", [Optional()], widget=HiddenInput())


class PersonForm(Edited):
    """A client's master data."""

    surname = Line("Nachname", [DataRequired()])
    given_name = Line("Vorname", [DataRequired()])
    born = Day("Geboren am", [InputRequired(_DAY_MISSING)])
    sex = SelectField("Geschlecht", choices=choices(SEXES, "nicht erfasst"))
    language = Line("Sprache", [Optional()], longest=60)
    phone = Line("Telefon", [Optional()], longest=60)
    email = Line("E-Mail", [Optional(), Regexp(
        r"[^@\s]+@[^@\s]+\.[^@\s]+$", message="Bitte eine E-Mail-Adresse wie name@beispiel.de eingeben.")])
    guardian = Line("Gesetzliche Vertretung (unterschriftsberechtigt)", [Optional()])


class AddressForm(Edited):
    """A household's address."""

    street = Line("Straße und Hausnummer", [Optional()])
    postcode = Line("Postleitzahl", [Optional(), Regexp(r"\d{5}$", message="Bitte fünf Ziffern eingeben.")])
    town = Line("Ort", [Optional()])


class ChangeForm(Form):
    """A serious change in running benefit."""

    tag = Day("Ab", [InputRequired(_DAY_MISSING)])
    art = SelectField("Was sich ändert", choices=choices(BENEFIT_CHANGES, "bitte wählen"),
                      validators=[DataRequired("Bitte angeben, was sich ändert.")])
    vermerk = LongText("Vermerk", [Optional()], longest=2000)
