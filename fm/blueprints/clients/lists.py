"""/kunden: the list of clients, its exports, saved views."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.columns import FIELD_OF, Line, columns_for
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.clients.filters import address_of, offered, read_criteria
from fm.blueprints.clients.forms import ViewForm
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.lists import Listing, ListState, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, piece_wanted, see_other
from fm.documents.tables import Cell
from fm.extensions import db
from fm.queries.accounts import SignedIn
from fm.queries.clients import COUNTED, Clients, Order
from fm.queries.criteria import may_ask
from fm.queries.office import calendar
from fm.queries.views import views_of
from fm.usecases.files import record_export
from fm.usecases.sheets import sorts_for
from fm.usecases.views import delete_view, save_view

_BY_NAME = "name"
#: The id of the filter's form.
_FILTER = "kundenfilter"


@blueprint.get("/kunden")
@needs("clients")
def index() -> ResponseReturnValue:
    """The clients somebody may read, narrowed by the filter in the address; while typing, only the list."""
    clients, state = _asked_for()
    listing = _page_of(clients, state)
    answer = page_or_piece(
        "clients/index.html", "clients/_list.html", listing=listing, criteria=clients.criteria,
        filter=_address(clients, listing.state), today=clock.today(), calendar=calendar(db.session()),
        prints=sorts_for(clients.actor.roles), views=views_of(db.session(), clients.actor.id),
        asks_for_silence=may_ask(clients.actor, "silent", 1),
        choices=[] if piece_wanted() else offered(db.session(), clients.actor, clients.criteria, clock.today()),
    )
    return _at_short_address(answer, clients, listing.state)


@blueprint.get("/kunden.csv")
@needs("clients")
def as_csv() -> ResponseReturnValue:
    """The whole list as CSV, journalled."""
    return csv_answer("kunden", *_exported())


@blueprint.get("/kunden.xlsx")
@needs("clients")
def as_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("kunden", "Kunden", *_exported())


@blueprint.post("/kunden/ansichten")
@needs("saved_views", "w")
def keep_view() -> ResponseReturnValue:
    """Keep the filter of the list under a name."""
    form = ViewForm()
    asked = dict(parse_qsl(form.filter.data or ""))
    sorting = asked.get("sortierung", "")
    query = address_of(read_criteria(asked), sorting if sorting.removeprefix("-") in FIELD_OF else None)
    back = _list_address(query)
    if not form.validate_on_submit():
        return see_other(back, next(iter(form.errors.values()))[0], "danger")
    save_view(current_user, form.name.data, query)
    return see_other(back, f"Die Ansicht „{form.name.data}“ ist gesichert.")


@blueprint.post("/kunden/ansichten/<row:view_id>/loeschen")
@needs("saved_views", "w")
def drop_view(view_id: int) -> ResponseReturnValue:
    """Forget one of one's own views."""
    if not delete_view(current_user, view_id):
        abort(404)
    return see_other(url_for("clients.index"), "Die Ansicht ist gelöscht.")


def _asked_for() -> tuple[Clients, ListState]:
    """Clients and order that the address asks for, as far as this person may."""
    actor: SignedIn = current_user._get_current_object()  # once, as many questions about rights follow
    clients = Clients(db.session(), actor, read_criteria(request.args), clock.today())
    return clients, list_state(columns_for(actor), _BY_NAME)


def _page_of(clients: Clients, state: ListState) -> Listing:
    """The page of the list that the address asks for, or the last one there is."""
    counted = clients.count()
    total = min(counted, COUNTED)
    state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
    columns = columns_for(clients.actor)
    rows = [Line(row, columns) for row in clients.page(_order(state), state.offset, state.size)]
    return Listing(columns, rows, total, state, counted > COUNTED)


def _order(state: ListState) -> Order:
    return Order(FIELD_OF[state.sort], state.descending)


def _exported() -> tuple[list[str], Iterator[list[Cell]]]:
    """Headings and rows of the list as it is on screen, all pages of it; the export is journalled."""
    clients, state = _asked_for()
    columns = columns_for(clients.actor)
    record_export(
        clients.actor, "clients", _address(clients, state), clients.count(), clock.now(), origin())
    rows = ([column.value(row) for column in columns] for row in clients.everybody(_order(state)))
    return [column.label for column in columns], rows


def _address(clients: Clients, state: ListState) -> str:
    """The query part of the address of a list: its filter, and its order unless that is by name."""
    sorting = f"-{state.sort}" if state.descending else state.sort
    return address_of(clients.criteria, sorting if sorting != _BY_NAME else None)


def _list_address(query: str) -> str:
    return url_for("clients.index") + (f"?{query}" if query else "")


def _at_short_address(answer: Response, clients: Clients, state: ListState) -> Response:
    """Let the browser show the address without the filters that narrow nothing, which a form sends along.

    What is typed replaces the address; each sorting and page is a step that one can go back.
    """
    if piece_wanted():
        query = "&".join(filter(None, [_address(clients, state), f"seite={state.page}" if state.page > 1 else ""]))
        typed = request.headers.get("HX-Trigger") == _FILTER
        answer.headers["HX-Replace-Url" if typed else "HX-Push-Url"] = _list_address(query)
    return answer
