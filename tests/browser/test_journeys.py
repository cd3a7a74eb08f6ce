"""Whole ways through the house in a real browser: with the keyboard alone, without JavaScript, and while typing."""

import re

from playwright.sync_api import Page, expect
from sqlalchemy import select

from fm.extensions import db
from fm.models import Case, Person, Staff
from tests.browser.conftest import axe_findings, expect_focus
from tests.support.databases import Application

MOST_STEPS = 200


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus stands on an element, as somebody without a mouse does."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the focus never came to {selector}")


def foreign_client(application: Application, login: str) -> str:
    """The number of a client in the hands of somebody else in another stream."""
    with application.app.app_context():
        others = select(Person.number).join(Case).join(Staff, Staff.id == Case.case_manager_id)
        return db.session.scalar(others.where(Case.is_latest, Staff.login == login).order_by(Person.id))


def test_from_the_desk_to_the_reason_into_the_file_and_back_with_the_keyboard_alone(visit) -> None:
    page = visit("wide", "/")
    tab_to(page, "main details.fm-why > summary")
    page.keyboard.press("Enter")
    opened = page.locator("main details.fm-why[open]")
    expect(opened).to_have_count(1)
    expect(opened.locator("p").first).to_contain_text("(HK ")
    row = opened.locator("xpath=ancestor::tr")
    name = row.locator("a.fm-row-link").inner_text()
    page.keyboard.press("Enter")
    expect(opened).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    while not page.evaluate("document.activeElement.matches('a.fm-row-link')"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    tab_to(page, "nav a[href='/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mein Schreibtisch")


def test_the_list_of_clients_without_javascript(visit) -> None:
    page = visit("plain", "/kunden")
    names = page.locator("#kundenliste .fm-row-link")
    first = names.first.inner_text()
    page.select_option("#filter-stand", "laufend")
    page.click("text=Anzeigen")
    expect(page).to_have_url(re.compile(r"stand=laufend"))
    page.click("#kundenliste th >> text=Name")
    expect(page).to_have_url(re.compile(r"sortierung=-name"))
    expect(page).to_have_url(re.compile(r"stand=laufend"))
    page.click("#kundenliste >> text=Weiter")
    expect(page).to_have_url(re.compile(r"seite=2"))
    page.fill("#kunden-suche", first.split(",")[0])
    page.click("text=Anzeigen")
    expect(names.filter(has_text=first)).to_have_count(1)


def test_a_view_is_kept_used_and_dropped_without_javascript(visit) -> None:
    page = visit("plain", "/kunden?stand=laufend")
    page.click("summary >> text=Ansicht sichern")
    page.fill("#ansicht-name", "Laufende")
    page.click("text=Sichern >> nth=-1")
    expect(page.locator("#status")).to_contain_text("Die Ansicht „Laufende“ ist gesichert.")
    page.goto("/kunden")
    page.click("a >> text=Laufende")
    expect(page).to_have_url(re.compile(r"stand=laufend"))
    page.click("li:has-text('Laufende') button")
    expect(page.locator("#status")).to_contain_text("Die Ansicht ist gelöscht.")
    expect(page.locator("a >> text=Laufende")).to_have_count(0)


def test_a_file_is_opened_by_a_reason_without_javascript(visit, office_application: Application) -> None:
    number = foreign_client(office_application, "jugend")
    page = visit("plain", f"/kunden/{number}/fristen")
    expect(page.locator("h1")).to_have_text(f"Akte {number} ist nicht freigegeben")
    page.fill("#grund", "zu kurz")
    page.click("text=Akte öffnen")
    expect(page.locator(".fm-errors")).to_contain_text("mindestens 10 Zeichen")
    page.fill("#grund", "Rückfrage der Leistungsabteilung am Telefon")
    page.click("text=Akte öffnen")
    page.wait_for_url(f"**/kunden/{number}/fristen")
    expect(page.locator("#status")).to_contain_text("bis zum Ende des Tages geöffnet")
    expect(page.locator(".fm-marks")).to_contain_text("mit Begründung geöffnet, bis heute Abend")
    page = visit("plain", "/mitteilungen", "leitung")
    expect(page.locator("#mitteilungsliste")).to_contain_text("Rückfrage der Leistungsabteilung am Telefon")


def test_a_message_is_done_and_taken_up_again_without_javascript(visit) -> None:
    page = visit("plain", "/mitteilungen")
    rows = page.locator("#mitteilungsliste tbody tr")
    before = rows.count()
    text = rows.first.locator("[data-label=Mitteilung]").inner_text().split(" Öffnen")[0]
    rows.first.locator("button", has_text="Erledigt").click()
    expect(page.locator("#status")).to_contain_text("Die Mitteilung ist erledigt.")
    expect(rows).to_have_count(before - 1)
    page.click("a >> text=Erledigt")
    rows.filter(has_text=text).locator("button", has_text="Wieder öffnen").click()
    expect(page.locator("#status")).to_contain_text("Die Mitteilung ist wieder offen.")
    page.goto("/mitteilungen")
    expect(rows).to_have_count(before)


def test_searching_while_typing_keeps_the_focus_the_filter_and_the_address(visit) -> None:
    page = visit("wide", "/kunden?stand=laufend")
    page.evaluate("window.here = true")
    name = page.locator("#kundenliste .fm-row-link").first.inner_text()
    page.focus("#kunden-suche")
    page.keyboard.type(name.split(",")[0], delay=40)
    expect(page.locator("#kundenliste .fm-row-link").first).to_contain_text(name.split(",")[0])
    page.wait_for_url(lambda address: "q=" in address and "stand=laufend" in address)
    assert page.evaluate("window.here"), "the whole page was loaded"
    expect_focus(page, "#kunden-suche")
    expect(page.locator("#ansage")).to_contain_text("Kunde")
    address = page.url
    page.reload()
    assert page.url == address
    expect(page.locator("#kunden-suche")).to_have_value(name.split(",")[0])
    expect(page.locator("#kundenliste .fm-row-link").first).to_contain_text(name.split(",")[0])


def test_enter_in_a_line_saves_the_section_instead_of_adding_rows(visit) -> None:
    page = visit("wide", "/kunden?stand=laufend", "fern")
    number = page.locator("#kundenliste .fm-row-link").first.get_attribute("href").split("/")[2]
    page.goto(f"/kunden/{number}/einstieg/bogen/career")
    assert axe_findings(page) == []
    page.locator("#stations_0_begins").fill("2001")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/einstieg/bogen/mobility$"))
    expect(page.locator("main")).to_contain_text("„Beruflicher Werdegang“ ist gesichert.")
