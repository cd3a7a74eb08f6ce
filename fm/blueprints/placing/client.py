"""/kunden/<nummer>/massnahmen: what a client takes part in, what would suit them, and proposing it."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.placing.client_page import (
    FEW,
    MANY,
    causes,
    may_propose,
    on_offer,
    others,
    participations,
    taking_part,
)  # fmt: skip
from fm.blueprints.placing.counter import AHEAD, TONES, actor, blueprint, first_day, open_sites
from fm.blueprints.placing.forms import ConsentForm, ProposalForm, WithdrawForm, with_sites
from fm.blueprints.profiling.counter import context, working_on
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Measure, Participation
from fm.queries.occupancy import occupancy
from fm.queries.own_measures import newest_in, participation_of
from fm.queries.plan import strategies_of
from fm.rules import catalogue
from fm.rules.calendar import german
from fm.rules.casework import STRATEGY_OVER
from fm.usecases.allocation_paper import print_allocation, record_consent
from fm.usecases.drafts import drop_draft
from fm.usecases.files import File
from fm.usecases.places import Given
from fm.usecases.refusals import Refused
from fm.usecases.reservations import propose as note_proposal
from fm.usecases.reservations import reserve, withdraw
from fm.usecases.waiting import wait

#: The page of PAGES that everything here belongs to; proposing belongs to the plan as well.
_PAGE, _PART = "measures", "plan"
_DEEDS = {"vorschlagen": note_proposal, "reservieren": reserve, "warten": wait}


@blueprint.get("/kunden/<number>/massnahmen")
@needs("participations")
def show(number: str) -> ResponseReturnValue:
    """What the client takes part in, took part in, waits for; for who writes the plan, what would suit."""
    file = opened(number, _PAGE)
    rows = participations(file)
    fits = causes(file, on_offer(file, rows), FEW) if may_propose(file) else []
    return render_template("placing/show.html", **_context(file), **taking_part(file, rows), causes=fits)


@blueprint.get("/kunden/<number>/massnahmen/auswahl")
@needs("profiling", "w")
def find(number: str) -> ResponseReturnValue:
    """Choose a measure: what suits the barrier or strategy that the address names, or all of them; then the others."""
    file = working_on(number, _PAGE, _PART)
    offered = on_offer(file, participations(file))
    about = causes(file, offered, MANY, row_id(request.args.get("hemmnis")), row_id(request.args.get("strategie")))
    return render_template("placing/find.html", **_context(file), causes=about, others=others(file, offered, about))


@blueprint.route("/kunden/<number>/massnahmen/neu/<row:measure_id>", methods=["GET", "POST"])
@needs("profiling", "w")
def propose(number: str, measure_id: int) -> ResponseReturnValue:
    """Propose a measure, reserve a place in it, or put the client on its waiting list."""
    file = working_on(number, _PAGE, _PART)
    measure = db.session().get(Measure, measure_id) or abort(404)
    form, key, title = _proposal(file, measure), f"massnahme-{number}-{measure.id}", measure.title
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            given = _DEEDS[form.tun.data](
                actor(), file.case.case_id, form.proposed(measure.id), clock.now(), origin())
            drop_draft(actor(), key)
            return _done(number, _told(title, given))
    return _page("placing/propose.html", file, form, draft_kept=draft, key=key, measure=measure,
                 occupied=occupancy(db.session(), clock.today(), [measure.id])[measure.id])


@blueprint.route("/kunden/<number>/massnahmen/<row:participation_id>/zurueck", methods=["GET", "POST"])
@needs("profiling", "w")
def take_back(number: str, participation_id: int) -> ResponseReturnValue:
    """Take a proposal, a reservation, a place in line or one that is allocated back, with the reason."""
    file, row = _working_with(number, participation_id)
    form = WithdrawForm()
    if form.validate_on_submit():
        with refusals_on(form):
            withdraw(actor(), row.id, form.grund.data, clock.now(), origin())
            return _done(number, f"„{row.measure.title}“ ist zurückgenommen.")
    return _page("placing/take_back.html", file, form, row=row)


@blueprint.route("/kunden/<number>/massnahmen/<row:participation_id>/einwilligung", methods=["GET", "POST"])
@needs("profiling", "w")
def consent(number: str, participation_id: int) -> ResponseReturnValue:
    """Record the day on which the client consented to the place, or take it back with an empty one."""
    file, row = _working_with(number, participation_id)
    form = ConsentForm(einwilligung=row.consent_on or clock.today())
    if form.validate_on_submit():
        with refusals_on(form):
            record_consent(actor(), row.id, form.einwilligung.data, clock.now(), origin())
            return _done(number, "Die Einwilligung ist festgehalten.")
    return _page("placing/consent.html", file, form, row=row)


@blueprint.post("/kunden/<number>/massnahmen/<row:participation_id>/schreiben")
@needs("profiling", "w")
def print_place(number: str, participation_id: int) -> ResponseReturnValue:
    """Print the letter about a place, to be handed over with the form for the consent."""
    _, row = _working_with(number, participation_id)
    try:
        made = print_allocation(actor(), row.id, clock.now(), origin())
    except Refused as refused:
        return see_other(_address(number), refused.faults[0].sentence, "danger")
    return see_other(url_for("clients.document", number=number, document_id=made))


def _working_with(number: str, participation_id: int) -> tuple[File, Participation]:
    """The file for a form about one of its participations; 404 where the client has no such."""
    file = working_on(number, _PAGE, _PART)
    return file, participation_of(db.session(), file.case.id, participation_id) or abort(404)


def _proposal(file: File, measure: Measure) -> ProposalForm:
    """The form, filled with what is noted of the client in this measure already, else with its next possible day."""
    kept = newest_in(db.session(), file.case.case_id, measure.id, AHEAD)
    form = ProposalForm(**(_kept(kept) if kept else _beginning(measure)))
    with_sites(form, open_sites(measure))
    strategies = strategies_of(db.session(), file.case.case_id, file.rights.reads("sensitive"))
    form.strategie.choices = [SelectChoice("", "keiner"), *(
        SelectChoice(str(one.id), one.text) for one in strategies if one.state not in STRATEGY_OVER)]
    return form


def _kept(row: Participation) -> dict[str, Any]:
    return {"tun": "reservieren", "ort": str(row.site_id or ""), "beginn": row.begins, "ende": row.ends,
            "strategie": str(row.strategy_id or ""), "grund": row.reason}


def _beginning(measure: Measure) -> dict[str, Any]:
    """What the address asks for; the first day on which one can begin, as far as the entry says it."""
    return {"tun": "vorschlagen", "beginn": first_day(measure), "ende": measure.ends,
            "strategie": str(row_id(request.args.get("strategie")) or "")}


def _told(title: str, given: Given) -> str:
    """What came of it, as the status line says it."""
    if given.status == "waiting":
        return f"„{title}“: auf der Warteliste, Platz {given.position}."
    if given.status == "reserved" and given.until:
        return f"„{title}“: Ein Platz ist bis zum {german(given.until)} reserviert."
    return f"„{title}“ ist vorgeschlagen."


def _context(file: File) -> dict[str, Any]:
    return context(file, ".show") | {"lists": catalogue, "tones": TONES}


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    page = render_template(template, **_context(file), form=form, cancel=afterwards(_address(file.case.number)), **more)
    return page, 422 if form.errors else 200


def _done(number: str, told: str) -> ResponseReturnValue:
    return see_other(afterwards(_address(number)), told)


def _address(number: str) -> str:
    return url_for("placing.show", number=number)
