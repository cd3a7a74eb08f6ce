"""/vereinbarungen: agreements of one's caseload that end soon, prepared in one go with appointments and letters."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.counter import blueprint
from fm.blueprints.agreements.ending_list import Endings
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.forms import Clock, Day, Form, choices
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.documents.tables import Cell
from fm.extensions import db
from fm.models.base import BERLIN
from fm.queries.ending import Ending, proposed_times
from fm.rules.appointments import LENGTHS
from fm.rules.vocabulary import SUMMONS_PURPOSES
from fm.usecases.ending import MOST, invite
from fm.usecases.files import record_export

_INVITATIONS = {"ohne": "ohne Rechtsfolgen", "mit": "mit Rechtsfolgen"}
_USUAL_LENGTH = 60


class InvitingForm(Form):
    """What holds for all who are invited."""

    einladung = RadioField("Einladung", choices=choices(_INVITATIONS), default="ohne")
    meldezweck = SelectField("Meldezweck", choices=choices(SUMMONS_PURPOSES, none_chosen="–"))
    dauer = SelectField("Dauer", choices=choices({str(n): label for n, label in LENGTHS.items()}),
                        default=str(_USUAL_LENGTH))

    def validate(self, extra_validators: Any = None) -> bool:
        """A summons names its purpose (§ 59 SGB II with § 309 SGB III)."""
        accepted = super().validate(extra_validators)
        if self.einladung.data == "mit" and not self.meldezweck.data:
            self.meldezweck.errors = ["Eine Einladung mit Rechtsfolgen nennt einen der fünf gesetzlichen Meldezwecke."]
            return False
        return accepted

    @property
    def summons(self) -> str | None:
        """The purpose of the summons; None for an invitation without legal consequences."""
        return self.meldezweck.data if self.einladung.data == "mit" else None

    @property
    def minutes(self) -> int:
        """How long each consultation lasts."""
        return int(self.dauer.data) if self.dauer.data in map(str, LENGTHS) else _USUAL_LENGTH


class TimeForm(Form):
    """Whether one client is invited, and when."""

    class Meta(Form.Meta):
        """Part of a form that has the token."""

        csrf = False

    dabei = BooleanField("einladen")
    tag = Day("Tag", [Optional()])
    zeit = Clock("Uhrzeit", [Optional()])

    @property
    def starts_at(self) -> datetime | None:
        """The time that was typed."""
        if not self.tag.data or self.zeit.data is None:
            return None
        return datetime.combine(self.tag.data, self.zeit.data, BERLIN)


class Line(NamedTuple):
    """A client in the preview, with the form of their time."""

    row: Ending
    form: TimeForm

    def wrong(self) -> str | None:
        """What is wrong with what was typed."""
        if not self.form.dabei.data:
            return None
        errors = [*self.form.tag.errors, *self.form.zeit.errors]
        missing = "Bitte Tag und Uhrzeit angeben." if self.form.starts_at is None else None
        return str(errors[0]) if errors else missing


@blueprint.get("/vereinbarungen")
@needs("agreements", "w")
def ending() -> ResponseReturnValue:
    """The agreements that end within eight weeks, with how far each end is prepared."""
    return _listed(Endings(), InvitingForm(formdata=None))


@blueprint.get("/vereinbarungen.csv")
@needs("agreements", "w")
def ending_csv() -> Response:
    """The whole list as CSV, journalled."""
    return csv_answer("vereinbarungen", *_exported())


@blueprint.get("/vereinbarungen.xlsx")
@needs("agreements", "w")
def ending_xlsx() -> Response:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("vereinbarungen", "Vereinbarungen", *_exported())


@blueprint.post("/vereinbarungen")
@needs("agreements", "w")
def prepare_ending() -> ResponseReturnValue:
    """Propose a time for each client chosen, or invite them at the times that were looked through."""
    endings, form = Endings(), InvitingForm()
    chosen = [row for row in endings.rows if row.number in set(request.form.getlist("kunde"))]
    if not chosen or len(chosen) > MOST:
        form.form_errors.append(f"Bitte Kunden auswählen, höchstens {MOST} auf einmal.")
        return _listed(endings, form)
    if request.form.get("tun") != "einladen":
        return _preview(form, [*_proposed(endings, chosen, form.minutes)])
    lines = [Line(row, TimeForm(prefix=row.number)) for row in chosen]
    accepted = [form.validate_on_submit(), *(line.form.validate() for line in lines)]
    faults = {line.row.number: wrong for line in lines if (wrong := line.wrong())}
    wished = [(line.row, at) for line in lines if line.form.dabei.data and (at := line.form.starts_at)]
    if not all(accepted) or faults or not wished:
        return _preview(form, lines, faults if wished or faults else None)
    return _invited(form, lines, wished)


def _invited(form: InvitingForm, lines: list[Line], wished: Sequence[tuple[Ending, datetime]]) -> ResponseReturnValue:
    """On to the letters; where nobody could be invited, back to what was typed."""
    made = invite(current_user, wished, form.minutes, form.summons, clock.now(), origin())
    if not made.done:
        return _preview(form, lines, made.refused)
    told = "Ein Termin ist vereinbart" if made.done == 1 else f"{made.done} Termine sind vereinbart"
    left = f"; nicht möglich war es für {len(made.refused)}" if made.refused else ""
    return see_other(url_for("printing.job", job_id=made.job_id), f"{told}, die Einladungen sind gedruckt{left}.",
                     "warning" if made.refused else "success")


def _proposed(endings: Endings, chosen: Sequence[Ending], minutes: int) -> Iterator[Line]:
    times = proposed_times(db.session(), chosen, minutes, endings.calendar, clock.now())
    for row in chosen:
        at = times.get(row.case_id)
        yield Line(row, TimeForm(formdata=None, prefix=row.number, dabei=at is not None,
                                 tag=at.date() if at else None, zeit=at.time() if at else None))


def _preview(form: InvitingForm, lines: Sequence[Line], faults: Mapping[str, str] | None = None) -> ResponseReturnValue:
    """The times, each of which can be changed; `faults` are those of clients by number, None where none is ticked."""
    asked = request.form.get("tun") == "einladen"
    if asked and faults is None:
        form.form_errors.append("Bitte mindestens eine Person auswählen, die eingeladen wird.")
    elif faults:
        form.form_errors.append("Bei den markierten Zeilen stimmt etwas noch nicht.")
    page = render_template("agreements/ending_times.html", form=form, lines=lines, faults=faults or {},
                           today=clock.today())
    return page, 422 if form.errors else 200


def _listed(endings: Endings, form: InvitingForm) -> ResponseReturnValue:
    return page_or_piece(
        "agreements/ending.html", "agreements/_ending.html", 422 if form.errors else 200, listing=endings.listing(),
        form=form, query=endings.query, choices=endings.choices, today=clock.today(), calendar=endings.calendar)


def _exported() -> tuple[list[str], list[list[Cell]]]:
    endings = Endings()
    rows = endings.table()
    record_export(current_user, "agreements", endings.query, len(rows), clock.now(), origin())
    return endings.headings, rows
