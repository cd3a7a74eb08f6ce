"""The form that every form derives from."""

import ast
from pathlib import Path

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms.validators import DataRequired

from fm.blueprints.forms import Day, Form, Line, LongText, moment, row_id


def wtforms_messages() -> set[tuple[str, ...]]:
    """Every message that WTForms can show, read off its source; those with a number as singular and plural."""
    found = set()
    for path in Path(wtforms.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in ("gettext", "ngettext"):
                words = [text.value for text in call.args if isinstance(text, ast.Constant)]
                found.add(tuple(word for word in words if isinstance(word, str)))
    return found - {()}


@pytest.mark.parametrize("message", sorted(wtforms_messages()))
def test_every_message_of_the_library_is_german(message):
    german = Form.Meta().get_translations(None)
    if len(message) == 1:
        assert german.gettext(*message) not in message
    else:
        assert {german.ngettext(*message, 1), german.ngettext(*message, 2)}.isdisjoint(message)


class Note(Form):
    tag = Day("Tag")
    thema = Line("Thema", [DataRequired()], longest=5)
    text = LongText("Text", longest=10)


def filled(app, **fields) -> Note:
    with app.test_request_context("/", method="POST", data=MultiDict(fields)):
        form = Note(meta={"csrf": False})
        form.validate()
        return form


@pytest.mark.parametrize("written", ["02.03.2026", "2.3.2026", "2026-03-02"])
def test_dates_are_read_the_german_way_and_as_pickers_send_them(app, written):
    assert filled(app, tag=written).tag.data.isoformat() == "2026-03-02"


@pytest.mark.parametrize(("written", "before"), [
    ("03/02/2026", ""), ("gestern", ""), ("31.02.2026", "Den 31.02.2026 gibt es nicht. "),
    (" 0.13.2026", "Den 0.13.2026 gibt es nicht. ")])
def test_other_dates_are_refused_in_german(app, written, before):
    assert filled(app, tag=written).errors["tag"] == [before + "Bitte ein Datum wie 02.03.2026 eingeben."]


@pytest.mark.parametrize("written", ["01.01.0001", "31.12.1799", "01.01.2200", "9999-12-31"])
def test_a_day_that_nothing_can_be_counted_with_is_refused(app, written):
    form = filled(app, tag=written)
    assert form.tag.data is None
    assert form.errors["tag"] == ["Das Datum muss zwischen dem 01.01.1800 und dem 31.12.2199 liegen."]


@pytest.mark.parametrize(("said", "number"), [
    ("17", 17), ("0", 0), (17, 17), ("", None), (None, None), ("-1", None), ("²", None), ("٣", None), ("1e3", None),
    ("9999999999", None)])  # fmt: skip
def test_a_row_is_named_by_a_number_that_can_be_one(said, number):
    assert row_id(said) == number


@pytest.mark.parametrize(("said", "time"), [
    ("2026-11-24T09:00", "2026-11-24T09:00:00+01:00"), ("2026-11-24T08:00:00+00:00", "2026-11-24T09:00:00+01:00"),
    ("0001-01-01T00:00:00+14:00", None), ("9999-12-31T23:59:00-12:00", None), ("irgendwann", None), (None, None)])
def test_a_time_is_chosen_in_berlin(said, time):
    assert (found.isoformat() if (found := moment(said)) else None) == time


def test_blanks_at_the_ends_do_not_count(app):
    form = filled(app, thema="  abc  ", text=" x\n")
    assert (form.thema.data, form.text.data) == ("abc", "x")
    assert filled(app, thema="   ").errors["thema"] == ["Diese Angabe fehlt."]


def test_what_is_pasted_unseen_is_left_out(app):
    form = filled(app, thema="a\x02b\x85c", text="a\x0bb\n\x1fc\td")
    assert (form.thema.data, form.text.data) == ("ab c", "a b\nc\td")


def test_nothing_is_endless(app):
    assert filled(app, thema="abcdef").errors["thema"] == ["Höchstens 5 Zeichen sind möglich."]
    assert "text" in filled(app, thema="a", text="x" * 11).errors
