"""/uebergaben/bestand: a whole caseload or a selection of clients handed over at once, and what became of it."""

from dataclasses import dataclass
from functools import cached_property

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import HiddenField
from wtforms.validators import Optional

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.selection import chosen_numbers
from fm.blueprints.forms import Form, LongText, Several, refusals_on, row_id
from fm.blueprints.handovers.counter import blueprint
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.accounts import SignedIn
from fm.queries.moving import (
    BatchMade,
    Counter,
    Giver,
    MovingCase,
    Plan,
    batch_made,
    cases_to_move,
    givers,
    planned,
    received_by,
    seen,
    takers,
)
from fm.rules.load import Colleague
from fm.rules.vocabulary import STREAMS
from fm.usecases.caseload import Order, confirm_batch, hand_over_caseload

#: Most cases of one handover.
MOST = 1000


class CaseloadForm(Form):
    """Who takes the cases over, and why."""

    receivers = Several("Übernehmen", [Optional()])
    reasons = LongText("Begründung", [Optional()], longest=2000)
    gesehen = HiddenField()


@dataclass(frozen=True)
class Moving:
    """The cases that a request is about: all of a colleague's, or those of clients chosen in the list."""

    giver_id: int | None
    numbers: frozenset[str] = frozenset()

    @cached_property
    def cases(self) -> list[MovingCase]:
        """The cases, as far as this person may order their handover."""
        return cases_to_move(db.session(), _actor(), clock.today(), self.giver_id, self.numbers)

    @cached_property
    def takers(self) -> dict[Colleague, frozenset[Counter]]:
        """Who can take some of them over."""
        return takers(db.session(), self.cases, clock.today())

    def plan(self, receiver_ids: set[int]) -> Plan:
        """How the cases are shared out among these colleagues."""
        chosen = {one: counters for one, counters in self.takers.items() if one.id in receiver_ids}
        return planned(self.cases, chosen, clock.today())


@blueprint.get("/uebergaben/bestand")
@needs("caseloads")
def caseload() -> ResponseReturnValue:
    """Whose caseload goes over, and to whom it can go."""
    giver = row_id(request.args.get("von"))
    own = givers(db.session(), _actor(), clock.today())
    if giver is None and "manager" not in current_user.roles:
        giver = current_user.id
    return _page(Moving(giver), None, own) if giver else render_template("handovers/caseloads.html", givers=own)


@blueprint.post("/uebergaben/bestand")
@needs("caseloads", "w")
def move_caseload() -> ResponseReturnValue:
    """Show how the cases are shared out, or hand them over."""
    giver = row_id(request.form.get("von"))
    moving = Moving(giver, frozenset(() if giver else chosen_numbers(MOST)))
    form = _form(moving)
    if request.form.get("tun") != "uebergeben" or not form.validate_on_submit():
        return _page(moving, form)
    order = Order(giver, moving.numbers, _ticked(form), form.reasons.data or "", form.gesehen.data or "")
    with refusals_on(form):
        batch = hand_over_caseload(_actor(), order, clock.now(), origin())
        number = sum(len(share.cases) for share in batch.plan.shares)
        left = f" {batch.moved.left} Termine sind noch neu zu vereinbaren." if batch.moved.left else ""
        return see_other(url_for(".batch", batch=batch.id), f"{number} Fälle sind übergeben.{left}")
    return _page(moving, form)


@blueprint.get("/uebergaben/bestand/<batch>")
@needs("caseloads")
def batch(batch: str) -> ResponseReturnValue:
    """What became of a caseload that was handed over: who received how much, what is confirmed."""
    return render_template("handovers/batch.html", made=_made(batch), batch=batch,
                           mine=received_by(db.session(), _actor(), batch, clock.today()))


@blueprint.post("/uebergaben/bestand/<batch>/bestaetigen")
@needs("caseloads", "w")
def confirm_all(batch: str) -> ResponseReturnValue:
    """Confirm everything that one has received of it."""
    _made(batch)
    confirmed = confirm_batch(_actor(), batch, clock.now(), origin())
    told = "Die Übernahme ist bestätigt." if confirmed else "Es war nichts mehr zu bestätigen."
    return see_other(url_for(".batch", batch=batch), told)


def _made(batch: str) -> BatchMade:
    return batch_made(db.session(), _actor(), batch, clock.today()) or abort(404)


def _actor() -> SignedIn:
    actor: SignedIn = current_user._get_current_object()
    return actor


def _form(moving: Moving) -> CaseloadForm:
    form = CaseloadForm()
    form.receivers.flags.required = form.reasons.flags.required = True
    form.receivers.choices = [(str(one.id), f"{one.name}: {one.words}") for one in moving.takers]
    return form


def _ticked(form: CaseloadForm) -> set[int]:
    return {id for code in form.receivers.data or () if (id := row_id(code)) is not None}


def _page(moving: Moving, form: CaseloadForm | None, own: list[Giver] | None = None) -> ResponseReturnValue:
    """The form; the first time those who are there are ticked, so that the plan can be looked at once."""
    shown = form or _form(moving)
    if form is None or "tun" not in request.form:
        shown.receivers.data = [str(one.id) for one in moving.takers if one.absent_until is None and one.share]
    shown.gesehen.data = seen(moving.cases)
    everybody = givers(db.session(), _actor(), clock.today()) if own is None else own
    giver = next((one for one in everybody if one.id == moving.giver_id), None)
    page = render_template(
        "handovers/caseload.html", form=shown, moving=moving, giver=giver, plan=moving.plan(_ticked(shown)),
        streams=STREAMS, names_shown="case_manager" in current_user.roles)
    return page, 422 if shown.errors else 200
