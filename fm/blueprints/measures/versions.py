"""/massnahmen/<nummer>/fassungen: every version of an entry, and any two of them field by field."""

from collections.abc import Sequence

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from fm.blueprints.access import needs
from fm.blueprints.forms import row_id
from fm.blueprints.measures.counter import blueprint, entry
from fm.extensions import db
from fm.models import MeasureVersion
from fm.queries.catalogue import names_of, versions_of
from fm.rules.measure_checks import compare_entries, from_json


@blueprint.get("/massnahmen/<measure>/fassungen")
@needs("catalogue")
def versions(measure: str) -> ResponseReturnValue:
    """All versions, newest first, and what two of them differ in: the last two unless others are chosen."""
    found = entry(measure)
    every = versions_of(db.session(), found.id)
    pair = _pair(every)
    said = [from_json(one.content) for one in pair]
    names = names_of(db.session(), {id for one in said for id in (one.coordinator_id, one.deputy_id)})
    return render_template("measures/versions.html", entry=found, versions=every, pair=pair,
                           compared=compare_entries(said[0], said[1], names) if pair else [])


def _pair(every: Sequence[MeasureVersion]) -> list[MeasureVersion]:
    """The two versions to be compared, the older one first; none where there are not two."""
    if len(every) < 2:
        return []
    numbers = [row_id(request.args.get(name)) or every[place].number for place, name in ((1, "eine"), (0, "andere"))]
    chosen = [one for one in reversed(every) if one.number in numbers]
    if len(chosen) < len(set(numbers)):
        abort(404)
    return [chosen[0], chosen[-1]]
