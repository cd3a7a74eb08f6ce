"""/uebergaben: handovers to me, from me, those that the rules propose; in a team; stuck in a branch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.filters import Choice
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.handovers.counter import blueprint
from fm.blueprints.lists import Column, Listing, ListState, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece
from fm.documents.tables import Cell
from fm.extensions import db
from fm.queries import handovers
from fm.queries.handovers import WHY, Order
from fm.queries.listed import Found, Span
from fm.queries.office import calendar
from fm.rules import vocabulary
from fm.rules.vocabulary import HANDOVER_KINDS, HANDOVER_STATES
from fm.usecases.files import record_export

#: Most rows of a list as a file.
MOST = 10_000

_HANDOVERS = (
    Column("kunde", "Kunde"), Column("art", "Art"), Column("stand", "Stand"), Column("von", "Übergibt"),
    Column("an", "Übernimmt"), Column("seit", "Seit"), Column("rueckfragen", "Rückfragen", sorts=False),
)  # fmt: skip
_PROPOSALS = (
    Column("kunde", "Kunde"), Column("art", "Art"), Column("grund", "Anlass"), Column("frist", "Frist"),
    Column("schritt", "Nächster Schritt", sorts=False),
)  # fmt: skip
_FIELDS = {"kunde": "client", "art": "kind", "stand": "state", "von": "giver", "an": "receiver", "seit": "since",
           "grund": "why", "frist": "due"}  # fmt: skip


Cells = Mapping[str, Callable[[Any], Cell]]
_NAMES: Cells = {"Kunde": lambda row: f"{row.surname}, {row.given_name}"}
_NUMBER: Cells = {"Nummer": lambda row: row.number}
_KIND: Cells = {"Art": lambda row: HANDOVER_KINDS[row.kind]}
_STATE: Cells = {
    "Stand": lambda row: HANDOVER_STATES[row.state], "Übergibt": lambda row: row.giver,
    "Übernimmt": lambda row: row.receiver, "Seit": lambda row: row.since.date(),
    "Offene Rückfragen": lambda row: row.open_queries,
}  # fmt: skip
_DUE: Cells = {"Anlass": lambda row: WHY[row.why], "Frist": lambda row: row.due}


@dataclass(frozen=True)
class _List:
    """One of the lists: its key in the address, its words, who has it, how it is read, and its cells in a file."""

    key: str
    label: str
    when_empty: str
    role: str
    read: Callable[[str | None, Order, Span], Found]
    template: str = "handovers/_handovers.html"
    columns: tuple[Column, ...] = _HANDOVERS
    order: str = "-seit"
    cells: Cells = field(default_factory=lambda: {**_NAMES, **_NUMBER, **_KIND, **_STATE})


def _reading(name: str) -> Callable[[str | None, Order, Span], Found]:
    def read(kind: str | None, order: Order, span: Span) -> Found:
        actor = current_user._get_current_object()
        return getattr(handovers, name)(db.session(), actor, clock.today(), kind, order, span)

    return read


_LISTS = (
    _List("an-mich", "An mich", "Keine Übergabe an Sie ist in Vorbereitung oder zu bestätigen.", "case_manager",
          _reading("to_me")),
    _List("von-mir", "Von mir", "Sie bereiten keine Übergabe vor und haben in den letzten 30 Tagen keine gemacht.",
          "case_manager", _reading("from_me")),
    _List("vorschlaege", "Vorschläge", "Zurzeit schlägt das Programm keine Übergabe vor.", "case_manager",
          _reading("proposals"), "handovers/_proposals.html", _PROPOSALS, "frist",
          {**_NAMES, **_NUMBER, **_KIND, **_DUE}),
    _List("team", "Team", "Im Team ist keine Übergabe in Vorbereitung.", "assistant", _reading("of_team")),
    _List("haengend", "Hängend", "In der Geschäftsstelle hängt keine Übergabe.", "manager", _reading("stuck"),
          "handovers/_stuck.html", cells={**_NUMBER, **_KIND, **_STATE}),
)  # fmt: skip


@blueprint.get("/uebergaben")
@needs("handovers")
def index() -> ResponseReturnValue:
    """The lists of this person's roles, one at a time, filtered by kind, sorted, in pages."""
    own, shown, kind, state = _asked_for()
    found = shown.read(kind, (_FIELDS[state.sort], state.descending), Span(state.size, state.offset))
    return page_or_piece(
        "handovers/index.html", "handovers/_list.html", shown=shown, words=vocabulary, why=WHY,
        listing=Listing(shown.columns, found.rows, found.total, state), today=clock.today(),
        calendar=calendar(db.session()), tabs=_tabs(own), here=_address(shown), query=_query(shown, kind, state),
        choice=Choice("art", "Art", HANDOVER_KINDS, kind or ""))


@blueprint.get("/uebergaben.csv")
@needs("handovers")
def as_csv() -> ResponseReturnValue:
    """The whole list as CSV, journalled."""
    return csv_answer("uebergaben", *_exported())


@blueprint.get("/uebergaben.xlsx")
@needs("handovers")
def as_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("uebergaben", "Übergaben", *_exported())


def _asked_for() -> tuple[list[_List], _List, str | None, ListState]:
    """The lists of this person, and which of them the address asks for, of which kind, in which order."""
    own = [one for one in _LISTS if one.role in current_user.roles]
    wanted = request.args.get("liste", own[0].key)
    shown = next((one for one in own if one.key == wanted), None)
    if shown is None:
        abort(404)
    kind = request.args.get("art") if request.args.get("art") in HANDOVER_KINDS else None
    return own, shown, kind, list_state(shown.columns, shown.order)


def _query(shown: _List, kind: str | None, state: ListState) -> str:
    """The query part of the address of this list, filter and order."""
    sorting = f"{'-' if state.descending else ''}{state.sort}"
    return urlencode({"liste": shown.key, **({"art": kind} if kind else {}), "sortierung": sorting})


def _exported() -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows of the list as it is on screen, all pages of it; the export is journalled."""
    _, shown, kind, state = _asked_for()
    rows = shown.read(kind, (_FIELDS[state.sort], state.descending), Span(MOST)).rows
    record_export(current_user, "handovers", _query(shown, kind, state), len(rows), clock.now(), origin())
    return list(shown.cells), [[cell(row) for cell in shown.cells.values()] for row in rows]


def _tabs(own: list[_List]) -> list[tuple[str, str, int]]:
    """Each list with the number of its rows."""
    return [(one.label, _address(one), one.read(None, (_FIELDS[one.order.removeprefix("-")], False), Span(1)).total)
            for one in own]  # fmt: skip


def _address(one: _List) -> str:
    return url_for(".index", liste=one.key)
