"""/massnahmen/<nummer>/teilnahmen: who takes part, who waits, and what comes next with each of them."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.forms import row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, piece_wanted, see_other
from fm.blueprints.placing.counter import actor, blueprint, coordinated, list_of, with_people, words
from fm.blueprints.placing.list_page import ListPage, list_page
from fm.extensions import db
from fm.queries.occupancy import occupancy
from fm.queries.own_measures import Reach
from fm.queries.participants import Participant
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.usecases.refusals import Refused
from fm.usecases.waiting import next_in_line


@blueprint.get("/massnahmen/<measure>/teilnahmen")
@needs("places")
def participants(measure: str) -> ResponseReturnValue:
    """Everybody in the measure: all of them for its coordinator, the own clients for a case manager."""
    return shown(with_people(measure))


@blueprint.post("/massnahmen/<measure>/teilnahmen/naechste")
@needs("places", "w")
def next_one(measure: str) -> ResponseReturnValue:
    """Give a free place to the first of the waiting list."""
    reach, site_id = coordinated(measure), row_id(request.form.get("ort"))
    if not reach.covers(site_id):
        abort(404)
    try:
        given = next_in_line(actor(), reach.measure.id, site_id, clock.now(), origin())
    except Refused as refused:
        return shown(reach, 422, refused=refused.faults[0].sentence)
    return back(measure, given.id, "Der Platz ist vergeben, das Fallmanagement ist informiert.")


def shown(reach: Reach, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The list, or its piece; `getan` in the address names with whom something was just done."""
    page = list_page(reach)
    done = row_id(request.args.get("getan"))
    return page_or_piece(
        "placing/participants.html", "placing/_participants.html", status, **words(reach), people_in=page, done=done,
        told=_told(page, done), occupied=occupancy(db.session(), clock.today(), [reach.measure.id])[reach.measure.id],
        **more)


def back(measure: str, participation_id: int, told: str) -> ResponseReturnValue:
    """After a deed: the list, with the focus on whom it was about; htmx gets it as a piece, which says the state."""
    return see_other(list_of(measure, getan=participation_id), None if piece_wanted() else told)


def _told(page: ListPage, done: int | None) -> str | None:
    """Who was just changed, and how they stand."""
    lines = [*page.to_decide, *page.taking_part, *page.without_result, *page.over,
             *(line for queue in page.queues for line in queue.lines)]  # fmt: skip
    return next((_sentence(line.one) for line in lines if line.one.id == done), None)


def _sentence(one: Participant) -> str:
    return f"{one.given_name} {one.surname}: {PARTICIPATION_STATES[one.status]}"
