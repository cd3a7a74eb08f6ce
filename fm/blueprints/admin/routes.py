"""/verwaltung: the texts of letters with their versions, drafts, preview and release."""

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.admin.forms import ReleaseForm, TextForm
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pdf import pdf
from fm.blueprints.pieces import page_or_piece, see_other
from fm.documents import preview
from fm.documents.placeholders import PLACEHOLDERS
from fm.extensions import db
from fm.models import LetterText
from fm.queries.texts import how_many_wait, standing, standings, version_of, versions
from fm.rules.calendar import german
from fm.rules.vocabulary import DOCUMENT_KINDS
from fm.usecases.drafts import drop_draft
from fm.usecases.refusals import Refused
from fm.usecases.texts import begin_draft, keep_draft_of_text, release_text
from fm.usecases.versions import Overtaken

blueprint = Blueprint("admin", __name__)


@blueprint.get("/verwaltung")
@needs("administration")
def index() -> ResponseReturnValue:
    """What there is to administer."""
    waiting = how_many_wait(db.session())
    return page_or_piece("admin/index.html", "admin/_index.html", waiting=waiting)


@blueprint.get("/verwaltung/texte")
@needs("texts")
def texts() -> ResponseReturnValue:
    """Every kind of document that follows a text, and which version of it holds."""
    found = standings(db.session(), list(PLACEHOLDERS), clock.today())
    return page_or_piece("admin/texts.html", "admin/_texts.html", standings=found, kinds=DOCUMENT_KINDS)


@blueprint.get("/verwaltung/texte/<kind>")
@needs("texts")
def text(kind: str) -> ResponseReturnValue:
    """The versions of one text."""
    _known(kind)
    rows = versions(db.session(), kind)
    return page_or_piece("admin/text.html", "admin/_text.html", kind=kind, title=DOCUMENT_KINDS[kind], rows=rows,
                         standing=standing(rows, clock.today()))


@blueprint.post("/verwaltung/texte/<kind>")
@needs("texts", "w")
def begin_text(kind: str) -> ResponseReturnValue:
    """Begin a new version, or go on with the one begun."""
    _known(kind)
    number = begin_draft(current_user, kind, clock.now(), origin())
    return see_other(url_for(".version", kind=kind, version_number=number))


@blueprint.get("/verwaltung/texte/<kind>/<row:version_number>")
@needs("texts")
def version(kind: str, version_number: int) -> ResponseReturnValue:
    """One version to read; a draft to write on and to release."""
    row = _version(kind, version_number)
    form = TextForm(formdata=None, text=row.body, fassung=row.version)
    kept = fill_from_draft(form, _key(kind, version_number)) if row.released_at is None else None
    return _page(row, form, ReleaseForm(formdata=None, fassung=row.version, gilt_ab=clock.today()), kept=kept)


@blueprint.post("/verwaltung/texte/<kind>/<row:version_number>")
@needs("texts", "w")
def keep_text(kind: str, version_number: int) -> ResponseReturnValue:
    """Save a draft; where somebody has saved meanwhile, both are shown."""
    row, form = _version(kind, version_number), TextForm()
    here = url_for(".version", kind=kind, version_number=version_number)
    try:
        if form.validate_on_submit():
            keep_draft_of_text(
                current_user, kind, version_number, form.text.data, form.fassung.data, clock.now(), origin())
            drop_draft(current_user, _key(kind, version_number))
            return see_other(here, "Der Entwurf ist gespeichert und enthält keine Fehler.")
    except Refused as refused:
        put_on(form, refused)
    except Overtaken as overtaken:
        theirs = TextForm(formdata=None, text=_version(kind, version_number).body)
        return choose(form, theirs, overtaken, f"{DOCUMENT_KINDS[kind]}, Fassung {version_number}", here)
    return _page(row, form, ReleaseForm(formdata=None, fassung=row.version, gilt_ab=clock.today()), 422)


@blueprint.get("/verwaltung/texte/<kind>/<row:version_number>/vorschau")
@needs("texts")
def preview_text(kind: str, version_number: int) -> ResponseReturnValue:
    """What a version looks like on paper, with made-up data."""
    content = preview(kind, _version(kind, version_number).body)
    return pdf(content, f"Vorschau {DOCUMENT_KINDS[kind]} {version_number}.pdf")


@blueprint.post("/verwaltung/texte/<kind>/<row:version_number>/freigeben")
@needs("texts", "w")
def release(kind: str, version_number: int) -> ResponseReturnValue:
    """Release a draft for a day on."""
    row, form = _version(kind, version_number), ReleaseForm()
    if form.validate_on_submit():
        with refusals_on(form):
            day = form.gilt_ab.data
            release_text(current_user, kind, version_number, day, form.fassung.data, clock.now(), origin())
            told = f"Fassung {version_number} ist freigegeben und gilt ab {german(day)}."
            return see_other(url_for(".text", kind=kind), told)
    return _page(row, TextForm(formdata=None, text=row.body, fassung=row.version), form, 422)


def _page(row: LetterText, form: TextForm, release_form: Form, status: int = 200, kept: object = None
          ) -> ResponseReturnValue:  # fmt: skip
    return page_or_piece(
        "admin/version.html", "admin/_version.html", status, row=row, form=form, release_form=release_form, draft=kept,
        kind=row.key, title=DOCUMENT_KINDS[row.key], placeholders=PLACEHOLDERS[row.key],
        key=_key(row.key, row.number))


def _known(kind: str) -> None:
    if kind not in PLACEHOLDERS:
        abort(404)


def _version(kind: str, number: int) -> LetterText:
    _known(kind)
    return version_of(db.session(), kind, number) or abort(404)


def _key(kind: str, number: int) -> str:
    """The name of the form's own draft, which keeps what is typed and not saved."""
    return f"text-{kind}-{number}"
