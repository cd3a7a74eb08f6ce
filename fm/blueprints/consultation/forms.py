"""Forms of the intake."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, Field, IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import TextInput

from fm.blueprints.forms import Day, Form, Line, LongText, choices, moment, row_id
from fm.models import Staff
from fm.queries.consultation import Standing
from fm.rules import vocabulary as words
from fm.rules.appointments import LENGTHS, clock_time
from fm.rules.calendar import weekday_and_date
from fm.rules.intake_outcome import BarrierTold, IntakeOutcome
from fm.rules.responsibility import OF_AGE, age, areas_on, is_youth

#: Rows for barriers that a form begins with, and most it can have.
BARRIER_ROWS, MOST_BARRIERS = 4, 20
_TALKS = {"einstieg": "Einstiegsberatung, nachgeholt", "erstgespraech": "Inhalte im Erstgespräch nachgeholt"}
_REASON = [DataRequired("Bitte den Grund nennen.")]


class Number(IntegerField):
    """A whole number; what is typed stays in the field, also where it is none."""

    widget = TextInput()

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(label, validators, render_kw={"inputmode": "numeric"}, **options)


class WaiveForm(Form):
    """Why no intake is needed."""

    grund = LongText("Grund", _REASON, longest=1000)


class MissedForm(Form):
    """On which day the client did not come."""

    tag = Day("Tag des versäumten Termins", [InputRequired()])


class CorrectionForm(Form):
    """The days of the intake as they should have been, and why they are changed."""

    eingeladen = Day("Einladung vorbereitet am", [Optional()])
    ausgehaendigt = Day("Einladung ausgehändigt am", [Optional()])
    entfallen = Day("Einstiegsberatung entfallen am", [Optional()])
    versaeumt = Day("Einstiegsberatung versäumt am", [Optional()])
    durchgefuehrt = Day("Einstiegsberatung durchgeführt am", [Optional()])
    grund = LongText("Grund der Änderung", _REASON, longest=1000)


class InvitationForm(Form):
    """When and where the intake shall be; without fields where an appointment was given."""

    termin = SelectField("Termin", [DataRequired("Bitte einen Termin wählen.")], validate_choice=False)
    dauer = SelectField("Dauer", choices=choices({str(minutes): label for minutes, label in LENGTHS.items()}))
    ort = Line("Ort", [Optional()])

    def validate_termin(self, field: Field) -> None:
        """One of the times offered; whether it still is free, the booking says."""
        if moment(field.data) is None:
            raise ValidationError("Bitte einen Eintrag der Liste wählen.")


def invitation_form(slots: Sequence[datetime] | None) -> InvitationForm:
    """The form for the invitation with these free times; None where an appointment was given."""
    form = InvitationForm(dauer="60")
    if slots is None:
        for name in ("termin", "dauer", "ort"):
            del form[name]
    else:
        times = {slot.isoformat(): f"{weekday_and_date(slot.date())}, {clock_time(slot)} Uhr" for slot in slots}
        form.termin.choices = choices(times, "bitte wählen")
    return form


class OutcomeForm(Form):
    """What came out of the intake."""

    tag = Day("Tag der Beratung", [InputRequired()])
    als = RadioField("Gespräch", choices=choices(_TALKS), default="einstieg")
    ergebnis = RadioField("Verbindliche Festlegung", [Optional()], choices=choices(words.INTAKE_RESULTS))
    kategorie = SelectField("Kategorie", [Optional()], choices=choices(words.CATEGORIES, "noch keine"))
    hindernis = Line("Was steht entgegen", [Optional()])
    hindernis_ende = Day("Voraussichtlich bis", [Optional()])
    zielgruppe = SelectField("Zielgruppe", [Optional()], choices=choices(
        {key: label for key, label in words.TARGET_GROUPS.items() if key != "none"}, "noch keine"))
    belehrung = BooleanField("Vollumfänglich über Rechte und Pflichten belehrt")
    nicht_belehrt = Line("Wenn nicht belehrt: warum", [Optional()])
    bewerbungskosten = BooleanField("Bewerbungskostenantrag ausgegeben")
    erziehungsberechtigte = BooleanField("Erziehungsberechtigte waren mit eingeladen")
    zielberuf = Line("Zielberuf oder Tätigkeit", [Optional()])
    staerken = LongText("Stärken", [Optional()])
    ziel = LongText("Ziel", [Optional()])
    zustaendig = SelectField("Künftig zuständig", [Optional()])


def outcome_form(stand: Standing, managers: Iterable[Staff], rows: int, today: date) -> OutcomeForm:
    """The form for this client, with so many rows for barriers."""
    born, manager = stand.case.person.born, stand.case.case_manager_id
    form = _with_barriers(rows, areas_on(born, today))(
        tag=today, zustaendig=str(manager or ""), zielgruppe=stand.case.target_group or "",
        erziehungsberechtigte=stand.intake.guardians_invited is not None)
    form.zustaendig.choices = choices(
        {str(one.id): f"{one.name} ({_streams(one)})" for one in managers}, "bitte wählen")
    asked = {"als": stand.intake.missed is not None, "zielgruppe": is_youth(born, today),
             "erziehungsberechtigte": age(born, today) < OF_AGE}  # fmt: skip
    for name in (name for name, wanted in asked.items() if not wanted):
        del form[name]
    leave_open(form)
    return form


def leave_open(fields: Iterable[Field]) -> None:
    """Mark none of these as voluntary: they may stay open for now; the template leaves `required` out."""
    for field in fields:
        if not isinstance(field, (BooleanField, RadioField)):
            field.flags.required = True


def _streams(staff: Staff) -> str:
    return ", ".join(words.STREAMS_SHORT[stream] for stream in words.STREAMS if stream in staff.streams)


def _with_barriers(rows: int, areas: Mapping[str, str]) -> type[OutcomeForm]:
    """The form with rows for barriers, each of plain fields."""
    fields: dict[str, Any] = {}
    for row in range(rows):
        fields[f"hemmnis_{row}_bereich"] = SelectField(
            f"Bereich (Hemmnis {row + 1})", [Optional()], choices=choices(areas, "kein Hemmnis"))
        fields[f"hemmnis_{row}_name"] = Line(f"Bezeichnung (Hemmnis {row + 1})", [Optional()])
        fields[f"hemmnis_{row}_rang"] = Number(f"Rang (Hemmnis {row + 1})", [Optional()])
        fields[f"hemmnis_{row}_sensibel"] = BooleanField(f"sensibel (Hemmnis {row + 1})")
    return type("OutcomeForm", (OutcomeForm,), fields)


def barrier_rows(form: OutcomeForm) -> list[list[Field]]:
    """The fields of each row for a barrier."""
    rows = sum(name.endswith("_bereich") for name in form._fields)
    return [[form[f"hemmnis_{row}_{name}"] for name in ("bereich", "name", "rang", "sensibel")] for row in range(rows)]


def outcome_of(form: OutcomeForm) -> IntakeOutcome:
    """What the form says; rows for barriers in which nothing stands are left out."""
    said = {field.name: field.data or None for field in form}
    return IntakeOutcome(
        form.tag.data, said["ergebnis"], said["kategorie"], said["hindernis"], said["hindernis_ende"],
        said.get("zielgruppe"), bool(said["belehrung"]), said["nicht_belehrt"], bool(said["bewerbungskosten"]),
        bool(said.get("erziehungsberechtigte")), row_id(said["zustaendig"]),
        said["zielberuf"], said["staerken"], said["ziel"], tuple(_told(form)), said.get("als") == "erstgespraech")


def _told(form: OutcomeForm) -> Iterator[BarrierTold]:
    for row, (area, name, rank, sensitive) in enumerate(barrier_rows(form)):
        if area.data or name.data or rank.data is not None:
            yield BarrierTold(area.data or None, name.data or None, rank.data, sensitive.data, row)
