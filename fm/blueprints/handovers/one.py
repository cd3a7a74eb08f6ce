"""/uebergaben/<nummer>: a handover, what moved, and its deeds: confirm, ask, answer, drop, print."""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened
from fm.blueprints.forms import Form, refusals_on
from fm.blueprints.handovers.counter import blueprint
from fm.blueprints.handovers.forms import AnswerForm, QuestionForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Handover
from fm.queries.documents import kept_documents
from fm.queries.file import open_deadlines
from fm.queries.handover import appointments_ahead, deputies_of, handover_and_case, participations_of
from fm.queries.listed import Span
from fm.rules.standards import STANDARDS
from fm.transactions import writing
from fm.usecases.files import File
from fm.usecases.handover_papers import print_change_letter, print_protocol
from fm.usecases.handovers import answer, ask, confirm, drop
from fm.usecases.refusals import Refused

_PAPERS = ("handover_protocol", "change_letter")
_DONE = ("handed_over", "confirmed")


@blueprint.get("/uebergaben/<row:handover_id>")
@needs("handovers")
def show(handover_id: int) -> ResponseReturnValue:
    """How a handover stands, what moved with it, queries and answers."""
    return _page(*_opened(handover_id))


@blueprint.post("/uebergaben/<row:handover_id>/bestaetigen")
@needs("handovers", "w")
def take(handover_id: int) -> ResponseReturnValue:
    """Confirm that the case was taken over."""
    return _done(handover_id, Form(), "Die Übernahme ist bestätigt.",
                 lambda form: confirm(current_user, handover_id, clock.now(), origin()))


@blueprint.post("/uebergaben/<row:handover_id>/rueckfrage")
@needs("handovers", "w")
def query(handover_id: int) -> ResponseReturnValue:
    """Ask the giver."""
    return _done(handover_id, QuestionForm(), "Die Rückfrage ist gestellt.",
                 lambda form: ask(current_user, handover_id, form.question.data, clock.now(), origin()))


@blueprint.post("/uebergaben/<row:handover_id>/rueckfrage/<row:query_id>")
@needs("handovers", "w")
def reply(handover_id: int, query_id: int) -> ResponseReturnValue:
    """Answer the receiver."""
    return _done(handover_id, AnswerForm(prefix=f"zu{query_id}-"), "Die Antwort ist gesichert.",
                 lambda form: answer(current_user, handover_id, query_id, form.answer.data, clock.now(), origin()))


@blueprint.post("/uebergaben/<row:handover_id>/verwerfen")
@needs("handovers", "w")
def abandon(handover_id: int) -> ResponseReturnValue:
    """Do not pursue a handover that is being prepared."""
    file, _ = _opened(handover_id)
    if not file.rights.writes("appointments"):
        abort(403)
    return _done(handover_id, Form(), "Die Übergabe wird nicht weiterverfolgt.",
                 lambda form: drop(current_user, handover_id, clock.now(), origin()))


@blueprint.post("/uebergaben/<row:handover_id>/drucken")
@needs("handovers", "w")
def print_paper(handover_id: int) -> ResponseReturnValue:
    """Print the letter to the client, or the protocol as it stands now."""
    file, handover = _opened(handover_id)
    if not file.rights.writes("plan") or handover.state not in _DONE:
        abort(403)
    try:
        made = _print(handover, request.form.get("art") == "schreiben")
        return see_other(url_for("clients.document", number=file.case.number, document_id=made))
    except Refused as refused:
        return see_other(_address(handover_id), str(refused), "danger")


def _print(handover: Handover, letter: bool) -> int:
    if letter:
        return print_change_letter(db.session(), current_user, handover, clock.now(), origin())
    with writing() as session:
        return print_protocol(session, current_user, handover, clock.now(), origin())


def _done(handover_id: int, form: Form, told: str, deed: Callable[[Any], None]) -> ResponseReturnValue:
    """Do it, or say at the field why not."""
    file, handover = _opened(handover_id)
    if form.validate_on_submit():
        with refusals_on(form):
            deed(form)
            return see_other(_address(handover_id), told)
    return _page(file, handover, form)


def _opened(handover_id: int) -> tuple[File, Handover]:
    """The handover with its client's file; 404 for who does not read that."""
    found = handover_and_case(db.session(), handover_id)
    if found is None:
        abort(404)
    handover = found[0]
    file = opened(handover.person.number, "handovers")
    if "plan" not in file.rights.sight and not file.rights.writes("appointments"):
        abort(404)
    return file, handover


def _address(handover_id: int) -> str:
    return url_for(".show", handover_id=handover_id)


def _page(file: File, handover: Handover, form: Form | None = None) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    standing_in = deputies_of(session, handover.to_staff_id, now.date())
    papers = kept_documents(session, file.case.id, _PAPERS, file.rights.reads("sensitive"), Span(10))
    page = render_template(
        "handovers/show.html", **frame(file), handover=handover, form=form,
        receives=current_user.id in {handover.to_staff_id, *standing_in},
        gives=current_user.id in {handover.from_staff_id, handover.prepared_by_id, *deputies_of(
            session, handover.from_staff_id, now.date())},
        question=form if isinstance(form, QuestionForm) else QuestionForm(formdata=None),
        answers={one.id: _answer_form(form, one.id) for one in handover.queries},
        appointments=appointments_ahead(session, handover.case_id, now),
        participations=participations_of(session, handover.case_id),
        deadlines=[(STANDARDS[row.standard].title, row) for row in open_deadlines(session, handover.case_id)],
        papers=papers.rows if "plan" in file.rights.sight else [])
    return page, 422 if form is not None and form.errors else 200


def _answer_form(form: Form | None, query_id: int) -> AnswerForm:
    """The form of one answer: the one that was sent, or an empty one; each has names of its own on the page."""
    prefix = f"zu{query_id}-"
    sent = isinstance(form, AnswerForm) and form._prefix == prefix
    return form if sent else AnswerForm(formdata=None, prefix=prefix)  # type: ignore[return-value]
