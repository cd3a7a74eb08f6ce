"""The login page, wherever it is shown: at its own address, and to somebody whose session has ended.

A form that was posted after the session had ended comes along in the login page and is kept as a draft after the
login; so nothing typed is lost, also without JavaScript.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from fm.blueprints.access import local_address
from fm.blueprints.drafts.offer import KEY_FIELD
from fm.blueprints.login.forms import LoginForm
from fm.blueprints.pieces import piece_wanted
from fm.extensions import db
from fm.queries.accounts import demo_accounts

#: The hidden field of the login page with what was posted.
CARRIED_FIELD = "mitgebracht"


def login_page(
    form: LoginForm, status: int = 200, next_page: str | None = None, carried: str | None = None
) -> ResponseReturnValue:
    """The page with the form; on a demo also with its accounts."""
    return render_template(
        "login/login.html", form=form, accounts=demo_accounts(db.session()), next=next_page or next_address(),
        carried=carried or request.form.get(CARRIED_FIELD),
    ), status


def next_address() -> str:
    """Where the person goes after the login: a path of this program, the desk if none was asked for."""
    return local_address(request.values.get("next")) or "/"


def carried_form() -> MultiDict | None:
    """What was posted after the session had ended, if it comes along."""
    carried = request.form.get(CARRIED_FIELD, "")
    if not carried or "%00" in carried:
        return None
    return MultiDict(parse_qsl(carried, keep_blank_values=True))


def ask_to_sign_in() -> ResponseReturnValue:
    """The answer to somebody who is not signed in, or no longer: the login, and then back to where they were."""
    back = _address_to_return_to()
    address = url_for("login.show", next=back)
    if piece_wanted():
        return "", 401, {"HX-Redirect": address} if request.method == "GET" else {}
    if KEY_FIELD not in request.form:
        return redirect(address, 303)
    return login_page(LoginForm(formdata=None), 401, back, urlencode([*request.form.items(multi=True)]))


def _address_to_return_to() -> str:
    """The page the person was on: its own address when reading, the form's page when writing."""
    if request.method in ("GET", "HEAD") and not piece_wanted():
        return request.full_path.removesuffix("?")
    asked_from = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if asked_from.netloc != request.host:
        return "/"
    return asked_from.path + (f"?{asked_from.query}" if asked_from.query else "")
