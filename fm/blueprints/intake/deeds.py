"""/kunden/<nummer>/antrag: the application of a client with what follows from it, and what the desk does with it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import local_address, needs
from fm.blueprints.clients.frame import opened, opened_to_write
from fm.blueprints.forms import Form, refusals_on
from fm.blueprints.intake import forms
from fm.blueprints.intake.counter import blueprint, page_of_file
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.appointments import busy_hours
from fm.queries.intake_case import situation, under_way
from fm.rules.calendar import german
from fm.usecases import intake
from fm.usecases.files import File
from fm.usecases.intake import Days
from fm.usecases.intake_appointment import send_at_once
from fm.usecases.naming import proposed
from fm.usecases.refusals import Refused


class Deed(NamedTuple):
    """A deed with a form of its own: heading, verb, form, what stands in it at first, and what does and tells it."""

    heading: str
    button: str
    form: type[Form]
    known: Callable[[File], dict[str, Any]]
    do: Callable[[File, Any], str]


@blueprint.get("/kunden/<number>/antrag")
@needs("file")
def application(number: str) -> ResponseReturnValue:
    """Where the application stands: new case or not, stream and case manager, intake, each with its reason."""
    file = opened(number, "application")
    found = situation(db.session(), file.case.case_id, clock.today())
    return page_of_file(
        "intake/application.html", file, found=found, busy=busy_hours(db.session(), [file.case.id]),
        proposal=proposed(db.session(), file.case.case_id, clock.today()) if found.current else None)


@blueprint.get("/kunden/<number>/antrag/<deed>")
@needs("intake", "w")
def deed(number: str, deed: str) -> ResponseReturnValue:
    """The form of a deed, filled with what is known."""
    one = DEEDS.get(deed) or abort(404)
    file = opened(number, "application")
    return _page(file, deed, one.form(formdata=None, data=one.known(file)))


@blueprint.post("/kunden/<number>/antrag/<deed>")
@needs("intake", "w")
def do(number: str, deed: str) -> ResponseReturnValue:
    """Do it, or say at the field why not."""
    one = DEEDS.get(deed) or abort(404)
    file, form = opened_to_write(number, "application"), one.form()
    if form.validate_on_submit():
        with refusals_on(form):
            return see_other(url_for(".application", number=number), one.do(file, form))
    return _page(file, deed, form, 422)


@blueprint.post("/kunden/<number>/antrag/ausgehaendigt")
@needs("intake", "w")
def hand_out(number: str) -> ResponseReturnValue:
    """The client was handed the invitation; back to the list it was done from."""
    file = opened_to_write(number, "appointments")
    back = local_address(request.form.get("zurueck")) or url_for(".application", number=number)
    try:
        intake.hand_out_invitation(current_user, file.case.case_id, clock.now(), origin())
    except Refused as refused:
        return see_other(back, str(refused), "danger")
    return see_other(back, f"Die Einladung an {file.case.given_name} {file.case.surname} ist ausgehändigt.")


@blueprint.post("/kunden/<number>/antrag/sofort")
@needs("intake", "w")
def at_once(number: str) -> ResponseReturnValue:
    """Handed in complete, and on to the case manager today."""
    file = opened_to_write(number, "appointments")
    back = url_for(".application", number=number)
    try:
        start = send_at_once(current_user, file.case.case_id, clock.now(), origin())
    except Refused as refused:
        return see_other(back, str(refused), "danger")
    return see_other(back, f"Der Antrag ist heute abgegeben, die Einstiegsberatung ist heute um {start:%H:%M} Uhr.")


def _page(file: File, deed: str, form: Form, status: int = 200) -> ResponseReturnValue:
    return page_of_file("intake/deed.html", file, form=form, deed=DEEDS[deed], slug=deed), status


def _appointment_known(file: File) -> dict[str, Any]:
    row = under_way(db.session(), file.case.case_id)
    return {"termin": row and row.submission_appointment, "uhrzeit": row and row.submission_time}


def _give_appointment(file: File, form: forms.AppointmentForm) -> str:
    intake.give_appointment(
        current_user, file.case.case_id, form.termin.data, form.uhrzeit.data, clock.now(), origin())
    when = f"{german(form.termin.data)}, {form.uhrzeit.data:%H:%M} Uhr"
    return f"Abgabetermin am {when}. Das Fallmanagement ist informiert."


def _submit(file: File, form: forms.SubmissionForm) -> str:
    intake.submit_application(current_user, file.case.case_id, form.abgegeben.data, clock.now(), origin())
    return f"Der Antrag ist am {german(form.abgegeben.data)} vollständig abgegeben. Das Fallmanagement ist informiert."


def _days_known(file: File) -> dict[str, Any]:
    row = under_way(db.session(), file.case.case_id)
    if row is None:
        return {}
    return {"ausgegeben": row.collected, "termin": row.submission_appointment, "uhrzeit": row.submission_time,
            "abgegeben": row.submitted}  # fmt: skip


def _correct(file: File, form: forms.CorrectionForm) -> str:
    days = Days(form.ausgegeben.data, form.termin.data, form.uhrzeit.data, form.abgegeben.data)
    intake.correct_application(current_user, file.case.case_id, days, form.grund.data, clock.now(), origin())
    return "Die Daten des Antrags sind berichtigt. Der Grund steht im Protokoll."


def _withdraw(file: File, form: forms.WithdrawalForm) -> str:
    alone = intake.withdraw_application(current_user, file.case.case_id, form.grund.data, clock.now(), origin())
    return "Der Antrag ist zurückgenommen" + (" und der Fall abgeschlossen." if alone else ".")


DEEDS = {
    "abgabetermin": Deed("Abgabetermin vergeben", "Termin vergeben", forms.AppointmentForm, _appointment_known,
                         _give_appointment),
    "abgabe": Deed("Abgabe aufnehmen", "Abgabe speichern", forms.SubmissionForm,
                   lambda file: {"abgegeben": clock.today()}, _submit),
    "berichtigung": Deed("Antrag berichtigen", "Berichtigen", forms.CorrectionForm, _days_known, _correct),
    "ruecknahme": Deed("Antrag zurücknehmen", "Zurücknehmen", forms.WithdrawalForm, lambda file: {}, _withdraw),
}  # fmt: skip
