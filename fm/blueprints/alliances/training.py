"""/kunden/<nummer>/ausbildung/<id>: a training entered, carried on to its end or breaking off, or taken back."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.alliances.counter import blueprint
from fm.blueprints.alliances.forms import TrainingForm
from fm.blueprints.conflict import choose
from fm.blueprints.forms import Form, choices, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import context, working_on
from fm.blueprints.support.forms import WithdrawForm
from fm.extensions import db
from fm.models import Training
from fm.queries.courses import training_of
from fm.queries.matches import partners
from fm.queries.relations import relations
from fm.rules.courses import TRAINING_FORMS, training_form
from fm.usecases.files import File, Rights
from fm.usecases.refusals import Refused
from fm.usecases.trainings import add_training, change_training, withdraw_training
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/ausbildung/neu", methods=["GET", "POST"])
@needs("participations", "w")
def new_training(number: str) -> ResponseReturnValue:
    """Enter a training or further training."""
    file = working_on(number, "course", "participations")
    form = _offered(TrainingForm())
    if form.validate_on_submit():
        with refusals_on(form):
            add_training(current_user, file.case.case_id, form.trained, clock.now(), origin())
            return _onwards(file, form, "Eingetragen")
    return _page("alliances/training.html", file, form, kept=None)


@blueprint.route("/kunden/<number>/ausbildung/<row:training_id>", methods=["GET", "POST"])
@needs("participations", "w")
def training(number: str, training_id: int) -> ResponseReturnValue:
    """Carry a training on: another end, its breaking off, its liaison; or put it right."""
    file = working_on(number, "course", "participations")
    kept = training_of(db.session(), file.case.case_id, training_id) or abort(404)
    form = _offered(TrainingForm(**_stored(kept)), kept)
    if form.validate_on_submit():
        try:
            change_training(current_user, file.case.case_id, training_id, form.trained, form.fassung.data, clock.now(),
                            origin())  # fmt: skip
            return _onwards(file, form, "Gespeichert")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = _offered(TrainingForm(formdata=None, **_stored(kept)), kept)
            return choose(form, theirs, overtaken, "Ausbildung", _back(file))
    return _page("alliances/training.html", file, form, kept=kept)


@blueprint.route("/kunden/<number>/ausbildung/<row:training_id>/ruecknahme", methods=["GET", "POST"])
@needs("participations", "w")
def remove_training(number: str, training_id: int) -> ResponseReturnValue:
    """Take back what was entered by mistake."""
    file, form = working_on(number, "course", "participations"), WithdrawForm()
    kept = training_of(db.session(), file.case.case_id, training_id) or abort(404)
    label = TRAINING_FORMS[training_form(kept.kind, kept.external, kept.new_qualification)]
    if form.validate_on_submit():
        with refusals_on(form):
            withdraw_training(current_user, file.case.case_id, training_id, form.grund.data, clock.now(), origin())
            return see_other(_back(file), f"Zurückgenommen: {label}.")
    return _page("alliances/withdraw.html", file, form, label=label)


def _offered(form: TrainingForm, kept: Training | None = None) -> TrainingForm:
    """The form with those who can be the liaison, and who is."""
    names = {str(one.id): f"{one.given_name} {one.surname} ({one.branch})"
             for one in partners(db.session(), "provider_liaison")}  # fmt: skip
    if kept and kept.liaison:
        names = {str(kept.liaison_id): kept.liaison.name} | names
    form.betreuung.choices = choices(names, "niemand oder noch offen")
    return form


def _stored(kept: Training) -> dict[str, Any]:
    return {
        "art": training_form(kept.kind, kept.external, kept.new_qualification), "beruf": kept.subject,
        "ort": kept.provider, "beginn": kept.begins, "ende": kept.ends, "betreuung": str(kept.liaison_id or ""),
        "abbruch": kept.broken_off, "fassung": kept.version}


def _onwards(file: File, form: TrainingForm, done: str) -> ResponseReturnValue:
    """Back to the client's trainings; whom this was the last trainee for sees the file no longer."""
    told = f"{done}: {TRAINING_FORMS[form.art.data]}."
    still = Rights(current_user.roles, relations(db.session(), current_user, file.case.id, clock.today()))
    return see_other(_back(file) if still.reads("participations") else url_for("desk.show"), told)


def _back(file: File) -> str:
    return url_for(".course", number=file.case.number)


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    return render_template(template, **context(file, ".course"), form=form, cancel=_back(file), **more), (
        422 if form.errors else 200)
