"""/massnahmen/<nummer>: one entry of the catalogue with its occupancy, its versions, and what becomes of it."""

from collections.abc import Callable
from datetime import date, datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.forms import Form, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.measures.comparing import MOST
from fm.blueprints.measures.counter import actor, blueprint, changes, changing, day_shown, entry
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Measure
from fm.queries.accounts import SignedIn
from fm.queries.capacity import taken_back_by
from fm.queries.catalogue import last_saved, listed, said, similar, site_words
from fm.queries.facts import rule_settings
from fm.queries.occupancy import occupancy_by_site
from fm.queries.own_measures import reach_of
from fm.rules.calendar import german
from fm.rules.instruments import INSTRUMENTS, law_of
from fm.rules.measure_checks import publishing_faults, review_due, words_of
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES
from fm.usecases.catalogue import confirm, end, publish, withdraw

#: So many of the next days to begin on are named.
_ENTRIES = 8
Deed = Callable[[SignedIn, int, datetime, str], None]


@blueprint.get("/massnahmen/<measure>")
@needs("catalogue")
def show(measure: str) -> ResponseReturnValue:
    """What the entry says, how it is occupied on a day, who coordinates it."""
    return _page(entry(measure), Form())


@blueprint.post("/massnahmen/<measure>/veroeffentlichen")
@needs("catalogue", "w")
def publish_entry(measure: str) -> ResponseReturnValue:
    """Put the entry into the catalogue."""
    return _done(measure, publish, "Der Eintrag ist veröffentlicht.")


@blueprint.post("/massnahmen/<measure>/zuruecknehmen")
@needs("catalogue", "w")
def withdraw_entry(measure: str) -> ResponseReturnValue:
    """Take the entry back into preparation."""
    return _done(measure, withdraw, "Der Eintrag ist wieder in Vorbereitung.")


@blueprint.post("/massnahmen/<measure>/beenden")
@needs("catalogue", "w")
def end_entry(measure: str) -> ResponseReturnValue:
    """End the measure."""
    return _done(measure, end, "Die Maßnahme ist beendet.")


@blueprint.post("/massnahmen/<measure>/bestaetigen")
@needs("catalogue", "w")
def confirm_entry(measure: str) -> ResponseReturnValue:
    """Say that the entry is still right."""
    return _done(measure, confirm, "Der Eintrag gilt als durchgesehen.")


def _done(measure: str, deed: Deed, told: str) -> ResponseReturnValue:
    """Do it, or say on the page why not."""
    found, form = changing(measure), Form()
    if form.validate_on_submit():
        with refusals_on(form):
            deed(actor(), found.id, clock.now(), origin())
            return see_other(url_for(".show", measure=measure), told)
    return _page(entry(measure), form)


def _page(measure: Measure, form: Form) -> ResponseReturnValue:
    session, day, today = db.session(), day_shown(), clock.today()
    changeable, now = changes(measure), said(measure)
    page = render_template(
        "measures/show.html", entry=measure, form=form, day=day, today=today, changes=changeable,
        measure=listed(session, measure.id, day), by_site=occupancy_by_site(session, day, measure.id),
        taken_back=measure.id in taken_back_by(session, actor(), [measure.id], day, today),
        missing=_missing(measure) if changeable and measure.status == "draft" else [],
        ask=changeable and measure.status == "published" and _ask(measure),
        similar=similar(session, measure, MOST - 1), reach=reach_of(session, actor(), measure.number, today),
        barriers=words_of(now, "barriers", {}), law=law_of(measure.instrument, measure.legal_basis, day),
        instrument=INSTRUMENTS[measure.instrument].label if measure.instrument else None, site_words=site_words,
        entries=_entries(measure, today), last=last_saved(session, measure.id), kinds=MEASURE_KINDS,
        states=MEASURE_STATES)
    return page, 422 if form.errors else 200


def _entries(measure: Measure, today: date) -> str:
    """When one can begin from today on."""
    if measure.entry_any_day:
        return "an jedem Tag"
    ahead = [german(row.day) for row in measure.entry_days if row.day >= today]
    return ", ".join(ahead[:_ENTRIES]) + (" und weitere" if len(ahead) > _ENTRIES else "")


def _missing(measure: Measure) -> list[str]:
    """What stands in the way of publishing the entry (Q20)."""
    there = bool(measure.coordinator and measure.coordinator.active)
    return [fault.sentence for fault in publishing_faults(said(measure), bool(measure.places), there)]


def _ask(measure: Measure) -> bool:
    days = rule_settings(db.session()).on(clock.today(), "entry_review_days")
    return review_due(measure.reviewed_at, days, clock.today())
