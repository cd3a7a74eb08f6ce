"""/massnahmen/jahr and /massnahmen/<nummer>/jahr: how measures are occupied month by month, as picture and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.forms import row_id
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.measures.counter import blueprint, entry
from fm.blueprints.measures.filters import address_of, read_wanted
from fm.blueprints.measures.index import read
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries.listed import Span
from fm.queries.occupancy import Month, year

MONTHS = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
_COLUMNS = (Column("titel", "Maßnahme"), *(Column(month, month, sorts=False) for month in MONTHS))
#: As many measures stand on a page of the year: each has twelve bars.
_ON_PAGE = 25
#: The picture of one measure, in its own units: the width of a month, the height of its fullest bar.
MONTH_WIDTH, HEIGHT = 60, 160


@blueprint.get("/massnahmen/jahr")
@needs("catalogue")
def years() -> ResponseReturnValue:
    """A year of all measures that the filter in the address leaves, the fullest day of each month."""
    shown, wanted, state = _year(), read_wanted(), list_state(_COLUMNS, "titel", _ON_PAGE)
    found = read(wanted, state, Span(state.size, state.offset))
    months = year(db.session(), [row.id for row in found.rows], date(shown, 1, 1)) if found.rows else {}
    query = address_of(wanted, clock.today())
    return page_or_piece(
        "measures/years.html", "measures/_years.html", listing=Listing(_COLUMNS, found.rows, found.total, state),
        months=months, names=MONTHS, year=shown, query=query, around=_around(shown, ".years", query))


@blueprint.get("/massnahmen/<measure>/jahr")
@needs("catalogue")
def year_of_one(measure: str) -> ResponseReturnValue:
    """A year of one measure as a picture, with its numbers beside it."""
    found, shown = entry(measure), _year()
    months = year(db.session(), [found.id], date(shown, 1, 1)).get(found.id, [])
    return render_template(
        "measures/year.html", entry=found, months=months, names=MONTHS, year=shown, picture=picture(months),
        around=_around(shown, ".year_of_one", "", measure=measure))


def _year() -> int:
    """The year that the address names; this one where it names none that can be shown."""
    asked = row_id(request.args.get("jahr")) or 0
    return asked if 2005 <= asked <= 2100 else clock.today().year


def _around(shown: int, endpoint: str, query: str, **values: Any) -> list[tuple[int, str]]:
    """The years beside the one shown, with their addresses."""
    more = f"&{query}" if query else ""
    return [(near, f"{url_for(endpoint, jahr=near, **values)}{more}") for near in (shown - 1, shown + 1)]


@dataclass(frozen=True)
class Bar:
    """A month in the picture: where its bars begin and how high they are, and where the line of places runs."""

    x: int
    taken: float
    reserved: float
    line: float | None
    words: str


@dataclass(frozen=True)
class Picture:
    """Twelve months in the picture, and the number that its height stands for."""

    bars: list[Bar]
    most: int


def picture(months: Sequence[Month]) -> Picture:
    """The months drawn: stacked bars of taken and reserved places, and a line where the number of places is known."""
    most = max((max(month.taken + month.reserved, month.places or 0) for month in months), default=0) or 1
    scale = HEIGHT / most
    bars = [
        Bar(place * MONTH_WIDTH, month.taken * scale, month.reserved * scale,
            None if month.places is None else month.places * scale, _words(month))
        for place, month in enumerate(months)
    ]  # fmt: skip
    return Picture(bars, most)


def _words(month: Month) -> str:
    held = month.taken + month.reserved
    return str(held) if month.places is None else f"{held}/{month.places}"
