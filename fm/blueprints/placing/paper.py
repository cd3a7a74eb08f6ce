"""What is printed about participations: the letter that gives a place, and the list of participants."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.login.sessions import origin
from fm.blueprints.pdf import pdf
from fm.blueprints.pieces import see_other
from fm.blueprints.placing.counter import actor, blueprint, participation_for, with_people
from fm.usecases.allocation_paper import print_allocation
from fm.usecases.catalogue_paper import print_participants
from fm.usecases.refusals import Refused
from fm.usecases.taking_part import open_paper, participation_at

_HERE = "/massnahmen/<measure>/teilnahmen/<row:participation_id>/schreiben"


@blueprint.get("/massnahmen/<measure>/teilnehmende.pdf")
@needs("places")
def as_pdf(measure: str) -> ResponseReturnValue:
    """Who takes part, as far as somebody sees them; taking it away is journalled for each of them."""
    reach = with_people(measure)
    content = print_participants(actor(), reach, clock.now(), origin())
    return pdf(content, f"Teilnehmende {reach.measure.number}.pdf")


@blueprint.post(_HERE)
@needs("places", "w")
def print_letter(measure: str, participation_id: int) -> ResponseReturnValue:
    """Print the letter about a place; it lies in the client's file, and can be seen from here."""
    participation_for(measure, participation_id)
    try:
        print_allocation(actor(), participation_id, clock.now(), origin())
    except Refused as refused:
        here = url_for(".participation", measure=measure, participation_id=participation_id)
        return see_other(here, refused.faults[0].sentence, "danger")
    return see_other(url_for(".letter", measure=measure, participation_id=participation_id))


@blueprint.get(_HERE)
@needs("places", "w")
def letter(measure: str, participation_id: int) -> ResponseReturnValue:
    """The letter about a place as it was printed last."""
    now = clock.now()
    found = participation_at(actor(), measure, participation_id, now) or abort(404)
    if not found.coordinates:
        abort(403)
    paper = open_paper(actor(), found, found.participation.document_id, now, origin()) or abort(404)
    return pdf(paper.content, f"Zuweisung {measure}.pdf")
