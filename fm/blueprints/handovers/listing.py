"""/uebergaben: handovers to me, from me, those that the rules propose; in a team; stuck in a branch."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.filters import Choice
from fm.blueprints.handovers.counter import blueprint
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries import handovers
from fm.queries.handovers import WHY, Order
from fm.queries.listed import Found, Span
from fm.queries.office import calendar
from fm.rules import vocabulary
from fm.rules.vocabulary import HANDOVER_KINDS

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


@dataclass(frozen=True)
class _List:
    """One of the lists: its key in the address, its words, who has it, and how it is read."""

    key: str
    label: str
    when_empty: str
    role: str
    read: Callable[[str | None, Order, Span], Found]
    template: str = "handovers/_handovers.html"
    columns: tuple[Column, ...] = _HANDOVERS
    order: str = "-seit"


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
          _reading("proposals"), "handovers/_proposals.html", _PROPOSALS, "frist"),
    _List("team", "Team", "Im Team ist keine Übergabe in Vorbereitung.", "assistant", _reading("of_team")),
    _List("haengend", "Hängend", "In der Geschäftsstelle hängt keine Übergabe.", "manager", _reading("stuck"),
          "handovers/_stuck.html"),
)  # fmt: skip


@blueprint.get("/uebergaben")
@needs("handovers")
def index() -> ResponseReturnValue:
    """The lists of this person's roles, one at a time, filtered by kind, sorted, in pages."""
    own = [one for one in _LISTS if one.role in current_user.roles]
    wanted = request.args.get("liste", own[0].key)
    shown = next((one for one in own if one.key == wanted), None)
    if shown is None:
        abort(404)
    kind = request.args.get("art") if request.args.get("art") in HANDOVER_KINDS else None
    state = list_state(shown.columns, shown.order)
    found = shown.read(kind, (_FIELDS[state.sort], state.descending), Span(state.size, state.offset))
    return page_or_piece(
        "handovers/index.html", "handovers/_list.html", shown=shown, words=vocabulary, why=WHY,
        listing=Listing(shown.columns, found.rows, found.total, state), today=clock.today(),
        calendar=calendar(db.session()), tabs=_tabs(own), here=_address(shown),
        choice=Choice("art", "Art", HANDOVER_KINDS, kind or ""))


def _tabs(own: list[_List]) -> list[tuple[str, str, int]]:
    """Each list with the number of its rows."""
    return [(one.label, _address(one), one.read(None, (_FIELDS[one.order.removeprefix("-")], False), Span(1)).total)
            for one in own]  # fmt: skip


def _address(one: _List) -> str:
    return url_for(".index", liste=one.key)
