"""Two people save the same thing: both texts stand side by side, and what is chosen is saved."""

import pytest
from sqlalchemy import select

from fm.extensions import db
from fm.models import Staff
from fm.transactions import writing

MINE = {"room": "12 a", "phone": "vormittags\nMo–Fr", "active": "y", "branch": "p"}
THEIRS = {"room": "14", "phone": "nachmittags, <b>nur</b> Di", "active": True, "email": "s"}


@pytest.fixture
def form(specimen, specimen_records):
    """The form as opened before somebody else saves."""
    specimen_records.staff("zimmer", surname="Muster")
    return specimen.get("/muster/zimmer")


def save(**values):
    """Somebody else saves."""
    with writing() as session:
        staff = session.scalars(select(Staff).where(Staff.login == "zimmer")).one()
        for name, value in values.items():
            setattr(staff, name, value)


def stored():
    staff = db.session.scalars(select(Staff).where(Staff.login == "zimmer")).one()
    return {"room": staff.room, "phone": (staff.phone or "").replace("\r", ""), "active": staff.active,
            "email": staff.email}


@pytest.fixture
def both(form):
    """The page on which both texts stand."""
    save(**THEIRS)
    return form.submit("/muster/zimmer", 409, **MINE)


def test_who_is_alone_notices_nothing(form):
    form.submit("/muster/zimmer", **MINE)
    assert form.says("Das Zimmer ist gespeichert.")
    assert stored() == {"room": "12 a", "phone": "vormittags\nMo–Fr", "active": True, "email": "p"}


def test_both_texts_stand_side_by_side_and_nothing_is_written(both):
    assert stored() == THEIRS
    assert both.heading == "Zimmer und Erreichbarkeit"
    assert both.says("am 23.11.2026 um 09:00 Uhr, während Sie geschrieben haben.")
    assert both.says("Gespeichert von Kim Muster")
    for text in ("12 a", "14", "vormittags", "nachmittags, <b>nur</b> Di", "Schwedt"):
        assert both.says(text) or f'value="{text}"' in both.text
    assert not both.says("Arbeitet hier")


def test_ones_own_is_taken_where_nothing_else_is_chosen(both):
    both.submit("/muster/zimmer")
    assert stored() == {"room": "12 a", "phone": "vormittags\nMo–Fr", "active": True, "email": "p"}


def test_each_field_is_chosen_by_itself_and_may_be_edited(both):
    both.submit("/muster/zimmer", **{
        "wahl-room": "fremd", "wahl-phone": "eigen", "phone": "vormittags und Di nachmittags", "wahl-branch": "fremd"})
    assert both.says("Das Zimmer ist gespeichert.")
    assert stored() == {"room": "14", "phone": "vormittags und Di nachmittags", "active": True, "email": "s"}


def test_a_third_may_save_meanwhile(both):
    save(room="15", active=False)
    both.submit("/muster/zimmer", 409, **{"wahl-room": "eigen", "wahl-branch": "fremd"})
    assert both.says("15")
    assert both.says("nein")
    assert not both.says("Schwedt")
    both.submit("/muster/zimmer", **{"wahl-active": "fremd"})
    assert stored() == {"room": "12 a", "phone": "vormittags\nMo–Fr", "active": False, "email": "s"}


def test_an_edited_text_with_a_fault_is_shown_with_it(both):
    both.submit("/muster/zimmer", 422, **{"wahl-room": "eigen", "room": "", "wahl-phone": "fremd"})
    assert both.says("nachmittags, <b>nur</b> Di")
    both.submit("/muster/zimmer", room="16")
    assert stored()["room"] == "16"


def test_equal_texts_need_no_choice(form):
    save(room="12 a", phone="vormittags", active=False, email="p")
    form.submit("/muster/zimmer", 409, room="12 a", phone="vormittags", active=None, branch="p")
    assert form.says("Beide Fassungen stimmen überein.")
    form.submit("/muster/zimmer")
    assert form.says("Das Zimmer ist gespeichert.")


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999"])
def test_a_forged_version_saves_nothing(form, version):
    save(**THEIRS)
    answer = form.post("/muster/zimmer", {**MINE, "fassung": version})
    assert answer.status_code in (409, 422)
    assert stored() == THEIRS


def test_as_a_piece_it_takes_the_place_of_the_page(form):
    save(**THEIRS)
    answer = form.send_piece("/muster/zimmer", {**MINE, "fassung": "1"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#inhalt")
    assert answer.text.strip().startswith('<div id="zweifassungen">')
