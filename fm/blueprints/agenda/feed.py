"""/kalender/abo: one's calendar as a subscription, and what its secret address answers."""

from flask import Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs, public
from fm.blueprints.agenda.counter import blueprint
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.feeds import feed_of
from fm.usecases.feeds import make_feed, revoke_feed, subscribed


@blueprint.get("/kalender/abo")
@needs("calendar_feed", "w")
def subscription() -> ResponseReturnValue:
    """Whether one's calendar is subscribed to, and since when."""
    return _page()


@blueprint.post("/kalender/abo")
@needs("calendar_feed", "w")
def subscribe() -> ResponseReturnValue:
    """Make the secret address; it stands on this one answer and nowhere else."""
    return _page(make_feed(current_user, clock.now(), origin()))


@blueprint.post("/kalender/abo/beenden")
@needs("calendar_feed", "w")
def unsubscribe() -> ResponseReturnValue:
    """End the subscription."""
    revoke_feed(current_user, clock.now(), origin())
    return see_other(url_for(".subscription"), "Das Abonnement ist beendet. Unter der Adresse gibt es nichts mehr.")


@blueprint.get("/kalender/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The calendar of whoever made this address, for a calendar program."""
    found = subscribed(db.session(), token, clock.now())
    if found is None:
        abort(404)
    return Response(found, content_type="text/calendar; charset=utf-8")


def _page(token: str | None = None) -> ResponseReturnValue:
    return render_template("agenda/feed.html", feed=feed_of(db.session(), current_user.id),
                           address=_address(token) if token else None)


def _address(token: str) -> str:
    """The secret address as a calendar program reaches it."""
    outside = current_app.config["PUBLIC_ADDRESS"].rstrip("/")
    return outside + url_for(".feed", token=token) if outside else url_for(".feed", token=token, _external=True)
