"""/kunden/<nummer>/profil: the current version of the profile, and the deeds on it."""

from datetime import date
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened
from fm.blueprints.forms import Day, Form, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.barrier_list import areas_of
from fm.blueprints.profiling.comparison import WIDTH, draw
from fm.blueprints.profiling.counter import blueprint, changeable, context, from_conferences, known_of, working_on
from fm.blueprints.returning import afterwards, passing_by
from fm.extensions import db
from fm.models import Profile
from fm.queries.barriers import KnownBarrier
from fm.queries.conferences import Held
from fm.queries.known import Known
from fm.queries.profile import current_profile, said
from fm.rules.barrier_order import RESOLVED
from fm.rules.profile_checks import is_complete
from fm.rules.profiles import ProfileSaid, by_area, holds_until, next_beginning
from fm.rules.responsibility import is_youth
from fm.usecases.files import File
from fm.usecases.profile import begin_version, complete_profile, confirm_profile
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


class BeginForm(Form):
    """From when the next version holds."""

    tag = Day("Die neue Fassung gilt ab", [InputRequired()])


class ConfirmForm(Form):
    """On which day the profile was looked through, and until when it goes on holding."""

    tag = Day("Durchgesehen am", [InputRequired()])
    gilt_bis = Day("Gilt weiter bis", [Optional()])


class CompleteForm(Form):
    """The state that somebody calls complete."""

    fassung = IntegerField(widget=HiddenInput())


@blueprint.get("/kunden/<number>/profil")
@needs("profiling")
def profile(number: str) -> ResponseReturnValue:
    """The current version: what it says, what it lacks, requirements, strengths and barriers side by side."""
    file = opened(number, "profile")
    known = known_of(file)
    return render_template("profiling/profile.html", **context(file, ".profile"), **profile_summary(file, known),
                           **side_by_side(file, known))


@blueprint.route("/kunden/<number>/profil/fassungen/neu", methods=["GET", "POST"])
@needs("profiling", "w")
def begin_profile(number: str) -> ResponseReturnValue:
    """Begin the next version with what the last one says, or the first one."""
    file = working_on(number, "profile", "profile")
    current = current_profile(db.session(), file.case.case_id)
    form = BeginForm(tag=next_beginning(clock.today(), said(current) if current else None))
    if form.validate_on_submit():
        with refusals_on(form):
            version = begin_version(current_user, file.case.case_id, form.tag.data, clock.now(), origin())
            return see_other(passing_by(url_for(".edit_profile", number=number, version_number=version)),
                             "Die neue Fassung ist angelegt und kann bearbeitet werden.")
    return _page("profiling/profile_begin.html", file, form, profile=current)


@blueprint.route("/kunden/<number>/profil/bestaetigen", methods=["GET", "POST"])
@needs("profiling", "w")
def confirm(number: str) -> ResponseReturnValue:
    """Record that the complete profile was looked through and is still right."""
    file = working_on(number, "profile", "profile")
    current = current_profile(db.session(), file.case.case_id) or abort(404)
    form = ConfirmForm(tag=clock.today(), gilt_bis=_proposed_end(current))
    if form.validate_on_submit():
        with refusals_on(form):
            confirm_profile(current_user, file.case.case_id, form.tag.data, clock.now(), origin(), form.gilt_bis.data)
            return see_other(afterwards(address(number)), "Das Profil ist bestätigt.")
    return _page("profiling/profile_confirm.html", file, form, profile=current)


@blueprint.post("/kunden/<number>/profil/fassungen/<row:version_number>/abschliessen")
@needs("profiling", "w")
def complete(number: str, version_number: int) -> ResponseReturnValue:
    """Call a version complete; from then on it stays as it is."""
    file, form = working_on(number, "profile", "profile"), CompleteForm()
    back = afterwards(address(number))
    try:
        complete_profile(current_user, file.case.case_id, version_number, form.fassung.data, clock.now(), origin())
    except Refused as refused:
        return see_other(back, refused.faults[0].sentence, "danger")
    except Overtaken:
        return see_other(back, "Inzwischen wurde am Profil gearbeitet. Bitte noch einmal ansehen.", "warning")
    return see_other(back, "Das Profil ist vollständig und abgeschlossen.")


def address(number: str) -> str:
    """The address of the current version."""
    return url_for("profiling.profile", number=number)


def profile_summary(file: File, known: Known) -> dict[str, Any]:
    """The current version and, for who works on it, what it still lacks; what `_profile_summary.html` shows."""
    change = changeable(file, "profile")
    lacking = known.profile_lacks if change and "sensitive" in file.rights.sight else []
    current = next(iter(known.versions), None)
    return {
        "profile": current, "profile_says": said(current) if current else None, "profile_before": known.versions[1:],
        "profile_lacks": lacking, "profile_can_be_completed": is_complete(lacking),
        "profile_changeable": change, "profile_youth": is_youth(file.case.born, known.today),
        "profile_sources": _from_conferences(file, current),
    }  # fmt: skip


def side_by_side(file: File, known: Known) -> dict[str, Any]:
    """Requirements, strengths and, for who may read them, open barriers in the five areas, as rows and as picture.

    No rows where there is none of them: nothing to compare.
    """
    says = said(known.versions[0]) if known.versions else ProfileSaid(known.today)
    with_barriers = "plan" in file.rights.sight
    rows = by_area(says, _barriers(file, known) if with_barriers else [], areas_of(file))
    if not any(row.requirements or row.strengths or row.barriers for row in rows):
        rows = []
    return {"areas": rows, "picture": draw(rows, with_barriers), "picture_width": WIDTH, "with_barriers": with_barriers}


def _from_conferences(file: File, current: Profile | None) -> dict[str, Held]:
    """The strengths that come from a case conference, each with it."""
    taken = {row.text: row.conference_id for row in current.items if row.conference_id} if current else {}
    known = from_conferences(file).conferences if taken else {}
    return {text: known[conference] for text, conference in taken.items() if conference in known}


def _barriers(file: File, known: Known) -> list[tuple[str, str]]:
    return [(one.area, one.name) for one in known.barriers if one.state != RESOLVED and _may_see(file, one)]


def _may_see(file: File, barrier: KnownBarrier) -> bool:
    return not barrier.sensitive or "sensitive" in file.rights.sight


def _proposed_end(current: Profile) -> date:
    today = clock.today()
    ends = current.valid_until
    return ends if ends and ends > today else holds_until(today)


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    status = 422 if form.errors else 200
    return render_template(template, **context(file, ".profile"), form=form, **more), status
