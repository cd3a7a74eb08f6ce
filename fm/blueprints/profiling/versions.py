"""/kunden/<nummer>/profil/fassungen: every version of the profile, and any two of them field by field."""

from collections.abc import Sequence

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened
from fm.blueprints.forms import row_id
from fm.blueprints.profiling.barrier_list import areas_of
from fm.blueprints.profiling.counter import blueprint, context
from fm.extensions import db
from fm.models import Profile
from fm.queries.profile import said, versions
from fm.rules.profiles import compare


@blueprint.get("/kunden/<number>/profil/fassungen")
@needs("profiling")
def profile_versions(number: str) -> ResponseReturnValue:
    """All versions, newest first, and what two of them differ in: the last two unless others are chosen."""
    file = opened(number, "profile")
    every = versions(db.session(), file.case.case_id) if file.case.case_id else []
    pair = _pair(every)
    rows = compare(said(pair[0]), said(pair[1]), areas_of(file)) if pair else []
    return render_template("profiling/profile_versions.html", **context(file, ".profile"), versions=every, pair=pair,
                           compared=rows)


def _pair(every: Sequence[Profile]) -> tuple[Profile, Profile] | None:
    """The two versions to be compared, the older one first; None where there are not two."""
    if len(every) < 2:
        return None
    numbers = [row_id(request.args.get(name)) or every[place].number for place, name in ((1, "eine"), (0, "andere"))]
    chosen = [one for one in reversed(every) if one.number in numbers]
    if len(chosen) < len(set(numbers)):
        abort(404)
    return chosen[0], chosen[-1]
