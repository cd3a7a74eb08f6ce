"""/massnahmen/<nummer>/plaetze: how many places there are from a day on, changed in the list itself or on a page."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, Optional

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.consultation.forms import Number
from fm.blueprints.forms import Day, Form, put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.measures.counter import actor, blueprint, changing, day_shown
from fm.blueprints.pieces import page_or_piece, piece_wanted, see_other
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Measure
from fm.queries.capacity import entered, next_entry, taken_back_by
from fm.queries.catalogue import listed
from fm.rules.calendar import german
from fm.usecases.capacity import set_places, take_back
from fm.usecases.refusals import Refused

#: The hidden fields with the numbers that the form was filled with begin so.
SEEN = "bisher-"


class PlacesForm(Form):
    """From when on how many places there are; each place of training has a field of its own."""

    ab = Day("Gilt ab", [InputRequired("Bitte ein Datum wie 02.03.2026 eingeben.")])

    @property
    def numbers(self) -> dict[int | None, int]:
        """What was typed, by place of training; None where the measure has none."""
        return {_site(name): field.data for name, field in self._fields.items()
                if name.startswith("places") and field.data is not None}

    @property
    def seen(self) -> dict[int | None, int | None]:
        """The numbers that the form was filled with, as far as they were sent with it."""
        return {_site(name): request.form.get(f"{SEEN}{name}", type=int) for name in self._fields
                if f"{SEEN}{name}" in request.form}


@blueprint.route("/massnahmen/<measure>/plaetze", methods=["GET", "POST"])
@needs("catalogue", "w")
def change_places(measure: str) -> ResponseReturnValue:
    """Enter how many places there are from a day on; while in the list, only in its row."""
    found, day = changing(measure), day_shown()
    form, refused = _form(found, day), set[str]()
    if form.validate_on_submit():
        try:
            seen = form.seen if form.ab.data == day else None
            changed = set_places(actor(), found.id, form.numbers, form.ab.data, clock.now(), origin(), seen)
            return _shown(found, form.ab.data, "Die Zahl der Plätze ist geändert." if changed else
                          "Die Zahl der Plätze ist, wie sie war.")
        except Refused as no:
            put_on(form, no)
            found, refused = changing(measure), set(form.errors)
    fields = [field for field in form if field.name.startswith("places")]
    return page_or_piece(
        "measures/places.html", "measures/_places_form.html", 422 if form.errors else 200, form=form, entry=found,
        day=day, fields=fields, seen=_seen(found, form, {field.name for field in fields} - refused, day),
        later=_later(found, form.ab.data or day))


@blueprint.post("/massnahmen/<measure>/plaetze/zurueck")
@needs("catalogue", "w")
def take_places_back(measure: str) -> ResponseReturnValue:
    """Take back the number of places that one entered today."""
    found, day = changing(measure), day_shown()
    try:
        back = take_back(actor(), found.id, day, clock.now(), origin())
    except Refused as refused:
        if piece_wanted():
            return _row(changing(measure), day, str(refused)), 422
        return see_other(afterwards(url_for(".show", measure=measure)), str(refused), "danger")
    told = "Die Zahl der Plätze ist wieder wie zuvor." if back else "Es war nichts zurückzunehmen."
    return _shown(found, day, told)


@blueprint.get("/massnahmen/<measure>/belegung")
@needs("catalogue", "w")
def occupied(measure: str) -> ResponseReturnValue:
    """The row's piece of the list as it is now; where a page is asked for, the measure's own."""
    found, day = changing(measure), day_shown()
    if not piece_wanted():
        return redirect(url_for(".show", measure=measure, tag=german(day)), 303)
    return _row(found, day)


def _row(measure: Measure, day: date, refused: str | None = None) -> str:
    """The piece of the list's row that says how the measure is occupied, with why nothing was taken back."""
    session = db.session()
    return render_template(
        "measures/_occupied.html", measure=listed(session, measure.id, day), day=day, changes=True, back=True,
        taken_back=measure.id in taken_back_by(session, actor(), [measure.id], day, clock.today()), refused=refused)


def _shown(measure: Measure, day: date, told: str) -> ResponseReturnValue:
    """Back in the list's row, or on the page that the form was opened from."""
    if piece_wanted():
        return redirect(url_for(".occupied", measure=measure.number, tag=german(day)), 303)
    return see_other(afterwards(url_for(".show", measure=measure.number, tag=german(day))), told)


def _form(measure: Measure, day: date) -> PlacesForm:
    """The form with the numbers that hold on the day."""
    open_sites = [site for site in measure.sites if site.closed is None or site.closed > day]
    names: Mapping[str, str] = {f"places_{site.id}": site.name for site in open_sites} if measure.sites else {
        "places": "Plätze"}  # fmt: skip
    needed = Optional() if measure.sites else InputRequired("Bitte eine Zahl eingeben.")
    fields = {name: Number(label, [needed]) for name, label in names.items()}
    data: dict[str, Any] = {"ab": day}
    data |= {name: _number(measure, name, day) for name in names}
    return type("FormOfMeasure", (PlacesForm,), fields)(data=data)


def _seen(measure: Measure, form: PlacesForm, kept: Collection[str], day: date) -> dict[str, int | None]:
    """The hidden fields: the numbers as they are now; those sent with the form, for fields that are kept as typed."""
    there = {f"{SEEN}{name}": _number(measure, name, day) for name in form.data if name.startswith("places")}
    sent = {f"{SEEN}{name}": form.seen[_site(name)] for name in kept if _site(name) in form.seen}
    return there | sent


def _number(measure: Measure, name: str, day: date) -> int | None:
    row = entered(measure.places, _site(name), day)
    return row.places if row else None


def _site(name: str) -> int | None:
    return int(name.removeprefix("places_")) if name != "places" else None


def _later(measure: Measure, day: date) -> list[str]:
    """What is already entered for later, so that nobody expects a number to hold beyond it."""
    sites: Mapping[int | None, str] = {site.id: f"{site.name}: " for site in measure.sites} or {None: ""}
    found = [(name, next_entry(measure.places, site, day)) for site, name in sites.items()]
    return [f"{name}ab {german(row.begins)} {row.places} Plätze" for name, row in found if row]
