"""/kunden/<nummer>/fallkonferenzen: the case conferences of a client, with their barriers, and what becomes of them."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from fm.blueprints.access import needs
from fm.blueprints.conferencing.counter import (
    at_file,
    at_file_of,
    blueprint,
    conference_in,
    context,
    reading,
)
from fm.blueprints.conferencing.deeds import act_at, change_at, hold_at, plan_at, waive_at
from fm.blueprints.profiling.counter import changeable
from fm.blueprints.returning import come_back_here
from fm.extensions import db
from fm.models import Conference, ConferenceBarrier
from fm.queries.barriers import open_barriers
from fm.queries.conferences import conferences_due, participations_discussed
from fm.rules.conference_checks import ProtocolAtHand, left_open, lines_of
from fm.usecases.files import File


@blueprint.get("/kunden/<number>/fallkonferenzen")
@needs("conferences")
def index(number: str) -> ResponseReturnValue:
    """The client's participations with their conferences, and those that are due."""
    file, session = reading(number), db.session()
    return render_template(
        "conferencing/index.html", **context(file), rows=participations_discussed(session, file.case.case_id),
        deadlines=conferences_due(session, file.case.case_id))


@blueprint.get("/kunden/<number>/fallkonferenzen/<row:conference_id>")
@needs("conferences")
def show(number: str, conference_id: int) -> ResponseReturnValue:
    """A conference as it stands in the file: planned, or with its protocol and what was taken over from it."""
    file = reading(number)
    conference = conference_in(file, conference_id)
    come_back_here()
    return render_template(
        "conferencing/show.html", **context(file), conference=conference, barriers=_barriers(file, conference),
        effect=conference.effect if file.rights.reads("plan") else None,
        strengths=lines_of(conference.strengths), hints=_hints(file, conference), takes=changeable(file, "plan"))


@blueprint.route("/kunden/<number>/fallkonferenzen/neu/<row:participation_id>", methods=["GET", "POST"])
@needs("conferences", "w")
def plan(number: str, participation_id: int) -> ResponseReturnValue:
    """Plan a conference from the client's file."""
    return plan_at(at_file(number, participation_id))


@blueprint.route("/kunden/<number>/fallkonferenzen/entfaellt/<row:participation_id>", methods=["GET", "POST"])
@needs("conferences", "w")
def waive(number: str, participation_id: int) -> ResponseReturnValue:
    """Record from the client's file that none is held."""
    return waive_at(at_file(number, participation_id))


@blueprint.route("/kunden/<number>/fallkonferenzen/<row:conference_id>/planung", methods=["GET", "POST"])
@needs("conferences", "w")
def change(number: str, conference_id: int) -> ResponseReturnValue:
    """Change from the client's file what is planned."""
    return change_at(at_file_of(number, conference_id), conference_id)


@blueprint.route("/kunden/<number>/fallkonferenzen/<row:conference_id>/protokoll", methods=["GET", "POST"])
@needs("conferences", "w")
def hold(number: str, conference_id: int) -> ResponseReturnValue:
    """Write the protocol from the client's file."""
    return hold_at(at_file_of(number, conference_id), conference_id)


@blueprint.post("/kunden/<number>/fallkonferenzen/<row:conference_id>")
@needs("conferences", "w")
def act(number: str, conference_id: int) -> ResponseReturnValue:
    """Call off or invite from the client's file."""
    return act_at(at_file_of(number, conference_id), conference_id)


def _barriers(file: File, conference: Conference) -> list[ConferenceBarrier] | None:
    """What the conference says of barriers, in their order, as far as its reader may see them; None for who may not."""
    if not file.rights.reads("plan"):
        return None
    seen = [row for row in conference.barriers if file.rights.reads("sensitive") or not row.barrier.sensitive]
    return sorted(seen, key=lambda row: (row.barrier.rank or 99, row.barrier.number))


def _hints(file: File, conference: Conference) -> list[str]:
    """What the protocol leaves open, for who writes it and sees all of it."""
    if conference.state != "held" or not changeable(file, "plan") or not file.rights.reads("sensitive"):
        return []
    said = {row.barrier_id for row in conference.barriers}
    untold = [one.name for one in open_barriers(db.session(), file.case.case_id) if one.id not in said]
    return left_open(at_hand(conference, untold))


def at_hand(conference: Conference, untold: Any = ()) -> ProtocolAtHand:
    """A protocol as one looks it through; `untold` are the open barriers that it says nothing of."""
    outsiders = bool(conference.guests or conference.participation.measure.provider)
    return ProtocolAtHand(conference.consent, outsiders, bool(conference.attendance), bool(conference.outlook),
                          bool(conference.tasks), untold)
