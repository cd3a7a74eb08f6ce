"""/arbeitsbuendnisse: the alliances that somebody is involved in, those to be formed first."""

from flask import Response, request
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.alliances.counter import blueprint
from fm.blueprints.clients.filters import Choice
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries.alliances import bonds, listed
from fm.queries.listed import Span
from fm.queries.office import calendar
from fm.rules.courses import ALLIANCE_STATES
from fm.rules.vocabulary import TRAINING_KINDS

#: Field of the query → column.
_COLUMNS = {
    "client": Column("kunde", "Kunde"), "kind": Column("art", "Art", sorts=False), "ends": Column("ende", "Ende"),
    "due": Column("frist", "Bündnis bis"), "formed": Column("gebildet", "Stand"),
    "who": Column("wer", "Mit", sorts=False), "next": Column("schritt", "Nächster Schritt"),
    "branch": Column("stelle", "Geschäftsstelle"),
}  # fmt: skip
_FIELD_OF = {column.key: field for field, column in _COLUMNS.items()}
#: The word of the address → the state.
_STATES = {"faellig": "due", "schritte": "steps", "spaeter": "later", "gebildet": "formed"}


@blueprint.get("/arbeitsbuendnisse")
@needs("alliances")
def index() -> Response:
    """The alliances as the address asks for them."""
    session, today = db.session(), clock.today()
    state, asked = list_state([*_COLUMNS.values()], "frist"), request.args.get("stand", "")
    states = [_STATES[asked]] if asked in _STATES else list(ALLIANCE_STATES)
    found = listed(bonds(session, current_user, today), states, (_FIELD_OF[state.sort], state.descending), today,
                   Span(state.size, state.offset))  # fmt: skip
    words = {word: ALLIANCE_STATES[code] for word, code in _STATES.items()}
    return page_or_piece(
        "alliances/index.html", "alliances/_list.html", today=today, calendar=calendar(session),
        listing=Listing([*_COLUMNS.values()], found.rows, found.total, state), states=ALLIANCE_STATES,
        kinds=TRAINING_KINDS, choices=[Choice("stand", "Stand", words, asked if asked in _STATES else "")])
