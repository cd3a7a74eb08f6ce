"""/anmelden, /abmelden, /passwort, /tastatur."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user

from fm import clock
from fm.blueprints.access import public, signed_in
from fm.blueprints.drafts.offer import keep_posted
from fm.blueprints.login.forms import LoginForm, PasswordForm
from fm.blueprints.login.page import carried_form, login_page, next_address
from fm.blueprints.login.sessions import begin_session, end_session, origin
from fm.blueprints.pieces import see_other
from fm.blueprints.shell import SHORTCUTS_COOKIE
from fm.blueprints.texts import duration
from fm.usecases.accounts import change_password, sign_in, sign_out

blueprint = Blueprint("login", __name__)

#: The choice about the keyboard outlives the session; it is no personal data.
_A_YEAR = timedelta(days=365)


@blueprint.get("/anmelden")
@public
def show():
    """The login page; who is signed in already goes on."""
    if current_user.is_authenticated:
        return redirect(next_address(), 303)
    return login_page(LoginForm())


@blueprint.post("/anmelden")
@public
def enter():
    """Sign in and go where the person wanted to go, with what they were typing kept as a draft."""
    form = LoginForm()
    if not form.validate_on_submit():
        return login_page(form, 422)
    answer = sign_in(form.kennung.data, form.passwort.data, origin(), clock.now())
    if answer.token is None:
        form.form_errors.append(_refusal("Kennung oder Passwort stimmen nicht.", answer.pause))
        return login_page(form, 422)
    begin_session(answer.token)
    carried = carried_form()
    if carried:
        keep_posted(carried)
    return redirect(next_address(), 303)


@blueprint.get("/abmelden")
@signed_in
def leaving():
    """Ask before signing out, for those who typed the address."""
    return render_template("login/leave.html")


@blueprint.post("/abmelden")
@signed_in
def leave():
    """End the session on the server and in the browser."""
    sign_out(current_user, origin(), clock.now())
    end_session()
    return see_other("/anmelden", "Sie sind abgemeldet.")


@blueprint.route("/passwort", methods=["GET", "POST"])
@signed_in
def password():
    """Change one's own password."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return render_template("login/password.html", form=form), 422 if form.errors else 200
    pause = change_password(current_user, form.bisher.data, form.neu.data, origin(), clock.now())
    if pause is not None:
        form.bisher.errors = [_refusal("Das ist nicht Ihr bisheriges Passwort.", pause)]
        return render_template("login/password.html", form=form), 422
    return see_other("/", "Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet.")


@blueprint.get("/tastatur")
@signed_in
def keyboard():
    """The keyboard shortcuts, and the switch for them."""
    return render_template("login/keyboard.html")


@blueprint.post("/tastatur")
@signed_in
def switch_keyboard():
    """Switch the keyboard shortcuts on or off in this browser."""
    on = request.form.get("tastenkuerzel") == "an"
    answer = see_other("/tastatur", f"Die Tastenkürzel sind {'eingeschaltet' if on else 'abgeschaltet'}.")
    answer.set_cookie(SHORTCUTS_COOKIE, "an" if on else "aus", max_age=_A_YEAR, httponly=True, samesite="Lax",
                      secure=request.is_secure)
    return answer


def _refusal(text: str, pause: timedelta) -> str:
    if not pause:
        return text
    return f"{text} Nach mehreren Fehlversuchen ist der nächste Versuch in {duration(pause)} möglich."
