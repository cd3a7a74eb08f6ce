"""The blueprint that all pages of this counter hang on, and how they come to a measure and to a participation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, abort, request, url_for

from fm import clock
from fm.blueprints.access import acting
from fm.blueprints.login.sessions import origin
from fm.extensions import db
from fm.models import Measure, MeasureSite
from fm.queries.accounts import SignedIn
from fm.queries.own_measures import Reach, reach_of
from fm.queries.relations import viewer
from fm.rules import catalogue, vocabulary
from fm.usecases.taking_part import TakingPart, open_participation, participation_at

blueprint = Blueprint("placing", __name__)

#: What the templates call the states of a participation by, and their tones.
TONES = {"reserved": "info", "waiting": "info", "allocated": "info", "started": "success", "lapsed": "warning"}
#: What becomes of a participation before it has begun; of these one can be taken back.
AHEAD = ("proposed", "reserved", "waiting", "allocated")


def actor() -> SignedIn:
    """Who is signed in."""
    person: SignedIn = acting()
    return person


def reached(measure: str) -> Reach:
    """What of this measure is somebody's; 404 where there is no such measure."""
    return reach_of(db.session(), actor(), measure, clock.today()) or abort(404)


def with_people(measure: str) -> Reach:
    """The same for who may see some of its participants; 403 for others."""
    reach = reached(measure)
    if not (reach.coordinates or reach.clients):
        abort(403)
    return reach


def coordinated(measure: str) -> Reach:
    """The same for who looks after its participants; 403 for everybody else."""
    reach = reached(measure)
    if not reach.coordinates:
        abort(403)
    return reach


def seeing() -> Mapping[str, Any]:
    """The values for a statement with `Reach.seen`."""
    return viewer(actor(), clock.today())


def participation_for(measure: str, participation_id: int) -> TakingPart:
    """A participation for a page with a deed: looking is journalled; 404 where it is unknown, 403 to who only reads."""
    now = clock.now()
    found = (participation_at(actor(), measure, participation_id, now) if request.method == "POST" else
             open_participation(actor(), measure, participation_id, "participation", now, origin())) or abort(404)
    if not found.coordinates:
        abort(403)
    return found


def sites_of(reach: Reach) -> list[MeasureSite]:
    """The places of training that somebody gives places at."""
    return [site for site in open_sites(reach.measure) if reach.covers(site.id)]


def open_sites(measure: Measure) -> list[MeasureSite]:
    """The places of training that are not closed yet."""
    return [site for site in measure.sites if site.closed is None or site.closed > clock.today()]


def first_day(measure: Measure) -> date | None:
    """The next day on which one can begin in a measure, as far as its entry says it."""
    today = clock.today()
    entry = [one.day for one in measure.entry_days if one.day >= today]
    if entry and not measure.entry_any_day:
        return min(entry)
    return measure.begins if measure.begins and measure.begins > today else None


def words(reach: Reach) -> dict[str, Any]:
    """What every template on the measure's side needs."""
    return {"measure": reach.measure, "reach": reach, "today": clock.today(), "tones": TONES, "lists": catalogue,
            "states": vocabulary.PARTICIPATION_STATES}


def list_of(measure: str, **more: Any) -> str:
    """The address of the participants' list."""
    return url_for("placing.participants", measure=measure, **more)
