"""The shell in a real browser: seen, typed and read in every way people do."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WAYS, axe_findings, expect_focus, overflow
from tests.support.pdf import words

PAGES = ["/muster", "/muster/leer", "/muster/formular", "/tastatur", "/passwort", "/abmelden", "/muster/fehler/404"]
#: How far to the right words can begin on a sheet that stands and on one that lies across, in millimetres.
UPRIGHT, ACROSS = 210 - 15, 297 - 15
WITH_SCRIPT = [way for way in WAYS if way != "plain"]

SMALL_TARGETS = """() =>
  [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter((element) => !element.closest('p, li > p, .kern-sr-only, .fm-skip') && element.checkVisibility())
  .map((element) => [element.outerHTML, element.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 23.5 || box.width < 23.5))
  .map(([html]) => html.slice(0, 120))"""


@pytest.mark.parametrize("way", WITH_SCRIPT)
@pytest.mark.parametrize("address", PAGES)
def test_nothing_stands_in_anybodys_way(look, way, address):
    page = look(way, address)
    assert axe_findings(page) == []
    assert overflow(page) <= 0
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("way", WITH_SCRIPT)
def test_the_login_and_a_refused_form(look, way):
    page = look(way, "/anmelden", login=None)
    assert axe_findings(page) == []
    assert overflow(page) <= 0
    page = look(way, "/muster/formular")
    page.click("text=Speichern")
    expect(page.locator(".fm-errors")).to_be_visible()
    assert axe_findings(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [400, 640, 768, 853, 1024])
def test_no_width_needs_scrolling_sideways(look, width):
    page = look("wide", "/muster")
    page.set_viewport_size({"width": width, "height": 700})
    assert overflow(page) <= 0


def test_everything_works_without_script(look):
    page = look("plain", "/muster")
    page.click("text=Weiter")
    page.wait_for_url("**/muster?seite=2")
    page.click("th >> text=Kunde")
    page.wait_for_url("**/muster?sortierung=name")
    page.click(".fm-why summary >> nth=0")
    expect(page.locator("details.fm-why[open]")).to_have_count(1)
    page.goto("/muster/formular")
    page.fill("#tag", "20.11.2026")
    page.click("text=Speichern")
    expect(page.locator(".fm-errors")).to_be_visible()
    page.fill("#thema", "Praktikum")
    page.select_option("#art", "a")
    page.check("text=nicht erschienen")
    page.click("text=Speichern")
    expect(page.locator("#status")).to_contain_text("Das Gespräch vom 20.11.2026 ist gespeichert.")
    page.click("summary >> text=K. Beispiel")
    page.click("text=Abmelden")
    expect(page.locator("h1")).to_have_text("Anmelden")


def test_sorting_replaces_the_list_keeps_the_focus_and_is_read_aloud(look):
    page = look("wide", "/muster")
    page.evaluate("window.here = true")
    page.click("th >> text=Kunde")
    page.wait_for_url("**/muster?sortierung=name")
    assert page.evaluate("window.here"), "the whole page was loaded"
    expect_focus(page, "#musterliste-nach-name")
    expect(page.locator("#ansage")).to_have_text("60 Fristen")
    page.go_back()
    expect(page.locator("th[aria-sort]")).to_contain_text("Frist")


def test_trouble_is_said_in_german_and_nothing_typed_is_lost(look, specimen_application):
    page = look("wide", "/muster/formular")
    page.fill("#notiz", "Möchte im Lager beginnen.")
    page.context.clear_cookies()
    expect(page.locator("#stoerung")).to_have_text(
        "Ihre Anmeldung ist abgelaufen. Ihre Eingaben stehen noch auf dieser Seite. Neu anmelden")
    expect(page.locator("#notiz")).to_have_value("Möchte im Lager beginnen.")
    page.context.set_offline(True)
    page.locator("#notiz").press_sequentially("!")
    expect(page.locator("#stoerung")).to_contain_text("Der Server ist gerade nicht erreichbar.")


def test_what_is_typed_is_saved_and_offered_again(look):
    page = look("wide", "/muster/formular")
    page.fill("#notiz", "Möchte im Lager beginnen.")
    expect(page.locator(".fm-draft")).to_have_text("Entwurf gesichert 09:00")
    page.goto("/muster/formular")
    expect(page.locator("#notiz")).to_have_value("Möchte im Lager beginnen.")
    page.click("text=Entwurf verwerfen")
    expect(page.locator("#notiz")).to_have_value("")


def test_errors_and_the_status_line_take_the_focus(look):
    page = look("wide", "/muster/formular")
    page.click("text=Speichern")
    expect_focus(page, ".fm-errors")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_focus(page, "#tag")
    page.goto("/tastatur")
    page.click("text=Abschalten")
    expect_focus(page, "#status")


def test_one_gets_along_with_the_keyboard_alone(look):
    page = look("wide", "/muster")
    page.keyboard.press("Tab")
    expect_focus(page, "text=Zum Inhalt springen")
    page.keyboard.press("Enter")
    expect_focus(page, "#inhalt")
    page.focus(".fm-menu summary")
    page.keyboard.press("Enter")
    expect(page.locator(".fm-menu[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".fm-menu[open]")).to_have_count(0)
    expect_focus(page, ".fm-menu summary")


def test_shortcuts_lead_to_the_counters_and_show_themselves(look):
    page = look("wide", "/muster")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/muster/formular")
    page.keyboard.press("?")
    expect(page.locator("dialog[open] >> text=Formular")).to_have_count(1)
    assert axe_findings(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_slash_leads_to_the_search_which_leads_to_the_clients(look):
    page = look("wide", "/muster")
    page.keyboard.press("/")
    expect_focus(page, "#suche")
    page.keyboard.type("Öztürk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kunden?q=*")
    expect(page.locator("h1")).to_have_text("Kunden")


def test_shortcuts_are_silent_while_typing_and_when_switched_off(look):
    page = look("wide", "/muster/formular")
    page.focus("#thema")
    page.keyboard.type("g m?/")
    expect(page.locator("#thema")).to_have_value("g m?/")
    assert page.url.endswith("/muster/formular")
    page.goto("/tastatur")
    page.click("text=Abschalten")
    expect(page.locator("#status")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    expect(page).to_have_url(re.compile("/tastatur$"))
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize("address", ["/", "/kunden"])
def test_lists_are_printed_across_and_their_words_stay_whole(visit, address):
    said = words(visit("wide", address).pdf(prefer_css_page_size=True))
    assert UPRIGHT < max(word.left for word in said) < ACROSS
    assert sum(len(word.text) == 1 for word in said) < len(said) / 3


def test_paper_shows_the_matter_alone(look):
    page = look("wide", "/muster")
    page.click(".fm-why summary >> nth=0")
    page.emulate_media(media="print")
    expect(page.locator("header")).to_be_hidden()
    expect(page.locator("text=Einladen >> visible=true")).to_have_count(0)
    expect(page.locator("table")).to_be_visible()
    expect(page.locator("details.fm-why:visible")).to_have_count(1)


def test_the_ways_on_are_folded_where_room_is_short_and_open_by_keyboard(look):
    page = look("narrow", "/muster")
    assert page.locator(".fm-head").bounding_box()["height"] <= 100
    nav = page.locator(".fm-nav")
    expect(nav).to_be_hidden()
    page.get_by_role("button", name="Menü").focus()
    page.keyboard.press("Enter")
    expect(nav).to_be_visible()
    assert axe_findings(page) == []
    page.keyboard.press("Tab")
    expect_focus(page, ".fm-nav a >> nth=0")
    page.keyboard.press("Escape")
    expect(nav).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(nav).to_be_visible()
    expect(page.locator(".fm-opener")).to_be_hidden()


def test_icons_have_the_colour_of_the_words_where_colours_are_forced(look):
    page = look("forced", "/muster/formular")
    page.click("text=Speichern")
    expect(page.locator(".fm-errors")).to_be_visible()
    page.wait_for_load_state()
    colours = page.evaluate("""() => [getComputedStyle(document.querySelector('.fm-errors .kern-icon')).backgroundColor,
                                      getComputedStyle(document.querySelector('.fm-errors .kern-title')).color]""")
    assert colours[0] == colours[1]
