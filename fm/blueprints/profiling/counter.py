"""The blueprint that all pages of this counter hang on, and how their forms open the file."""

from typing import Any

from flask import Blueprint, abort, url_for

from fm import clock
from fm.blueprints.clients.frame import frame
from fm.blueprints.clients.frame import working_on as opened_for_form
from fm.extensions import db
from fm.queries.conferences import Sources, sources
from fm.queries.known import Known
from fm.usecases.files import File

blueprint = Blueprint("profiling", __name__)


def working_on(number: str, page: str, part: str = "plan") -> File:
    """The file for a page with a form, as every counter opens it; a form here is about the latest case alone."""
    file = opened_for_form(number, page, part)
    if not file.is_latest:
        abort(404)
    return file


def known_of(file: File) -> Known:
    """What is known of the case looked at, today."""
    return Known(db.session(), file.case.case_id, clock.today())


def changeable(file: File, part: str = "plan") -> bool:
    """Whether who looks at this case may change this part of it now."""
    running = file.case.case_id is not None and file.is_latest and file.case.closed is None
    return bool(running and file.rights.writes(part))


def from_conferences(file: File) -> Sources:
    """What of profile, barriers and plan comes from a case conference, for who may know of those."""
    if not file.rights.reads("participations"):
        return Sources({}, {})
    return sources(db.session(), file.case.case_id)


def context(file: File, tab: str) -> dict[str, Any]:
    """What every template here needs; the tab with this endpoint is marked on all pages below it."""
    around = frame(file)
    return around | {"here": url_for(tab, number=file.case.number, fall=around["fall"])}
