"""/arbeitgeber/firmen: employers with the people to talk to, their jobs and notes of talks."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.employers.counter import actor, blueprint
from fm.blueprints.employers.forms import ContactForm, FirmForm, NoteForm
from fm.blueprints.forms import put_on, refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.models import Employer, EmployerContact
from fm.queries.employers import contact_of, employer_of, employers, note_of
from fm.queries.jobs import Sought, jobs
from fm.queries.listed import Span
from fm.queries.office import branches
from fm.rules.calendar import german
from fm.rules.jobs import JOB_KINDS, JOB_STATES
from fm.usecases import employers as deeds
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: Field of the query → column.
_COLUMNS = {
    "name": Column("name", "Arbeitgeber"), "town": Column("ort", "Ort"),
    "branch": Column("geschaeftsstelle", "Betreut von"), "jobs": Column("stellen", "Offene Stellen", numeric=True),
}  # fmt: skip
_FIELD_OF = {column.key: field for field, column in _COLUMNS.items()}
_LONGEST_WORDS = 100
#: Jobs of an employer shown on their page.
_MOST_JOBS = 100


@blueprint.get("/arbeitgeber/firmen")
@needs("employers")
def firms() -> ResponseReturnValue:
    """The employers whose name has the words sought."""
    words, state = request.args.get("q", "").strip()[:_LONGEST_WORDS], list_state([*_COLUMNS.values()], "name")
    found = employers(db.session(), words, (_FIELD_OF[state.sort], state.descending), Span(state.size, state.offset))
    return page_or_piece(
        "employers/firms.html", "employers/_firms.html", words=words,
        listing=Listing([*_COLUMNS.values()], found.rows, found.total, state))


@blueprint.route("/arbeitgeber/firmen/neu", methods=["GET", "POST"])
@needs("employers", "w")
def new_firm() -> ResponseReturnValue:
    """Enter an employer of whom the job pool knows nothing yet."""
    form, key = FirmForm(fassung=0).offer(branches(db.session())), "arbeitgeber-neu"
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            employer_id = deeds.add_employer(actor(), form.firm, clock.now(), origin(), key)
            return see_other(_address(employer_id), f"{form.name.data} ist eingetragen.")
    return _page("employers/firm_form.html", form, None, key=key, draft_kept=draft)


@blueprint.get("/arbeitgeber/firmen/<row:employer_id>")
@needs("employers")
def firm(employer_id: int) -> ResponseReturnValue:
    """One employer."""
    found = _found(employer_id)
    theirs = jobs(db.session(), Sought(state=None, employer_id=employer_id), ("recorded", True), Span(_MOST_JOBS))
    return render_template(
        "employers/firm.html", employer=found, jobs=theirs.rows, unshown=theirs.total - len(theirs.rows),
        kinds=JOB_KINDS, states=JOB_STATES)


@blueprint.route("/arbeitgeber/firmen/<row:employer_id>/bearbeiten", methods=["GET", "POST"])
@needs("employers", "w")
def edit_firm(employer_id: int) -> ResponseReturnValue:
    """Change what is known of an employer."""
    found, offered, key = _found(employer_id), branches(db.session()), f"arbeitgeber-{employer_id}"
    form = FirmForm(data=_stored(found)).offer(offered)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            deeds.change_employer(
                actor(), employer_id, form.firm, form.fassung.data, clock.now(), origin(), key)
            return see_other(_address(employer_id), f"{form.name.data}: gespeichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = FirmForm(formdata=None, data=_stored(found)).offer(offered)
            return choose(form, theirs, overtaken, found.name, _address(employer_id))
    return _page("employers/firm_form.html", form, found, key=key, draft_kept=draft)


@blueprint.route("/arbeitgeber/firmen/<row:employer_id>/kontakte/neu", methods=["GET", "POST"])
@needs("employers", "w")
def new_firm_contact(employer_id: int) -> ResponseReturnValue:
    """Add somebody to talk to."""
    return _contact_page(_found(employer_id), None)


@blueprint.route("/arbeitgeber/firmen/<row:employer_id>/kontakte/<row:contact_id>", methods=["GET", "POST"])
@needs("employers", "w")
def firm_contact(employer_id: int, contact_id: int) -> ResponseReturnValue:
    """Change what is known of somebody to talk to."""
    return _contact_page(_found(employer_id), contact_of(db.session(), employer_id, contact_id) or abort(404))


@blueprint.post("/arbeitgeber/firmen/<row:employer_id>/kontakte/<row:contact_id>/entfernen")
@needs("employers", "w")
def remove_firm_contact(employer_id: int, contact_id: int) -> ResponseReturnValue:
    """Remove somebody who is no longer to be talked to."""
    _found(employer_id)
    deeds.remove_contact(actor(), employer_id, contact_id, clock.now(), origin())
    return see_other(_address(employer_id), "Die Ansprechperson ist entfernt.")


@blueprint.route("/arbeitgeber/firmen/<row:employer_id>/notizen/neu", methods=["GET", "POST"])
@needs("employers", "w")
def new_firm_note(employer_id: int) -> ResponseReturnValue:
    """Note a talk with an employer."""
    found, form, key = _found(employer_id), NoteForm(tag=clock.today(), fassung=0), f"arbeitgeber-notiz-{employer_id}"
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            deeds.add_note(actor(), employer_id, form.tag.data, form.text.data, clock.now(), origin(), key)
            return see_other(_address(employer_id), f"Die Notiz vom {german(form.tag.data)} ist gespeichert.")
    return _page("employers/note_form.html", form, found, key=key, draft_kept=draft)


@blueprint.route("/arbeitgeber/firmen/<row:employer_id>/notizen/<row:firm_note_id>", methods=["GET", "POST"])
@needs("employers", "w")
def firm_note(employer_id: int, firm_note_id: int) -> ResponseReturnValue:
    """Change a note."""
    found, kept = _found(employer_id), note_of(db.session(), employer_id, firm_note_id) or abort(404)
    key = f"arbeitgeber-notiz-{employer_id}-{firm_note_id}"
    stored = {"tag": kept.day, "text": kept.text, "fassung": kept.version}
    form = NoteForm(data=stored)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            deeds.change_note(actor(), employer_id, firm_note_id, form.tag.data, form.text.data, form.fassung.data,
                              clock.now(), origin(), key)
            return see_other(_address(employer_id), f"Die Notiz vom {german(form.tag.data)} ist gespeichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = NoteForm(formdata=None, tag=kept.day, text=kept.text, fassung=kept.version)
            return choose(form, theirs, overtaken, f"Notiz: {found.name}", _address(employer_id))
    return _page("employers/note_form.html", form, found, key=key, draft_kept=draft)


def _contact_page(employer: Employer, kept: EmployerContact | None) -> ResponseReturnValue:
    """The form of a contact, new or kept, and what is posted from it."""
    form, back = ContactForm(data=_contact(employer, kept)), _address(employer.id)
    if form.validate_on_submit():
        try:
            deeds.keep_contact(
                actor(), employer.id, kept.id if kept else None, form.contact, form.fassung.data, clock.now(), origin())
            return see_other(back, f"{form.name.data} ist gespeichert.")
        except Overtaken as overtaken:
            theirs = ContactForm(formdata=None, data=_contact(employer, kept))
            return choose(form, theirs, overtaken, f"Ansprechperson: {employer.name}", back)
    return _page("employers/contact_form.html", form, employer, contact=kept)


def _found(employer_id: int) -> Employer:
    return employer_of(db.session(), employer_id) or abort(404)


def _address(employer_id: int) -> str:
    return url_for(".firm", employer_id=employer_id)


def _stored(kept: Employer) -> dict[str, Any]:
    return {
        "name": kept.name, "strasse": kept.street, "plz": kept.postcode, "ort": kept.town, "telefon": kept.phone,
        "email": kept.email, "geschaeftsstelle": str(kept.branch_id or ""), "vermerk": kept.note,
        "fassung": kept.version}


def _contact(employer: Employer, kept: EmployerContact | None) -> dict[str, Any]:
    known = {"name": kept.name, "funktion": kept.function, "telefon": kept.phone, "email": kept.email} if kept else {}
    return known | {"fassung": employer.version}


def _page(template: str, form: Any, employer: Employer | None, **more: Any) -> ResponseReturnValue:
    cancel = _address(employer.id) if employer else url_for(".firms")
    return render_template(template, form=form, employer=employer, cancel=cancel, **more), 422 if form.errors else 200
