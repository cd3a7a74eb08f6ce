"""/massnahmen/<nummer>/gruppe: many at once get a place, or the waiting list where none is left."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import DataRequired

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.forms import choices, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.placing.counter import (
    actor,
    blueprint,
    coordinated,
    first_day,
    list_of,
    seeing,
    sites_of,
    words,
)
from fm.blueprints.placing.forms import PeriodForm, with_sites
from fm.extensions import db
from fm.queries.own_measures import Reach
from fm.queries.participants import Participant, participants
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.usecases.places import Outcome
from fm.usecases.places import group as enter_group
from fm.usecases.refusals import Refused

#: Who can be entered in a group: those who have no place yet.
_WITHOUT_PLACE = ("proposed", "reserved", "waiting")
_DOES = {"either": "Platz zuweisen, sonst auf die Warteliste", "allocated": "nur zuweisen, wo ein Platz frei ist"}


class GroupForm(PeriodForm):
    """From when to when a group takes part."""

    tun = RadioField("Was soll geschehen", choices=choices(_DOES), validators=[DataRequired("Bitte wählen.")])


@blueprint.route("/massnahmen/<measure>/gruppe", methods=["GET", "POST"])
@needs("places", "w")
def group(measure: str) -> ResponseReturnValue:
    """Enter many of those who have no place yet; each has an outcome of their own."""
    reach = coordinated(measure)
    there = participants(db.session(), reach.measure.id, _WITHOUT_PLACE, reach.seen, seeing())
    rows = _in_turn([row for row in there if row.closed is None])
    form, chosen = _form(reach), {row_id(said) for said in request.form.getlist("teilnahme")}
    picked = [row for row in rows if row.id in chosen and reach.covers(row.site_id)]
    if form.validate_on_submit():
        with refusals_on(form):
            if not picked:
                raise Refused(None, "Bitte mindestens eine Person wählen.")
            made = enter_group(actor(), [row.case_id for row in picked], form.wanted(reach.measure.id), form.tun.data,
                               clock.now(), origin())
            return entered(reach, made, {row.case_id: f"{row.surname}, {row.given_name}" for row in picked})
    page = render_template("placing/group.html", **words(reach), form=form, rows=rows, chosen=chosen)
    return page, 422 if form.errors else 200


def entered(reach: Reach, made: Sequence[Outcome], named: Mapping[int, str]) -> ResponseReturnValue:
    """Back to the list, which shows everybody's place; said is how many got what, and by name why somebody did not."""
    counted = Counter(one.given.status for one in made if one.given)
    told = [f"{PARTICIPATION_STATES[status]}: {number}" for status, number in counted.items()]
    for one in made:
        if one.sentence:
            flash(f"{named[one.case_id]}: {one.sentence}", "warning")
    return see_other(list_of(reach.measure.number), f"{', '.join(told)}.".capitalize() if told else None)


def _in_turn(rows: Sequence[Participant]) -> list[Participant]:
    """Who has waited longest comes first, then who was entered first."""
    return sorted(rows, key=lambda row: (row.position is None, row.position or 0, row.id))


def _form(reach: Reach) -> GroupForm:
    entry = reach.measure
    form = GroupForm(tun="either", beginn=first_day(entry) or clock.today(), ende=entry.ends)
    with_sites(form, sites_of(reach))
    return form
