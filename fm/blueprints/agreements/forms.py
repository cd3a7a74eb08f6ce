"""Forms of agreements: the writing with its rows of duties, signature, evaluation, correction, early end."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.consultation.rows import rows_for
from fm.blueprints.forms import Day, Form, Line, LongText, choices, row_id
from fm.models import Agreement, AgreementDuty
from fm.rules.agreement_proposals import DutyTold
from fm.rules.casework import DUTY_RESULTS, DUTY_SIDES
from fm.rules.contacts import WITHOUT_TALK
from fm.rules.vocabulary import AREAS, CONTACT_MEANS, COUNTING_MEANS
from fm.usecases.agreements import Written
from fm.usecases.renewal import Evaluation, Judgement

_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."
#: Most duties of a side, and empty rows that each side ends with.
MOST_DUTIES, _EMPTY = 40, 1
#: The fields of a duty that one types into, in their order; the others say what it comes from.
TYPED = ("was", "wie_oft", "bis", "nachweis")
#: What a duty of each side is numbered as.
NUMBERED = {"client": "Pflicht", "office": "Leistung"}
_SOURCES = ("strategie", "von")
#: By what means an agreement is evaluated.
_MEANS = {"papers": WITHOUT_TALK} | {
    code: label for code, label in CONTACT_MEANS.items() if code in COUNTING_MEANS}


class WritingForm(Edited):
    """What an agreement says; a duty's fields are called side_row_field."""

    leitziel = Line("Leitziel", [Optional()], longest=500)
    zielkategorie = SelectField("Zielkategorie", [Optional()], choices=choices(AREAS, "bitte wählen"))
    gueltig_bis = Day("Gültig bis", [Optional()])
    vorlaeufig = BooleanField("Vorläufig, bis Profil und Plan vollständig sind")
    beteiligte = LongText("Beteiligung anderer Stellen", [Optional()])


class SignForm(Form):
    """When an agreement was signed, in the version that was looked at."""

    fassung = IntegerField(widget=HiddenInput())
    tag = Day("Tag der Unterschrift", [InputRequired(_DAY_MISSING)])
    vertretung = BooleanField("Die gesetzliche Vertretung hat mit unterschrieben")


class EndForm(Form):
    """An early end, and why."""

    tag = Day("Letzter Tag", [InputRequired(_DAY_MISSING)])
    grund = LongText("Grund", [InputRequired("Bitte festhalten, warum die Vereinbarung vorzeitig endet.")])


class CorrectionForm(Form):
    """What there is to put right."""

    grund = LongText("Was ist zu berichtigen?", [InputRequired("Bitte festhalten, was zu berichtigen ist.")])


class EvaluationForm(Edited):
    """An evaluation; the fields of each duty are called pflicht_id_field."""

    tag = Day("Ausgewertet am", [InputRequired(_DAY_MISSING)])
    art = SelectField("Wie ausgewertet", choices=choices(_MEANS))
    text = LongText("Was sonst festzuhalten ist", [Optional()])

    @property
    def said(self) -> Evaluation:
        """What was typed, as the use case takes it."""
        return Evaluation(self.tag.data, self.art.data, self.text.data or None)


def writing_form(rows: Mapping[str, int], given: Written, version: int | None = None, posted: bool = True) -> Any:
    """The form with so many rows for the duties of each side, filled; `posted`: takes what was sent."""
    fields = {f"{side}_{row}_{name}": field for side, many in rows.items() for row in range(many)
              for name, field in _duty_fields(f"({NUMBERED[side]} {row + 1})")}  # fmt: skip
    made = type("WritingForm", (WritingForm,), fields)
    data = _flat(given) | {"fassung": version}
    form = made(data=data) if posted else made(formdata=None, data=data)
    leave_open(field for field in form if not isinstance(field, HiddenField | IntegerField))
    return form


def _duty_fields(of: str) -> list[tuple[str, Any]]:
    return [
        ("was", LongText(f"Was {of}", [Optional()], longest=2000)), ("wie_oft", Line(f"Wie oft {of}", [Optional()])),
        ("bis", Day(f"Bis wann {of}", [Optional()])),
        ("nachweis", Line(f"Nachweis {of}", [Optional()])), *((name, HiddenField()) for name in _SOURCES)]


def rows_of(names: Collection[str], given: Written) -> dict[str, int]:
    """How many rows each side has: those typed or given, and an empty one."""
    return {side: rows_for(side, names, sum(duty.side == side for duty in given.duties) + _EMPTY, MOST_DUTIES)
            for side in DUTY_SIDES}  # fmt: skip


