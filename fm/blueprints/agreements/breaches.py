"""/kunden/<nummer>/verstoesse: what is followed up where a duty was not kept or a summons was missed (HK 4.1.4)."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.breach_forms import DecisionForm, HearingForm, OpeningForm, StatementForm
from fm.blueprints.agreements.counter import blueprint
from fm.blueprints.clients.frame import frame, opened, opened_to_write
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, put_on, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards, passing_by
from fm.extensions import db
from fm.models import Breach
from fm.queries.breaches import Owed, breach_about, breach_of, breaches_of, owed, procedure
from fm.queries.facts import rule_settings
from fm.queries.office import calendar
from fm.rules.breaches import STEPS, last_day
from fm.rules.casework import BREACH_DECISIONS, BREACH_KINDS
from fm.usecases.breaches import Subject, decide_breach, hear, note_statement, open_breach, tell_benefits
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: What the address calls the subject of a procedure: a kind of BREACH_KINDS.
_SUBJECTS = {"pflicht": "duty", "termin": "summons"}
_TOLD = {
    "established": "Die Entscheidung ist festgehalten, die Leistungssachbearbeitung ist informiert.",
    "excused": "Der wichtige Grund ist anerkannt.",
    "dropped": "Der Vorgang wird nicht weiterverfolgt.",
}


def breaches_summary(file: File) -> dict[str, Any]:
    """What the piece agreements/_breaches.html shows of a file: what is owed, the procedures, whether one may act."""
    session, case_id = db.session(), file.case.case_id
    if case_id is None or not file.rights.reads("agreements"):
        return {"owed": [], "procedures": [], "acts": False}
    sensitive = file.rights.reads("sensitive")
    return {
        "owed": owed(session, case_id, clock.today(), sensitive), "acts": _acts(file), "steps": STEPS,
        "kinds": BREACH_KINDS, "today": clock.today(),
        "procedures": [procedure(one, sensitive) for one in breaches_of(session, case_id)],
        "decisions": BREACH_DECISIONS}


def follow_up_address(file: File, key: str, subject_id: int) -> str | None:
    """Where a duty (`pflicht`) or a missed appointment (`termin`) is followed up; None where nothing is or can be."""
    asked = Subject(_SUBJECTS[key], subject_id)
    if known := _known(file, asked):
        return known
    if not (_acts(file) and _owed(file, asked)):
        return None
    return f"{url_for('agreements.new_breach', number=file.case.number)}?{key}={subject_id}"


@blueprint.route("/kunden/<number>/verstoesse/neu", methods=["GET", "POST"])
@needs("breaches", "w")
def new_breach(number: str) -> ResponseReturnValue:
    """Begin to follow up what the address names; where that is done already, the procedure itself."""
    file = _working_on(number)
    asked = _asked()
    found = _owed(file, asked)
    if found is None and request.method == "GET":
        return redirect(passing_by(_known(file, asked) or abort(404)))
    found = found or _followed_up(file, asked)
    form, key = OpeningForm(tag=found.day, text=_beginning(found)), f"verstoss-{number}-{found.kind}-{found.id}"
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            id = open_breach(current_user, file.case.case_id, asked, form.tag.data, form.text.data, clock.now(),
                             origin(), key)  # fmt: skip
            return see_other(passing_by(_address(number, id)), "Der Vorgang ist angelegt. Als Nächstes wird angehört.")
    return _form("agreements/breach_new.html", file, form, draft_kept=draft, key=key, found=found, kinds=BREACH_KINDS)


@blueprint.get("/kunden/<number>/verstoesse/<row:breach_id>")
@needs("agreements")
def breach(number: str, breach_id: int) -> ResponseReturnValue:
    """The procedure with its steps; the next one as a button."""
    file = opened(number, "breach")
    return _procedure(file, _kept(file, breach_id))


@blueprint.post("/kunden/<number>/verstoesse/<row:breach_id>/anhoerung")
@needs("breaches", "w")
def hear_client(number: str, breach_id: int) -> ResponseReturnValue:
    """Print the hearing."""
    file, form = _working_on(number), HearingForm()
    kept = _kept(file, breach_id)
    if form.validate_on_submit():
        with refusals_on(form):
            hear(current_user, file.case.case_id, breach_id, form.frist.data, clock.now(), origin())
            return _done(number, breach_id, "Die Anhörung ist gedruckt und steht bei den Unterlagen.")
    return _procedure(file, kept, form)


@blueprint.route("/kunden/<number>/verstoesse/<row:breach_id>/stellungnahme", methods=["GET", "POST"])
@needs("breaches", "w")
def statement(number: str, breach_id: int) -> ResponseReturnValue:
    """Keep what the client says to it; where somebody else has saved meanwhile, both texts stand side by side."""
    file, key = _working_on(number), f"stellungnahme-{number}-{breach_id}"
    kept = _kept(file, breach_id)
    form = StatementForm(**_said(kept))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            note_statement(current_user, file.case.case_id, breach_id, form.fassung.data, form.tag.data,
                           form.text.data, clock.now(), origin(), key)  # fmt: skip
            return _done(number, breach_id, "Die Stellungnahme ist festgehalten.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = StatementForm(formdata=None, **_said(kept))
            return choose(form, theirs, overtaken, "Stellungnahme", _address(number, breach_id))
    return _form("agreements/breach_statement.html", file, form, draft_kept=draft, key=key, one=procedure(kept, True))


@blueprint.route("/kunden/<number>/verstoesse/<row:breach_id>/entscheidung", methods=["GET", "POST"])
@needs("breaches", "w")
def decision(number: str, breach_id: int) -> ResponseReturnValue:
    """Decide, with the reason."""
    file, key = _working_on(number), f"entscheidung-{number}-{breach_id}"
    kept = _kept(file, breach_id)
    form = DecisionForm(fassung=kept.version)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            told = decide_breach(current_user, file.case.case_id, breach_id, form.entscheidung.data, form.grund.data,
                                 clock.now(), origin(), key, form.fassung.data)  # fmt: skip
            return _done(number, breach_id, _outcome(form.entscheidung.data, told))
        kept = _kept(file, breach_id)
    return _form("agreements/breach_decision.html", file, form, draft_kept=draft, key=key, version=kept.version,
                 one=procedure(kept, True))


@blueprint.post("/kunden/<number>/verstoesse/<row:breach_id>/mitteilung")
@needs("breaches", "w")
def tell_clerks(number: str, breach_id: int) -> ResponseReturnValue:
    """Tell the benefits clerks of a decision of which nobody could be told when it was made."""
    file = _working_on(number)
    kept = _kept(file, breach_id)
    try:
        tell_benefits(current_user, file.case.case_id, breach_id, clock.now(), origin())
        return _done(number, breach_id, "Die Leistungssachbearbeitung ist informiert.")
    except Refused as refused:
        return see_other(_address(number, kept.id), refused.faults[0].sentence, "danger")


def _working_on(number: str) -> File:
    """The file for a form: opened when it is looked at, opened to write agreements when it is sent."""
    file = opened_to_write(number, "agreements") if request.method == "POST" else opened(number, "breach")
    if not file.rights.writes("agreements"):
        abort(403)
    if file.case.case_id is None:
        abort(404)
    return file


def _acts(file: File) -> bool:
    return bool(file.is_latest and not file.case.closed and file.rights.writes("agreements"))


def _asked() -> Subject:
    asked = ((kind, row_id(request.args.get(key))) for key, kind in _SUBJECTS.items())
    return next((Subject(kind, id) for kind, id in asked if id), None) or abort(404)


def _owed(file: File, asked: Subject) -> Owed | None:
    """What is asked for, where it is still to be followed up."""
    found = owed(db.session(), file.case.case_id, clock.today())
    return next((one for one in found if (one.kind, one.id) == (asked.kind, asked.id)), None)


def _followed_up(file: File, asked: Subject) -> Owed:
    """What is asked for, where somebody has begun to follow it up meanwhile."""
    id = breach_about(db.session(), file.case.case_id, asked.kind, asked.id) or abort(404)
    kept = _kept(file, id)
    subject = kept.duty.text if kept.duty else kept.appointment.purpose if kept.appointment else ""
    return Owed(asked.kind, asked.id, kept.day, kept.day, subject)


def _known(file: File, asked: Subject) -> str | None:
    """The address of the procedure about it."""
    id = breach_about(db.session(), file.case.case_id, asked.kind, asked.id)
    return _address(file.case.number, id) if id else None


def _kept(file: File, breach_id: int) -> Breach:
    return breach_of(db.session(), file.case.case_id, breach_id) or abort(404)


def _beginning(found: Owed) -> str:
    """What the hearing can say of it as it stands."""
    if found.kind == "duty":
        return f"Vereinbart war: „{found.text}“. Das ist bisher nicht nachgewiesen."
    return "Zu dem Termin sind Sie nicht erschienen, ein wichtiger Grund ist bisher nicht bekannt."


def _said(kept: Breach) -> dict[str, Any]:
    return {"tag": kept.statement_on or clock.today(), "text": kept.statement or "", "fassung": kept.version}


def _outcome(decision: str, told: bool) -> str:
    if decision == "established" and not told:
        return "Die Entscheidung ist festgehalten. In der Leistungssachbearbeitung ist noch niemand informiert."
    return _TOLD[decision]


def _procedure(file: File, kept: Breach, form: HearingForm | None = None) -> ResponseReturnValue:
    days = calendar(db.session())
    hearing = form or HearingForm(formdata=None, frist=last_day(clock.today(), days, rule_settings(db.session())))
    shown = procedure(kept, file.rights.reads("sensitive"))
    return _form("agreements/breach.html", file, hearing, one=shown, acts=_acts(file), steps=STEPS,
                 step=shown.standing.next_step(clock.today()), kinds=BREACH_KINDS, decisions=BREACH_DECISIONS)


def _form(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """A page about breaches; 422 where its form was not accepted. The tab of agreements is marked."""
    around, number = frame(file), file.case.number
    one = more.get("one")
    here = url_for("agreements.index", number=number, fall=around["fall"])
    cancel = afterwards(_address(number, one.id) if one else here)
    return render_template(template, **around | {"here": here}, form=form, cancel=cancel, **more), (
        422 if form.errors else 200)


def _done(number: str, breach_id: int, told: str) -> ResponseReturnValue:
    return see_other(afterwards(_address(number, breach_id)), told)


def _address(number: str, breach_id: int) -> str:
    return url_for("agreements.breach", number=number, breach_id=breach_id)
