"""Rows in a form without JavaScript: as many as were sent, as many as stand there, and some more when asked for."""

import json
import re
from collections.abc import Collection

from flask import request
from flask_login import current_user

from fm.extensions import db
from fm.queries.drafts import draft_of

#: The button that asks for more empty rows, and how many there are then.
MORE = "zeilen"
_ADDED = 3


def names_typed(key: str) -> Collection[str]:
    """The names of the fields that were posted, or that stand in the draft of the form."""
    if request.method == "POST":
        return request.form.keys()
    draft = draft_of(db.session(), current_user.id, key)
    return json.loads(draft.content) if draft else ()


def rows_for(table: str, names: Collection[str], least: int, most: int) -> int:
    """How many rows of a table a form has, whose fields are called `table_row_column`."""
    found = (re.fullmatch(rf"{table}_(\d{{1,3}})_\w+", name) for name in names)
    typed = max((int(name[1]) + 1 for name in found if name), default=0)
    return min(max(typed, least) + (_ADDED if MORE in names else 0), most)
