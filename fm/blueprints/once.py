"""Double click, back button, a second try after a broken line: a form that was sent twice is saved once.

`token()` of macros/forms.html puts a key into every writing form; nothing else has to be done. The first deed of the
request takes the key (`fm.usecases.once`). The same form with other words in it is another form: what somebody has
changed after going back is never taken for the old.
"""

import secrets
import time
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from fm import clock
from fm.blueprints.access import local_address
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.transactions import before_first_deed, first_deed_ahead
from fm.usecases.once import AlreadySaved, give_back, location_of, remember_location, take_key

#: The hidden field with the key.
ONCE_FIELD = "einmal"
#: The counters whose forms may be sent again: signing in and out, and drafts, of which the latest counts.
_AGAIN = frozenset({"login", "drafts"})
#: How often and after how many seconds it is asked where the first sending led, which is just being answered.
_ASKED, _PAUSE = 20, 0.05


def init_once(app: Flask) -> None:
    """Let the first deed of every posted form take its key; stands after the guard."""
    app.before_request(_announce)
    app.after_request(_settle)
    app.register_error_handler(AlreadySaved, _lead_to_first)
    app.jinja_env.globals["once_key"] = lambda: secrets.token_urlsafe(16)


def _announce() -> None:
    if request.method == "POST" and request.blueprint not in _AGAIN and request.form.get(ONCE_FIELD):
        before_first_deed(_take)


def _take(session: Session) -> None:
    key = _key()
    take_key(session, current_user.id, key, clock.now())
    g.taken_key = key


def _settle(response: Response) -> Response:
    """A form that was not accepted gives its key back; of one that was, it is known where it led.

    A form sent again may not even pass its checks, since what it asked for is done: that is no fault of its sender.
    """
    if first_deed_ahead():
        return _led_to_first(response) if _not_accepted(response) else response
    key = g.pop("taken_key", None)
    if key and _not_accepted(response):
        give_back(key)
    elif key and response.status_code < 400:
        remember_location(key, response.location, clock.now())
    return response


def _not_accepted(response: Response) -> bool:
    return 400 <= response.status_code < 500


def _led_to_first(response: Response) -> Response:
    """The way to where the first sending led, or the answer as it is where there was none."""
    location = location_of(db.session(), _key()) if current_user.is_authenticated else None
    return current_app.make_response(_told_of(location)) if location else response


def _lead_to_first(taken: AlreadySaved) -> BaseResponse:
    return _told_of(_first_location(taken.key) or _page_of_form())


def _told_of(location: str) -> BaseResponse:
    return see_other(location, "Das war bereits gespeichert.", "info")


def _first_location(key: str) -> str | None:
    """Where the first sending led; its deed is done, its answer may still be under way."""
    for _ in range(_ASKED):
        location = location_of(db.session(), key)
        db.session.rollback()
        if location:
            return location
        time.sleep(_PAUSE)
    return None


def _page_of_form() -> str:
    """The page that the form stood on, the desk if it is not known."""
    came_from = urlsplit(request.referrer or "")
    return (local_address(came_from.path) if came_from.netloc == request.host else None) or "/"


def _key() -> str:
    """The form's key together with who sends it, where to, and everything that stands in it."""
    said = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    files = [(name, file.filename, _content(file.stream)) for name, file in request.files.items(multi=True)]
    return sha256(repr((current_user.id, request.path, said, files)).encode()).hexdigest()


def _content(stream) -> str:
    """The hash of an uploaded file, which is read from its beginning afterwards."""
    digest = sha256()
    while part := stream.read(1 << 20):
        digest.update(part)
    stream.seek(0)
    return digest.hexdigest()
