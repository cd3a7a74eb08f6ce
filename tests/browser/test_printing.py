"""Printing for a selection of clients in a real browser: by itself where scripts run, by a button where they do not."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import axe_findings
from tests.support.pdf import pages

CHOSEN = 7


@pytest.mark.parametrize("way", ["wide", "narrow", "plain"])
def test_a_selection_is_printed_and_taken_away_as_one_file(visit, way: str) -> None:
    page = visit(way, "/kunden")
    for number in range(CHOSEN):
        page.locator(".fm-tick").nth(number).check()
    page.click("details.fm-why >> text=Ausgewählte Kunden")
    page.select_option("#auswahl-art", "cost_form")
    page.click("#auswahl >> text=Drucken")
    heading = page.locator("#druck h2")
    expect(heading).to_be_visible()
    while way == "plain" and page.locator("#druck-weiter").count():
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.click("#druck-weiter")
    expect(heading).to_have_text("Der Druck ist fertig")
    expect(page.locator("#druck")).to_contain_text(f"{CHOSEN} von {CHOSEN} Schreiben gedruckt")
    if way != "plain":
        assert axe_findings(page) == []
    with page.expect_download() as download:
        page.click("text=Als eine Datei herunterladen")
    with open(download.value.path(), "rb") as file:
        assert len(pages(file.read())) == CHOSEN
