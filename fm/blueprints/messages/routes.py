"""/mitteilungen."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import local_address, needs
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.pieces import page_or_piece, see_other
from fm.blueprints.texts import counted
from fm.extensions import db
from fm.queries.listed import Span
from fm.queries.messages import files_with_messages, messages
from fm.usecases.messages import mark_all_read, mark_done, mark_read, reopen

blueprint = Blueprint("messages", __name__)

#: The states of a message as they stand in the address, with their tab and what is said where there is none.
_STATES = {
    "offen": ("open", "Offen", "Es ist nichts offen."),
    "ungelesen": ("unread", "Ungelesen", "Sie haben alles gelesen."),
    "erledigt": ("done", "Erledigt", "Noch ist nichts erledigt."),
    "alle": ("all", "Alle", "Noch hat Ihnen das Programm nichts mitgeteilt."),
}
_COLUMNS = tuple(
    Column(label, label, sorts=False) for label in ("Seit", "Akte", "Mitteilung", "Stand", "Nächster Schritt"))


@blueprint.get("/mitteilungen")
@needs("messages")
def index():
    """The messages in one state, of all files or of one."""
    chosen = request.args.get("stand")
    chosen = chosen if chosen in _STATES else "offen"
    number = request.args.get("akte") or None
    state, label, nothing = _STATES[chosen]
    page = list_state(_COLUMNS, "")
    session = db.session()
    found = messages(session, current_user.id, state, number, Span(page.size, page.offset))
    return page_or_piece(
        "messages/messages.html", "messages/_messages.html", listing=Listing(_COLUMNS, found.rows, found.total, page),
        tabs=[(tab, _address(key, number), None) for key, (_, tab, _) in _STATES.items()],
        current=_address(chosen, number), label=label, nothing=nothing, number=number, chosen=chosen,
        files=files_with_messages(session, current_user.id), here=request.full_path.removesuffix("?"),
    )  # fmt: skip


@blueprint.post("/mitteilungen/<row:message_id>/gelesen")
@needs("messages", "w")
def read(message_id: int):
    """Take note of a message."""
    return _back(mark_read(current_user, message_id, clock.now()), "Die Mitteilung ist gelesen.")


@blueprint.post("/mitteilungen/<row:message_id>/erledigt")
@needs("messages", "w")
def done(message_id: int):
    """Be done with a message."""
    return _back(mark_done(current_user, message_id, clock.now()), "Die Mitteilung ist erledigt.")


@blueprint.post("/mitteilungen/<row:message_id>/offen")
@needs("messages", "w")
def take_up(message_id: int):
    """Take a message up again."""
    return _back(reopen(current_user, message_id), "Die Mitteilung ist wieder offen.")


@blueprint.post("/mitteilungen/gelesen")
@needs("messages", "w")
def read_all():
    """Take note of all messages."""
    number = mark_all_read(current_user, clock.now())
    return _back(True, f"{counted(number, 'Mitteilung', 'Mitteilungen')} als gelesen gekennzeichnet.")


def _back(own: bool, told: str) -> ResponseReturnValue:
    """Back to the list where one was; somebody else's message does not exist for this person."""
    if not own:
        abort(404)
    return see_other(local_address(request.form.get("zurueck")) or url_for("messages.index"), told)


def _address(state: str, number: str | None) -> str:
    return url_for("messages.index", stand=None if state == "offen" else state, akte=number)
