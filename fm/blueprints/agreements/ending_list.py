"""The list of agreements that end soon: its columns on screen and in files, and what its address asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_login import current_user

from fm import clock
from fm.blueprints.clients.filters import Choice
from fm.blueprints.lists import Column, Listing, ListState, list_state
from fm.documents.tables import Cell
from fm.extensions import db
from fm.queries.ending import Ending, ending, listed
from fm.queries.listed import Span
from fm.queries.office import calendar, covered_by
from fm.rules.appointments import clock_time
from fm.rules.calendar import Calendar, weekday_and_date

_STANDS = {"offen": "noch nicht vorbereitet", "vorbereitet": "vorbereitet"}
_PREPARED = {"offen": False, "vorbereitet": True}


@dataclass(frozen=True)
class EndingColumn(Column):
    """A column with the field of the query it sorts by, and the words it says of a row."""

    field: str = ""
    value: Callable[[Ending, Calendar], Cell] = lambda row, days: None


def _column(key: str, label: str, field: str, value: Callable[[Ending, Calendar], Cell], **more: Any) -> EndingColumn:
    return EndingColumn(key, label, field=field, value=value, **more)


def _left(row: Ending, days: Calendar) -> int:
    return days.working_days_between(clock.today(), row.until)


def _next(row: Ending, days: Calendar) -> str | None:
    at = row.next_at
    return f"{weekday_and_date(at.date())}, {clock_time(at)} Uhr" if at else None


COLUMNS = (
    _column("kunde", "Kunde", "client", lambda row, days: f"{row.surname}, {row.given_name}"),
    _column("bis", "Vereinbarung bis", "until", lambda row, days: row.until),
    _column("tage", "Arbeitstage", "until", _left, numeric=True),
    _column("profil", "Profil erneuert", "renewed", lambda row, days: "ja" if row.renewed else "nein"),
    _column("pflichten", "Pflichten beurteilt", "judged", lambda row, days: f"{row.judged} von {row.duties}"),
    _column("termin", "Nächster Termin", "next", _next),
    _column("betreuung", "Fallmanagement", "staff", lambda row, days: row.staff),
    _column("vorbereitet", "Vorbereitet", "prepared", lambda row, days: "ja" if row.prepared else "nein"),
)  # fmt: skip
_FIELD_OF = {column.key: column.field for column in COLUMNS}


class Endings:
    """The agreements of one's own cases and those one stands in for, as the address asks for them."""

    def __init__(self) -> None:
        self.state: ListState = list_state(COLUMNS, "bis")
        stand = request.args.get("stand", "")
        self.stand = stand if stand in _STANDS else ""

    @cached_property
    def calendar(self) -> Calendar:
        """The office's calendar."""
        return calendar(db.session())

    @cached_property
    def rows(self) -> list[Ending]:
        """All of them, the nearest end first."""
        today = clock.today()
        covered = (colleague.id for colleague in covered_by(db.session(), current_user.id, today))
        return ending(db.session(), [current_user.id, *covered], clock.now())

    @property
    def choices(self) -> list[Choice]:
        """The lists of the filter bar."""
        return [Choice("stand", "Stand", _STANDS, self.stand)]

    @property
    def query(self) -> str:
        """The query part of the list's address."""
        said = {"stand": self.stand, "sortierung": ("-" if self.state.descending else "") + self.state.sort}
        return urlencode({key: value for key, value in said.items() if value})

    def listing(self) -> Listing:
        """The page of the list that the address asks for."""
        found = listed(self.rows, _PREPARED.get(self.stand), self._order, Span(self.state.size, self.state.offset))
        return Listing(COLUMNS, found.rows, found.total, self.state)

    def table(self) -> list[list[Cell]]:
        """The whole list as a file shows it: the client's number stands after the name."""
        return [[*self._cells(row)] for row in listed(self.rows, _PREPARED.get(self.stand), self._order).rows]

    @property
    def headings(self) -> list[str]:
        """The heads of the columns of a file."""
        return [COLUMNS[0].label, "Nummer", *(column.label for column in COLUMNS[1:])]

    def _cells(self, row: Ending) -> list[Cell]:
        first, *others = (column.value(row, self.calendar) for column in COLUMNS)
        return [first, row.number, *others]

    @property
    def _order(self) -> tuple[str, bool]:
        return _FIELD_OF[self.state.sort], self.state.descending
