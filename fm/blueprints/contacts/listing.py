"""/kunden/<nummer>/kontakte: notes and appointments, newest first; a group of notes as PDF."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.breaches import breaches_summary
from fm.blueprints.clients.filters import Choice
from fm.blueprints.clients.frame import opened
from fm.blueprints.contacts.counter import PAGE, asked_day, blueprint, context, only_with, working_on
from fm.blueprints.forms import Form, refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.queries.contacts import Sought, items, owed
from fm.queries.listed import Span
from fm.rules.vocabulary import CONTACT_MEANS, CONTACT_OCCASIONS
from fm.usecases.contact_paper import print_notes
from fm.usecases.files import File

COLUMNS = tuple(Column(key, label, sorts=False) for key, label in (
    ("tag", "Tag"), ("was", "Was"), ("mit", "Mit"), ("inhalt", "Inhalt"), ("stand", "Stand")))  # fmt: skip
_WHAT = {"vermerke": "note", "termine": "appointment"}
_LONGEST_WORDS = 100


@blueprint.get("/kunden/<number>/kontakte")
@needs("file")
def index(number: str) -> ResponseReturnValue:
    """The notes and appointments of the case that are sought."""
    return _page(opened(number, PAGE), Form(formdata=None))


@blueprint.post("/kunden/<number>/kontakte/drucken")
@needs("contacts", "w")
def print_group(number: str) -> ResponseReturnValue:
    """Print the notes that are sought, and keep what was printed."""
    file, form = working_on(number, "sensitive"), Form()
    with refusals_on(form):
        document = print_notes(current_user, file.case.case_id, _sought(), clock.now(), origin())
        return see_other(url_for("clients.document", number=number, document_id=document))
    return _page(file, form, 422)


def _page(file: File, form: Form, status: int = 200) -> ResponseReturnValue:
    session, reads_notes, state = db.session(), file.rights.reads("sensitive"), list_state(COLUMNS, "")
    sought = _sought()
    found = items(session, file.case.case_id, sought, reads_notes, only_with(file), Span(state.size, state.offset))
    return page_or_piece(
        "contacts/index.html", "contacts/_list.html", status, **context(file), form=form, sought=sought,
        choices=_choices(reads_notes), days={key: request.args.get(key, "") for key in ("von", "bis")},
        listing=Listing(COLUMNS, found.rows, found.total, state),
        asked=request.query_string.decode(), breaches=breaches_summary(file), reads_notes=reads_notes,
        writes_notes=file.rights.writes("sensitive"),
        gives=file.rights.writes("own_appointments"), owed=owed(session, file.case.case_id) if reads_notes else None,
    )  # fmt: skip


def _sought() -> Sought:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    said = request.args
    means, occasion = said.get("kontaktart", ""), said.get("zu", "")
    return Sought(
        what=_WHAT.get(said.get("art", "")), means=means if means in CONTACT_MEANS else None,
        occasion=occasion if occasion in CONTACT_OCCASIONS else None, first=asked_day("von"), last=asked_day("bis"),
        words=said.get("q", "").strip()[:_LONGEST_WORDS])


def _choices(reads_notes: bool) -> list[Choice]:
    """The lists of the filter bar; who reads no notes has nothing to choose from."""
    if not reads_notes:
        return []
    words = {"art": ("Vermerke und Termine", {"vermerke": "Vermerke", "termine": "Termine"}),
             "kontaktart": ("Kontaktart", CONTACT_MEANS), "zu": ("Anlass", CONTACT_OCCASIONS)}  # fmt: skip
    return [Choice(key, label, options, request.args.get(key, "")) for key, (label, options) in words.items()]
