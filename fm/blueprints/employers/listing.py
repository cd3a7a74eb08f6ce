"""/arbeitgeber: the jobs of the job pool, narrowed by the filter in the address, and as a file."""

from collections.abc import Iterator

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.filters import Choice
from fm.blueprints.contacts.counter import asked_day
from fm.blueprints.employers.counter import actor, blueprint
from fm.blueprints.exports import csv_answer, xlsx_answer
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece
from fm.documents.tables import Cell
from fm.extensions import db
from fm.queries.jobs import Sought, count_jobs, every_job, jobs
from fm.queries.listed import Span
from fm.queries.proposals_of import placed_between
from fm.rules.jobs import EXTENTS, JOB_KINDS, JOB_STATES
from fm.usecases.files import record_export

#: Field of the query → column.
_COLUMNS = {
    "title": Column("titel", "Stelle"), "employer": Column("arbeitgeber", "Arbeitgeber"), "town": Column("ort", "Ort"),
    "kind": Column("art", "Art"), "begins": Column("beginn", "Beginn"), "recorded": Column("erfasst", "Erfasst am"),
}  # fmt: skip
_FIELD_OF = {column.key: field for field, column in _COLUMNS.items()}
_LATEST = "-erfasst"
_ALL = "alle"
_LONGEST_WORDS = 100
_HEADINGS = ["Nummer", "Stelle", "Beruf (KldB)", "Beruf", "Arbeitgeber", "PLZ", "Ort", "Art", "Umfang", "Beginn",
             "Befristet bis", "Erfasst am", "Stand"]


@blueprint.get("/arbeitgeber")
@needs("jobs")
def index() -> ResponseReturnValue:
    """The jobs sought, the newest first; above them how many people were placed this year."""
    sought, state, today = _sought(), list_state([*_COLUMNS.values()], _LATEST), clock.today()
    found = jobs(db.session(), sought, (_FIELD_OF[state.sort], state.descending), Span(state.size, state.offset))
    return page_or_piece(
        "employers/index.html", "employers/_jobs.html", sought=sought, choices=_choices(sought), filter=_query(),
        listing=Listing([*_COLUMNS.values()], found.rows, found.total, state), kinds=JOB_KINDS, states=JOB_STATES,
        extents=EXTENTS, placed=placed_between(db.session(), today.replace(month=1, day=1), today))


@blueprint.get("/arbeitgeber/stellen.csv")
@needs("jobs")
def as_csv() -> Response:
    """The whole list as CSV, journalled."""
    return csv_answer("stellen", _HEADINGS, _exported())


@blueprint.get("/arbeitgeber/stellen.xlsx")
@needs("jobs")
def as_xlsx() -> Response:
    """The whole list as a workbook, journalled."""
    return xlsx_answer("stellen", "Stellen", _HEADINGS, _exported())


def _exported() -> Iterator[list[Cell]]:
    """The rows of the list as it is on screen, all pages of it; the export is journalled."""
    sought, state, session = _sought(), list_state([*_COLUMNS.values()], _LATEST), db.session()
    record_export(actor(), "jobs", _query(), count_jobs(session, sought), clock.now(), origin())
    return (
        [job.number, job.title, job.occupation, job.occupation_title, job.employer, job.postcode, job.town,
         JOB_KINDS[job.kind], EXTENTS.get(job.extent or "", ""), job.begins, job.fixed_until, job.recorded,
         JOB_STATES[job.state]]
        for job in every_job(session, sought, (_FIELD_OF[state.sort], state.descending)))


def _sought() -> Sought:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    said = {key: request.args.get(key, "").strip() for key in ("q", "stand", "art", "umfang", "beruf")}
    state = said["stand"] if said["stand"] in JOB_STATES else "offen"
    return Sought(
        said["q"][:_LONGEST_WORDS], None if said["stand"] == _ALL else state,
        said["art"] if said["art"] in JOB_KINDS else None, said["umfang"] if said["umfang"] in EXTENTS else None,
        said["beruf"] if said["beruf"].isascii() and said["beruf"].isdigit() and len(said["beruf"]) < 6 else None,
        asked_day("seit"))


def _choices(sought: Sought) -> list[Choice]:
    states = {code: label for code, label in JOB_STATES.items() if code != "offen"} | {_ALL: "alle"}
    state = "" if sought.state == "offen" else sought.state or _ALL
    chosen = (("art", "Art", JOB_KINDS, sought.kind), ("umfang", "Umfang", EXTENTS, sought.extent))
    return [*(Choice(key, label, words, code or "") for key, label, words, code in chosen),
            Choice("stand", "Stand", states, state, "offen")]


def _query() -> str:
    """The query part of this list's address."""
    return request.query_string.decode("ascii", "replace")


def job_address(number: str) -> str:
    """The page of a job."""
    return url_for("employers.job", number=number)
