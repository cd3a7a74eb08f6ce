"""The guard in front of every view."""

import pytest

from fm.blueprints.access import local_address


def test_a_view_without_declaration_is_unreachable(specimen):
    assert specimen.get("/muster/vergessen", 404).heading == "Diese Seite gibt es nicht"


def test_a_view_of_an_area_that_admits_nobody_is_refused(specimen):
    assert specimen.get("/muster/verwaltung", 403).heading == "Dafür reichen Ihre Rechte nicht aus"


def test_everybody_may_see_what_is_public(specimen):
    assert specimen.fetch("/muster/offen").text == "offen"
    specimen.submit("/abmelden")
    assert specimen.fetch("/muster/offen").text == "offen"


def test_who_is_not_signed_in_is_led_to_the_login(specimen):
    specimen.submit("/abmelden").get("/muster?seite=2")
    assert specimen.heading == "Anmelden"
    specimen.submit("/anmelden", kennung="fern", passwort="fallmanagement")
    assert specimen.address == "/muster?seite=2"


def test_a_piece_for_nobody_leads_the_whole_page_to_the_login(specimen):
    specimen.submit("/abmelden")
    answer = specimen.fetch("/muster?seite=2", headers={
        "HX-Request": "true", "HX-Current-URL": "http://localhost/muster?seite=1"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/anmelden?next=/muster?seite%3D1"


def test_a_form_without_token_is_refused(specimen):
    answer = specimen.post("/muster/formular", {"thema": "x"}, token=False)
    assert answer.status_code == 400
    assert "Diese Anfrage war nicht vollständig" in answer.text


@pytest.mark.parametrize(("candidate", "found"), [
    ("/", "/"), ("/kunden?q=a", "/kunden?q=a"), ("//a.example", None), ("/\\a.example", None),
    ("https://a.example", None), ("", None), (None, None), ("/a\r\nb", None), ("kunden", None),
])
def test_only_addresses_of_the_program_are_led_to(candidate, found):
    assert local_address(candidate) == found


@pytest.mark.parametrize("address", ["/muster?q=a%00b", "/muster?%00=1", "/regelwerk/ESB%001"])
def test_a_nul_in_an_address_is_refused(specimen, address):
    assert specimen.fetch(address).status_code == 400


def test_a_nul_in_a_form_is_refused(specimen):
    assert specimen.post("/entwuerfe", {"entwurf": "muster\0", "thema": "x"}).status_code == 400


@pytest.mark.parametrize("address", ["/mitteilungen/{}/gelesen", "/kunden/ansichten/{}/loeschen"])
@pytest.mark.parametrize("row", [2**31 - 1, 2**31, 10**20])
def test_an_id_that_no_row_can_have_leads_nowhere(specimen, address, row):
    assert specimen.post(address.format(row), {}).status_code == 404
