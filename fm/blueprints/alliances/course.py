"""/kunden/<nummer>/ausbildung: the client's trainings, their course as the liaison notes it, and the alliances."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.alliances.counter import blueprint
from fm.blueprints.alliances.forms import CourseNoteForm
from fm.blueprints.clients.frame import opened
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import changeable, context, working_on
from fm.extensions import db
from fm.models import CourseNote
from fm.queries.alliances import bonds
from fm.queries.courses import courses_of, note_of, training_of
from fm.rules.calendar import german
from fm.rules.catalogue import COURSE_NOTES
from fm.usecases.courses import add_course_note, change_course_note
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.get("/kunden/<number>/ausbildung")
@needs("participations")
def course(number: str) -> ResponseReturnValue:
    """The trainings of the case with alliances and notes; their words for who writes or reads notes on the client."""
    file, today = opened(number, "course"), clock.today()
    session = db.session()
    return render_template(
        "alliances/course.html", **context(file, ".course"), courses=courses_of(session, file.case.case_id, today),
        notes=COURSE_NOTES, writes=changeable(file, "participations"),
        reads_notes=file.rights.writes("participations") or file.rights.reads("sensitive"),
        mine={bond.training_id for bond in bonds(session, current_user, today)})


@blueprint.route("/kunden/<number>/ausbildung/<row:training_id>/notiz", methods=["GET", "POST"])
@needs("courses", "w")
def new_note(number: str, training_id: int) -> ResponseReturnValue:
    """Note something about the course of a training."""
    file, key = working_on(number, "course", "participations"), f"ausbildung-{number}-{training_id}"
    if training_of(db.session(), file.case.case_id, training_id) is None:
        abort(404)
    form = CourseNoteForm(tag=clock.today())
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            add_course_note(current_user, file.case.case_id, training_id, form.observed, clock.now(), origin(), key)
            return see_other(_back(file), f"Die Notiz vom {german(form.tag.data)} ist vermerkt.")
    return _form(file, form, draft_kept=draft, key=key, kept=None)


@blueprint.route("/kunden/<number>/ausbildung/notizen/<row:course_note_id>", methods=["GET", "POST"])
@needs("courses", "w")
def note(number: str, course_note_id: int) -> ResponseReturnValue:
    """Change a note about the course."""
    file, key = working_on(number, "course", "participations"), f"ausbildung-notiz-{course_note_id}"
    kept = note_of(db.session(), file.case.case_id, course_note_id) or abort(404)
    form = CourseNoteForm(**_stored(kept))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change_course_note(current_user, file.case.case_id, kept.id, form.observed, form.fassung.data,
                               clock.now(), origin(), key)  # fmt: skip
            return see_other(_back(file), f"Die Notiz vom {german(form.tag.data)} ist geändert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = CourseNoteForm(formdata=None, **_stored(kept))
            return choose(form, theirs, overtaken, f"Notiz vom {german(kept.day)}", _back(file))
    return _form(file, form, draft_kept=draft, key=key, kept=kept)


def _stored(kept: CourseNote) -> dict[str, Any]:
    return {"tag": kept.day, "art": kept.kind, "text": kept.text, "fassung": kept.version}


def _back(file: File) -> str:
    return url_for(".course", number=file.case.number)


def _form(file: File, form: CourseNoteForm, **more: Any) -> ResponseReturnValue:
    return render_template(
        "alliances/note.html", **context(file, ".course"), form=form, cancel=_back(file), **more), (
        422 if form.errors else 200)
