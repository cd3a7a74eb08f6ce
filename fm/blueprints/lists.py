"""Lists: what the address says about sorting and paging, and the addresses of the neighbouring views of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

#: Rows on one page of a list.
PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """One column: its key in the address, its German head, whether it sorts, whether it holds numbers."""

    key: str
    label: str
    sorts: bool = True
    numeric: bool = False


@dataclass(frozen=True)
class ListState:
    """What the address says about a list: `sortierung=-frist` and `seite=2`."""

    sort: str
    descending: bool
    page: int
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * self.size


def list_state(columns: Sequence[Column], default: str, size: int = PAGE_SIZE) -> ListState:
    """Read the state of a list from the address; whatever it does not know falls back to `default` and page 1.

    `default` is a column's key, with a leading "-" for descending.
    """
    asked = request.args.get("sortierung", default)
    if asked.removeprefix("-") not in {column.key for column in columns if column.sorts}:
        asked = default
    page = request.args.get("seite", 1, type=int)
    return ListState(asked.removeprefix("-"), asked.startswith("-"), min(max(page, 1), 1_000_000), size)


@dataclass(frozen=True)
class Listing:
    """One page of a list as the `table` macro shows it; `total` counts all rows, not only those of the page.

    `more` says that there are more rows than `total`; they were not counted, and no page leads to them.
    """

    columns: Sequence[Column]
    rows: Sequence
    total: int
    state: ListState
    more: bool = False

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.state.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, counted from 1; 0 if there is none."""
        return self.state.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.state.offset + len(self.rows)

    def direction(self, column: Column) -> str | None:
        """"ascending" or "descending" if the list is sorted by `column`, else None."""
        if column.key != self.state.sort:
            return None
        return "descending" if self.state.descending else "ascending"

    def sort_address(self, column: Column) -> str:
        """This list from its first page, sorted by `column`; the other way round if it already is."""
        turned = self.direction(column) == "ascending"
        return f"{self._unsorted}{'-' if turned else ''}{column.key}"

    @cached_property
    def _unsorted(self) -> str:
        """The address of this list from its first page up to the column to sort by, for all columns alike."""
        return _this_page_with(sortierung="", seite=None)

    def page_address(self, number: int) -> str:
        """Page `number` of this list."""
        return _this_page_with(seite=number if number > 1 else None)


def _this_page_with(**changes) -> str:
    """The address of this request with some of its parameters changed, or dropped where None.

    A form sends every field along; those that are empty narrow nothing and are left out.
    """
    arguments = MultiDict(pair for pair in request.args.items(multi=True) if pair[1])
    for key, value in changes.items():
        arguments.pop(key, None)
        if value is not None:
            arguments[key] = str(value)
    query = urlencode([*arguments.items(multi=True)])
    return iri_to_uri(request.path) + (f"?{query}" if query else "")
