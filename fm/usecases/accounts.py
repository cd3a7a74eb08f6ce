"""Signing in and out, and changing one's own password.

Failures are counted in the database under the name that was typed, whether somebody has it or not; five are free, then
each is followed by a pause twice as long as the one before. Names cannot be probed: an unknown name takes the same
steps and the same time, and gets the same answer, as a known one with a wrong password.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import LoginFailure, LoginSession, Staff
from fm.queries.accounts import SignedIn, signed_in
from fm.rules.names import fold
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.passwords import hash_is_outdated, hash_password, password_matches

#: Failures older than this are forgotten.
FAILURES_COUNT_FOR = timedelta(days=1)
#: Longest name and password that are looked at, in characters; more is refused by the form.
LONGEST_LOGIN = 64
LONGEST_PASSWORD = 200
SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class SignIn:
    """The answer to a login: the session's token, or none and how long to wait before the next try."""

    token: str | None
    pause: timedelta = timedelta(0)


def sign_in(login: str, password: str, origin: str, now: datetime) -> SignIn:
    """Open a session for who gives the right password of an open account; a refusal says how long the pause is."""
    staff = db.session.scalar(select(Staff).where(Staff.login == login, Staff.active))
    pause = _refused(login, staff, password, origin, now)
    if staff is None or pause is not None:
        return SignIn(None, pause or timedelta(0))
    with writing() as session:
        _forget_failures(session, login)
        if hash_is_outdated(staff.password_hash):
            staff.password_hash = hash_password(password)
        token = _open_session(session, staff.id, now)
        _record("login", staff.id, origin, now)
    return SignIn(token)


def person_of(token: str) -> SignedIn | None:
    """Who the token of a session cookie belongs to; None if that session has ended."""
    return signed_in(db.session(), token, _hash(token))


def sign_out(person: SignedIn, origin: str, now: datetime) -> None:
    """End the person's session on the server, so that its cookie is worth nothing from now on."""
    with writing() as session:
        session.execute(update(LoginSession).where(LoginSession.token_hash == _hash(person.token)).values(ended_at=now))
        _record("logout", person.id, origin, now)


def change_password(person: SignedIn, old: str, new: str, origin: str, now: datetime) -> timedelta | None:
    """Replace the person's password and end all their other sessions; None if done.

    With a wrong old password the answer is the pause before the next try, which may be none: guessing at an open
    screen is counted like guessing at the login.
    """
    staff = db.session.get_one(Staff, person.id)
    pause = _refused(person.login, staff, old, origin, now)
    if pause is not None:
        return pause
    with writing() as session:
        _forget_failures(session, person.login)
        staff.password_hash, staff.password_changed_at = hash_password(new), now
        session.execute(
            update(LoginSession)
            .where(LoginSession.staff_id == person.id, LoginSession.ended_at.is_(None),
                   LoginSession.token_hash != _hash(person.token))
            .values(ended_at=now))
        _record("password", person.id, origin, now)
    return None


def give_password(login: str, now: datetime) -> str | None:
    """Give an account a new password made by chance, and end all its sessions; None if there is no such open account.

    For the first login of imported staff and for a forgotten password. It is told once and kept nowhere.
    """
    with writing() as session:
        staff = session.scalar(select(Staff).where(Staff.login == login, Staff.active))
        if staff is None:
            return None
        password = secrets.token_urlsafe(SHORTEST_PASSWORD)
        staff.password_hash, staff.password_changed_at = hash_password(password), now
        _forget_failures(session, login)
        session.execute(update(LoginSession).where(LoginSession.staff_id == staff.id, LoginSession.ended_at.is_(None))
                        .values(ended_at=now))
        append([Deed("password", "login", staff.id, "cli")], now)
    return password


def lock_belongings(session: Session, staff_id: int) -> None:
    """Let two tabs of one person that keep something under the same name do so one after the other."""
    session.execute(select(Staff.id).where(Staff.id == staff_id).with_for_update(key_share=True))


def _refused(login: str, staff: Staff | None, password: str, origin: str, now: datetime) -> timedelta | None:
    """None if the password is the account's; otherwise the pause before the next try, which may be no time at all.

    The try is counted as a failure before the password is looked at, so that many at once do not slip through.
    """
    staff_id, kept = (staff.id, staff.password_hash) if staff else (None, None)
    pause = _count_try(login, now)
    if pause:
        return pause
    if password_matches(kept, password):
        return None
    with writing() as session:
        _record("refused", staff_id, origin, now)
        return _pause_left(session, fold(login), now)


def _count_try(login: str, now: datetime) -> timedelta:
    """Count a try as failed until it succeeds; within a pause count nothing, and return what is left of it."""
    name = fold(login)
    with writing() as session:
        session.execute(delete(LoginFailure).where(LoginFailure.failed_at < now - FAILURES_COUNT_FOR))
        pause = _pause_left(session, name, now)
        if not pause:
            session.add(LoginFailure(login_folded=name, failed_at=now))
    return pause


def _pause_left(session: Session, name: str, now: datetime) -> timedelta:
    """How long a name still has to wait: nothing for the first failures, then twice as long after each."""
    count, last = session.execute(
        select(func.count(), func.max(LoginFailure.failed_at)).where(LoginFailure.login_folded == name)).one()
    config = current_app.config
    beyond = count - config["LOGIN_FREE_FAILURES"]
    if beyond < 0:
        return timedelta(0)
    length = min(config["LOGIN_FIRST_PAUSE"] * 2 ** min(beyond, 32), config["LOGIN_LONGEST_PAUSE"])
    return max(last + timedelta(seconds=length) - now, timedelta(0))


def _record(action: str, staff_id: int | None, origin: str, now: datetime) -> None:
    append([Deed(action, "login", staff_id, origin)], now)


def _forget_failures(session: Session, login: str) -> None:
    session.execute(delete(LoginFailure).where(LoginFailure.login_folded == fold(login)))


def _open_session(session: Session, staff_id: int, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(LoginSession(token_hash=_hash(token), staff_id=staff_id, created_at=now))
    return token


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
