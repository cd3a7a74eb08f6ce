"""/kunden/<nummer>: a client's file with its tabs, and the door for those who need a reason to open it."""

import json
from dataclasses import dataclass
from functools import partial

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import local_address, needs
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.clients.forms import ReasonForm
from fm.blueprints.clients.frame import TABS, frame, opened
from fm.blueprints.clients.picture import HEIGHT, WIDTH, draw
from fm.blueprints.clients.story import KINDS, headline, note
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.queries.file import Kept, accesses, deadlines_of, open_deadlines
from fm.queries.file_checks import open_checks
from fm.queries.listed import Span
from fm.queries.milestones import milestones
from fm.queries.timeline import kinds_seen, timeline
from fm.rules.calendar import Calendar
from fm.rules.casework import RECEIVED_KINDS
from fm.rules.checks import Check
from fm.rules.parts import PART_OF_STANDARD
from fm.rules.responsibility import areas_on
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain
from fm.usecases.files import File, break_glass

#: Entries of the timeline shown at first, and how many more each time.
STEP = 30
_MOST = 3000

DEADLINE_COLUMNS = (
    Column("frist", "Frist"), Column("standard", "Was"), Column("stand", "Stand"), Column("erledigt", "Erledigt am"),
    Column("warum", "Grund", sorts=False),
)  # fmt: skip
_DEADLINE_ORDER = {"frist": "due", "standard": "standard", "stand": "outcome", "erledigt": "done"}
_OUTCOMES_IN_ADDRESS = {"offen": "open", "fristgerecht": "met", "verspaetet": "late", "entfallen": "lapsed"}
ACCESS_COLUMNS = tuple(Column(key, label, sorts=False) for key, label in (
    ("zeit", "Zeitpunkt"), ("wer", "Wer"), ("was", "Was"), ("grund", "Grund"), ("woher", "Woher")))  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A deadline with its title and the sentence that explains its date."""

    kept: Kept
    title: str
    why: str


@blueprint.get("/kunden/<number>")
@needs("file")
def overview(number: str) -> ResponseReturnValue:
    """Who this is and where the case stands: the way, what is due, and everything that happened."""
    file = opened(number, "overview")
    sight, around = file.rights.sight, frame(file)
    kind = next((kind for kind, (word, _) in KINDS.items() if word == request.args.get("art")), None)
    shown = min(max(request.args.get("zeilen", STEP, type=int), STEP), _MOST)
    found = timeline(db.session(), file.case, sight, clock.today(), Span(shown), kind, current_user.id)
    due = [row for row in open_deadlines(db.session(), file.case.case_id) if _readable(row.standard, sight)]
    return page_or_piece(
        "clients/overview.html", "clients/_timeline.html", **around, entries=found.rows, total=found.total,
        deadlines=[_told(row, around["calendar"]) for row in due], shown=shown, step=STEP,
        kinds={KINDS[kind][0]: KINDS[kind][1] for kind in kinds_seen(sight)}, kind=request.args.get("art", ""),
        headline=partial(headline, areas=areas_on(file.case.born, clock.today())), note=note,
        width=WIDTH, height=HEIGHT, lacking=_lacking(file),
        picture=draw(milestones(db.session(), file.case)) if _sees_the_way(sight) else None,
    )


@blueprint.get("/kunden/<number>/fristen")
@needs("file")
def deadlines(number: str) -> ResponseReturnValue:
    """All deadlines of the case, open and past, each with its reason."""
    file = opened(number, "deadlines")
    sight, around = file.rights.sight, frame(file)
    state = list_state(DEADLINE_COLUMNS, "-frist")
    standards = [standard for standard in STANDARDS if _readable(standard, sight)]
    found = deadlines_of(
        db.session(), file.case.case_id, standards, _OUTCOMES_IN_ADDRESS.get(request.args.get("stand", "")),
        (_DEADLINE_ORDER[state.sort], state.descending), Span(state.size, state.offset))
    listing = Listing(DEADLINE_COLUMNS, [_told(row, around["calendar"]) for row in found.rows], found.total, state)
    return page_or_piece(
        "clients/deadlines.html", "clients/_deadlines.html", **around, listing=listing,
        states=_OUTCOMES_IN_ADDRESS, chosen=request.args.get("stand", ""))


@blueprint.get("/kunden/<number>/zugriffe")
@needs("file")
def audit(number: str) -> ResponseReturnValue:
    """Who opened or changed this file, when, from where and why."""
    file = opened(number, "audit")
    state = list_state(ACCESS_COLUMNS, "-zeit")
    found = accesses(db.session(), file.case.id, Span(state.size, state.offset))
    return page_or_piece(
        "clients/audit.html", "clients/_audit.html", **frame(file),
        listing=Listing(ACCESS_COLUMNS, found.rows, found.total, state), details=json.loads,
        brought=RECEIVED_KINDS)


@blueprint.post("/kunden/<number>/oeffnen")
@needs("break_glass", "w")
def open_with_reason(number: str) -> ResponseReturnValue:
    """Open a file of the house for the rest of the day, with a reason that the journal keeps."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("clients/closed.html", form=form, number=number), 422
    if not break_glass(current_user, number, form.grund.data, clock.now(), origin()):
        abort(404)
    told = f"Die Akte {number} ist bis zum Ende des Tages geöffnet. Ihr Grund steht im Protokoll."
    return see_other(_wanted(number, form.ziel.data), told, "info")


def _wanted(number: str, asked: str | None) -> str:
    """The page of this file that somebody wanted to see, else its first one."""
    first = url_for("clients.overview", number=number)
    target = local_address(asked) or first
    return target if target.startswith(first) else first


def _readable(standard: str, sight: frozenset[str]) -> bool:
    return PART_OF_STANDARD[standard] in sight


def _sees_the_way(sight: frozenset[str]) -> bool:
    """Whether somebody reads every part of the file that the picture's stations and days are taken from."""
    return {"application", "appointments", "plan", "agreements"} <= sight


def _lacking(file: File) -> list[tuple[str, str, list[Check]]]:
    """What is still missing, for who works on the case: the tab where it is settled, its address, the checks."""
    rights, case = file.rights, file.case
    running = case.case_id is not None and case.closed is None and file.is_latest
    if not (running and rights.writes("plan") and rights.reads("sensitive")):
        return []
    found = open_checks(db.session(), case, clock.today())
    tabs = {page: (label, endpoint) for label, endpoint, page in TABS}
    return [(tabs[page][0], url_for(tabs[page][1], number=case.number), checks) for page, checks in found.items()]


def _told(row: Kept, days: Calendar) -> Told:
    return Told(row, STANDARDS[row.standard].title, explain(row.standard, row.since, row.due, row.basis, days))

