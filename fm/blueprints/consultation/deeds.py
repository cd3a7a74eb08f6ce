"""Before the intake: the invitation, doing without it, the client who did not come; days set right."""

from collections.abc import Callable
from datetime import datetime

from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened_to_write
from fm.blueprints.consultation.counter import answer, blueprint, done, opened_form, stand_of, start_of
from fm.blueprints.consultation.forms import CorrectionForm, InvitationForm, MissedForm, WaiveForm, invitation_form
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, moment, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Appointment
from fm.queries.consultation import intake_appointment
from fm.queries.intake_case import first_day
from fm.queries.office import calendar
from fm.rules.sums import TEN_DAYS
from fm.usecases.appointments import free_slots
from fm.usecases.consultation import DAYS, correct_days, hand_out_cost_form
from fm.usecases.files import File
from fm.usecases.inviting import Wish, prepare_invitation, record_missed, waive_intake
from fm.usecases.refusals import Refused

#: How many free times are offered: those of ten working days and some more.
_OFFERED = 200


@blueprint.route("/kunden/<number>/einstieg/einladung", methods=["GET", "POST"])
@needs("consultation", "w")
def invite(number: str) -> ResponseReturnValue:
    """Prepare the invitation for the service desk to hand out."""
    file = opened_form(number, "intake", "appointments")
    given = _planned(file)
    form = invitation_form(None if given else _free(file))
    return _deed(file, form, "consultation/invite.html", f"einladung-{number}", lambda: prepare_invitation(
        current_user, file.case.case_id, _wish(form), clock.now(), origin()),
        "Die Einladung ist gedruckt und liegt in den Unterlagen; der Service weiß Bescheid.", given=given)


@blueprint.route("/kunden/<number>/einstieg/verzicht", methods=["GET", "POST"])
@needs("consultation", "w")
def waive(number: str) -> ResponseReturnValue:
    """Do without the intake, with a reason."""
    file, form = opened_form(number, "consultation", "plan"), WaiveForm()
    return _deed(file, form, "consultation/waive.html", f"verzicht-{number}", lambda: waive_intake(
        current_user, file.case.case_id, form.grund.data, clock.now(), origin()),
        "Die Einstiegsberatung entfällt; der Service weiß Bescheid.")


@blueprint.route("/kunden/<number>/einstieg/versaeumt", methods=["GET", "POST"])
@needs("consultation", "w")
def miss(number: str) -> ResponseReturnValue:
    """Record that the client did not come."""
    file = opened_form(number, "intake", "appointments")
    given = _planned(file)
    form = MissedForm(tag=given.meeting.starts_at.date() if given else clock.today())
    return _deed(file, form, "consultation/missed.html", f"versaeumt-{number}", lambda: record_missed(
        current_user, file.case.case_id, form.tag.data, clock.now(), origin()),
        "Die versäumte Einstiegsberatung ist festgehalten.")


@blueprint.route("/kunden/<number>/einstieg/korrektur", methods=["GET", "POST"])
@needs("consultation", "w")
def correct(number: str) -> ResponseReturnValue:
    """Set right days of the intake that were typed wrongly."""
    file = opened_form(number, "consultation", "plan")
    intake = stand_of(file).intake
    form = CorrectionForm(data={field: getattr(intake, name) for field, name in DAYS.items()})
    return _deed(file, form, "consultation/correct.html", f"korrektur-{number}", lambda: correct_days(
        current_user, file.case.case_id, {field: form[field].data for field in DAYS}, form.grund.data, clock.now(),
        origin()), "Die Tage sind berichtigt.")


@blueprint.post("/kunden/<number>/einstieg/bewerbungskosten")
@needs("consultation", "w")
def hand_out(number: str) -> ResponseReturnValue:
    """Record that the form for application costs was handed out after all."""
    file = opened_to_write(number, "plan")
    try:
        hand_out_cost_form(current_user, file.case.case_id, clock.now(), origin())
    except Refused as refused:
        return see_other(start_of(number), refused.faults[0].sentence, "danger")
    return see_other(start_of(number), "Der Bewerbungskostenantrag ist ausgegeben.")


def _deed(
    file: File, form: Form, template: str, key: str, deed: Callable[[], str | None], told: str, **more: object
) -> ResponseReturnValue:
    """The form's page; posted and accepted, the deed and the way back."""
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            return done(file.case.number, key, told, deed() or "")
    return answer(template, file, form, draft_kept=draft, key=key, **more)


def _planned(file: File) -> Appointment | None:
    """The appointment for the intake that was given and is still to come about."""
    given = intake_appointment(db.session(), file.case.case_id)
    return given if given and given.state == "planned" else None


def _free(file: File) -> list[datetime]:
    """Free times of the case manager, from the first day on within the ten working days and as long again."""
    staff_id = stand_of(file).case.case_manager_id or current_user.id
    first = first_day(db.session(), file.case.case_id, clock.today())
    last = calendar(db.session()).add_working_days(first, 2 * TEN_DAYS.amount)
    return free_slots(db.session(), [staff_id], first, last, 30, [file.case.id], now=clock.now(), limit=_OFFERED)


def _wish(form: InvitationForm) -> Wish | None:
    starts_at = moment(form.termin.data) if "termin" in form else None
    return Wish(starts_at, int(form.dauer.data), form.ort.data) if starts_at else None
