"""/arbeitgeber/treffer: the best open jobs of each client of one's own caseload, or of the branch, not proposed yet."""

from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.employers.counter import actor
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.matching.counter import blueprint
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries.matches import BEST, best_matches, reading, reasons
from fm.rules.matching import grade

_COLUMNS = (
    Column("kunde", "Kunde"), Column("stelle", "Stelle"), Column("arbeitgeber", "Arbeitgeber"),
    Column("passt", "Passt"), Column("warum", "Warum", sorts=False), Column("gefunden", "Gefunden am"))
_FIELDS = {"kunde": "name", "stelle": "job", "arbeitgeber": "employer", "passt": "score", "gefunden": "found"}


@blueprint.get("/arbeitgeber/treffer")
@needs("matching")
def caseload() -> ResponseReturnValue:
    """What suits one's own clients, the best first."""
    session, person, state = db.session(), actor(), list_state(_COLUMNS, "-passt")
    order = _FIELDS[state.sort], state.descending
    found = best_matches(session, person, clock.today(), *order, state.offset, state.size)
    cases = reading(session, person, found.rows, clock.today())
    read = [(row.job_id, row.case_id) for row in found.rows if row.case_id in cases]
    return page_or_piece(
        "matching/caseload.html", "matching/_caseload.html", why=reasons(session, read), grade=grade, best=BEST,
        own=not person.roles.isdisjoint({"case_manager", "assistant"}), branch=person.branch,
        listing=Listing(_COLUMNS, found.rows, found.total, state))
