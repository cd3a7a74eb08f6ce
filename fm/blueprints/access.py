"""The outer two rings of permission: nothing is reachable unless declared, and each route names what it needs.

A view says who may call it with one of three decorators, written below the route's own::

    @desk.get("/")
    @needs("desk")
    def show(): ...

`guard` runs before every request and looks the declaration up. The innermost ring, a single client's file, is asked
for where the file is loaded.
"""

from dataclasses import dataclass

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm.extensions import csrf, login
from fm.rules.permissions import may_enter


@dataclass(frozen=True)
class Access:
    """Who may call a view: everybody, everybody signed in, or who may enter `area` in `mode` ("r" or "w")."""

    everybody: bool = False
    area: str | None = None
    mode: str = "r"

    def admits(self, person) -> bool:
        """True if `person` (Flask-Login's current user) may call the view."""
        if self.everybody:
            return True
        if not person.is_authenticated:
            return False
        return self.area is None or may_enter(person.roles, self.area, self.mode)


def public(view):
    """Declare a view that needs no login."""
    return _declare(view, Access(everybody=True))


def signed_in(view):
    """Declare a view that every member of staff may call, because it concerns only themselves."""
    return _declare(view, Access())


def needs(area: str, mode: str = "r"):
    """Declare the area of the house that a view belongs to, and whether it reads ("r") or writes ("w") there."""
    return lambda view: _declare(view, Access(area=area, mode=mode))


def _declare(view, access: Access):
    view.fm_access = access
    return view


#: Files of the program itself; Flask's own view cannot be decorated.
_STATIC = Access(everybody=True)


def declared(app: Flask, endpoint: str) -> Access | None:
    """The declaration of an endpoint's view, or None if it has none and is therefore unreachable."""
    if endpoint == "static":
        return _STATIC
    return getattr(app.view_functions.get(endpoint), "fm_access", None)


def acting():
    """Who is signed in; Flask-Login's `current_user` looks that up anew at every attribute."""
    return current_user._get_current_object()


def guard() -> ResponseReturnValue | None:
    """Let a request through, send it to the login, or refuse it; runs before every request.

    The order matters: who is no longer signed in is led to the login page before the token of the form is looked at,
    since both end with the same session and "please sign in" is the answer that helps.
    """
    if request.endpoint is None:
        return None
    if _holds_nul():
        abort(400)
    access = declared(current_app, request.endpoint)
    if access is None:
        abort(404)
    if not access.admits(acting()):
        if current_user.is_authenticated:
            abort(403)
        return login.unauthorized()
    csrf.protect()
    return None


def _holds_nul() -> bool:
    """Whether the request carries a NUL character: nobody types it, and PostgreSQL keeps none."""
    said = (*request.args.items(multi=True), *request.form.items(multi=True))
    return "\0" in request.path or any("\0" in key or "\0" in value for key, value in said)


def local_address(candidate: str | None) -> str | None:
    """`candidate` if it is a path of this program, else None: nobody is led to another host after the login."""
    if not candidate or not candidate.startswith("/") or candidate[1:2] in ("/", "\\"):
        return None
    return candidate if candidate.isprintable() else None
