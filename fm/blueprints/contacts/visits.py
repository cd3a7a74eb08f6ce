"""Appointments of a client: given with or without invitation, what became of them, moved to another time."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.breaches import follow_up_address
from fm.blueprints.clients.frame import opened
from fm.blueprints.contacts.counter import PAGE, allowed, answer, back_to, blueprint, said, working_on
from fm.blueprints.contacts.forms import INVITATIONS, ResultForm, VisitForm
from fm.blueprints.contacts.offer import at_hand, hints, offered
from fm.blueprints.contacts.prefill import CALL_FOR, Call, standard
from fm.blueprints.forms import choices, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards, passing_by
from fm.extensions import db
from fm.queries.contacts import Visit, visit_of
from fm.rules.appointments import clock_time
from fm.rules.calendar import weekday_and_date
from fm.rules.vocabulary import APPOINTMENT_PURPOSES, APPOINTMENT_STATES
from fm.usecases.arrangements import Given, Wish, arrange, move, settle, when
from fm.usecases.files import File
from fm.usecases.refusals import Refused


@blueprint.route("/kunden/<number>/kontakte/termine/neu", methods=["GET", "POST"])
@needs("appointments", "w")
def new_visit(number: str) -> ResponseReturnValue:
    """Give an appointment; the next free time within the deadline that it serves is proposed."""
    file = working_on(number, "own_appointments")
    call = CALL_FOR.get(standard(CALL_FOR), Call("other"))
    form = _form(file, zweck=call.purpose, einladung=call.invitation)
    if form.validate_on_submit():
        with refusals_on(form):
            return _given(file, arrange(current_user, _wish(file, form), clock.now(), origin()), "vereinbart")
    return answer("contacts/visit_form.html", file, form, **offered(file, form), what="Termin vereinbaren")


@blueprint.route("/kunden/<number>/kontakte/termine/<row:visit_id>/verlegen", methods=["GET", "POST"])
@needs("appointments", "w")
def move_visit(number: str, visit_id: int) -> ResponseReturnValue:
    """Give another appointment in place of one that is planned."""
    file = working_on(number, "own_appointments")
    visit = allowed(file, visit_of(db.session(), file.case.case_id, visit_id))
    form = _form(file, zweck=visit.purpose, ort=visit.place)
    form.zweck.choices = choices({visit.purpose: APPOINTMENT_PURPOSES[visit.purpose]})
    if form.validate_on_submit():
        with refusals_on(form):
            wish = _wish(file, form)
            return _given(file, move(current_user, file.case.case_id, visit_id, wish, clock.now(), origin()), "verlegt")
    return answer("contacts/visit_form.html", file, form, **offered(file, form, visit), what="Termin verlegen")


@blueprint.get("/kunden/<number>/kontakte/termine/<row:visit_id>")
@needs("file")
def visit(number: str, visit_id: int) -> ResponseReturnValue:
    """An appointment, and what can be said of it."""
    return _visit(opened(number, PAGE), visit_id, ResultForm(formdata=None))


@blueprint.post("/kunden/<number>/kontakte/termine/<row:visit_id>")
@needs("appointments", "w")
def settle_visit(number: str, visit_id: int) -> ResponseReturnValue:
    """Say what became of an appointment."""
    file, form = working_on(number, "own_appointments"), ResultForm()
    found = allowed(file, visit_of(db.session(), file.case.case_id, visit_id))
    if form.validate_on_submit():
        with refusals_on(form):
            met = settle(current_user, file.case.case_id, visit_id, form.ergebnis.data, form.grund.data or None,
                         clock.now(), origin())  # fmt: skip
            told = f"Termin am {_when(found)}: {APPOINTMENT_STATES[form.ergebnis.data]}."
            following = _following(file, found._replace(state=form.ergebnis.data))
            return see_other(passing_by(following) if following else back_to(file), said(told, met))
    return _visit(file, visit_id, form)


def _visit(file: File, visit_id: int, form: ResultForm) -> ResponseReturnValue:
    found = allowed(file, visit_of(db.session(), file.case.case_id, visit_id))
    settles = file.is_latest and file.rights.writes("own_appointments") and found.state == "planned"
    return answer("contacts/visit.html", file, form, visit=found, settles=settles, when=_when(found),
                  following=_following(file, found),
                  notes=settles and file.rights.writes("sensitive"))


def _following(file: File, visit: Visit) -> str | None:
    """Where it is followed up that a summons was missed without important reason (HK 4.1.4)."""
    if visit.state == "missed" and visit.with_consequences and file.rights.reads("agreements"):
        return follow_up_address(file, "termin", visit.id)
    return None


def _form(file: File, **given: str | None) -> VisitForm:
    """The form; whoever has appointments with themselves alone invites nobody in the office's name."""
    form = VisitForm(**given)
    if not file.rights.writes("appointments"):
        form.einladung.choices = choices({"": INVITATIONS[""]})
    return form


def _wish(file: File, form: VisitForm) -> Wish:
    """The appointment as it was typed; Refused where the colleague is none of those offered."""
    known = at_hand(file)
    staff_id = row_id(form.mit.data)
    if staff_id is None or staff_id not in known:
        raise Refused(None, "Mit dieser Person lässt sich hier kein Termin vereinbaren. Bitte die Seite neu laden.")
    starts_at = form.starts_at
    assert starts_at is not None  # the form has checked it
    return Wish(
        {file.case.case_id: staff_id}, starts_at, form.minutes, form.zweck.data, form.ort.data or None,
        invited=bool(form.einladung.data), summons=form.meldezweck.data if form.einladung.data == "mit" else None)


def _given(file: File, given: Given, how: str) -> ResponseReturnValue:
    """Back to the list, or on to the letter's page where one was printed."""
    what = f"Termin am {when(given.appointments[0])} {how}. {hints(given)}".strip()
    if given.documents:
        return see_other(afterwards(url_for("clients.documents", number=file.case.number)),
                         said(f"{what} Die Einladung ist gedruckt und steht unter Unterlagen.", given.met))
    return see_other(back_to(file), said(what, given.met))


def _when(visit: Visit) -> str:
    return f"{weekday_and_date(visit.day)}, {clock_time(visit.starts_at)} Uhr"
