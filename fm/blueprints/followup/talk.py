"""/kunden/<nummer>/folgegespraech: a follow-up consultation is begun, gone on with, completed."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.followup.counter import answer, blueprint, led, start_of, step_address, steps
from fm.blueprints.followup.forms import BeginForm, CloseForm
from fm.blueprints.forms import choices, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import known_of, working_on
from fm.blueprints.returning import come_back_here
from fm.extensions import db
from fm.models import Appointment
from fm.models.base import BERLIN
from fm.queries.follow_up import begun_appointments, consultation_at_hand, open_follow_up
from fm.rules.calendar import german
from fm.rules.consultation_checks import consultation_checks
from fm.rules.vocabulary import APPOINTMENT_PURPOSES
from fm.usecases.arrangements import when
from fm.usecases.files import File
from fm.usecases.follow_up import begin, complete, drop, state_of
from fm.usecases.refusals import Refused
from fm.usecases.sheets import print_sheet


@blueprint.route("/kunden/<number>/folgegespraech", methods=["GET", "POST"])
@needs("follow_up", "w")
def start(number: str) -> ResponseReturnValue:
    """Begin a follow-up consultation; where one is under way, how far it is."""
    file = working_on(number, "follow_up", "sensitive")
    form = _begin_form(file)
    if form.validate_on_submit():
        with refusals_on(form):
            begin(current_user, file.case.case_id, form.tag.data, form.appointment_id, clock.now(), origin())
            return see_other(step_address(number, 1))
    return _start(file, form)


@blueprint.route("/kunden/<number>/folgegespraech/abschluss", methods=["GET", "POST"])
@needs("follow_up", "w")
def close(number: str) -> ResponseReturnValue:
    """Read all steps once more, with what is still missing, and make a note of them."""
    file, follow_up = led(number)
    form = CloseForm(tag=follow_up.day)
    if form.validate_on_submit():
        with refusals_on(form):
            met = complete(current_user, file.case.case_id, form.closing, clock.now(), origin())
            told = f"Das Gespräch vom {german(form.tag.data)} ist festgehalten. {met}".strip()
            return see_other(url_for("contacts.index", number=number), told)
    come_back_here()
    consultation = consultation_at_hand(db.session(), follow_up)
    return answer("followup/close.html", file, form, known_of(file), steps=list(steps(number, follow_up)),
                  read=state_of(follow_up), checks=consultation_checks(consultation))  # fmt: skip


@blueprint.post("/kunden/<number>/folgegespraech/verwerfen")
@needs("follow_up", "w")
def take_back(number: str) -> ResponseReturnValue:
    """Take back that a consultation was begun, of which nothing is kept yet."""
    file = working_on(number, "follow_up", "sensitive")
    form = _begin_form(file)
    with refusals_on(form):
        drop(current_user, file.case.case_id, clock.now(), origin())
        return see_other(url_for("contacts.index", number=number), "Das begonnene Folgegespräch ist verworfen.")
    return _start(file, form)


@blueprint.post("/kunden/<number>/folgegespraech/vorbereitung")
@needs("follow_up", "w")
def print_preparation(number: str) -> ResponseReturnValue:
    """Print what one looks through before the talk; it then stands among the file's documents."""
    file = working_on(number, "follow_up", "sensitive")
    try:
        made = print_sheet(current_user, file.case.case_id, "preparation", clock.now(), origin())
    except Refused as refused:
        return see_other(start_of(number), refused.faults[0].sentence, "danger")
    return redirect(url_for("clients.document", number=number, document_id=made), 303)


def _start(file: File, form: BeginForm) -> ResponseReturnValue:
    follow_up = open_follow_up(db.session(), file.case.case_id)
    led_steps = list(steps(file.case.number, follow_up)) if follow_up else []
    following = next((one for one in led_steps if not one.saved), None)
    return answer("followup/start.html", file, form, known_of(file), follow_up=follow_up, steps=led_steps,
                  following=following)


def _begin_form(file: File) -> BeginForm:
    """The form with the appointments of which nobody has said what became of them, up to today's."""
    tonight = datetime.combine(clock.today(), time.max, BERLIN)
    found = begun_appointments(db.session(), file.case.case_id, tonight)
    form = BeginForm(**_beginning(found))
    form.termin.choices = choices({str(one.id): _named(one) for one in found}, "ohne Termin")
    if not found:
        del form.termin
    return form


def _beginning(found: Sequence[Appointment]) -> dict[str, Any]:
    """At the appointment that the address names, else at today's, else without one, today."""
    asked, today = row_id(request.args.get("termin")), clock.today()
    at = next((one for one in found if one.id == asked), None) or next(
        (one for one in found if one.meeting.starts_at.date() == today), None)
    return {"tag": at.meeting.starts_at.date(), "termin": str(at.id)} if at else {"tag": today}


def _named(appointment: Appointment) -> str:
    purpose = APPOINTMENT_PURPOSES[appointment.purpose]
    return f"{when(appointment)}, {purpose} mit {appointment.staff.name}"
