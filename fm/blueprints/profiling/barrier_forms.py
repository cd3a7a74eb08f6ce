"""Forms of barriers and of the category."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import Number, leave_open
from fm.blueprints.forms import Day, Form, Line, LongText, choices
from fm.models import Barrier
from fm.rules.barrier_checks import Step, ToldBarrier
from fm.rules.casework import BARRIER_KINDS
from fm.rules.category_checks import ChosenCategory
from fm.rules.vocabulary import BARRIER_PLACES, BARRIER_STATES, CATEGORIES

_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."


class BarrierForm(Edited):
    """What a barrier says: one of the list or in own words, since when, where it lies."""

    art = SelectField("Hemmnis", [Optional()])
    bereich = SelectField("Bereich", [Optional()])
    name = Line("Eigene Bezeichnung", [Optional()])
    ort = SelectField("Wo es liegt", [Optional()], choices=choices(BARRIER_PLACES, "wie in der Liste"))
    erkannt = Day("Erkannt am", [InputRequired(_DAY_MISSING)])
    sensibel = BooleanField("Sensibel: nur für Personen, die sensible Angaben lesen dürfen")
    notiz = LongText("Notiz", [Optional()], longest=5000)

    @property
    def told(self) -> ToldBarrier:
        """What was typed, as the use case takes it."""
        return ToldBarrier(
            self.erkannt.data, self.art.data or None, self.bereich.data or None, self.name.data or None,
            self.ort.data or None, self.sensibel.data, self.notiz.data or None)


class NewBarrierForm(BarrierForm):
    """A barrier to be recorded, with its place in the order of work."""

    rang = Number("Rang, sonst hinten", [Optional()])


class StateForm(Edited):
    """What was done about a barrier, and its state since then."""

    stand = RadioField("Stand", [DataRequired("Bitte einen Stand wählen.")], choices=choices(BARRIER_STATES))
    tag = Day("Tag", [InputRequired(_DAY_MISSING)])
    text = LongText("Was wurde getan, wie ist es ausgegangen", [Optional()], longest=5000)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.text])

    @property
    def step(self) -> Step:
        """The state and its day, as the use case takes them."""
        return Step(self.tag.data, self.stand.data)


class CategoryForm(Form):
    """The category with what belongs to it; `gesehen` names the consequences that were shown.

    `stand` is the number of the category that was looked at, 0 for none.
    """

    tag = Day("Gilt ab", [InputRequired(_DAY_MISSING)])
    kategorie = RadioField("Kategorie", [DataRequired("Bitte eine Kategorie wählen.")], choices=choices(CATEGORIES))
    grund = LongText("Begründung", longest=5000)
    prognose = Number("Integration in etwa … Monaten", [Optional()])
    hindernis = Line("Was steht entgegen", [Optional()])
    hindernis_ende = Day("Voraussichtlich bis", [Optional()])
    befuerwortet_bis = Day("Selbständigkeit befürwortet bis", [Optional()])
    gesehen = HiddenField()
    stand = IntegerField(widget=HiddenInput())

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open((self.grund, self.prognose, self.hindernis, self.hindernis_ende, self.befuerwortet_bis))

    @property
    def chosen(self) -> ChosenCategory:
        """What was typed, as the use case takes it."""
        return ChosenCategory(
            self.tag.data, self.kategorie.data, self.grund.data or "", self.prognose.data, self.hindernis.data or None,
            self.hindernis_ende.data, self.befuerwortet_bis.data)


def barrier_form(areas: Mapping[str, str], kind: type[BarrierForm] = BarrierForm, **given: Any) -> BarrierForm:
    """A form for a barrier with the names that the areas have for this client."""
    form = kind(**given)
    leave_open((form.art, form.bereich, form.name))
    form.bereich.choices = choices(areas, "wie in der Liste")
    form.art.choices = [SelectChoice("", "eigene Bezeichnung"), *(
        SelectChoice(code, one.label, optgroup=areas[area])
        for area in areas for code, one in BARRIER_KINDS.items() if one.area == area)]
    return form


def stored(barrier: Barrier) -> dict[str, Any]:
    """A barrier as its form is filled; what the list says of its kind is left to the list."""
    kind = BARRIER_KINDS.get(barrier.kind or "")
    return {
        "fassung": barrier.version, "art": barrier.kind or "", "bereich": "" if kind else barrier.area,
        "name": "" if kind and kind.label == barrier.name else barrier.name, "ort": barrier.place or "",
        "erkannt": barrier.recognised, "sensibel": barrier.sensitive, "notiz": barrier.note or "",
    }  # fmt: skip
