"""Planning, protocol, waiver and calling off, the same from the client's file and from the measure."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.conferencing.counter import Seat, actor, answer
from fm.blueprints.conferencing.forms import (
    PlanForm,
    ProtocolForm,
    WaiveForm,
    new_plan,
    on_rows,
    protocol_form,
    stored_plan,
    stored_protocol,
)
from fm.blueprints.conflict import choose
from fm.blueprints.consultation.rows import MORE, names_typed
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Case, Conference
from fm.queries.conferences import conferences_due
from fm.rules.calendar import german
from fm.rules.catalogue import CONFERENCE_SIDES
from fm.rules.conference_checks import guest_named
from fm.usecases.conference_paper import print_invitations, print_protocol
from fm.usecases.conferences import (
    change_plan,
    drop_conference,
    hold_conference,
    plan_conference,
    waive_conference,
)
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import Overtaken


def plan_at(seat: Seat) -> ResponseReturnValue:
    """Plan a conference; one of today or before goes on with its protocol."""
    row, key = seat.row, f"fallkonferenz-{seat.row.id}-neu"
    form = PlanForm(data=new_plan(row, clock.today()))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            made = plan_conference(actor(), row.id, form.planned, clock.now(), origin(), key)
            if form.tag.data <= clock.today():
                return see_other(seat.address("hold", made), "Die Fallkonferenz ist eingetragen. Hier steht Platz für "
                                                             "ihr Protokoll bereit.")
            return see_other(afterwards(seat.address("show", made)), _planned(form))
    return _page("conferencing/plan.html", seat, form, draft_kept=draft, key=key, conference=None)


def change_at(seat: Seat, conference_id: int) -> ResponseReturnValue:
    """Change what is planned; where somebody else has changed it meanwhile, both stand side by side."""
    conference, key = seat.conference(conference_id), f"fallkonferenz-{conference_id}-planung"
    form = PlanForm(data=stored_plan(conference))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change_plan(actor(), conference_id, form.planned, form.fassung.data, clock.now(), origin(), key)
            return see_other(seat.address("show", conference_id), _planned(form))
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = PlanForm(formdata=None, data=stored_plan(seat.conference(conference_id)))
            return choose(form, theirs, overtaken, "Planung der Fallkonferenz", seat.address("show", conference_id))
    return _page("conferencing/plan.html", seat, form, draft_kept=draft, key=key, conference=conference)


def hold_at(seat: Seat, conference_id: int) -> ResponseReturnValue:
    """Write the protocol of a conference, but for the barriers; also to correct it."""
    conference, key = seat.conference(conference_id), f"fallkonferenz-{conference_id}-protokoll"
    names, known = names_typed(key), {"with_effect": seat.tells_effect}
    form = protocol_form(names, conference, **known, data=_kept(conference))
    draft = fill_from_draft(form, key)
    if MORE not in names and form.validate_on_submit():
        try:
            hold_conference(actor(), conference_id, form.protocol(conference.effect), form.fassung.data, clock.now(),
                            origin(), key)  # fmt: skip
            return see_other(afterwards(seat.address("show", conference_id)),
                             f"Das Protokoll der Fallkonferenz vom {german(form.tag.data)} ist gespeichert.")
        except Refused as refused:
            put_on(form, _on_rows(form, refused))
        except Overtaken as overtaken:
            now = seat.conference(conference_id)
            theirs = protocol_form(names, now, **known, formdata=None, data=_kept(now))
            return choose(form, theirs, overtaken, "Protokoll der Fallkonferenz", seat.address("show", conference_id))
    return _page("conferencing/hold.html", seat, form, draft_kept=draft, key=key, conference=conference)


def waive_at(seat: Seat) -> ResponseReturnValue:
    """Record with its reason that no conference is held."""
    form, key = WaiveForm(), f"fallkonferenz-{seat.row.id}-entfaellt"
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            waive_conference(actor(), seat.row.id, form.grund.data, clock.now(), origin(), key)
            return see_other(afterwards(seat.address("home")), "Mit Begründung ist festgehalten, dass keine "
                                                               "Fallkonferenz stattfindet.")
    return _page("conferencing/waive.html", seat, form, draft_kept=draft, key=key)


def act_at(seat: Seat, conference_id: int) -> ResponseReturnValue:
    """What a button on the conference's page does; then back there."""
    back, act = seat.address("show", seat.conference(conference_id).id), request.form.get("tun", "")
    do, told = _ACTS.get(act, (None, "")) if act in seat.acts else (None, "")
    if do is None:
        abort(400)
    try:
        do(conference_id)
    except Refused as refused:
        return see_other(back, refused.faults[0].sentence, "danger")
    return see_other(back, told)


def _invite(conference_id: int) -> None:
    print_invitations(actor(), conference_id, clock.now(), origin())


def _print(conference_id: int) -> None:
    print_protocol(actor(), conference_id, clock.now(), origin(), with_barriers=True)


def _print_copy(conference_id: int) -> None:
    print_protocol(actor(), conference_id, clock.now(), origin(), with_barriers=False)


def _drop(conference_id: int) -> None:
    drop_conference(actor(), conference_id, clock.now(), origin())


#: What the button sends → what it does, and what is told then.
_ACTS: dict[str, tuple[Callable[[int], None] | None, str]] = {
    "einladen": (_invite, "Die Einladungen sind gedruckt."),
    "absagen": (_drop, "Die Fallkonferenz ist abgesagt."),
    "protokoll": (_print, "Das Protokoll ist gedruckt."),
    "ausfertigung": (_print_copy, "Die Ausfertigung ohne Hemmnisse ist gedruckt."),
}


def due_on(seat: Seat) -> date | None:
    """Until when the conference about this participation is due; None where nothing is owed."""
    row = seat.row
    return conferences_due(db.session(), row.case_id).get(row.begins) if row.begins else None


def expected(conference: Conference) -> list[str]:
    """Who comes to a conference, a line for each."""
    row = conference.participation
    measure, person, manager = row.measure, row.person, db.session.get_one(Case, row.case_id).case_manager
    people = {"client": f"{person.given_name} {person.surname}", "case_manager": manager and manager.name,
              "coordinator": measure.coordinator and measure.coordinator.name, "provider": measure.provider}
    named = [f"{name} ({CONFERENCE_SIDES[side]})" for side, name in people.items() if name]
    return [*named, *(guest_named(line) for line in (conference.guests or "").splitlines() if line.strip())]


def _kept(conference: Conference) -> dict[str, Any]:
    return stored_protocol(conference, expected(conference), clock.today())


def _on_rows(form: ProtocolForm, refused: Refused) -> Refused:
    return Refused.many([Fault(*fault) for fault in on_rows(form, refused.faults)])


def _planned(form: PlanForm) -> str:
    return f"Die Fallkonferenz ist für den {german(form.tag.data)}, {form.uhrzeit.data:%H:%M} Uhr, geplant."


def _page(template: str, seat: Seat, form: Form, **more: Any) -> ResponseReturnValue:
    return answer(template, seat, form, deadline=due_on(seat), cancel=afterwards(seat.address("home")), **more)
