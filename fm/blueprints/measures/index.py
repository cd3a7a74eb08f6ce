"""/massnahmen: the catalogue with the occupancy of a day, its filter in the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.lists import Column, Listing, ListState, list_state
from fm.blueprints.measures.counter import actor, blueprint, day_shown
from fm.blueprints.measures.filters import address_of, offered, read_wanted
from fm.blueprints.pieces import page_or_piece, piece_wanted
from fm.blueprints.returning import come_back_here
from fm.extensions import db
from fm.queries.capacity import taken_back_by
from fm.queries.catalogue import Wanted, changed_by, measures
from fm.queries.listed import Found, Span
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES

_BY_TITLE = "titel"
#: The id of the filter's form.
_FILTER = "katalogfilter"


@dataclass(frozen=True)
class CatalogueColumn(Column):
    """A column with the field of the query it sorts by."""

    field: str = ""


COLUMNS: Sequence[CatalogueColumn] = (
    CatalogueColumn("titel", "Maßnahme", field="title"),
    CatalogueColumn("art", "Art", field="kind"),
    CatalogueColumn("beginn", "Zeitraum", field="begins"),
    CatalogueColumn("ort", "Ort", field="place"),
    CatalogueColumn("frei", "Belegung", field="free"),
    CatalogueColumn("warteliste", "Warteliste", field="waiting", numeric=True),
    CatalogueColumn("koordination", "Koordination", field="coordinator"),
)
_FIELD_OF = {column.key: column.field for column in COLUMNS}


@blueprint.get("/massnahmen")
@needs("catalogue")
def index() -> ResponseReturnValue:
    """The catalogue, narrowed by the filter in the address; while typing, only the list."""
    session, day, today = db.session(), day_shown(), clock.today()
    wanted, state = asked_for()
    found = read(wanted, state, Span(state.size, state.offset))
    ids, person = [row.id for row in found.rows], actor()
    query = address_of(wanted, day, _sorting(state))
    come_back_here()
    answer = page_or_piece(
        "measures/index.html", "measures/_list.html", listing=Listing(COLUMNS, found.rows, found.total, state),
        wanted=wanted, day=day, today=today, query=query, kinds=MEASURE_KINDS, states=MEASURE_STATES,
        changeable=changed_by(session, person, ids, today), taken_back=taken_back_by(session, person, ids, day, today),
        choices=[] if piece_wanted() else offered(session, person.roles, wanted))
    return _at_short_address(answer, query, state)


def asked_for() -> tuple[Wanted, ListState]:
    """The filter and the order that the address asks for."""
    return read_wanted(), list_state(COLUMNS, _BY_TITLE)


def read(wanted: Wanted, state: ListState, span: Span) -> Found:
    """These rows of the list as the address sorts it."""
    order = (_FIELD_OF[state.sort], state.descending)
    return measures(db.session(), actor(), wanted, day_shown(), clock.today(), order, span)


def _sorting(state: ListState) -> str | None:
    sorting = f"-{state.sort}" if state.descending else state.sort
    return None if sorting == _BY_TITLE else sorting


def _at_short_address(answer: Response, query: str, state: ListState) -> Response:
    """Let the browser show the address without what narrows nothing; what is typed replaces it."""
    if piece_wanted():
        whole = "&".join(filter(None, (query, f"seite={state.page}" if state.page > 1 else "")))
        typed = request.headers.get("HX-Trigger") == _FILTER
        answer.headers["HX-Replace-Url" if typed else "HX-Push-Url"] = f"{url_for('.index')}?{whole}".removesuffix("?")
    return answer
