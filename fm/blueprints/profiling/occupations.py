"""/berufe: the classification of occupations, looked up while somebody types."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import request
from flask.typing import ResponseReturnValue

from fm.blueprints.access import needs
from fm.blueprints.forms import Form
from fm.blueprints.pieces import page_or_piece
from fm.blueprints.profiling.counter import blueprint
from fm.extensions import db
from fm.models import Occupation
from fm.queries.occupations import Found, occupations, search_occupations

#: The button that searches without JavaScript; its value names the field.
SEARCH = "suche"
_FIELD = re.compile(r"ziel|alternative_\d{1,2}_text")


class Pick(NamedTuple):
    """What can be chosen below a field for an occupation: the form's name for the choice, what was typed and found."""

    name: str
    typed: str = ""
    chosen: Occupation | None = None
    found: Found | None = None

    @property
    def offered(self) -> Sequence[Occupation]:
        """What is offered: what is chosen already, then what was found."""
        chosen = [self.chosen] if self.chosen else []
        return [*chosen, *(one for one in (self.found.rows if self.found else ()) if one is not self.chosen)]


@blueprint.get("/berufe")
@needs("profiling")
def look_up() -> ResponseReturnValue:
    """Search the classification; for a field of the profile's form, what can be chosen there."""
    field = request.args.get("feld", "")
    name = code_field(field) if _FIELD.fullmatch(field) else ""
    typed = request.args.get(field if name else "q", "").strip()
    pick = Pick(name, typed, found=search_occupations(db.session(), typed) if typed else None)
    return page_or_piece("profiling/occupations.html", "profiling/_occupations.html", pick=pick)


def code_field(field: str) -> str:
    """The field with the code that belongs to a field for an occupation."""
    return "ziel_code" if field == "ziel" else f"{field.removesuffix('text')}code"


def picks(form: Form) -> Mapping[str, Pick]:
    """What can be chosen below each field for an occupation of this form; found is what the search button asked for."""
    fields = {field.name: code_field(field.name) for field in form if _FIELD.fullmatch(field.name)}
    known = occupations(db.session(), (form[code].data for code in fields.values() if form[code].data))
    searched = request.form.get(SEARCH)
    return {name: Pick(code, form[name].data or "", known.get(form[code].data or ""),
                       search_occupations(db.session(), form[name].data or "") if name == searched else None)
            for name, code in fields.items()}  # fmt: skip
