"""/kunden/<nummer>/kategorie: the category with its reason, what a change sets off, and how it all went over time."""

from hashlib import sha256
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import opened
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, piece_wanted, see_other
from fm.blueprints.profiling.barrier_forms import CategoryForm
from fm.blueprints.profiling.barrier_list import areas_of
from fm.blueprints.profiling.counter import blueprint, changeable, context, working_on
from fm.blueprints.profiling.course import LEFT, WIDTH, draw
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Category
from fm.queries.barriers import barriers_with_steps
from fm.queries.categories import categories_of, handover_due
from fm.rules.calendar import german
from fm.rules.category_checks import DESCRIPTIONS
from fm.rules.vocabulary import CATEGORIES
from fm.usecases.categories import check_category, set_category, sets_off
from fm.usecases.files import File
from fm.usecases.refusals import Refused

#: The button that only shows what would change.
PREVIEW = "vorschau"


@blueprint.get("/kunden/<number>/kategorie")
@needs("profiling")
def category(number: str) -> ResponseReturnValue:
    """The category, its choice with what belongs to it, and its history."""
    file = opened(number, "barriers")
    entries = categories_of(db.session(), file.case.case_id)
    form = CategoryForm(formdata=None, data=_so_far(entries[-1] if entries else None)) if changeable(file) else None
    draft = fill_from_draft(form, _key(number)) if form else None
    return _page(file, form, draft=draft)


@blueprint.post("/kunden/<number>/kategorie")
@needs("profiling", "w")
def choose_category(number: str) -> ResponseReturnValue:
    """Say what a category would set off; keep it once that was seen, or where nothing follows."""
    file, form = working_on(number, "barriers"), CategoryForm()
    valid = form.validate_on_submit()
    said = _consequences(file, form)
    shown, seen = form.gesehen.data, form.stand.data
    form.gesehen.data = _mark(said)
    if valid and not (PREVIEW in request.form or piece_wanted()):
        try:
            check_category(db.session(), file.case.case_id, form.chosen, clock.now(), seen)
            if not said or shown == _mark(said):
                met = set_category(
                    current_user, file.case.case_id, form.chosen, clock.now(), origin(), _key(number), seen)
                return _done(number, form, met)
        except Refused as refused:
            put_on(form, refused)
            seen = None
    return _page(file, form, said, seen=seen)


def _consequences(file: File, form: CategoryForm) -> list[str] | None:
    """What the category typed would set off; None as long as nothing can be said."""
    if form.tag.data is None or form.kategorie.data not in CATEGORIES:
        return None
    return sets_off(db.session(), file.case.case_id, form.chosen, clock.now())


def _mark(said: list[str] | None) -> str:
    """By this the form knows that these consequences were shown."""
    return sha256("\n".join(said).encode()).hexdigest()[:16] if said else ""


def _so_far(entry: Category | None) -> dict[str, Any]:
    """From today, in the present category, with what is known of it."""
    if entry is None:
        return {"tag": clock.today()}
    return {"tag": clock.today(), "kategorie": entry.category, "prognose": entry.forecast,
            "hindernis": entry.obstacle or "", "hindernis_ende": entry.obstacle_ends,
            "befuerwortet_bis": entry.endorsed_until}  # fmt: skip


def _done(number: str, form: CategoryForm, met: str) -> ResponseReturnValue:
    told = f"Die Kategorie {form.kategorie.data} gilt ab dem {german(form.tag.data)}. {met}".strip()
    return see_other(afterwards(url_for(".category", number=number)), told)


def _key(number: str) -> str:
    return f"kategorie-{number}"


def _page(
    file: File, form: CategoryForm | None, said: list[str] | None = None, draft: Any = None, seen: int | None = None
) -> ResponseReturnValue:
    """The page, or only what would change; 422 where the form was not accepted.

    `seen` is the number of the category that was looked at before; None where it is the present one from now on.
    """
    session, number = db.session(), file.case.number
    entries = categories_of(session, file.case.case_id)
    sees_all = file.rights.reads("sensitive")
    barriers = [one for one in barriers_with_steps(session, file.case.case_id) if sees_all or not one.sensitive]
    if seen is None:
        seen = entries[-1].number if entries else 0
    faulty = form is not None and (form.errors or form.form_errors) and not piece_wanted()
    return page_or_piece(
        "profiling/category.html", "profiling/_consequences.html", 422 if faulty else 200,
        **context(file, "profiling.barriers"), form=form, said=said, seen=seen, draft_kept=draft, key=_key(number),
        entries=entries, course=draw(entries, barriers, file.case.opened, clock.today()), course_width=WIDTH,
        course_left=LEFT, areas=areas_of(file), descriptions=DESCRIPTIONS,
        cancel=afterwards(url_for(".barriers", number=number)), handover=handover_due(session, file.case.case_id))
