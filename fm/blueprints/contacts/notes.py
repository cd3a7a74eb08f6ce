"""Notes of contacts: a new one, a change that meets another, and the full legal instruction by itself."""

from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.contacts.counter import answer, back_to, blueprint, said, working_on
from fm.blueprints.contacts.forms import InstructionForm, NewNoteForm, NoteForm
from fm.blueprints.contacts.prefill import OCCASION_OF, standard
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import choices, put_on, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import ContactNote, Draft
from fm.queries.contacts import note_of, owed, visit_of
from fm.queries.follow_up import begun_appointments
from fm.rules.calendar import german
from fm.rules.contacts import OCCASION_OF_PURPOSE
from fm.rules.vocabulary import CONTACT_MEANS, CONTACT_OCCASIONS
from fm.usecases.contacts import add_note, change_note, give_instruction
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/kontakte/neu", methods=["GET", "POST"])
@needs("contacts", "w")
def new_note(number: str) -> ResponseReturnValue:
    """Note a contact; what the address names of occasion and appointment is filled in."""
    file, key = working_on(number, "sensitive"), f"kontakt-{number}"
    form = NewNoteForm(**_beginning(file))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            met = add_note(current_user, file.case.case_id, form.said, clock.now(), origin(), draft=key,
                           instructed=form.belehrt.data, appointment_id=form.termin.data)  # fmt: skip
            return see_other(back_to(file), said(f"Der Kontakt vom {german(form.said.day)} ist vermerkt.", met))
    return _page(file, form, draft, key, owed=owed(db.session(), file.case.case_id))


@blueprint.route("/kunden/<number>/kontakte/<row:note_id>", methods=["GET", "POST"])
@needs("contacts", "w")
def note(number: str, note_id: int) -> ResponseReturnValue:
    """Look at a note and change it; where somebody else has changed it meanwhile, both texts stand side by side."""
    file, key = working_on(number, "sensitive"), f"kontakt-{number}-{note_id}"
    kept = note_of(db.session(), file.case.case_id, note_id) or abort(404)
    form = _form(kept)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            met = change_note(current_user, file.case.case_id, note_id, form.said, form.fassung.data, clock.now(),
                              origin(), key)  # fmt: skip
            return see_other(back_to(file), said(f"Der Vermerk vom {german(form.said.day)} ist geändert.", met))
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            return choose(form, _form(kept, formdata=None), overtaken, f"Vermerk vom {german(kept.day)}", back_to(file))
    return _page(file, form, draft, key, kept=kept)


@blueprint.route("/kunden/<number>/kontakte/belehrung", methods=["GET", "POST"])
@needs("contacts", "w")
def instruction(number: str) -> ResponseReturnValue:
    """Record the full legal instruction of a day by itself."""
    file = working_on(number, "sensitive")
    form = InstructionForm(tag=clock.today())
    if form.validate_on_submit():
        with refusals_on(form):
            met = give_instruction(current_user, file.case.case_id, form.tag.data, clock.now(), origin())
            return see_other(back_to(file), said(f"Die Belehrung vom {german(form.tag.data)} ist festgehalten.", met))
    return answer("contacts/instruction.html", file, form)


def _beginning(file: File) -> dict[str, Any]:
    """Today's talk in the office, on the occasion of the standard or the appointment that the address names."""
    occasion = OCCASION_OF.get(standard(OCCASION_OF), "other")
    visit_id = row_id(request.args.get("termin")) or _todays(file, occasion)
    visit = visit_of(db.session(), file.case.case_id, visit_id) if visit_id else None
    if visit is None or visit.state != "planned":
        return {"tag": clock.today(), "anlass": occasion}
    return {"tag": min(visit.day, clock.today()), "anlass": visit.occasion, "termin": visit.id}


def _todays(file: File, occasion: str) -> int | None:
    """Today's appointment, once it has begun, for a talk on the occasion that the address names by its standard."""
    if not standard(OCCASION_OF):
        return None
    begun = begun_appointments(db.session(), file.case.case_id, clock.now())
    return next((one.id for one in begun if one.meeting.starts_at.date() == clock.today()
                 and OCCASION_OF_PURPOSE[one.purpose] == occasion), None)


def _form(kept: ContactNote, **more: Any) -> NoteForm:
    """The form with what is stored; a note that tells of no contact may stay one."""
    form = NoteForm(**_stored(kept), **more)
    if not _of_contact(kept):
        form.art.choices = choices(CONTACT_MEANS, none_chosen="kein Kontakt")
        form.anlass.choices = choices(CONTACT_OCCASIONS, none_chosen="keiner")
    return form


def _of_contact(kept: ContactNote) -> bool:
    """Whether a note tells of a contact; the program itself keeps others, of texts."""
    return kept.counts or kept.means is not None


def _stored(kept: ContactNote) -> dict[str, Any]:
    return {
        "tag": kept.day, "art": kept.means or ("office" if kept.counts else ""),
        "anlass": kept.occasion or (kept.kind if _of_contact(kept) else ""), "versaeumt": kept.missed,
        "teilnehmende": kept.participants or "", "text": kept.text or "", "fassung": kept.version}


def _page(file: File, form: NoteForm, draft: Draft | None, key: str, **more: Any) -> ResponseReturnValue:
    return answer("contacts/note.html", file, form, draft_kept=draft, key=key, **more)
