"""Two people saved the same thing: both texts side by side, a choice for each field, and nothing is lost.

A form on a versioned row derives from `Edited` and carries the version it was filled with. Where the use case raises
`Overtaken`, the view answers with `choose`; what is chosen there comes back to the same view as if it had been typed.
"""

from typing import NamedTuple

from flask import Response, request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField
from wtforms.widgets import HiddenInput

from fm.blueprints.forms import Form
from fm.blueprints.once import ONCE_FIELD
from fm.blueprints.pieces import page_or_piece
from fm.usecases.versions import Overtaken

VERSION_FIELD = "fassung"
#: The choice for a field, and the value that somebody else saved in it.
CHOICE_PREFIX, THEIRS_PREFIX = "wahl-", "fremd-"
THEIRS, MINE = "fremd", "eigen"
_RENEWED = frozenset({"csrf_token", ONCE_FIELD, VERSION_FIELD})


class Edited(Form):
    """A form on a row that others may be saving; `fassung` is the version of the row it was filled with."""

    fassung = IntegerField(widget=HiddenInput())

    class Meta(Form.Meta):
        """Takes for each field what was chosen between two texts."""

        def wrap_formdata(self, form, formdata):
            sent = super().wrap_formdata(form, formdata)
            return _as_chosen(sent) if sent else sent


class Difference(NamedTuple):
    """A field in which two people saved something else: the field as posted, and what the other saved in it."""

    field: Field
    theirs: list[str]
    shown: str


def choose(mine: Edited, theirs: Edited, overtaken: Overtaken, heading: str, cancel: str) -> Response:
    """The page (409) that shows both and lets one choose.

    `theirs` is the same form filled with what is stored now: `Form(formdata=None, data=…)`. `heading` names the thing,
    `cancel` is the address that shows it. Both forms hold plain fields only, no lists of fields.
    """
    others = [field for field in mine if field.name not in _RENEWED]
    differing = [field for field in others if _values(field) != _values(theirs[field.name])]
    differences = [Difference(field, _values(theirs[field.name]), _shown(theirs[field.name])) for field in differing]
    apart = {field.name for field in differing} | _RENEWED
    kept = [(name, value) for name, value in _as_chosen(request.form).items(multi=True) if name not in apart]
    response = page_or_piece(
        "conflict/page.html", "conflict/_choose.html", 409, differences=differences, kept=kept, overtaken=overtaken,
        heading=heading, cancel=cancel, here=request.full_path.removesuffix("?"))
    response.headers["HX-Retarget"] = "#inhalt"
    return response


def _as_chosen(sent: MultiDict) -> MultiDict:
    """What was sent, each field with the value chosen for it."""
    chosen = MultiDict((name, value) for name, value in sent.items(multi=True)
                       if not name.startswith((CHOICE_PREFIX, THEIRS_PREFIX)))
    for choice, whose in sent.items():
        name = choice.removeprefix(CHOICE_PREFIX)
        if name != choice and whose == THEIRS:
            chosen.setlist(name, sent.getlist(THEIRS_PREFIX + name))
    return chosen


def _values(field: Field) -> list[str]:
    """What a browser sends for the field as it is filled."""
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if hasattr(field, "iter_choices"):
        return [choice.value for choice in field.iter_choices() if choice.selected]
    return [field._value()]


def _shown(field: Field) -> str:
    """The field's value as one reads it."""
    if isinstance(field, BooleanField):
        return "ja" if field.data else "nein"
    if hasattr(field, "iter_choices"):
        return ", ".join(choice.label for choice in field.iter_choices() if choice.selected)
    return field._value()
