"""Flask-Login's side of a session: the cookie carries a random token, the server knows its hash and can end it.

The cookie is signed with the time of the last request, so a session without requests ends by itself after the
configured idle time; what was being typed is kept as a draft.
"""

from flask import request, session
from flask_login import login_user, logout_user

from fm.blueprints.login.page import ask_to_sign_in
from fm.extensions import login
from fm.usecases.accounts import person_of

login.user_loader(person_of)
login.unauthorized_handler(ask_to_sign_in)


def begin_session(token: str) -> None:
    """Carry the token in a fresh cookie; nothing of the visitor's cookie before the login stays."""
    session.clear()
    session.permanent = True
    login_user(person_of(token))


def end_session() -> None:
    """Empty the cookie."""
    logout_user()
    session.clear()


def origin() -> str:
    """Where the request comes from, for the journal."""
    return request.remote_addr or ""
