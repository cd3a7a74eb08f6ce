"""/kunden/<nummer>/hemmnisse: what stands in the way, in which order it is worked on, and how that goes."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened, opened_to_write
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, put_on, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, piece_wanted, see_other
from fm.blueprints.profiling.barrier_forms import NewBarrierForm, StateForm, barrier_form, stored
from fm.blueprints.profiling.barrier_list import areas_of, barrier_page
from fm.blueprints.profiling.counter import blueprint, context, working_on
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Barrier
from fm.queries.barriers import barrier_of
from fm.rules.vocabulary import BARRIER_STATES
from fm.usecases.barriers import (
    add_barrier,
    change_barrier,
    move_barrier,
    order_barriers,
    set_state,
    shift_barrier,
)
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: What the buttons beside a rank do: by how many places the barrier moves.
_SHIFTS = {"hoch": -1, "runter": +1}


@blueprint.get("/kunden/<number>/hemmnisse")
@needs("profiling")
def barriers(number: str) -> ResponseReturnValue:
    """The barriers by rank, with what was done about each."""
    return _list(opened(number, "barriers"), moved=request.args.get("bewegt", type=int))


@blueprint.route("/kunden/<number>/hemmnisse/neu", methods=["GET", "POST"])
@needs("profiling", "w")
def new_barrier(number: str) -> ResponseReturnValue:
    """Record a barrier: one of the list, or in own words."""
    file, key = working_on(number, "barriers"), f"hemmnis-{number}"
    form = barrier_form(areas_of(file), NewBarrierForm, data={"erkannt": clock.today()})
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            add_barrier(current_user, file.case.case_id, form.told, clock.now(), origin(), rank=form.rang.data,
                        draft=key)  # fmt: skip
            return _done(number, "Das Hemmnis ist erfasst.")
    return _page("profiling/barrier.html", file, form, draft_kept=draft, key=key, kept=None)


@blueprint.route("/kunden/<number>/hemmnisse/<row:barrier_id>", methods=["GET", "POST"])
@needs("profiling", "w")
def barrier(number: str, barrier_id: int) -> ResponseReturnValue:
    """Change what a barrier says; where somebody else has changed it meanwhile, both stand side by side."""
    file, key = working_on(number, "barriers"), f"hemmnis-{number}-{barrier_id}"
    kept = _kept(file, barrier_id)
    form = barrier_form(areas_of(file), data=stored(kept))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change_barrier(current_user, file.case.case_id, barrier_id, form.told, form.fassung.data, clock.now(),
                           origin(), key)  # fmt: skip
            return _done(number, "Das Hemmnis ist geändert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = barrier_form(areas_of(file), formdata=None, data=stored(kept))
            return choose(form, theirs, overtaken, f"Hemmnis „{kept.name}“", _address(number))
    return _page("profiling/barrier.html", file, form, draft_kept=draft, key=key, kept=kept)


@blueprint.route("/kunden/<number>/hemmnisse/<row:barrier_id>/stand", methods=["GET", "POST"])
@needs("profiling", "w")
def barrier_state(number: str, barrier_id: int) -> ResponseReturnValue:
    """Note what was done about a barrier; the state that the address names is filled in."""
    file, key = working_on(number, "barriers"), f"hemmnis-{number}-{barrier_id}-stand"
    kept = _kept(file, barrier_id)
    form = StateForm(data=_beginning(kept))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            set_state(current_user, file.case.case_id, barrier_id, form.step, form.text.data or None,
                      form.fassung.data, clock.now(), origin(), key)  # fmt: skip
            return _done(number, f"Das Hemmnis „{kept.name}“ ist {BARRIER_STATES[form.stand.data]}.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = StateForm(formdata=None, data={"stand": kept.state, "tag": clock.today(), "fassung": kept.version})
            return choose(form, theirs, overtaken, f"Stand des Hemmnisses „{kept.name}“", _address(number))
    return _page("profiling/barrier_state.html", file, form, draft_kept=draft, key=key, kept=kept)


@blueprint.post("/kunden/<number>/hemmnisse/<row:barrier_id>/rang")
@needs("profiling", "w")
def rank_barrier(number: str, barrier_id: int) -> ResponseReturnValue:
    """Move a barrier up, down, or to a rank; htmx gets the list anew, with the focus where it was."""
    file = opened_to_write(number, "plan")
    kept = _kept(file, barrier_id)
    deed = (current_user, file.case.case_id, barrier_id)
    try:
        by = _SHIFTS.get(request.form.get("schritt", ""))
        rank = (shift_barrier(*deed, by, clock.now(), origin()) if by
                else move_barrier(*deed, row_id(request.form.get("rang")), clock.now(), origin()))  # fmt: skip
    except Refused as refused:
        return _list(file, 422, refused=refused.faults[0].sentence, asked=barrier_id)
    if piece_wanted():
        return see_other(url_for(".barriers", number=number, bewegt=barrier_id))
    return see_other(_address(number), f"„{kept.name}“ hat jetzt den Rang {rank}.")


@blueprint.post("/kunden/<number>/hemmnisse/reihenfolge")
@needs("profiling", "w")
def rank_barriers(number: str) -> ResponseReturnValue:
    """Number the ranks anew, in the order that stands there or in the one that the concept proposes."""
    file = opened_to_write(number, "plan")
    proposed = "vorschlag" in request.form
    try:
        order_barriers(current_user, file.case.case_id, proposed, clock.now(), origin())
    except Refused as refused:
        return _list(file, 422, refused=refused.faults[0].sentence)
    return see_other(_address(number), "Die Hemmnisse stehen jetzt in der vorgeschlagenen Reihenfolge." if proposed
                     else "Die Ränge sind neu vergeben.")  # fmt: skip


def _list(file: File, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The list of barriers, or only the open ones; with what was refused, 422."""
    return page_or_piece("profiling/barriers.html", "profiling/_barriers.html", status, **_context(file),
                         listed=barrier_page(file), typed=request.form.get("rang", ""), **more)


def _kept(file: File, barrier_id: int) -> Barrier:
    """A barrier of this case that the person may read; the request ends here with 404 where there is none."""
    kept = barrier_of(db.session(), file.case.case_id, barrier_id)
    if kept is None or (kept.sensitive and not file.rights.reads("sensitive")):
        abort(404)
    return kept


def _beginning(kept: Barrier) -> dict[str, Any]:
    """Today, in the state that the address names, else the present one."""
    asked = request.args.get("stand")
    return {"stand": asked if asked in BARRIER_STATES else kept.state, "tag": clock.today(), "fassung": kept.version}


def _address(number: str) -> str:
    return url_for(".barriers", number=number)


def _context(file: File) -> dict[str, Any]:
    return context(file, "profiling.barriers")


def _done(number: str, told: str) -> ResponseReturnValue:
    return see_other(afterwards(_address(number)), told)


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """A page with a form; 422 where it was not accepted."""
    status = 422 if form.errors or form.form_errors else 200
    cancel = afterwards(_address(file.case.number))
    return render_template(template, **_context(file), form=form, cancel=cancel, areas=areas_of(file), **more), status
