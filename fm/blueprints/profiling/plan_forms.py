"""Forms of the integration plan."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.forms import Day, Line, LongText, choices, row_id
from fm.rules.casework import GOAL_REACHES, GOALS, STRATEGY_KINDS, STRATEGY_STATES
from fm.usecases.plan import Aim, Planned, Settled

_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."
STARTS_WORK = "Läuft die Strategie, das Hemmnis auf „in Bearbeitung“ setzen"
AGREED = {"ja": "gemeinsam mit der Kundin oder dem Kunden", "nein": "ausnahmsweise allein vom Fallmanagement"}
#: What a strategy can be from the start; how it came out is said when it is settled.
BEGINNING = ("planned", "running")
RESULTS = {code: STRATEGY_STATES[code] for code in ("reached", "partly", "missed", "dropped", "running")}


def kinds_by(areas: Mapping[str, str]) -> list[SelectChoice]:
    """The kinds of strategies, by area."""
    return [SelectChoice("", "eigene Worte"), *(
        SelectChoice(code, kind.label, optgroup=areas[kind.area] if kind.area else "bereichsübergreifend")
        for code, kind in STRATEGY_KINDS.items())]


class GoalForm(Edited):
    """The goal, how it came about, and what the client wishes; `fassung` is the number of the goal that it follows."""

    ziel = SelectField("Ziel", choices=choices(GOALS, "bitte wählen"),
                       validators=[DataRequired("Bitte ein Ziel wählen.")])
    genauer = Line("Genauer", [Optional()])
    reichweite = SelectField("Wo", choices=choices(GOAL_REACHES, "offen"), validators=[Optional()])
    wunsch = LongText("Wunsch der Kundin oder des Kunden", [Optional()], longest=2000)
    einvernehmen = RadioField("Festgelegt", choices=choices(AGREED),
                              validators=[DataRequired("Bitte sagen, wie das Ziel zustande kam.")])
    grund = LongText("Begründung", [Optional()], longest=2000)
    tag = Day("Gilt seit", [InputRequired(_DAY_MISSING)])

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.grund])

    @property
    def aim(self) -> Aim:
        """What was typed, as the deed takes it; a reason belongs only to a goal that was set alone."""
        agreed = self.einvernehmen.data == "ja"
        return Aim(self.tag.data, self.ziel.data, agreed, self.genauer.data or None, self.reichweite.data or None,
                   None if agreed else self.grund.data or None, self.wunsch.data or None)


class StrategyForm(Edited):
    """A strategy: for which barrier, what, where it leads to, until when."""

    hemmnis = SelectField("Hemmnis", validators=[Optional()])
    art = SelectField("Art der Strategie", validators=[Optional()])
    text = Line("Was getan wird", [Optional()])
    zwischenziel = LongText("Zwischenziel", [Optional()], longest=2000)
    bis = Day("Erreicht bis", [Optional()])
    stand = SelectField("Stand")
    massnahme = SelectField("Maßnahme", validators=[Optional()])
    bearbeitung = BooleanField(STARTS_WORK)

    @property
    def planned(self) -> Planned:
        """What was typed, as the deed takes it."""
        return Planned(
            row_id(self.hemmnis.data), self.art.data or None, self.text.data or None, self.zwischenziel.data or None,
            self.bis.data, self.stand.data, row_id(self.massnahme.data))


class ResultForm(Edited):
    """How far a strategy has come."""

    stand = RadioField("Wie weit", choices=choices(RESULTS), validators=[DataRequired("Bitte den Stand wählen.")])
    tag = Day("Am", [InputRequired(_DAY_MISSING)])
    ergebnis = LongText("Was erreicht ist oder dazwischenkam", [Optional()], longest=2000)
    bearbeitung = BooleanField(STARTS_WORK)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.ergebnis])

    @property
    def settled(self) -> Settled:
        """What was typed, as the deed takes it."""
        return Settled(self.stand.data, self.tag.data, self.ergebnis.data or None)
