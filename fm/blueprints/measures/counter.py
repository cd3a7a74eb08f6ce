"""The blueprint that the modules beside this one add their views to, and how an entry is opened."""

from datetime import date

from flask import Blueprint, abort

from fm import clock
from fm.blueprints.access import acting
from fm.blueprints.contacts.counter import asked_day
from fm.extensions import db
from fm.models import Measure
from fm.queries.accounts import SignedIn
from fm.queries.catalogue import changes_entry, measure_of

blueprint = Blueprint("measures", __name__)

#: The day of the address whose occupancy is shown.
DAY = "tag"


def actor() -> SignedIn:
    """Who is signed in."""
    person: SignedIn = acting()
    return person


def day_shown() -> date:
    """The day whose occupancy is asked for; today where the address names none."""
    return asked_day(DAY) or clock.today()


def entry(number: str) -> Measure:
    """The measure of this number; 404 where there is none."""
    return measure_of(db.session(), number) or abort(404)


def changes(measure: Measure) -> bool:
    """Whether this person may change the entry and its places."""
    return changes_entry(db.session(), actor(), measure.id, clock.today())


def changing(number: str) -> Measure:
    """The measure of this number, for who may change it; 403 for everybody else."""
    measure = entry(number)
    if not changes(measure):
        abort(403)
    return measure
