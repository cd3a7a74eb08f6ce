"""/entwuerfe: where a form's text goes every few seconds while somebody types."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from fm import clock
from fm.blueprints.access import local_address, signed_in
from fm.blueprints.drafts.offer import KEY_FIELD, keep_posted
from fm.blueprints.pieces import see_other
from fm.usecases.drafts import drop_draft

blueprint = Blueprint("drafts", __name__)


@blueprint.post("/entwuerfe")
@signed_in
def keep():
    """Keep the form that was sent and say when."""
    if not request.form.get(KEY_FIELD):
        abort(400)
    if not keep_posted(request.form):
        abort(413)
    return render_template("drafts/_kept.html", saved_at=clock.now())


@blueprint.post("/entwuerfe/verwerfen")
@signed_in
def drop():
    """Throw a draft away and lead back to its form."""
    drop_draft(current_user, request.form.get(KEY_FIELD, ""))
    return see_other(local_address(request.form.get("zurueck")) or "/", "Der Entwurf wurde verworfen.", "info")
