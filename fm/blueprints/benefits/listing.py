"""/einstieg/entscheidungen: applications that wait for a decision, A-clients first, and those decided on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.benefits.counter import blueprint
from fm.blueprints.clients.filters import Choice
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.lists import Column, Listing, ListState, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece
from fm.documents.tables import Cell
from fm.extensions import db
from fm.queries.decisions import Criteria, Decisions
from fm.queries.office import calendar
from fm.rules.calendar import german
from fm.rules.vocabulary import DECISIONS, INTAKE_RESULTS
from fm.usecases.files import record_export

_LONGEST_SEARCH = 100


@dataclass(frozen=True)
class DecisionColumn(Column):
    """A column with the field of the query it sorts by and the value it shows of a row."""

    field: str = ""
    value: Callable[[Any], Cell] = lambda row: None


def _named(given_name: str | None, surname: str | None) -> str | None:
    return f"{given_name[:1]}. {surname}" if given_name and surname else None


def _decision(row: Any) -> str | None:
    return f"{DECISIONS[row.decision]} am {german(row.decided)}" if row.decided else None


COLUMNS = (
    DecisionColumn("vorrang", "Vorrang", field="rank", value=lambda row: "A" if row.is_a else None),
    DecisionColumn("name", "Name", field="name", value=lambda row: f"{row.surname}, {row.given_name}"),
    DecisionColumn("nummer", "Nummer", sorts=False, value=lambda row: row.number),
    DecisionColumn("abgegeben", "Abgegeben", field="submitted", value=lambda row: row.submitted),
    DecisionColumn("einstieg", "Einstiegsberatung", field="result", value=lambda row: INTAKE_RESULTS.get(row.result)),
    DecisionColumn("betreuung", "Fallmanagement", field="manager",
                   value=lambda row: _named(row.manager_given_name, row.manager_surname)),
    DecisionColumn("kuenftig", "Künftig", sorts=False,
                   value=lambda row: _named(row.future_given_name, row.future_surname)),
    DecisionColumn("entschieden", "Entschieden", field="decided", value=_decision),
)
_FIELD_OF = {column.key: column.field for column in COLUMNS}


@blueprint.get("/einstieg/entscheidungen")
@needs("decisions")
def decisions() -> ResponseReturnValue:
    """The applications of the branch that were handed in complete; while filtering, only the list."""
    found, state = _asked_for()
    total = found.count()
    state = replace(state, page=min(state.page, max(1, -(-total // state.size))))
    listing = Listing(COLUMNS, found.page(_order(state), state.offset, state.size), total, state)
    return page_or_piece(
        "benefits/decisions.html", "benefits/_decisions.html", listing=listing, criteria=found.criteria,
        query=_query(found.criteria, state), choices=_offered(found.criteria), today=clock.today(),
        calendar=calendar(db.session()))


@blueprint.get("/einstieg/entscheidungen.csv")
@needs("decisions")
def decisions_csv() -> Response:
    """The whole list as CSV, journalled."""
    return csv_answer("entscheidungen", *_exported())


@blueprint.get("/einstieg/entscheidungen.xlsx")
@needs("decisions")
def decisions_xlsx() -> Response:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("entscheidungen", "Entscheidungen", *_exported())


def _asked_for() -> tuple[Decisions, ListState]:
    criteria = Criteria(
        words=request.args.get("q", "").strip()[:_LONGEST_SEARCH], decided=request.args.get("stand") == "entschieden",
        only_a=request.args.get("vorrang") == "a")
    state = list_state(COLUMNS, "-entschieden" if criteria.decided else "-vorrang")
    return Decisions(db.session(), current_user, criteria, clock.today()), state


def _order(state: ListState) -> tuple[str, bool]:
    return _FIELD_OF[state.sort], state.descending


def _offered(criteria: Criteria) -> list[Choice]:
    """The lists of the filter bar; without a choice those are shown that wait."""
    return [
        Choice("stand", "Stand", {"entschieden": "entschieden"}, "entschieden" if criteria.decided else "", "offen"),
        Choice("vorrang", "Vorrang", {"a": "A-Kunden"}, "a" if criteria.only_a else "")]


def _query(criteria: Criteria, state: ListState) -> str:
    said = {
        "q": criteria.words, "stand": "entschieden" if criteria.decided else "",
        "vorrang": "a" if criteria.only_a else "",
        "sortierung": ("-" if state.descending else "") + state.sort}  # fmt: skip
    return urlencode({key: value for key, value in said.items() if value})


def _exported() -> tuple[list[str], Iterator[list[Cell]]]:
    """Headings and rows of the list as it is on screen, all pages of it; the export is journalled."""
    found, state = _asked_for()
    record_export(current_user, "decisions", _query(found.criteria, state), found.count(), clock.now(), origin())
    rows = ([column.value(row) for column in COLUMNS] for row in found.everything(_order(state)))
    return [column.label for column in COLUMNS], rows
