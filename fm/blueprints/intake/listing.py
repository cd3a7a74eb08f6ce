"""/einstieg: the applications under way, filtered, sorted, in pages, as files."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.filters import Choice
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.forms import row_id
from fm.blueprints.intake.columns import COLUMNS, FIELD_OF, LISTED, next_step
from fm.blueprints.intake.counter import blueprint
from fm.blueprints.lists import Listing, ListState, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, piece_wanted
from fm.documents.tables import Cell
from fm.extensions import db
from fm.queries.applications import Applications, Criteria, managers_of
from fm.queries.office import calendar
from fm.rules.vocabulary import APPLICATION_STAGES, INTAKE_STAGES
from fm.usecases.files import record_export

_DEFAULT = "termin"
_LONGEST_SEARCH = 100


@blueprint.get("/einstieg")
@needs("intake")
def index() -> ResponseReturnValue:
    """The applications under way of the branch, or of one's own clients, each with its next step."""
    applications, state = _asked_for()
    total, of_service = applications.count(), "service" in current_user.roles
    state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
    rows = applications.page(_order(state), state.offset, state.size)
    return page_or_piece(
        "intake/index.html", "intake/_list.html", listing=Listing(LISTED, rows, total, state), columns=COLUMNS,
        next_step=next_step,
        criteria=applications.criteria, query=_query(applications.criteria, state), of_service=of_service,
        today=clock.today(), calendar=calendar(db.session()),
        choices=[] if piece_wanted() else _offered(applications.criteria, of_service))


@blueprint.get("/einstieg.csv")
@needs("intake")
def as_csv() -> ResponseReturnValue:
    """The whole list as CSV, journalled."""
    return csv_answer("einstieg", *_exported())


@blueprint.get("/einstieg.xlsx")
@needs("intake")
def as_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("einstieg", "Einstieg", *_exported())


def _asked_for() -> tuple[Applications, ListState]:
    actor = current_user._get_current_object()
    return Applications(db.session(), actor, _criteria(request.args), clock.today()), list_state(LISTED, _DEFAULT)


def _criteria(said: Mapping[str, str]) -> Criteria:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    manager = said.get("betreuung", "")
    return Criteria(
        words=said.get("q", "").strip()[:_LONGEST_SEARCH],
        stage=_known(said.get("stand"), APPLICATION_STAGES), intake=_known(said.get("einstieg"), INTAKE_STAGES),
        manager=row_id(manager),
        day=clock.today() if said.get("termin") == "heute" else None)


def _known(code: str | None, words: Mapping[str, str]) -> str | None:
    return code if code in words else None


def _offered(criteria: Criteria, of_service: bool) -> list[Choice]:
    """The lists of the filter bar."""
    managers: dict[str, str] = {}
    if of_service:
        found = managers_of(db.session(), current_user.branch_id)
        managers = {"0": "niemand"} | {str(id): name for id, name in found.items()}
    chosen = str(criteria.manager) if criteria.manager is not None else ""
    lists = [
        Choice("termin", "Abgabetermin", {"heute": "heute"}, "heute" if criteria.day else ""),
        Choice("stand", "Antrag", APPLICATION_STAGES, criteria.stage or ""),
        Choice("einstieg", "Einstiegsberatung", INTAKE_STAGES, criteria.intake or ""),
        Choice("betreuung", "Fallmanagement", managers, chosen),
    ]
    return [one for one in lists if one.options]


def _order(state: ListState) -> tuple[str, bool]:
    return FIELD_OF[state.sort], state.descending


def _query(criteria: Criteria, state: ListState) -> str:
    """The query part of the address of this filter and order."""
    said = {
        "q": criteria.words, "stand": criteria.stage, "einstieg": criteria.intake,
        "betreuung": None if criteria.manager is None else str(criteria.manager),
        "termin": "heute" if criteria.day else None,
        "sortierung": ("-" if state.descending else "") + state.sort,
    }  # fmt: skip
    return urlencode({key: value for key, value in said.items() if value})


def _exported() -> tuple[list[str], Iterator[list[Cell]]]:
    """Headings and rows of the list as it is on screen, all pages of it; the export is journalled."""
    applications, state = _asked_for()
    actor: Any = applications.actor
    record_export(actor, "applications", _query(applications.criteria, state), applications.count(), clock.now(),
                  origin())
    rows = ([column.value(row) for column in COLUMNS] for row in applications.everything(_order(state)))
    return [column.label for column in COLUMNS], rows
