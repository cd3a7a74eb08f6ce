"""The profile as a form of plain fields, and back into what it says.

The cells of its tables are fields called `table_row_column`, as many rows as were sent, as stand there, and one more.
"""

from collections.abc import Collection, Iterable
from typing import Any

from wtforms import Field, SelectField
from wtforms.validators import InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.consultation.rows import rows_for
from fm.blueprints.forms import Day, Line, LongText, Several, choices
from fm.models import Profile
from fm.queries.profile import said
from fm.rules.casework import KNOWLEDGE_LEVELS, STRENGTHS
from fm.rules.profiles import Item, ProfileSaid, holds_until, strength_items
from fm.rules.vocabulary import AREAS, AREAS_YOUTH

#: The tables: their kind of line, the heading, the name of one row, fewest and most rows.
TABLES = {
    "alternative": ("Alternativen", "Alternative", 2, 10),
    "requirement": ("Anforderungen des Ziels", "Anforderung", 3, 20),
    "knowledge": ("Fachkenntnisse", "Fachkenntnis", 2, 20),
}
#: Fields beside the tables, and what of a version they hold.
_FIELDS = {"ziel": "target", "ziel_code": "target_code", "gilt_ab": "valid_from", "gilt_bis": "valid_until",
           "eigene_worte": "strengths", "interessen": "interests"}  # fmt: skip


class ProfileForm(Edited):
    """What stands in every profile; the rows of its tables are added by `profile_form`."""

    ziel = Line("Zielberuf oder Tätigkeit", [Optional()])
    ziel_code = Line("Schlüssel des Zielberufs", [Optional()])
    gilt_ab = Day("Gilt ab", [InputRequired()])
    gilt_bis = Day("Gilt bis", [Optional()])
    staerken = Several("Stärken", [Optional()], choices=choices({
        code: label for code, (label, _) in STRENGTHS.items()}))
    eigene_worte = LongText("Stärken in eigenen Worten", [Optional()], longest=4000)
    interessen = LongText("Interessen und Neigungen", [Optional()], longest=4000)


def rows_of(names: Collection[str], *kept: ProfileSaid) -> dict[str, int]:
    """How many rows each table has: those typed, those kept, and an empty one."""
    return {kind: rows_for(kind, names, max(least, *(len(one.of(kind)) + 1 for one in kept)), most)
            for kind, (_, _, least, most) in TABLES.items()}  # fmt: skip


def profile_form(
    profile: Profile, first: bool, youth: bool, rows: dict[str, int], posted: bool = True
) -> ProfileForm:
    """The form of a version with so many rows in its tables, filled with what it says.

    `first`: there is no version before, so that its beginning can be set; `posted`: takes what was sent.
    """
    fields = {name: field for kind, count in rows.items() for row in range(count)
              for name, field in _row(kind, row, youth)}  # fmt: skip
    made, data = type("FilledProfileForm", (ProfileForm,), fields), _stored(profile)
    form = made(data=data) if posted else made(formdata=None, data=data)
    form.staerken.choices = [*form.staerken.choices, *choices({text: text for text in _in_words(said(profile))})]
    if not first:
        del form.gilt_ab
    if not youth and not profile.interests:
        del form.interessen
    leave_open(form)
    return form


def written(form: ProfileForm, rows: dict[str, int], kept: ProfileSaid) -> ProfileSaid:
    """What the form says; what it does not ask stays as it is kept."""
    values: dict[str, Any] = {name: form[field].data or None if field in form else getattr(kept, name)
                              for field, name in _FIELDS.items()}  # fmt: skip
    return ProfileSaid(**values, items=(
        *(item for kind in ("alternative", "requirement") for item in _lines(form, kind, rows[kind])),
        *strength_items(form.staerken.data),
        *(Item("strength", text) for text in _in_words(kept) if text in form.staerken.data),
        *_lines(form, "knowledge", rows["knowledge"])))


def table_rows(form: ProfileForm, rows: dict[str, int]) -> dict[str, list[list[Field]]]:
    """The fields of each row of each table."""
    return {kind: [[form[name] for name, _ in _row(kind, row, False)] for row in range(count)]
            for kind, count in rows.items()}  # fmt: skip


def _row(kind: str, row: int, youth: bool) -> Iterable[tuple[str, Any]]:
    """The names and fields of a row; areas and levels stand on the first one of their list until somebody chooses."""
    label = f"{TABLES[kind][1]} {row + 1}"
    yield f"{kind}_{row}_text", Line(label, [Optional()])
    if kind == "alternative":
        yield f"{kind}_{row}_code", Line(f"Schlüssel ({label})", [Optional()])
    elif kind == "requirement":
        yield f"{kind}_{row}_area", SelectField(f"Bereich ({label})", choices=choices(AREAS_YOUTH if youth else AREAS))
    else:
        yield f"{kind}_{row}_level", SelectField(f"Ausprägung ({label})", choices=choices(KNOWLEDGE_LEVELS))


def _stored(profile: Profile) -> dict[str, Any]:
    """A version as the form's data; the end of one that has none yet is proposed."""
    kept = said(profile)
    data = {field: getattr(kept, name) for field, name in _FIELDS.items()} | {
        "fassung": profile.version, "staerken": [item.code or item.text for item in kept.of("strength")],
        "gilt_bis": kept.valid_until or holds_until(kept.valid_from)}
    for kind in TABLES:
        for row, item in enumerate(kept.of(kind)):
            data.update({f"{kind}_{row}_{name}": value for name, value in item._asdict().items() if value})
    return data


def _in_words(kept: ProfileSaid) -> list[str]:
    """The strengths that are not of the list: a case conference has named them."""
    return [item.text for item in kept.of("strength") if not item.code]


def _lines(form: ProfileForm, kind: str, count: int) -> Iterable[Item]:
    for row in range(count):
        cell = {name: form[f"{kind}_{row}_{name}"].data or None
                for name in ("text", "code", "area", "level") if f"{kind}_{row}_{name}" in form}  # fmt: skip
        area = "BK" if kind == "knowledge" else cell.get("area")
        yield Item(kind, cell["text"] or "", cell.get("code"), area, cell.get("level"))
