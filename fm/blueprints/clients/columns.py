"""The columns of the list of clients: on screen and in its exports the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fm.blueprints.lists import Column
from fm.documents.tables import Cell
from fm.queries.accounts import SignedIn
from fm.queries.clients import readable_fields
from fm.queries.relations import OWN, opening
from fm.rules.calendar import german
from fm.rules.vocabulary import STREAMS_SHORT, TARGET_GROUPS_SHORT, YOUTH_STREAMS


@dataclass(frozen=True)
class ClientColumn(Column):
    """A column with the field of the query it sorts by and the value it shows of a row."""

    field: str = ""
    value: Callable[[Any], Cell] = lambda row: None


def _column(key: str, label: str, field: str, value: Callable[[Any], Cell]) -> ClientColumn:
    return ClientColumn(key, label, field=field, value=value)


def _manager(row: Any) -> str | None:
    return f"{row.manager_given_name[:1]}. {row.manager_surname}" if row.manager_surname else None


def _standing(row: Any) -> str | None:
    if row.closed:
        return f"bis {german(row.closed)}"
    return "laufend" if row.case_number else None


_COLUMNS = (
    _column("name", "Name", "name", lambda row: f"{row.surname}, {row.given_name}"),
    _column("nummer", "Nummer", "number", lambda row: row.number),
    _column("geboren", "Geboren", "born", lambda row: row.born),
    _column("haushalt", "Haushalt", "household", lambda row: row.household),
    _column("ort", "Geschäftsstelle", "branch", lambda row: row.branch),
    _column("bereich", "Bereich", "stream", lambda row: STREAMS_SHORT.get(row.stream)),
    _column("kategorie", "Kat.", "category", lambda row: row.category),
    _column("zielgruppe", "Zielgruppe", "target_group", lambda row: TARGET_GROUPS_SHORT.get(row.target_group)),
    _column("betreuung", "Fallmanagement", "manager", _manager),
    _column("kontakt", "Letzter Kontakt", "last_contact", lambda row: row.last_contact),
    _column("vereinbarung", "Vereinbarung bis", "agreement_until", lambda row: row.agreement_until),
    _column("frist", "Nächste Frist", "next_due", lambda row: row.next_due),
    _column("stand", "Fall", "closed", _standing),
)  # fmt: skip
FIELD_OF = {column.key: column.field for column in _COLUMNS}


@dataclass(frozen=True)
class Line:
    """A client in the list: address of the file, and the cells as they are shown, by column."""

    row: Any
    columns: Sequence[ClientColumn]

    @property
    def address(self) -> str:
        """The address of the client's file; one for each row, so it is spelled without asking the routes."""
        return f"/kunden/{quote(self.row.number)}"

    @property
    def cells(self) -> list[tuple[ClientColumn, Cell]]:
        """Each column with its value."""
        return [(column, column.value(self.row)) for column in self.columns]


def columns_for(actor: SignedIn) -> Sequence[ClientColumn]:
    """The columns that somebody may read, without those that would say the same in nearly all of their rows."""
    hidden, listed = set(), opening(actor, "master")
    if listed <= OWN | {"branch", "team"}:
        hidden.add("branch")
    if listed <= OWN and len(actor.streams) == 1:
        hidden.add("stream")
    if actor.streams and not actor.streams & YOUTH_STREAMS:
        hidden.add("target_group")
    shown = readable_fields(actor) - hidden
    return [column for column in _COLUMNS if column.field in shown]
