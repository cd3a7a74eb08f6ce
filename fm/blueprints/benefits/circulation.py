"""/einstieg/umlauf: benefits files on their way through the house, stamped in and out (HK 6.2)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.benefits.counter import blueprint
from fm.blueprints.benefits.forms import PassOverForm
from fm.blueprints.benefits.lying import late_before, lying
from fm.blueprints.clients.filters import Choice
from fm.blueprints.forms import refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.models import Circulation, Person
from fm.queries.circulations import Circulations, Criteria
from fm.queries.facts import rule_settings
from fm.queries.listed import Span
from fm.queries.office import calendar
from fm.rules.calendar import Calendar
from fm.rules.settings import RuleSettings
from fm.rules.vocabulary import CIRCULATION_STATIONS
from fm.usecases import circulation as deeds
from fm.usecases.circulation_paper import print_slip
from fm.usecases.refusals import Refused

COLUMNS = (
    Column("akte", "Akte"), Column("station", "Station"), Column("bei", "Bei"), Column("seit", "Liegt seit"),
    Column("bis", "Weiterzugeben bis", sorts=False), Column("umlauf", "Im Umlauf seit"),
)  # fmt: skip
_FIELD_OF = {"akte": "number", "station": "station", "bei": "holder", "seit": "since", "umlauf": "opened"}
_MINE, _LATE = "mir", "zu-lange"


@blueprint.get("/einstieg/umlauf")
@needs("circulation")
def circulations() -> ResponseReturnValue:
    """The files on their way, those at one's own desk first."""
    days, settings = calendar(db.session()), rule_settings(db.session())
    found = Circulations(db.session(), current_user, _criteria(days, settings), clock.today())
    total, state = found.count(), list_state(COLUMNS, "seit")
    state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
    rows = found.listed((_FIELD_OF[state.sort], state.descending), Span(state.size, state.offset)).rows
    listing = Listing(COLUMNS, [lying(row, days, settings) for row in rows], total, state)
    return page_or_piece(
        "benefits/circulations.html", "benefits/_circulations.html", listing=listing, choices=_offered(),
        stations=CIRCULATION_STATIONS, today=clock.today(), calendar=days)


@blueprint.get("/einstieg/umlauf/<row:circulation_id>")
@needs("circulation")
def circulation(circulation_id: int) -> ResponseReturnValue:
    """One file's way: its stations with their stamps, and what can be done now."""
    return _page(circulation_id, None)


@blueprint.post("/einstieg/umlauf/<row:circulation_id>/eingang")
@needs("circulation", "w")
def stamp_in(circulation_id: int) -> ResponseReturnValue:
    """Stamp a file in."""
    def deed(position: int) -> str:
        deeds.stamp_in(current_user, circulation_id, position, clock.now(), origin())
        return "Der Eingang der Akte ist gestempelt."

    return _stamped(circulation_id, deed)


@blueprint.post("/einstieg/umlauf/<row:circulation_id>/ausgang")
@needs("circulation", "w")
def stamp_out(circulation_id: int) -> ResponseReturnValue:
    """Stamp a file out; it goes on to the next station."""
    def deed(position: int) -> str:
        where = deeds.stamp_out(current_user, circulation_id, position, clock.now(), origin())
        return f"Der Ausgang ist gestempelt. Die Akte geht {where}."

    return _stamped(circulation_id, deed)


@blueprint.post("/einstieg/umlauf/<row:circulation_id>/auslassen")
@needs("decisions", "w")
def pass_over(circulation_id: int) -> ResponseReturnValue:
    """Leave a station out, with a reason."""
    kept = db.session().get(Circulation, circulation_id)
    if kept is None or not deeds.may_pass_over(db.session(), current_user, kept):
        abort(404)
    form = _pass_over_form(kept)
    if form.validate_on_submit():
        with refusals_on(form):
            where = deeds.pass_over(
                current_user, circulation_id, form.station.data, form.grund.data, clock.now(), origin())
            return see_other(_address(circulation_id), f"Die Station entfällt. Die Akte geht {where}.")
    return _page(circulation_id, form)


@blueprint.post("/einstieg/umlauf/<row:circulation_id>/laufzettel")
@needs("decisions", "w")
def slip(circulation_id: int) -> ResponseReturnValue:
    """Print the slip that travels with the file."""
    kept = db.session().get(Circulation, circulation_id)
    if kept is None or not deeds.may_pass_over(db.session(), current_user, kept):
        abort(404)
    try:
        document = print_slip(current_user, circulation_id, clock.now(), origin())
    except Refused as refused:
        return see_other(_address(circulation_id), str(refused), "danger")
    number = db.session().get_one(Person, document.person_id).number
    return see_other(url_for("clients.document", number=number, document_id=document.id))


def _stamped(circulation_id: int, deed: Callable[[int], str]) -> ResponseReturnValue:
    """Do a deed at the station named in the form, where this person stamps."""
    kept, position = db.session().get(Circulation, circulation_id), request.form.get("station", 0, type=int)
    if kept is None or not deeds.may_stamp(db.session(), current_user, kept, position, clock.now()):
        abort(404)
    try:
        return see_other(_address(circulation_id), deed(position))
    except Refused as refused:
        return see_other(_address(circulation_id), str(refused), "warning")


def _page(circulation_id: int, form: PassOverForm | None) -> ResponseReturnValue:
    session, days = db.session(), calendar(db.session())
    row = Circulations(session, current_user, Criteria(), clock.today()).one(circulation_id)
    if row is None:
        abort(404)
    kept = session.get_one(Circulation, circulation_id)
    stop = deeds.next_stop(kept) if kept.closed_at is None else None
    passes = stop is not None and deeds.may_pass_over(session, current_user, kept)
    page = render_template(
        "benefits/circulation.html", row=row, kept=kept, stop=stop, words=CIRCULATION_STATIONS, today=clock.today(),
        calendar=days, lying=lying(row, days, rule_settings(session)) if stop else None,
        stamps=stop is not None and deeds.may_stamp(session, current_user, kept, stop.position, clock.now()),
        form=form or (_pass_over_form(kept, blank=True) if passes else None),
        prints=deeds.may_pass_over(session, current_user, kept))
    return page, 422 if form else 200


def _pass_over_form(kept: Circulation, blank: bool = False) -> PassOverForm:
    form = PassOverForm(formdata=None) if blank else PassOverForm()
    form.station.choices = [SelectChoice(stop.position, _named(stop)) for stop in kept.stations if not stop.passed_at]
    return form


def _named(stop: Any) -> str:
    role = CIRCULATION_STATIONS[stop.station]
    return f"{role}: {stop.staff.name}" if stop.staff else role


def _criteria(days: Calendar, settings: RuleSettings) -> Criteria:
    """What the address asks for; files are late that came on the last late day or before it."""
    where, station = request.args.get("wo"), request.args.get("station")
    return Criteria(
        mine=where == _MINE, station=station if station in CIRCULATION_STATIONS else None,
        late_before=late_before(clock.today(), days, settings) if where == _LATE else None)


def _offered() -> list[Choice]:
    where, station = request.args.get("wo", ""), request.args.get("station", "")
    return [Choice("wo", "Zeigen", {_MINE: "nur bei mir", _LATE: "zu lange gehalten"}, where),
            Choice("station", "Station", CIRCULATION_STATIONS, station)]


def _address(circulation_id: int) -> str:
    return url_for(".circulation", circulation_id=circulation_id)
