"""What every page lives in: the guard in front, the headers behind, and what the layout needs to be drawn."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, request, url_for
from werkzeug.routing import IntegerConverter, Map

from fm.blueprints.access import acting, guard
from fm.blueprints.forms import field_attributes, left_out_freely
from fm.blueprints.navigation import counters_for, may_reach
from fm.blueprints.once import init_once
from fm.blueprints.returning import init_returning
from fm.blueprints.texts import init_texts

#: Nothing is loaded from outside the house, nothing runs or styles from within a page. KERN's icons are data: masks.
_CONTENT_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
))

#: Name of the cookie that switches the keyboard shortcuts off.
SHORTCUTS_COOKIE = "tastenkuerzel"


class RowId(IntegerConverter):
    """A row's id in an address; a number that no column of ids holds leads nowhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=2**31 - 1)


def init_shell(app: Flask) -> None:
    """Wire guard, headers and layout into `app`; the token is checked by the guard, which knows the right moment."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.url_map.converters["row"] = RowId
    app.before_request(guard)
    init_once(app)
    app.after_request(_secure)
    app.context_processor(_layout)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset, feldangaben=field_attributes, freiwillig=left_out_freely,
        may_reach=lambda endpoint: may_reach(acting(), endpoint))
    init_returning(app)
    init_texts(app)


def _secure(response):
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _CONTENT_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def _layout() -> dict:
    person = acting()
    return {
        "counters": counters_for(person) if person else [],
        "shortcuts_on": request.cookies.get(SHORTCUTS_COOKIE) != "aus",
    }


def asset(path: str) -> str:
    """The address of a file under fm/static; it changes with the file's content, so browsers may keep it for long."""
    return _asset(request.script_root, current_app.root_path, path)


@cache
def _asset(script_root: str, root: str, path: str) -> str:
    fingerprint = sha256(Path(root, "static", path).read_bytes()).hexdigest()[:10]
    return url_for("static", filename=path, v=fingerprint)
