"""/massnahmen/<nummer>/passende: whom of one's own clients a measure suits and why, and entering several at once."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import DataRequired

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.forms import choices, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.placing.counter import actor, blueprint, first_day, open_sites, reached, words
from fm.blueprints.placing.forms import PeriodForm, with_sites
from fm.blueprints.placing.groups import entered
from fm.extensions import db
from fm.queries.fitting_clients import Candidate, candidates
from fm.queries.fitting_measures import offered_measure
from fm.queries.own_measures import Reach
from fm.rules.fitting_measures import best_fitting, open_to
from fm.usecases.places import group
from fm.usecases.refusals import Refused

#: What can be done for several clients at once, by the word in the form.
_DOES = {"proposed": "vorschlagen", "reserved": "Plätze reservieren", "waiting": "auf die Warteliste setzen"}


class SeveralForm(PeriodForm):
    """What is wanted for several clients."""

    tun = RadioField("Was soll geschehen", choices=choices(_DOES), validators=[DataRequired("Bitte wählen.")])


class Suited(NamedTuple):
    """A client, and why the measure suits them; without a reason it only does not leave them out."""

    one: Candidate
    why: str
    score: int


@blueprint.get("/massnahmen/<measure>/passende")
@needs("places")
def fitting(measure: str) -> ResponseReturnValue:
    """The own clients whom the measure does not leave out, those whom it suits best first."""
    reach = _own(measure)
    return _page(reach, _form(reach), _suited(reach), set())


@blueprint.post("/massnahmen/<measure>/passende")
@needs("profiling", "w")
def enter_fitting(measure: str) -> ResponseReturnValue:
    """Propose the measure to several of them, reserve places for them, or put them on the waiting list."""
    reach = _own(measure)
    form, rows, chosen = _form(reach), _suited(reach), set(request.form.getlist("kunde"))
    picked = [row.one for row in rows if row.one.number in chosen]
    if form.validate_on_submit():
        with refusals_on(form):
            if not picked:
                raise Refused(None, "Bitte mindestens eine Person wählen.")
            made = group(actor(), [one.case_id for one in picked], form.wanted(reach.measure.id), form.tun.data,
                         clock.now(), origin())
            named = {one.case_id: f"{one.surname}, {one.given_name} ({one.number})" for one in picked}
            return entered(reach, made, named)
    return _page(reach, form, rows, chosen)


def _own(measure: str) -> Reach:
    """The measure, for who has clients of their own; 403 for others."""
    reach = reached(measure)
    if not reach.clients:
        abort(403)
    return reach


def _form(reach: Reach) -> SeveralForm:
    entry = reach.measure
    form = SeveralForm(tun="proposed", beginn=first_day(entry) or clock.today(), ende=entry.ends)
    with_sites(form, open_sites(entry))
    return form


def _suited(reach: Reach) -> list[Suited]:
    """Own clients whom the measure does not leave out; nobody where it is not on offer.

    What is the same for all of them, free places and the first day, is no reason here.
    """
    today = clock.today()
    entry = offered_measure(db.session(), reach.measure.id, today)
    if entry is None:
        return []
    offered = entry._replace(free=None, begins=None)
    found = []
    for one in candidates(db.session(), actor(), reach.measure.id, today):
        suits = best_fitting(one.needs, one.client, offered, today)
        if suits or open_to(offered, one.client):
            found.append(Suited(one, suits.why if suits else "", suits.score if suits else 0))
    return sorted(found, key=lambda row: -row.score)


def _page(reach: Reach, form: SeveralForm, rows: Sequence[Suited], chosen: set[str]) -> ResponseReturnValue:
    page = render_template(
        "placing/fitting.html", **words(reach), form=form, chosen=chosen, suited=[row for row in rows if row.why],
        others=[row for row in rows if not row.why])
    return page, 422 if form.errors else 200
