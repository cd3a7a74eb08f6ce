"""/kunden/<nummer>/unterlagen: what was printed about a client and what they brought, and what can be printed now."""

from flask import abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import SelectField

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.clients.filters import Choice
from fm.blueprints.clients.frame import entered, frame, opened, opened_to_write
from fm.blueprints.forms import Form, choices, refusals_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.navigation import may_reach
from fm.blueprints.pdf import pdf
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.queries.listed import Span
from fm.queries.papers import Sight, Sought, papers
from fm.rules.casework import RECEIVED_KINDS
from fm.rules.parts import PART_OF_DOCUMENT, PART_OF_RECEIVED
from fm.rules.uploads import NAMES
from fm.rules.vocabulary import DOCUMENT_KINDS
from fm.usecases.files import File, Rights, open_document
from fm.usecases.sheets import SORTS, print_sheet

COLUMNS = (Column("was", "Was"), Column("art", "Art"), Column("tag", "Tag"), Column("wer", "Von", sorts=False),
           Column("hash", "Prüfsumme", sorts=False), Column("schritt", "Nächster Schritt", sorts=False))  # fmt: skip
_ORDER = {"was": "title", "art": "kind", "tag": "day"}
_ORIGINS = {"gedruckt": "hier gedruckt", "mitgebracht": "mitgebracht"}
_LONGEST_WORDS = 100


class PrintForm(Form):
    """What shall be printed."""

    art = SelectField("Vordruck")

    def offer(self, rights: Rights) -> "PrintForm":
        """Offer what somebody with these rights prints."""
        self.art.choices = choices({name: sort.title for name, sort in SORTS.items() if sort.open_to(rights)})
        return self


@blueprint.get("/kunden/<number>/unterlagen")
@needs("file")
def documents(number: str) -> ResponseReturnValue:
    """Everything on paper about a client that its reader may read and seeks, newest first."""
    file = opened(number, "documents")
    return _page(file, PrintForm(formdata=None).offer(file.rights))


@blueprint.post("/kunden/<number>/unterlagen")
@needs("paper", "w")
def print_document(number: str) -> ResponseReturnValue:
    """Print a form for a client and keep it."""
    form = PrintForm()
    sort = SORTS.get(form.art.data or "")
    file = opened_to_write(number, sort.written_by(current_user.roles) if sort else "appointments")
    if form.offer(file.rights).validate_on_submit():
        with refusals_on(form):
            print_sheet(current_user, file.case.case_id, form.art.data, clock.now(), origin(),
                        file.rights.reads("sensitive"))  # fmt: skip
            told = f"„{SORTS[form.art.data].title}“ ist gedruckt und steht in der Liste."
            return see_other(url_for(".documents", number=number), told)
    return _page(file, form, 422)


@blueprint.get("/kunden/<number>/unterlagen/<row:document_id>")
@needs("file")
def document(number: str, document_id: int) -> ResponseReturnValue:
    """A document as it was printed; one that is no longer the same is not shown."""
    paper = entered(number, open_document(current_user, number, document_id, clock.now(), origin()))
    if not paper.intact:
        abort(make_response(render_template(
            "clients/broken.html", paper=paper, day=paper.made_at, number=number), 409))
    return pdf(paper.content, f"{number} {paper.title} {paper.made_at:%Y-%m-%d}.pdf")


def _page(file: File, form: PrintForm, status: int = 200) -> ResponseReturnValue:
    rights, state, sought, writes = file.rights, list_state(COLUMNS, "-tag"), _sought(), _writes(file)
    found = papers(db.session(), file.case.id, _sight(rights), sought, (_ORDER[state.sort], state.descending),
                   Span(state.size, state.offset))  # fmt: skip
    return page_or_piece(
        "clients/documents.html", "clients/_documents.html", status, **frame(file), form=form,
        listing=Listing(COLUMNS if writes else COLUMNS[:-1], found.rows, found.total, state),
        prints=bool(form.art.choices), choices=_choices(rights), words_sought=sought.words,
        kinds=DOCUMENT_KINDS | RECEIVED_KINDS, types=NAMES, writes=writes)


def _sight(rights: Rights) -> Sight:
    """What somebody with these rights sees of the list."""
    printed = [kind for kind, part in PART_OF_DOCUMENT.items() if rights.reads(part)]
    brought = [kind for kind, part in PART_OF_RECEIVED.items() if rights.reads(part)]
    return Sight(printed, brought, rights.reads("sensitive"))


def _sought() -> Sought:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    where, kind = request.args.get("herkunft", ""), request.args.get("art", "")
    return Sought(
        brought=where == "mitgebracht" if where in _ORIGINS else None,
        kind=kind if kind in DOCUMENT_KINDS or kind in RECEIVED_KINDS else None,
        words=request.args.get("q", "").strip()[:_LONGEST_WORDS])


def _choices(rights: Rights) -> list[Choice]:
    """The lists of the filter bar: of kinds only those that the reader may see."""
    sight = _sight(rights)
    kinds = {kind: label for kind, label in (DOCUMENT_KINDS | RECEIVED_KINDS).items()
             if kind in sight.printed or kind in sight.brought}  # fmt: skip
    words = {"herkunft": ("Herkunft", _ORIGINS), "art": ("Art", kinds)}
    return [Choice(key, label, options, request.args.get(key, "")) for key, (label, options) in words.items()]


def _writes(file: File) -> frozenset[str]:
    """The kinds of what a client brings that somebody may add and remove, where the case goes on."""
    if file.case.case_id is None or not file.is_latest or not may_reach(current_user, "clients.receive"):
        return frozenset()
    return frozenset(kind for kind, part in PART_OF_RECEIVED.items() if file.rights.writes(part))