class DutyRow(NamedTuple):
    """The fields of a duty: those one types into, and those that say what it comes from."""

    typed: Sequence[Field]
    sources: Sequence[Field]


def duty_rows(form: Any, side: str, rows: Mapping[str, int]) -> list[DutyRow]:
    """The rows of a side."""
    return [DutyRow(*([form[f"{side}_{row}_{name}"] for name in names] for names in (TYPED, _SOURCES)))
            for row in range(rows[side])]  # fmt: skip


def complete_rows(form: Any, rows: Mapping[str, int]) -> bool:
    """Whether each row in which something stands says what is to be done; says so at the field."""
    bare = [one for side in rows for one in duty_rows(form, side, rows)
            if not one.typed[0].data and any(field.data for field in one.typed[1:])]
    for one in bare:
        one.typed[0].errors = [*one.typed[0].errors, "Es fehlt, was zu tun ist."]
    return not bare


def written_in(form: Any, rows: Mapping[str, int]) -> Written:
    """What the form says; rows in which nothing stands are left out."""
    return Written(
        form.leitziel.data or None, form.zielkategorie.data or None, form.gueltig_bis.data, form.vorlaeufig.data,
        form.beteiligte.data or None,
        [_duty(side, one) for side in rows for one in duty_rows(form, side, rows) if one.typed[0].data])


def _duty(side: str, row: DutyRow) -> DutyTold:
    what, often, until, proof = (field.data for field in row.typed)
    strategy, carried = (row_id(field.data) for field in row.sources)
    return DutyTold(side, what, often or None, until, proof or None, strategy, carried)


def written_of(agreement: Agreement) -> Written:
    """What an agreement says, as the form takes it."""
    return Written(
        agreement.guiding_goal, agreement.goal_area, agreement.valid_until, agreement.interim, agreement.other_bodies,
        [DutyTold(one.side, one.text, one.how_often, one.due, one.proof, one.strategy_id, one.carried_from_id)
         for one in agreement.duties])  # fmt: skip


def _flat(given: Written) -> dict[str, Any]:
    flat: dict[str, Any] = {
        "leitziel": given.guiding_goal or "", "zielkategorie": given.goal_area or "", "gueltig_bis": given.valid_until,
        "vorlaeufig": given.interim, "beteiligte": given.other_bodies or ""}
    for side in DUTY_SIDES:
        for row, duty in enumerate(one for one in given.duties if one.side == side):
            cells = (duty.text, duty.how_often or "", duty.due, duty.proof or "", duty.strategy_id,
                     duty.carried_from_id)  # fmt: skip
            flat |= {f"{side}_{row}_{name}": cell for name, cell in zip((*TYPED, *_SOURCES), cells, strict=True)}
    return flat


def evaluation_form(agreement: Agreement, *, posted: bool = True, **given: Any) -> Any:
    """The form with a judgement for each duty, filled with what was judged already; `posted`: takes what was sent."""
    fields: dict[str, Any] = {}
    given["fassung"] = agreement.version
    for one, which in numbered(agreement):
        name = f"pflicht_{one.id}"
        fields[f"{name}_ergebnis"] = SelectField(
            f"Ergebnis ({which})", [Optional()], choices=choices(DUTY_RESULTS, "noch nicht beurteilt"))
        fields[f"{name}_warum"] = Line(f"Warum ({which})", [Optional()], longest=1000)
        given |= {f"{name}_ergebnis": one.judged or "", f"{name}_warum": one.judged_why or ""}
    made = type("EvaluationForm", (EvaluationForm,), fields)
    form = made(data=given) if posted else made(formdata=None, data=given)
    leave_open(field for field in form if field.name.startswith("pflicht_"))
    return form


def numbered(agreement: Agreement) -> list[tuple[AgreementDuty, str]]:
    """The duties with what each is called, counted on its side: Pflicht 1, Leistung 1."""
    sides = ((side, [duty for duty in agreement.duties if duty.side == side]) for side in NUMBERED)
    return [(duty, f"{NUMBERED[side]} {place}") for side, duties in sides for place, duty in enumerate(duties, 1)]


def judgements(form: Any, duties: Iterable[AgreementDuty]) -> dict[int, Judgement]:
    """How each duty was judged in the form."""
    return {one.id: Judgement(form[f"pflicht_{one.id}_ergebnis"].data or None, form[f"pflicht_{one.id}_warum"].data
                              or None) for one in duties}  # fmt: skip
