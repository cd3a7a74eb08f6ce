"""/passwort."""

import pytest

NEW = "drei Birken am Uckersee"


@pytest.fixture
def karla(records):
    return records.staff("karla", password="fallmanagement")


@pytest.fixture
def signed_in(page, karla):
    return page.log_in("karla", then="/passwort")


def change_it(page):
    answer = page.post("/passwort", {"bisher": "fallmanagement", "neu": NEW, "wiederholt": NEW})
    assert (answer.status_code, answer.location) == (303, "/")


def change(page, status=422, old="fallmanagement", new=NEW, again=None):
    return page.get("/passwort").submit("/passwort", status, bisher=old, neu=new, wiederholt=again or new)


def test_the_new_password_holds_and_the_old_one_no_longer(app, signed_in):
    change_it(signed_in)
    signed_in.get("/tastatur").submit("/abmelden")
    signed_in.submit("/anmelden", 422, kennung="karla", passwort="fallmanagement")
    assert signed_in.log_in("karla", NEW, then="/tastatur").heading == "Tastenkürzel"


def test_all_other_sessions_end_and_this_one_goes_on(app, signed_in, nu):
    elsewhere = type(signed_in)(app.test_client(), nu).log_in("karla", then="/tastatur")
    change_it(signed_in)
    assert signed_in.get("/tastatur").heading == "Tastenkürzel"
    assert elsewhere.get("/tastatur").heading == "Anmelden"


@pytest.mark.parametrize(("faulty", "told"), [
    ({"old": "falsch"}, "Das ist nicht Ihr bisheriges Passwort."),
    ({"new": "zu kurz"}, "Das neue Passwort braucht mindestens 12 Zeichen."),
    ({"new": "fallmanagement"}, "Das neue Passwort muss sich vom bisherigen unterscheiden."),
    ({"new": "ababababababab"}, "Bitte mindestens fünf verschiedene Zeichen verwenden."),
    ({"again": "drei Buchen am Uckersee"}, "Das stimmt nicht mit dem neuen Passwort überein."),
    ({"new": "x" * 201}, "Höchstens 200 Zeichen sind möglich."),
])
def test_what_is_wrong_is_said_at_the_field(signed_in, faulty, told):
    assert change(signed_in, **faulty).says(told)


def test_guessing_at_an_open_screen_is_stopped_like_guessing_at_the_login(signed_in):
    for _ in range(5):
        change(signed_in, old="falsch")
    assert signed_in.says("ist der nächste Versuch in 15 Sekunden möglich")
    assert change(signed_in).says("ist der nächste Versuch in 15 Sekunden möglich")


def test_the_passwords_never_come_back_in_the_page(signed_in):
    change(signed_in, old="mein altes Wort", new="zu kurz")
    assert "zu kurz" not in signed_in.text
    assert "mein altes Wort" not in signed_in.text
