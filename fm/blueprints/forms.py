"""The form that every form of the program derives from: German texts, German dates, nothing endless."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, FileInput, ListWidget, TextInput

from fm.clock import BERLIN
from fm.rules.calendar import german
from fm.usecases.refusals import Refused

#: How dates are read, the German way first; date pickers send the second.
DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d"]
#: The days that a form takes; far beyond them nothing can be counted.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2199, 12, 31)
#: Longest single line and longest text that a form takes, in characters.
LINE_LENGTH = 200
TEXT_LENGTH = 20_000
#: What is written like a day, whether there is such a day or not: 31.02.2026.
_LIKE_A_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")

_CHOOSE = "Bitte einen Eintrag der Liste wählen."
_TOO_OLD = "Die Seite war zu lange offen. Bitte neu laden und noch einmal absenden."
#: What WTForms' own German catalogue lacks or says in a way that does not help.
_OWN = {
    "This field is required.": "Diese Angabe fehlt.",
    "This field cannot be edited.": "Diese Angabe kann nicht geändert werden.",
    "This field is disabled and cannot have a value.": "Diese Angabe ist gesperrt und muss leer bleiben.",
    "Not a valid choice.": _CHOOSE,
    "Choices cannot be None.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": "Bitte nur Einträge der Liste wählen.",
    "Not a valid date value.": "Bitte ein Datum wie 02.03.2026 eingeben.",
    "Not a valid datetime value.": "Bitte Datum und Uhrzeit wie 02.03.2026 10:30 eingeben.",
    "Not a valid time value.": "Bitte eine Uhrzeit wie 10:30 eingeben.",
    "Not a valid week value.": "Bitte eine Kalenderwoche wie 2026-W10 eingeben.",
    "Not a valid integer value.": "Bitte eine ganze Zahl eingeben.",
    "Not a valid decimal value.": "Bitte eine Zahl wie 12,50 eingeben.",
    "Not a valid float value.": "Bitte eine Zahl wie 12,50 eingeben.",
    "Date must be at least %(min)s.": "Das Datum darf nicht vor dem %(min)s liegen.",
    "Date must be at most %(max)s.": "Das Datum darf nicht nach dem %(max)s liegen.",
    "Date must be between %(min)s and %(max)s.": "Das Datum muss zwischen dem %(min)s und dem %(max)s liegen.",
    "CSRF failed.": _TOO_OLD,
    "CSRF token missing.": _TOO_OLD,
    "CSRF token expired.": _TOO_OLD,
    "Invalid CSRF Token.": _TOO_OLD,
}
_OWN_COUNTED = {
    "'%(value)s' is not a valid choice for this field.": "„%(value)s“ steht nicht in der Liste.",
    "'%(value)s' are not valid choices for this field.": "„%(value)s“ stehen nicht in der Liste.",
    "Field cannot be longer than %(max)d character.": "Höchstens %(max)d Zeichen sind möglich.",
    "Field cannot be longer than %(max)d characters.": "Höchstens %(max)d Zeichen sind möglich.",
    "Field must be exactly %(max)d character long.": "Genau %(max)d Zeichen sind nötig.",
    "Field must be exactly %(max)d characters long.": "Genau %(max)d Zeichen sind nötig.",
}


class _German:
    """WTForms' German catalogue with this program's own wording laid over it."""

    def __init__(self):
        self._catalogue = get_translations(["de"])

    def gettext(self, text: str) -> str:
        return _OWN.get(text) or self._catalogue.gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        chosen = one if number == 1 else many
        return _OWN_COUNTED.get(chosen) or self._catalogue.ngettext(one, many, number)


_GERMAN = _German()


class Form(FlaskForm):
    """A form in German, checked for the token of the session."""

    class Meta(FlaskForm.Meta):
        locales = ["de"]

        def get_translations(self, form):
            return _GERMAN


class Day(DateField):
    """A date, typed as 02.03.2026 or chosen in the browser's calendar; `data` is a `datetime.date` or None."""

    data: Any

    def __init__(self, label: str, validators=(), **options):
        super().__init__(label, validators, format=DATE_FORMATS, **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; a day that nothing can be counted with is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            typed = " ".join(valuelist).strip()
            if not _LIKE_A_DAY.fullmatch(typed):
                raise
            raise ValueError(f"Den {typed} gibt es nicht. {unreadable}") from unreadable
        if self.data and not FIRST_DAY <= self.data <= LAST_DAY:
            self.data = None
            raise ValueError(f"Das Datum muss zwischen dem {german(FIRST_DAY)} und dem {german(LAST_DAY)} liegen.")


class Clock(TimeField):
    """A time of day, typed as 10:30; `data` is a `datetime.time` or None."""

    widget = TextInput()

    def __init__(self, label: str, validators=(), **options):
        super().__init__(label, validators, format=["%H:%M", "%H.%M"], **options)


class Line(StringField):
    """One line of text without blanks at its ends or control characters, at most `longest` characters."""

    def __init__(self, label: str, validators=(), longest: int = LINE_LENGTH, **options):
        super().__init__(label, [*validators, Length(max=longest)], filters=[_stripped], **options)


class LongText(TextAreaField):
    """Running text without blanks at its ends, at most `longest` characters; grows with what is typed.

    The browser is not told how long it may be, since it would cut off what is pasted without a word.
    """

    def __init__(self, label: str, validators=(), longest: int = TEXT_LENGTH, **options):
        super().__init__(label, [*validators, Length(max=longest)], filters=[_stripped], **options)
        del self.flags.maxlength


class Several(SelectMultipleField):
    """Any number of entries of a list, each with a box to tick; `data` is a list of codes."""

    option_widget = CheckboxInput()


def choices(words: Mapping[str, str], none_chosen: str | None = None) -> list[SelectChoice]:
    """The options of a choice, from codes with their German labels; first one for no choice, if that has a name."""
    nothing = {"": none_chosen} if none_chosen else {}
    return [SelectChoice(code, label) for code, label in {**nothing, **words}.items()]


def row_id(text: object) -> int | None:
    """The number that a form or an address names a row by; None where it can be none."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def moment(text: str | None) -> datetime | None:
    """The time chosen among those that a form offered, in Berlin; None where it can be none."""
    try:
        said = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if not FIRST_DAY < said.date() < LAST_DAY:
        return None
    return said.astimezone(BERLIN) if said.tzinfo else said.replace(tzinfo=BERLIN)


def put_on(form: Form, refused: Refused) -> None:
    """Put each reason of a refusal on the field it belongs to, or on the form where it belongs to none."""
    for name, sentence in refused.faults:
        if name is not None and name in form:
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """Do a deed within; where it is refused, its reasons are put on the form, and the view goes on to show that."""
    try:
        yield
    except Refused as refused:
        put_on(form, refused)


def field_attributes(field, help_text: str | None, given: dict) -> dict:
    """The attributes of a field's control: those `given`, what describes it, and whether it was not accepted.

    Browsers keep nothing of what was typed: clients' data is no suggestion for the next form, and a form that is
    opened again by the back button begins anew instead of with what was saved from it.
    """
    describing = [f"{field.id}-hilfe"] * bool(help_text) + [f"{field.id}-fehler"] * bool(field.errors)
    own = {"aria-describedby": " ".join(describing), "aria-invalid": "true" if field.errors else None}
    always_chosen = {"required": False} if type(field) is SelectField and not _may_stay_open(field) else {}
    ticked = isinstance(field.widget, ListWidget | CheckboxInput | FileInput) or isinstance(field, Several)
    kept = {} if ticked else {"autocomplete": "off"}
    return kept | given | always_chosen | {name: value for name, value in own.items() if value}


def left_out_freely(field) -> bool:
    """Whether a field's label says that it is voluntary: not where an entry is always chosen."""
    always_chosen = type(field) is SelectField and not _may_stay_open(field)
    return not (field.flags.required or always_chosen)


def _may_stay_open(field: SelectField) -> bool:
    """Whether a list begins with an entry for no choice; HTML allows `required` only there."""
    return next(iter(field.iter_choices())).value == ""


#: What comes along unseen where text is pasted, and stands in no page: breaks of other programs, control characters.
_UNSEEN: dict[int, str | None] = {
    **{code: None for code in (*range(1, 32), *range(127, 160)) if chr(code) not in "\t\n\r"},
    **dict.fromkeys((0x0B, 0x0C, 0x85), " ")}


def _stripped(value: str | None) -> str | None:
    return value.translate(_UNSEEN).strip() if value else value
