"""/kunden/<nummer>/foerderungen: the instruments of one client, the form for application costs first."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, choices, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import changeable, context, working_on
from fm.blueprints.support.counter import blueprint
from fm.blueprints.support.forms import SupportForm, WithdrawForm
from fm.extensions import db
from fm.models import Support
from fm.queries.support import budgets_of, cost_form_of, support_of, supports_of
from fm.rules.instruments import INSTRUMENTS, SUPPORT_DECISIONS, granted_on
from fm.rules.support_checks import SENSITIVE_INSTRUMENTS
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.support import add_support, change_support, withdraw_support
from fm.usecases.versions import Overtaken

_COSTS = "application_costs"


@blueprint.get("/kunden/<number>/foerderungen")
@needs("support")
def show(number: str) -> ResponseReturnValue:
    """All support of the case, and how it stands with the form for application costs."""
    file = opened(number, "support")
    session, case_id = db.session(), file.case.case_id
    notes = file.rights.reads("sensitive")
    rows = supports_of(session, case_id, notes)
    return render_template(
        "support/show.html", **_around(file), notes=notes, costs=[row for row in rows if row.instrument == _COSTS],
        rows=[row for row in rows if row.instrument != _COSTS], enters=changeable(file, "participations"),
        form_handed_out=cost_form_of(session, case_id) if file.rights.reads("appointments") else None,
        prints=changeable(file, "appointments"), reads_intake=file.rights.reads("appointments"))


@blueprint.route("/kunden/<number>/foerderungen/neu", methods=["GET", "POST"])
@needs("support", "w")
def new(number: str) -> ResponseReturnValue:
    """Enter support; the intake's form for application costs is carried on with the day it was handed out."""
    file, key = working_on(number, "support", "participations"), f"foerderung-{number}"
    form = _offered(file, SupportForm(**_beginning(file)))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            add_support(current_user, file.case.case_id, form.asked, clock.now(), origin(), key)
            return see_other(_back(file), f"Eingetragen: {INSTRUMENTS[form.instrument.data].label}.")
    return _form("support/edit.html", file, form, draft_kept=draft, key=key, kept=None)


@blueprint.route("/kunden/<number>/foerderungen/<row:support_id>", methods=["GET", "POST"])
@needs("support", "w")
def edit(number: str, support_id: int) -> ResponseReturnValue:
    """Carry support on: applied for, decided; or put it right."""
    file, key = working_on(number, "support", "participations"), f"foerderung-{support_id}"
    kept = _kept(file, support_id)
    form = _offered(file, SupportForm(**_stored(kept)), kept)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change_support(current_user, file.case.case_id, kept.id, form.asked, form.fassung.data, clock.now(),
                           origin(), key)  # fmt: skip
            return see_other(_back(file), f"Gespeichert: {INSTRUMENTS[form.instrument.data].label}.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = _offered(file, SupportForm(formdata=None, **_stored(kept)), kept)
            return choose(form, theirs, overtaken, INSTRUMENTS[kept.instrument].label, _back(file))
    return _form("support/edit.html", file, form, draft_kept=draft, key=key, kept=kept)


@blueprint.route("/kunden/<number>/foerderungen/<row:support_id>/ruecknahme", methods=["GET", "POST"])
@needs("support", "w")
def withdraw(number: str, support_id: int) -> ResponseReturnValue:
    """Take back what was entered by mistake."""
    file, form = working_on(number, "support", "participations"), WithdrawForm()
    label = INSTRUMENTS[_kept(file, support_id).instrument].label
    if form.validate_on_submit():
        with refusals_on(form):
            withdraw_support(current_user, file.case.case_id, support_id, form.grund.data, clock.now(), origin())
            return see_other(_back(file), f"Zurückgenommen: {label}.")
    return _form("support/withdraw.html", file, form, label=label)


def _kept(file: File, support_id: int) -> Support:
    return support_of(db.session(), file.case.case_id, support_id, file.rights.reads("sensitive")) or abort(404)


def _beginning(file: File) -> dict[str, Any]:
    """What a new entry begins with: the instrument that the address names, and the day its form was handed out."""
    asked = request.args.get("art")
    if asked == _COSTS:
        handed_out = cost_form_of(db.session(), file.case.case_id)
        return {"instrument": _COSTS, "ausgegeben": handed_out or clock.today()}
    return {"instrument": asked} if asked in INSTRUMENTS else {}


def _offered(file: File, form: SupportForm, kept: Support | None = None) -> SupportForm:
    """The form with the instruments that are granted today or were since the case began, and the one entered."""
    today = clock.today()
    offered = {**granted_on(file.case.opened or today), **granted_on(today)}
    offered |= {kept.instrument: INSTRUMENTS[kept.instrument].label} if kept else {}
    if not file.rights.reads("sensitive"):
        offered = {code: label for code, label in offered.items() if code not in SENSITIVE_INSTRUMENTS}
    ordered = {code: offered[code] for code in INSTRUMENTS if code in offered}
    form.instrument.choices = choices(ordered, None if kept else "bitte wählen")
    return form


def _stored(kept: Support) -> dict[str, Any]:
    return {
        "instrument": kept.instrument, "zweck": kept.purpose, "ausgegeben": kept.handed_out, "beantragt": kept.applied,
        "betrag": kept.amount, "entschieden": kept.decided, "entscheidung": kept.decision or "",
        "bewilligt": kept.granted, "bemerkung": kept.note or "", "fassung": kept.version}


def _back(file: File) -> str:
    return url_for(".show", number=file.case.number)


def _around(file: File) -> dict[str, Any]:
    return context(file, ".show") | {"instruments": INSTRUMENTS, "decisions": SUPPORT_DECISIONS}


def _form(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    budgets = {line.instrument: line for line in budgets_of(db.session(), clock.today().year)}
    return render_template(template, **_around(file), form=form, cancel=_back(file), budgets=budgets, **more), (
        422 if form.errors else 200)
