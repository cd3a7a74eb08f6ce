"""/massnahmen/vergleich: entries of the catalogue side by side, with their occupancy of a day."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from fm.blueprints.access import needs
from fm.blueprints.measures.counter import blueprint, day_shown
from fm.extensions import db
from fm.queries.catalogue import measures_of, names_of, said
from fm.queries.occupancy import Occupied, occupancy
from fm.rules.instruments import law_of
from fm.rules.measure_checks import FIELDS, words_of

#: As many stand side by side at most.
MOST = 4


@blueprint.get("/massnahmen/vergleich")
@needs("catalogue")
def compare() -> ResponseReturnValue:
    """The entries named in the address side by side; what all of them say alike is marked as such."""
    session, day = db.session(), day_shown()
    asked = request.args.getlist("nummer")
    chosen = measures_of(session, asked)[:MOST]
    entries = [said(one) for one in chosen]
    names = names_of(session, {id for one in entries for id in (one.coordinator_id, one.deputy_id)})
    fields = {name: label for name, label in FIELDS.items() if name != "title"}
    rows = [(label, [words_of(one, name, names) for one in entries]) for name, label in fields.items()]
    laws = [law_of(one.instrument, one.legal_basis, day) for one in chosen]
    held = occupancy(session, day, [one.id for one in chosen]) if chosen else {}
    return render_template(
        "measures/compare.html", entries=chosen, rows=[row for row in rows if any(row[1])], laws=laws, day=day,
        occupied=[held.get(one.id, Occupied(None)) for one in chosen], left=len(set(asked)) > MOST, most=MOST)
