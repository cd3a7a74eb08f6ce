"""/massnahmen/<nummer>/teilnahmen/<id>/fallkonferenz: the coordinator's side of case conferences, without barriers."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conferencing.counter import actor, at_measure, blueprint
from fm.blueprints.conferencing.deeds import act_at, change_at, due_on, hold_at, plan_at, waive_at
from fm.blueprints.login.sessions import origin
from fm.blueprints.pdf import pdf
from fm.extensions import db
from fm.queries.conferences import conferences_about
from fm.rules.conference_checks import IN_PROGRESS
from fm.usecases.taking_part import open_paper

_HERE = "/massnahmen/<measure>/teilnahmen/<row:participation_id>/fallkonferenz"


@blueprint.get(_HERE)
@needs("conferences")
def of_participation(measure: str, participation_id: int) -> ResponseReturnValue:
    """The conferences about a participation as its coordinator sees them."""
    seat = at_measure(measure, participation_id)
    return render_template(
        "conferencing/of_participation.html", **seat.context(), layout=seat.layout, deadline=due_on(seat),
        effect=None, conferences=conferences_about(db.session(), seat.row.id), possible=seat.row.status in IN_PROGRESS)


@blueprint.route(f"{_HERE}/neu", methods=["GET", "POST"])
@needs("conferences", "w")
def plan_there(measure: str, participation_id: int) -> ResponseReturnValue:
    """Plan a conference from the measure."""
    return plan_at(at_measure(measure, participation_id))


@blueprint.route(f"{_HERE}/entfaellt", methods=["GET", "POST"])
@needs("conferences", "w")
def waive_there(measure: str, participation_id: int) -> ResponseReturnValue:
    """Record from the measure that none is held."""
    return waive_at(at_measure(measure, participation_id))


@blueprint.route(f"{_HERE}/<row:conference_id>/planung", methods=["GET", "POST"])
@needs("conferences", "w")
def change_there(measure: str, participation_id: int, conference_id: int) -> ResponseReturnValue:
    """Change from the measure what is planned."""
    return change_at(at_measure(measure, participation_id), conference_id)


@blueprint.route(f"{_HERE}/<row:conference_id>/protokoll", methods=["GET", "POST"])
@needs("conferences", "w")
def hold_there(measure: str, participation_id: int, conference_id: int) -> ResponseReturnValue:
    """Write the protocol from the measure."""
    return hold_at(at_measure(measure, participation_id), conference_id)


@blueprint.get(f"{_HERE}/<row:conference_id>/<paper>")
@needs("conferences")
def paper_there(measure: str, participation_id: int, conference_id: int, paper: str) -> ResponseReturnValue:
    """What was printed for coordinator and provider: the letters of invitation, or the copy without barriers."""
    seat = at_measure(measure, participation_id)
    conference = seat.conference(conference_id)
    printed = {"einladung": conference.invitation_id, "ausfertigung": conference.copy_id}.get(paper)
    found = open_paper(actor(), seat.found, printed, clock.now(), origin()) or abort(404)
    return pdf(found.content, f"Fallkonferenz-{paper}.pdf")


@blueprint.post(f"{_HERE}/<row:conference_id>")
@needs("conferences", "w")
def act_there(measure: str, participation_id: int, conference_id: int) -> ResponseReturnValue:
    """Call off or invite from the measure."""
    return act_at(at_measure(measure, participation_id), conference_id)
