"""/kunden/<nummer>/profil/fassungen/<n>/bearbeiten: writing into the version that is worked on."""

from collections.abc import Collection

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.consultation.counter import kept_unfinished
from fm.blueprints.consultation.rows import MORE, names_typed
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import blueprint, context, working_on
from fm.blueprints.profiling.occupations import SEARCH, picks
from fm.blueprints.profiling.profile import address
from fm.blueprints.profiling.profile_form import TABLES, ProfileForm, profile_form, rows_of, table_rows, written
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Profile
from fm.queries.profile import said, versions
from fm.rules.responsibility import is_youth
from fm.usecases.files import File
from fm.usecases.profile import save_profile
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/profil/fassungen/<row:version_number>/bearbeiten", methods=["GET", "POST"])
@needs("profiling", "w")
def edit_profile(number: str, version_number: int) -> ResponseReturnValue:
    """Write into the version that is worked on, finished or not; look occupations up on the way."""
    file, key = working_on(number, "profile", "profile"), f"profil-{number}-{version_number}"
    if kept := kept_unfinished():
        return kept
    profile, first = _version(file, version_number)
    if profile.completed_on and request.method == "GET":
        return redirect(address(number), 303)
    names = names_typed(key)
    form, rows = _form(file, profile, first, names)
    draft = fill_from_draft(form, key)
    if not {MORE, SEARCH} & set(names) and form.validate_on_submit():
        try:
            save_profile(current_user, file.case.case_id, version_number, written(form, rows, said(profile)),
                         form.fassung.data, clock.now(), origin(), key)
            return see_other(afterwards(address(number)), "Das Profil ist gespeichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            profile, first = _version(file, version_number)
            mine, _ = _form(file, profile, first, names)
            theirs, _ = _form(file, profile, first, names, posted=False)
            return choose(mine, theirs, overtaken, f"Profil, Fassung {version_number}", address(number))
    status = 422 if form.errors or form.form_errors else 200
    return render_template(
        "profiling/profile_edit.html", **context(file, ".profile"), form=form, draft_kept=draft, key=key,
        profile=profile, picks=picks(form), rows=table_rows(form, rows), tables=TABLES,
        searched=request.form.get(SEARCH)), status


def _version(file: File, number: int) -> tuple[Profile, bool]:
    """The version of this number, and whether it is the first one."""
    every = versions(db.session(), file.case.case_id)
    found = next((one for one in every if one.number == number), None) or abort(404)
    return found, found is every[-1]


def _form(
    file: File, profile: Profile, first: bool, names: Collection[str], posted: bool = True
) -> tuple[ProfileForm, dict[str, int]]:
    rows = rows_of(names, said(profile))
    return profile_form(profile, first, is_youth(file.case.born, clock.today()), rows, posted), rows
