"""/kunden/<nummer>/bewerbungen: the applications that the client writes, and how fresh their papers are."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.filters import Choice
from fm.blueprints.clients.frame import opened
from fm.blueprints.conflict import choose
from fm.blueprints.consultation.rows import MORE, names_typed, rows_for
from fm.blueprints.contacts.counter import asked_day
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.followup.counter import blueprint, context, own_applications_of
from fm.blueprints.followup.forms import MOST_ROWS, ROWS, ApplicationForm, PapersForm, rows, rows_form
from fm.blueprints.forms import Form, put_on, refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.blueprints.profiling.counter import changeable, working_on
from fm.extensions import db
from fm.models import OwnApplication
from fm.queries.known import Known
from fm.queries.listed import Span
from fm.queries.own_applications import Sought, own_application, papers_seen
from fm.queries.own_applications import own_applications as applications_of
from fm.rules.casework import APPLICATION_RESULTS
from fm.rules.consultation_checks import papers_hint
from fm.usecases.contacts import Said, add_note
from fm.usecases.files import File
from fm.usecases.own_applications import add_applications, change_application
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: Field of the query → column.
_COLUMNS = {
    "day": Column("tag", "Beworben am"), "employer": Column("betrieb", "Wo"), "occupation": Column("als", "Als was"),
    "interview": Column("gespraech", "Vorstellungsgespräch"), "result": Column("ergebnis", "Ergebnis"),
}  # fmt: skip
_NOTE = Column("notiz", "Notiz", sorts=False)
_FIELD_OF = {column.key: field for field, column in _COLUMNS.items()}
_LONGEST_WORDS = 100
_SEEN = "Bewerbungsunterlagen gesichtet."


@blueprint.get("/kunden/<number>/bewerbungen")
@needs("own_applications")
def own_applications(number: str) -> ResponseReturnValue:
    """The client's own applications that are sought."""
    return _page(opened(number, "own_applications"), PapersForm(formdata=None))


@blueprint.route("/kunden/<number>/bewerbungen/neu", methods=["GET", "POST"])
@needs("own_applications", "w")
def new_applications(number: str) -> ResponseReturnValue:
    """Enter several applications in one go."""
    file, key = working_on(number, "own_applications", "profile"), f"bewerbungen-{number}"
    names = names_typed(key)
    form = rows_form(rows_for("bewerbung", names, ROWS, MOST_ROWS))
    draft = fill_from_draft(form, key)
    if MORE not in names and form.validate_on_submit():
        with refusals_on(form):
            told = form.told
            add_applications(current_user, file.case.case_id, told, clock.now(), origin(), key)
            return see_other(own_applications_of(file), f"Eingetragen: {len(told)} {_counted(len(told))}.")
    return _form("followup/applications_new.html", file, form, draft_kept=draft, key=key, rows=rows(form))


@blueprint.route("/kunden/<number>/bewerbungen/<row:own_application_id>", methods=["GET", "POST"])
@needs("own_applications", "w")
def application(number: str, own_application_id: int) -> ResponseReturnValue:
    """Change an application: what has become of it, or what was typed wrongly."""
    file, key = working_on(number, "own_applications", "profile"), f"bewerbung-{own_application_id}"
    kept = own_application(db.session(), file.case.case_id, own_application_id) or abort(404)
    form = ApplicationForm(**_stored(kept))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change_application(current_user, file.case.case_id, kept.id, form.told, form.fassung.data, clock.now(),
                               origin(), key)  # fmt: skip
            return see_other(own_applications_of(file), f"Bewerbung bei {form.betrieb.data}: gespeichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = ApplicationForm(formdata=None, **_stored(kept))
            return choose(form, theirs, overtaken, f"Bewerbung bei {kept.employer}", own_applications_of(file))
    return _form("followup/application.html", file, form, draft_kept=draft, key=key, kept=kept)


@blueprint.post("/kunden/<number>/bewerbungen/unterlagen")
@needs("contacts", "w")
def papers(number: str) -> ResponseReturnValue:
    """Note that the client's application papers were looked at today."""
    file, form = working_on(number, "own_applications", "sensitive"), PapersForm()
    if form.validate_on_submit():
        said = Said(clock.today(), "papers", "other", text=f"{_SEEN} {form.bemerkung.data or ''}".strip())
        with refusals_on(form):
            add_note(current_user, file.case.case_id, said, clock.now(), origin())
            return see_other(own_applications_of(file), "Als heute gesichtet vermerkt: die Bewerbungsunterlagen.")
    return _page(file, form, 422)


def applications_summary(file: File, known: Known) -> dict[str, Any]:
    """What `followup/_applications_summary.html` shows: applications since the last talk or still open, papers."""
    return {
        "applications": known.applications, "papers_seen": known.papers_seen,
        "papers_hint": papers_hint(known.papers_seen, known.today), "papers_form": PapersForm(formdata=None),
        "enters_applications": changeable(file, "profile"), "sees_papers": changeable(file, "sensitive"),
        "results": APPLICATION_RESULTS}  # fmt: skip


def _page(file: File, form: Form, status: int = 200) -> ResponseReturnValue:
    session, case_id, notes = db.session(), file.case.case_id, file.rights.reads("sensitive")
    columns = [*_COLUMNS.values(), *([_NOTE] if notes else [])]
    state, seen, sought = list_state(columns, "-tag"), papers_seen(session, case_id), _sought()
    found = applications_of(session, case_id, sought, (_FIELD_OF[state.sort], state.descending), notes,
                            Span(state.size, state.offset))
    return page_or_piece(
        "followup/applications.html", "followup/_applications.html", status, **context(file), form=form,
        listing=Listing(columns, found.rows, found.total, state), notes=notes, sought=sought,
        choices=[Choice("stand", "Ergebnis", APPLICATION_RESULTS, sought.result or "")], results=APPLICATION_RESULTS,
        enters_applications=changeable(file, "profile"), sees_papers=changeable(file, "sensitive"), papers_form=form,
        papers_seen=seen, papers_hint=papers_hint(seen, clock.today()))


def _sought() -> Sought:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    result = request.args.get("stand", "")
    return Sought(result if result in APPLICATION_RESULTS else None, asked_day("von"),
                  request.args.get("q", "").strip()[:_LONGEST_WORDS])


def _stored(kept: OwnApplication) -> dict[str, Any]:
    return {
        "tag": kept.day, "betrieb": kept.employer, "als": kept.occupation, "gespraech": kept.interview,
        "ergebnis": kept.result, "notiz": kept.note or "", "fassung": kept.version}


def _form(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    status = 422 if form.errors else 200
    return render_template(template, **context(file), form=form, cancel=own_applications_of(file), **more), status


def _counted(number: int) -> str:
    return "Bewerbung" if number == 1 else "Bewerbungen"
