"""/kunden/<nummer>/fall/…: integration, closing and taking it back, the next case, special groups."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.cases.counter import asked, blueprint, entered
from fm.blueprints.cases.forms import ClosingForm, GroupsForm, IntegrationForm, OpeningForm, UndoForm
from fm.blueprints.conflict import choose
from fm.blueprints.forms import row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Case
from fm.queries.left_open import LeftOpen, left_open
from fm.queries.proposals_of import integration_by
from fm.rules.responsibility import areas_on
from fm.rules.vocabulary import PLACEMENTS
from fm.usecases import cases
from fm.usecases.files import File
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/fall/integration", methods=["GET", "POST"])
@needs("case", "w")
def integration(number: str) -> ResponseReturnValue:
    """Record since when somebody works, is in training or self-employed."""
    file = entered(number, "plan", closed=False)
    known = _placement(file.case.case_id)
    form = IntegrationForm(data=known if known["tag"] else known | _by_proposal(file))

    def deed() -> str:
        cases.record_integration(
            current_user, file.case.case_id, form.tag.data, form.art.data, form.vermerk.data or None,
            form.schliessen.data, clock.now(), origin(), form.fassung.data)
        closed = " Der Fall ist abgeschlossen." if form.schliessen.data else ""
        return f"Die Integration in {PLACEMENTS[form.art.data]} ist festgehalten.{closed}"

    try:
        return asked("cases/integration.html", file, form, deed)
    except Overtaken as overtaken:
        theirs = IntegrationForm(formdata=None, data=_placement(file.case.case_id))
        return choose(form, theirs, overtaken, "Integration", cancel=url_for("clients.overview", number=number))


@blueprint.route("/kunden/<number>/fall/schliessen", methods=["GET", "POST"])
@needs("case", "w")
def close(number: str) -> ResponseReturnValue:
    """Close the case with a reason."""
    file = entered(number, "plan", closed=False)
    form = ClosingForm(data={"tag": clock.today(), "grund": file.case.placed_in})

    def deed() -> str:
        cases.close_case(current_user, file.case.case_id, form.tag.data, form.grund.data, clock.now(), origin())
        return "Der Fall ist abgeschlossen."

    return asked("cases/close.html", file, form, deed)


@blueprint.route("/kunden/<number>/fall/ruecknahme", methods=["GET", "POST"])
@needs("case", "w")
def undo(number: str) -> ResponseReturnValue:
    """Take back a closing that was typed wrongly."""
    file, form = entered(number, "plan", closed=True), UndoForm()

    def deed() -> str:
        cases.undo_closing(current_user, file.case.case_id, form.grund.data, clock.now(), origin())
        return "Der Abschluss ist zurückgenommen, der Fall läuft weiter."

    return asked("cases/undo.html", file, form, deed)


@blueprint.route("/kunden/<number>/fall/oeffnen", methods=["GET", "POST"])
@needs("case", "w")
def reopen(number: str) -> ResponseReturnValue:
    """Open the next case of somebody who comes back."""
    file = entered(number, "master")
    if file.case.case_id is None:
        abort(404)
    if file.case.closed is None:
        return see_other(url_for("clients.overview", number=number), "Für diese Person läuft bereits ein Fall.", "info")
    known = left_open(db.session(), file.case.case_id)
    form = _opening_form(file, known)

    def deed() -> str:
        beginning = cases.Beginning(form.leistung_bis.data, form.zugezogen.data, form.alg_bis.data)
        cases.reopen_case(current_user, file.case.id, form.tag.data, beginning, form.profil.data, form.hemmnisse.data,
                          clock.now(), origin())
        return "Der neue Fall ist eröffnet. Der alte bleibt lesbar, wie er war."

    return asked("cases/open.html", file, form, deed, known=known, sees_plan=file.rights.reads("plan"))


@blueprint.route("/kunden/<number>/fall/merkmale", methods=["GET", "POST"])
@needs("case", "w")
def groups(number: str) -> ResponseReturnValue:
    """Say to which special groups the client belongs."""
    file = entered(number, "plan", closed=False)
    form = GroupsForm(data={"merkmale": (file.case.groups or "").split(), "gezeigt": file.case.groups or ""})

    def deed() -> str:
        cases.set_groups(current_user, file.case.case_id, form.merkmale.data, clock.now(), origin(),
                         (form.gezeigt.data or "").split())
        return "Die Merkmale sind gespeichert."

    return asked("cases/groups.html", file, form, deed)


def _placement(case_id: int) -> dict[str, Any]:
    """The integration as it is recorded, with the version of the case."""
    case = db.session.get_one(Case, case_id)
    return {"tag": case.placed_on, "art": case.placed_in, "vermerk": case.placement_note, "fassung": case.version}


def _by_proposal(file: File) -> dict[str, Any]:
    """What the proposal by which somebody was taken on says of the integration, where the address names one."""
    return integration_by(db.session(), file.case.case_id, request.args.get("vorschlag", type=row_id))


def _opening_form(file: File, known: LeftOpen) -> OpeningForm:
    """All that is left open is proposed; of what they may not read, people learn no more than that it is there."""
    form = OpeningForm(data={
        "tag": clock.today(), "leistung_bis": known.benefit_until, "profil": known.has_profile,
        "hemmnisse": [barrier.id for barrier in known.barriers]})
    reads, sensitive = file.rights.reads("plan"), file.rights.reads("sensitive")
    areas = areas_on(file.case.born, clock.today())
    form.hemmnisse.choices = [
        SelectChoice(barrier.id, f"{barrier.name} ({areas[barrier.area]})" if reads and (
            sensitive or not barrier.sensitive) else f"Hemmnis {place}")
        for place, barrier in enumerate(known.barriers, 1)]
    return form
