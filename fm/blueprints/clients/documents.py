"""/kunden/<nummer>/unterlagen: what was printed about a client, each as it was, and what can be printed now."""

from flask import abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import SelectField

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.clients.frame import entered, frame, opened, opened_to_write
from fm.blueprints.forms import Form, choices, put_on
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.login.sessions import origin
from fm.blueprints.pdf import pdf
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.queries.documents import kept_documents
from fm.queries.listed import Span
from fm.rules.parts import PART_OF_DOCUMENT
from fm.usecases.files import File, Rights, open_document
from fm.usecases.refusals import Refused
from fm.usecases.sheets import SORTS, print_sheet

COLUMNS = tuple(Column(key, label, sorts=False) for key, label in (
    ("was", "Was"), ("wann", "Gedruckt"), ("wer", "Von"), ("hash", "Prüfsumme")))  # fmt: skip


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
    """Everything printed about a client that its reader may read, newest first."""
    file = opened(number, "documents")
    return _page(file, PrintForm(formdata=None).offer(file.rights))


@blueprint.post("/kunden/<number>/unterlagen")
@needs("paper", "w")
def print_document(number: str) -> ResponseReturnValue:
    """Print a form for a client and keep it."""
    form = PrintForm()
    sort = SORTS.get(form.art.data or "")
    file = opened_to_write(number, PART_OF_DOCUMENT[sort.kind] if sort else "appointments")
    if form.offer(file.rights).validate_on_submit():
        try:
            print_sheet(current_user, file.case.case_id, form.art.data, clock.now(), origin())
            told = f"„{SORTS[form.art.data].title}“ ist gedruckt und steht in der Liste."
            return see_other(url_for(".documents", number=number), told)
        except Refused as refused:
            put_on(form, refused)
    return _page(file, form, 422)


@blueprint.get("/kunden/<number>/unterlagen/<row:document_id>")
@needs("file")
def document(number: str, document_id: int) -> ResponseReturnValue:
    """A document as it was printed; one that is no longer the same is not shown."""
    paper = entered(number, open_document(current_user, number, document_id, clock.now(), origin()))
    if not paper.intact:
        abort(make_response(render_template("clients/broken.html", paper=paper, number=number), 409))
    return pdf(paper.content, f"{number} {paper.title} {paper.made_at:%Y-%m-%d}.pdf")


def _page(file: File, form: PrintForm, status: int = 200) -> ResponseReturnValue:
    rights, state = file.rights, list_state(COLUMNS, "")
    kinds = [kind for kind, part in PART_OF_DOCUMENT.items() if rights.reads(part)]
    found = kept_documents(db.session(), file.case.id, kinds, rights.reads("sensitive"), Span(state.size, state.offset))
    return page_or_piece(
        "clients/documents.html", "clients/_documents.html", status, **frame(file), form=form,
        listing=Listing(COLUMNS, found.rows, found.total, state), prints=bool(form.art.choices))
