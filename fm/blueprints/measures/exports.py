"""/massnahmen.csv and .xlsx: the catalogue as it is on screen, with what its entries say; .pdf: what is published."""

from collections.abc import Callable, Mapping
from typing import Any

from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.login.sessions import origin
from fm.blueprints.measures.counter import actor, blueprint, day_shown
from fm.blueprints.measures.filters import address_of
from fm.blueprints.measures.index import asked_for, read
from fm.blueprints.pdf import pdf
from fm.documents.tables import Cell
from fm.extensions import db
from fm.models import Measure
from fm.queries.catalogue import measures_by_id, site_words
from fm.queries.listed import Span
from fm.rules.instruments import law_of
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES
from fm.usecases.catalogue_paper import print_catalogue
from fm.usecases.files import record_export

#: Most rows of the catalogue as a file.
MOST = 10_000

#: Heading → the cell of a row of the list and its entry.
_CELLS: Mapping[str, Callable[[Any, Measure], Cell]] = {
    "Nummer": lambda row, entry: row.number,
    "Titel": lambda row, entry: row.title,
    "Art": lambda row, entry: MEASURE_KINDS[row.kind],
    "Stand": lambda row, entry: MEASURE_STATES[row.status],
    "Inhalt": lambda row, entry: entry.content,
    "Zielgruppen": lambda row, entry: entry.target_groups,
    "Rechtsgrundlage": lambda row, entry: law_of(entry.instrument, entry.legal_basis, day_shown()),
    "Träger": lambda row, entry: row.provider,
    "Kostenträger": lambda row, entry: entry.cost_bearer,
    "Ort": lambda row, entry: row.place,
    "Ausbildungsorte": lambda row, entry: "; ".join(site_words(site) for site in entry.sites) or None,
    "Sprache": lambda row, entry: row.language,
    "Beginn": lambda row, entry: row.begins,
    "Ende": lambda row, entry: row.ends,
    "Plätze": lambda row, entry: row.places,
    "Belegt": lambda row, entry: row.taken,
    "Reserviert": lambda row, entry: row.reserved,
    "Frei": lambda row, entry: row.free,
    "Warteliste": lambda row, entry: row.waiting,
    "Koordination": lambda row, entry: row.coordinator,
}


@blueprint.get("/massnahmen.csv")
@needs("catalogue")
def as_csv() -> ResponseReturnValue:
    """The whole list as CSV, journalled."""
    return csv_answer("massnahmen", *_exported())


@blueprint.get("/massnahmen.xlsx")
@needs("catalogue")
def as_xlsx() -> ResponseReturnValue:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("massnahmen", "Maßnahmen", *_exported())


@blueprint.get("/massnahmen.pdf")
@needs("catalogue")
def as_pdf() -> ResponseReturnValue:
    """The catalogue as it is printed, with its contents by kind."""
    now = clock.now()
    return pdf(print_catalogue(now), f"Maßnahmekatalog {now.date().isoformat()}.pdf")


def _exported() -> tuple[list[str], list[list[Cell]]]:
    wanted, state = asked_for()
    rows = read(wanted, state, Span(MOST)).rows
    entries = measures_by_id(db.session(), [row.id for row in rows])
    record_export(actor(), "catalogue", address_of(wanted, day_shown()), len(rows), clock.now(), origin())
    return list(_CELLS), [[cell(row, entries[row.id]) for cell in _CELLS.values()] for row in rows]
