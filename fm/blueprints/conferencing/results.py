"""What a case conference came to for the client: its barriers, which stand in the file alone, and taking it over."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conferencing.counter import (
    FileSeat,
    actor,
    answer,
    at_file_of,
    blueprint,
    conference_in,
)
from fm.blueprints.conferencing.forms import barriers_form, progress
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import working_on
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Conference
from fm.queries.barriers import KnownBarrier, barriers_of
from fm.rules.barrier_order import RESOLVED
from fm.usecases.conference_results import (
    save_barriers,
    take_barrier,
    take_outlook,
    take_strengths,
    take_task,
)
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/fallkonferenzen/<row:conference_id>/hemmnisse", methods=["GET", "POST"])
@needs("profiling", "w")
def barriers(number: str, conference_id: int) -> ResponseReturnValue:
    """Say how far each barrier has come; the protocol beside it stays as others write it."""
    seat, key = _seat(number, conference_id), f"fallkonferenz-{conference_id}-hemmnisse"
    conference = seat.conference(conference_id)
    told = _told(seat.file, conference)
    form = barriers_form(told, conference)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            save_barriers(actor(), conference_id, progress(form, told), form.fassung.data, clock.now(), origin(), key)
            return see_other(_back(number, conference_id), "Gespeichert ist, wie weit die Hemmnisse sind.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = barriers_form(told, seat.conference(conference_id), formdata=None)
            return choose(form, theirs, overtaken, "Hemmnisse in der Fallkonferenz", _back(number, conference_id))
    return answer("conferencing/barriers.html", seat, form, conference=conference, told=told, draft_kept=draft, key=key,
                  cancel=_back(number, conference_id))


@blueprint.post("/kunden/<number>/fallkonferenzen/<row:conference_id>/uebernehmen")
@needs("profiling", "w")
def take(number: str, conference_id: int) -> ResponseReturnValue:
    """Take one result over into profile, barriers or plan, as the button says."""
    file = working_on(number, "conference", "plan")
    conference_in(file, conference_id)
    what, _, row = request.form.get("was", "").partition("-")
    do, told = _TAKEN.get(what) or abort(400)
    back = _back(number, conference_id)
    try:
        do(conference_id, row_id(row) or 0)
    except Refused as refused:
        return see_other(back, refused.faults[0].sentence, "danger")
    except Overtaken:
        return see_other(back, "Inzwischen hat jemand daran gearbeitet. Bitte noch einmal ansehen.", "warning")
    return see_other(back, told)


def _take_strengths(conference_id: int, _row: int) -> Any:
    return take_strengths(actor(), conference_id, clock.now(), origin())


def _take_outlook(conference_id: int, _row: int) -> Any:
    return take_outlook(actor(), conference_id, clock.now(), origin())


def _take_barrier(conference_id: int, row: int) -> Any:
    return take_barrier(actor(), conference_id, row, clock.now(), origin())


def _take_task(conference_id: int, row: int) -> Any:
    return take_task(actor(), conference_id, row, clock.now(), origin())


#: What the button sends → the deed, and what is told then.
_TAKEN: dict[str, tuple[Callable[[int, int], Any], str]] = {
    "staerken": (_take_strengths, "Die Stärken stehen im Profil, in der Fassung, die in Arbeit ist."),
    "ausblick": (_take_outlook, "Der Ausblick steht als Strategie im Plan."),
    "hemmnis": (_take_barrier, "Beim Hemmnis ist festgehalten, wie weit es ist."),
    "aufgabe": (_take_task, "Die Aufgabe steht als Strategie im Plan."),
}


def _seat(number: str, conference_id: int) -> FileSeat:
    """The file for who writes barriers, which not everybody does who writes conferences."""
    working_on(number, "conference", "plan")
    return at_file_of(number, conference_id)


def _told(file: File, conference: Conference) -> Sequence[KnownBarrier]:
    """The open barriers, and those that the conference said something of; sensitive ones only for who reads them."""
    said = {row.barrier_id for row in conference.barriers}
    return [one for one in barriers_of(db.session(), file.case.case_id)
            if (one.state != RESOLVED or one.id in said) and (file.rights.reads("sensitive") or not one.sensitive)]


def _back(number: str, conference_id: int) -> str:
    return afterwards(url_for("conferencing.show", number=number, conference_id=conference_id))
