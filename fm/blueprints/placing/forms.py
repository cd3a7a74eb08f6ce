"""Forms about places in measures: what is wanted for a client, and what becomes of a participation."""

from collections.abc import Iterable
from typing import Any

from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, Line, LongText, choices, row_id
from fm.models import MeasureSite
from fm.rules.catalogue import ABSENCES, BREAK_OFF_REASONS, RESULTS
from fm.usecases.attendance import Missed, Result
from fm.usecases.places import Wanted

_REASON = "Bitte einen Grund angeben."
_DAY = "Bitte einen Tag wie 02.03.2026 eingeben."
#: What stands at every text that coordinators write.
_NOTHING_PROTECTED = "Hemmnisse und Gesundheit gehören nicht hierher."
#: What a case manager does for a client, by the word in the form.
DOES = {"vorschlagen": "vorschlagen", "reservieren": "Platz reservieren", "warten": "auf die Warteliste setzen"}


class PeriodForm(Form):
    """From when to when, and at which place of training."""

    ort = SelectField("Maßnahmeort", validators=[Optional()])
    beginn = Day("Erster Tag", [Optional()])
    ende = Day("Letzter Tag", [Optional()])

    def wanted(self, measure_id: int, **more: Any) -> Wanted:
        """What was typed, as the deeds take it."""
        site_id = row_id(self.ort.data) if "ort" in self else None
        return Wanted(measure_id, self.beginn.data, self.ende.data, site_id, **more)


class ProposalForm(PeriodForm):
    """What a case manager wants for a client, and why."""

    tun = RadioField("Was soll geschehen", choices=choices(DOES), validators=[DataRequired("Bitte wählen.")])
    strategie = SelectField("Dient der Strategie", validators=[Optional()])
    grund = LongText("Warum diese Maßnahme", [Optional()], longest=2000)

    def proposed(self, measure_id: int) -> Wanted:
        """What was typed, as the deeds take it."""
        return self.wanted(measure_id, reason=self.grund.data or None, strategy_id=row_id(self.strategie.data))


class StartForm(Form):
    """The first day on which somebody came."""

    tag = Day("Begonnen am", [InputRequired(_DAY)])


class EndForm(Form):
    """The last day, and what came of it where that is known."""

    tag = Day("Beendet am", [InputRequired(_DAY)])
    ergebnis = SelectField("Ergebnis", choices=choices(RESULTS, "steht noch nicht fest"), validators=[Optional()])
    text = LongText("In Worten", [Optional()], longest=2000, description=_NOTHING_PROTECTED)

    @property
    def result(self) -> Result | None:
        """What came of it; None where that is still open."""
        return Result(self.ergebnis.data, self.text.data or None) if self.ergebnis.data else None


class BreakOffForm(Form):
    """Leaving before the end."""

    tag = Day("Letzter Tag", [InputRequired(_DAY)])
    grund = SelectField("Grund", choices=choices(BREAK_OFF_REASONS, "bitte wählen"), validators=[DataRequired(_REASON)])
    bemerkung = LongText("Genauer", [Optional()], longest=2000, description=_NOTHING_PROTECTED)


class EndMovedForm(Edited):
    """Another last day than planned, and why."""

    ende = Day("Neuer letzter Tag", [InputRequired(_DAY)])
    grund = Line("Grund", [DataRequired(_REASON)], description=f"Das liest das Fallmanagement. {_NOTHING_PROTECTED}")


class ResultForm(Edited):
    """What a participation came to."""

    ergebnis = SelectField("Ergebnis", choices=choices(RESULTS, "bitte wählen"),
                           validators=[DataRequired("Bitte das Ergebnis wählen.")])
    text = LongText("In Worten", [Optional()], longest=2000, description=_NOTHING_PROTECTED)

    @property
    def result(self) -> Result:
        """What was typed, as the deed takes it."""
        return Result(self.ergebnis.data, self.text.data or None)


class ResumeForm(Form):
    """Going on after an end that was recorded by mistake."""

    ende = Day("Läuft bis", [Optional()])


class AbsenceForm(Form):
    """Days of absence."""

    von = Day("Erster Fehltag", [InputRequired(_DAY)])
    bis = Day("Letzter Fehltag", [Optional()])
    art = SelectField("Entschuldigt", choices=choices(ABSENCES))

    @property
    def missed(self) -> Missed:
        """What was typed; a single day where no last one is named."""
        return Missed(self.von.data, self.bis.data or self.von.data, self.art.data)


class WithdrawForm(Form):
    """Why something is taken back."""

    grund = Line("Grund", [DataRequired(_REASON)], description=_NOTHING_PROTECTED)


class ConsentForm(Form):
    """The day of the client's consent."""

    einwilligung = Day("Eingewilligt am", [Optional()])


class MoveForm(Form):
    """Another place on the waiting list."""

    platz = IntegerField("Neuer Platz", [InputRequired("Bitte eine Zahl eingeben."),
                                         NumberRange(1, 9999, "Der erste Platz ist 1.")])
    grund = Line("Grund", [DataRequired(_REASON)], description=_NOTHING_PROTECTED)


def with_sites(form: PeriodForm, sites: Iterable[MeasureSite]) -> None:
    """Let one of these places of training be chosen; a measure that has none asks for none."""
    offered = [SelectChoice(str(site.id), site.name) for site in sites]
    if not offered:
        del form.ort
        return
    form.ort.choices = [SelectChoice("", "bitte wählen"), *offered]
