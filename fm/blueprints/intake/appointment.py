"""/kunden/<nummer>/antrag/einstiegstermin: the appointment for the intake; and when the client cannot come."""

from datetime import date, datetime, timedelta

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened, opened_to_write
from fm.blueprints.contacts.counter import asked_day, not_a_day
from fm.blueprints.forms import moment, refusals_on, row_id
from fm.blueprints.intake.counter import blueprint, page_of_file
from fm.blueprints.intake.forms import BookingForm, HoursForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.appointments import busy_hours
from fm.queries.intake_case import ahead_of, first_day
from fm.queries.joint import Member, member, others_to_invite
from fm.rules.application import Ahead
from fm.rules.appointments import LENGTHS, Stretch, clock_time, week_of
from fm.rules.calendar import weekday_and_date
from fm.usecases.appointments import free_slots
from fm.usecases.files import File
from fm.usecases.intake_appointment import USUAL_MINUTES, book_intake, keep_busy_hours

#: So many free times are offered, and so many days are looked at where no last day is known.
_OFFERED, _LOOKED_AHEAD = 40, timedelta(days=28)


@blueprint.get("/kunden/<number>/antrag/einstiegstermin")
@needs("intake", "w")
def appointment(number: str) -> ResponseReturnValue:
    """The free times up to the last day, also from a later one on; for one client or members of the household together.

    At first all of them who are owed an intake.
    """
    file = opened(number, "application")
    asked = request.args.getlist("mit") if "minuten" in request.args else None
    length = request.args.get("minuten", USUAL_MINUTES, type=int)
    form = BookingForm(formdata=None, minuten=str(length if length in LENGTHS else USUAL_MINUTES),
                       mit=" ".join(_household(file) if asked is None else asked))
    return _page(file, form)


@blueprint.post("/kunden/<number>/antrag/einstiegstermin")
@needs("intake", "w")
def book(number: str) -> ResponseReturnValue:
    """Take the time chosen, or say why it is not possible."""
    file, form = opened_to_write(number, "appointments"), BookingForm()
    if form.validate_on_submit() and (start := moment(form.termin.data)):
        with refusals_on(form):
            together = [file.case.case_id, *(one.case_id for one in _chosen(file, form))]
            book_intake(current_user, together, start, _minutes(form), form.ort.data or None, form.trotzdem.data,
                        clock.now(), origin())
            return see_other(url_for(".application", number=number),
                             f"Einstiegsberatung am {weekday_and_date(start.date())}, {clock_time(start)} Uhr.")
    return _page(file, form, 422)


@blueprint.get("/kunden/<number>/antrag/zeiten")
@needs("busy_hours", "w")
def hours(number: str) -> ResponseReturnValue:
    """When the client works or is at school."""
    file = opened(number, "intake")
    return page_of_file("intake/hours.html", file, form=HoursForm.filled(_known_hours(file)))


@blueprint.post("/kunden/<number>/antrag/zeiten")
@needs("busy_hours", "w")
def keep_hours(number: str) -> ResponseReturnValue:
    """Keep the hours, or say at the field what is wrong."""
    file, form = opened_to_write(number, "appointments"), HoursForm()
    if form.validate_on_submit():
        with refusals_on(form):
            keep_busy_hours(current_user, file.case.id, form.wanted, form.shown, clock.now(), origin())
            return see_other(url_for(".application", number=number), "Arbeits- und Schulzeiten sind gespeichert.")
        form.brought_up_to(_known_hours(file))
    return page_of_file("intake/hours.html", file, form=form), 422


def _known_hours(file: File) -> dict[int, Stretch]:
    return week_of(busy_hours(db.session(), [file.case.id]))


def _household(file: File) -> list[str]:
    return [one.number for one in others_to_invite(db.session(), file.case.id)]


def _chosen(file: File, form: BookingForm) -> list[Member]:
    asked = (form.mit.data or "").split()
    return [one for one in others_to_invite(db.session(), file.case.id) if one.number in asked]


def _minutes(form: BookingForm) -> int:
    said = row_id(form.minuten.data)
    return said if said in LENGTHS else USUAL_MINUTES


def _page(file: File, form: BookingForm, status: int = 200) -> ResponseReturnValue:
    client, together = member(db.session(), file.case.case_id), _chosen(file, form)
    ahead, first = ahead_of(db.session(), file.case.case_id, clock.today()), _first([client, *together])
    slots = _free([client, *together], ahead, first, _minutes(form)) if ahead and ahead.owed else []
    form.termin.choices = [(f"{start:%Y-%m-%dT%H:%M}", f"{weekday_and_date(start.date())}, {clock_time(start)} Uhr")
                           for start in slots]  # fmt: skip
    return page_of_file(
        "intake/appointment.html", file, form=form, ahead=ahead, first=first, no_day=not_a_day("ab"), client=client,
        together=together, household=others_to_invite(db.session(), file.case.id), lengths=LENGTHS,
        minutes=_minutes(form)), status


def _first(everybody: list[Member]) -> date:
    """The first day that is possible for all of them, or the later one that the address asks for."""
    possible = max(first_day(db.session(), one.case_id, clock.today()) for one in everybody)
    return max(possible, asked_day("ab") or possible)


def _free(everybody: list[Member], ahead: Ahead, first: date, minutes: int) -> list[datetime]:
    """Times from a day on that are free for all case managers and clients, within the last day if there are any.

    None at all where somebody has no case manager.
    """
    managers = {one.manager_id for one in everybody if one.manager_id is not None}
    if not all(one.manager_id for one in everybody):
        return []
    clients, furthest = [one.person_id for one in everybody], first + _LOOKED_AHEAD
    spans = [(first, ahead.last_day)] if ahead.last_day and ahead.last_day >= first else []
    found = (free_slots(db.session(), managers, *span, minutes, clients, now=clock.now(), limit=_OFFERED)
             for span in [*spans, (first, furthest)])  # fmt: skip
    return next(filter(None, found), [])
