"""/kunden/<nummer>/einstieg/bogen: the survey form, a page for each section, and on paper."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened_to_write
from fm.blueprints.conflict import Edited, choose
from fm.blueprints.consultation.counter import (
    answer,
    blueprint,
    kept_unfinished,
    opened_form,
    stand_of,
    start_of,
)
from fm.blueprints.consultation.rows import MORE, names_typed
from fm.blueprints.consultation.standing import progress
from fm.blueprints.consultation.survey_form import answers_of, rows_of, section_form, table_rows
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.queries.consultation import Standing
from fm.queries.survey import Kept
from fm.rules.survey import PART, SurveyPart, parts_for
from fm.usecases.drafts import drop_draft
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.sheets import print_sheet
from fm.usecases.survey import save_section
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/einstieg/bogen/<section>", methods=["GET", "POST"])
@needs("consultation", "w")
def section(number: str, section: str) -> ResponseReturnValue:
    """A section of the survey form, saved finished or not; then the next one."""
    part = PART.get(section) or abort(404)
    file, key = opened_form(number, "survey", part.part), f"bogen-{section}-{number}"
    if kept := kept_unfinished():
        return kept
    stand, names = stand_of(file), names_typed(key)
    answers, saved = stand.survey.answers[section], stand.survey.kept.get(section, Kept())
    rows = rows_of(part, names, answers)
    form = section_form(part, rows, answers, saved.version)
    draft = fill_from_draft(form, key)
    if MORE not in names and form.validate_on_submit():
        try:
            save_section(current_user, file.case.case_id, section, answers_of(form, part, rows), form.fassung.data,
                         clock.now(), origin())
            return _go_on(stand, part, key)
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            return _choose(file, part, form, overtaken)
    return answer(
        "consultation/section.html", file, form, draft_kept=draft, key=key, part=part, saved=saved,
        tables={one.key: table_rows(form, one, rows[one.key]) for one in part.questions if one.kind == "table"},
        survey=progress(stand, file.rights))


@blueprint.post("/kunden/<number>/einstieg/bogen")
@needs("consultation", "w")
def print_form(number: str) -> ResponseReturnValue:
    """Print the survey form as it is filled in; it then stands among the file's documents."""
    file = opened_to_write(number, "sensitive")
    try:
        document = print_sheet(current_user, file.case.case_id, "survey_filled", clock.now(), origin())
    except Refused as refused:
        return see_other(start_of(number), refused.faults[0].sentence, "danger")
    return redirect(url_for("clients.document", number=number, document_id=document), 303)


def _go_on(stand: Standing, part: SurveyPart, key: str) -> ResponseReturnValue:
    """The next section that the client is asked; after the last one, where the intake stands."""
    drop_draft(current_user, key)
    number, told = stand.case.person.number, f"„{part.title}“ ist gesichert."
    keys = [one.key for one in parts_for(stand.pupil(clock.today()))]
    following = keys[keys.index(part.key) + 1:][:1] if part.key in keys else []
    if following:
        return see_other(url_for(".section", number=number, section=following[0]), told)
    return see_other(start_of(number), told)


def _choose(file: File, part: SurveyPart, mine: Edited, overtaken: Overtaken) -> ResponseReturnValue:
    """Both texts side by side."""
    theirs = stand_of(file).survey.answers[part.key]
    rows = rows_of(part, mine._fields, theirs)
    here = url_for(".section", number=file.case.number, section=part.key)
    return choose(section_form(part, rows, {}), section_form(part, rows, theirs, posted=False), overtaken,
                  part.title, here)
