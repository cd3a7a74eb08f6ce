"""What a form's view and the login need of drafts."""

import json
from collections.abc import Mapping

from flask import request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from fm import clock
from fm.blueprints.forms import Form
from fm.blueprints.once import ONCE_FIELD
from fm.extensions import db
from fm.models import Draft
from fm.queries.drafts import draft_of
from fm.usecases.drafts import keep_draft

#: The hidden field that names the form; `macros/forms.html` writes it.
KEY_FIELD = "entwurf"
_NOT_KEPT = {"csrf_token", ONCE_FIELD, KEY_FIELD}


def fill_from_draft(form: Form, key: str) -> Draft | None:
    """Fill an opened form with the draft kept under `key` and return it; None when there is none, or when posting."""
    if request.method == "POST":
        return None
    draft = draft_of(db.session(), current_user.id, key)
    if draft is not None:
        form.process(MultiDict(json.loads(draft.content)))
    return draft


def keep_posted(fields: MultiDict) -> bool:
    """Keep the fields of a posted form as a draft of the person signed in, under the name that the form carries."""
    typed: Mapping[str, list[str]] = {name: fields.getlist(name) for name in fields if name not in _NOT_KEPT}
    return keep_draft(current_user, fields.get(KEY_FIELD, ""), typed, clock.now())
