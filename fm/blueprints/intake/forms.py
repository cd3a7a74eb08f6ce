"""Forms of the service desk."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Self

from wtforms import BooleanField, EmailField, Field, HiddenField, RadioField, SelectField, TelField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from fm.blueprints.forms import Clock, Day, Form, Line, LongText, Several, choices, moment
from fm.rules.appointments import Stretch
from fm.rules.vocabulary import SEXES, SPECIAL_GROUPS, STREAMS, WEEKDAYS
from fm.usecases.intake import Circumstances, Days
from fm.usecases.people import NewPerson

#: With this the names of the fields begin that hold what a form was filled with.
_BEFORE = "bisher_"
_DAYS = range(len(WEEKDAYS))
_REASON = [DataRequired("Bitte den Grund nennen."), Length(5, message="Bitte den Grund in ein paar Worten nennen.")]


class ApplicationForm(Form):
    """The days of an application as it is taken."""

    ausgegeben = Day("Formular ausgegeben am", [Optional()])
    termin = Day("Abgabetermin am", [Optional()])
    uhrzeit = Clock("Uhrzeit des Abgabetermins", [Optional()])
    heute = BooleanField("Der Antrag liegt heute vollständig ausgefüllt vor")
    abgegeben = Day("Vollständig abgegeben am", [Optional()])

    def days(self, today: date) -> Days:
        """What the form says."""
        return Days(self.ausgegeben.data, self.termin.data, self.uhrzeit.data if self.termin.data else None,
                    today if self.heute.data else self.abgegeben.data)  # fmt: skip


class BeginningForm(ApplicationForm):
    """An application that begins a case."""

    merkmale = Several("Merkmale", choices=choices(SPECIAL_GROUPS))
    alg_bis = Day("Arbeitslosengeld bis", [Optional()])
    frueher_bis = Day("Früherer Leistungsbezug bis", [Optional()])
    zuzug = BooleanField("Zugezogen aus dem Bereich eines anderen Trägers")
    schule = BooleanField("Besucht eine allgemeinbildende Schule (unter 25)")

    @property
    def circumstances(self) -> Circumstances:
        """What the form says of the beginning."""
        return Circumstances(self.merkmale.data or (), self.frueher_bis.data, self.zuzug.data, self.alg_bis.data,
                             self.schule.data)  # fmt: skip


class ReturningForm(BeginningForm):
    """An application of somebody whose earlier case is closed."""

    uebernehmen = BooleanField("Profil und offene Hemmnisse des früheren Falls übernehmen", default=True)


class PersonForm(BeginningForm):
    """An application of somebody nobody knows yet."""

    nachname = Line("Nachname", [DataRequired()], longest=100)
    vorname = Line("Vorname", [DataRequired()], longest=100)
    geboren = Day("Geburtsdatum", [InputRequired()])
    geschlecht = SelectField("Geschlecht", [Optional()], choices=choices(SEXES, "bitte wählen"))
    sprache = Line("Sprache, wenn nicht Deutsch", [Optional()], longest=60)
    telefon = TelField("Telefon", [Optional(), Length(max=60)])
    email = EmailField("E-Mail", [Optional(), Length(max=120)])
    vertretung = Line("Gesetzliche Vertretung (unter 18)", [Optional()])
    haushalt = Line("Nummer der Bedarfsgemeinschaft, wenn schon bekannt", [Optional()], longest=30)
    strasse = Line("Straße und Hausnummer", [Optional()], longest=120)
    plz = Line("Postleitzahl", [Optional()], longest=10)
    ort = Line("Ort", [Optional()], longest=80)
    andere = HiddenField("Geprüfte Personen", [Length(max=2000)])
    neu = BooleanField("Keine der gezeigten Personen ist gemeint; eine neue Akte anlegen")

    @property
    def person(self) -> NewPerson:
        """Whom the form is about."""
        said = [self.geschlecht, self.sprache, self.telefon, self.email, self.vertretung, self.haushalt, self.strasse,
                self.plz, self.ort]  # fmt: skip
        return NewPerson(self.nachname.data, self.vorname.data, self.geboren.data, *(one.data or None for one in said))

    @property
    def others(self) -> list[str]:
        """The numbers of the people said to be somebody else."""
        return (self.andere.data or "").split() if self.neu.data else []


class AppointmentForm(Form):
    """When the form is handed in."""

    termin = Day("Tag", [InputRequired("Bitte den Tag angeben.")])
    uhrzeit = Clock("Uhrzeit", [InputRequired("Bitte die Uhrzeit angeben.")])


class SubmissionForm(Form):
    """That the form was handed in complete."""

    abgegeben = Day("Vollständig abgegeben am", [InputRequired("Bitte den Tag der Abgabe angeben.")])


class CorrectionForm(Form):
    """Other days in place of those recorded by mistake."""

    ausgegeben = Day("Formular ausgegeben am", [Optional()])
    termin = Day("Abgabetermin am", [Optional()])
    uhrzeit = Clock("Uhrzeit des Abgabetermins", [Optional()])
    abgegeben = Day("Vollständig abgegeben am", [Optional()])
    grund = LongText("Grund der Berichtigung", _REASON, longest=1000)


class WithdrawalForm(Form):
    """That an application is not pursued."""

    grund = LongText("Grund der Rücknahme", _REASON, longest=1000)


class ManagerForm(Form):
    """Who shall look after the case."""

    bereich = HiddenField("Bereich", [AnyOf(STREAMS)])
    fallmanagement = SelectField("Fallmanagement", [DataRequired("Bitte jemanden wählen.")], coerce=int)
    grund = LongText("Grund, wenn vom Vorschlag abgewichen wird", [Optional()], longest=1000)
    abwesend = BooleanField("Auch wenn die Person zurzeit nicht da ist")


class BookingForm(Form):
    """The time of the intake, chosen among those that are free."""

    termin = RadioField("Freie Zeiten", [InputRequired("Bitte eine Zeit wählen.")], validate_choice=False)
    ort = Line("Ort, wenn nicht im Büro", [Optional()], longest=120)
    trotzdem = BooleanField("Auch außerhalb der Frist")
    minuten = HiddenField("Dauer", default="60")
    mit = HiddenField("Gemeinsam mit", [Length(max=500)])

    def validate_termin(self, field: Field) -> None:
        """One of the times offered; whether it still is free, the booking says."""
        if moment(field.data) is None:
            raise ValidationError("Bitte eine der freien Zeiten wählen.")


class HoursForm(Form):
    """When somebody works or is at school: one stretch for each day of the week, and what the form was filled with."""

    @classmethod
    def filled(cls, known: Mapping[int, Stretch]) -> Self:
        """The form with the hours known so far."""
        return cls(formdata=None, data=_ends("", known, _DAYS) | _ends(_BEFORE, known, _DAYS))

    def brought_up_to(self, known: Mapping[int, Stretch]) -> None:
        """Take over what is known now, so that the form can be sent once more: a day that was changed here stays so."""
        wanted, shown = self.wanted, self.shown
        as_shown = [day for day in _DAYS if wanted.get(day) == shown.get(day)]
        for name, end in (_ends(_BEFORE, known, _DAYS) | _ends("", known, as_shown)).items():
            self[name].raw_data, self[name].data = None, end

    def before(self) -> list[Field]:
        """The fields that hold what the form was filled with."""
        return [field for field in self if field.name.startswith(_BEFORE)]

    @property
    def wanted(self) -> dict[int, Stretch]:
        """The hours typed."""
        return self._week("")

    @property
    def shown(self) -> dict[int, Stretch]:
        """The hours that the form was filled with."""
        return self._week(_BEFORE)

    def _week(self, before: str) -> dict[int, Stretch]:
        ends = {day: (self[f"{before}von_{day}"].data, self[f"{before}bis_{day}"].data) for day in _DAYS}
        return {day: Stretch(*both) for day, both in ends.items() if all(end is not None for end in both)}

    def stretches(self) -> list[tuple[str, Any, Any]]:
        """Name of the day with its two fields."""
        return [(day, self[f"von_{number}"], self[f"bis_{number}"]) for number, day in enumerate(WEEKDAYS)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Both ends of a day, or none."""
        complete = super().validate(extra_validators)
        for _, begins, ends in self.stretches():
            if (begins.data is None) is not (ends.data is None):
                half = begins if begins.data is None else ends
                half.errors = [*half.errors, "Bitte Beginn und Ende angeben."]
                complete = False
        return complete


for _number, _day in enumerate(WEEKDAYS):
    for _when in ("von", "bis"):
        setattr(HoursForm, f"{_when}_{_number}", Clock(f"{_day} {_when}", [Optional()]))
        setattr(HoursForm, f"{_BEFORE}{_when}_{_number}", Clock("Bisher", [Optional()], widget=HiddenInput()))


def _ends(before: str, week: Mapping[int, Stretch], days: Iterable[int]) -> dict[str, time | None]:
    """What the fields of these days hold in a week, by the fields' names."""
    return {f"{before}{when}_{day}": end for day in days
            for when, end in zip(("von", "bis"), week.get(day) or (None, None), strict=True)}  # fmt: skip


class MergeForm(Form):
    """That two files are one person's, and why."""

    mit = HiddenField("Nummer der anderen Akte", [DataRequired(), Length(max=30)])
    grund = LongText("Woran erkannt wurde, dass es dieselbe Person ist", _REASON, longest=1000)
    sicher = BooleanField("Beide Akten gehören derselben Person", [
        InputRequired("Bitte bestätigen; die Akten lassen sich danach nicht mehr trennen.")])
