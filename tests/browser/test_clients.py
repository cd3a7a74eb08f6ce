"""The clients' counter in the browser's eyes: readable however one looks, and quick under the fingers."""

import re
from datetime import date, timedelta
from string import ascii_lowercase

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from fm.extensions import db
from fm.models import Agreement, Application, ContactNote, Deadline, Staff
from tests.browser.conftest import axe_findings, expect_focus, overflow
from tests.browser.test_shell import SMALL_TARGETS
from tests.support.actors import TODAY
from tests.support.page import PASSWORD

FILE = "/kunden/U000213"
DAY = timedelta(days=1)
LETTERS = ascii_lowercase


@pytest.fixture
def clients(look, specimen_records):
    """Sixty clients of the case manager, the first with a long history; and one of somebody else."""
    session = db.session()
    fern = session.scalar(select(Staff).where(Staff.login == "fern"))
    household = specimen_records.household(number="BG000087")
    for number in range(60):
        person = specimen_records.person(f"Müller-{LETTERS[number // 26]}{LETTERS[number % 26]}", "Şükran",
                                         number=f"U000{213 + number}", household=household)
        case = specimen_records.case(person, case_manager=fern, stream="market_distant", category="C",
                                     category_since=date(2026, 4, 9), next_due=TODAY - 30 * DAY if number else None)
        if number == 0:
            fill(session, case)
    specimen_records.case(specimen_records.person("Fremd", "Finn", number="U000999"))
    db.session.remove()


def fill(session, case):
    """A history with an application, many talks, an agreement and a deadline that is overdue."""
    row = {"person_id": case.person_id, "case_id": case.id}
    case.groups.add("single_parent")
    session.add_all([
        Application(**row, number=1, submitted=date(2026, 3, 24), decided=date(2026, 4, 2), decision="granted"),
        Agreement(**row, number=1, signed=date(2026, 4, 9), valid_until=date(2026, 10, 9), guiding_goal="Führerschein"),
        Deadline(case_id=case.id, position=1, standard="FOL1", since=date(2026, 4, 9), due=TODAY - DAY, outcome="open",
                 responsible="case_manager", basis="<@2026-11-20#valid_until"),
        *(ContactNote(**row, number=number, day=date(2026, 4, 9) + number * DAY, kind="other",
                      text="Telefonat über die Bewerbungsunterlagen und die Kinderbetreuung am Nachmittag.")
          for number in range(1, 45)),
    ])
    session.commit()


PAGES = ("/kunden", "/kunden?q=nirgends", FILE, f"{FILE}/fristen", f"{FILE}/zugriffe", "/haushalte/BG000087",
         "/kunden/U000999")


@pytest.mark.parametrize("way", ["wide", "narrow", "dark", "forced"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_stands_in_the_way(look, clients, way, address):
    page = look(way, address)
    assert axe_findings(page) == []
    assert overflow(page) <= 0
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_keyboard_passes_the_head_of_a_file_in_two_steps(look, clients):
    page = look("wide", f"{FILE}/fristen")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect_focus(page, "#akteninhalt")
    page.keyboard.press("Tab")
    expect(page.locator("#akteninhalt :focus")).to_have_count(1)


def test_a_file_stands_upright_on_paper_whoever_prints_it(look, clients, specimen_records):
    specimen_records.staff("schutz", roles="data_protection", password=PASSWORD)
    for login in ("fern", "schutz"):
        page = look("wide", f"{FILE}/zugriffe", login=login)
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('main')).page") == "auto"


def test_the_list_follows_what_is_typed(look, clients):
    page = look("wide", "/kunden")
    page.locator("#kunden-suche").press_sequentially("mueller-ah", delay=20)
    expect(page.locator("#kundenliste h2")).to_have_text("1 Kunde")
    expect(page.locator("#ansage")).to_have_text("1 Kunde")
    expect_focus(page, "#kunden-suche")
    expect(page).to_have_url(re.compile(r"/kunden\?q=mueller-ah$"))
    page.fill("#kunden-suche", "")
    expect(page.locator("#kundenliste h2")).to_have_text("60 Kunden")
    page.select_option("#filter-frist", index=1)
    expect(page.locator("#kundenliste h2")).to_have_text("59 Kunden")
    page.click("#kundenliste-nach-frist")
    page.wait_for_url("**/kunden?frist=alle&sortierung=frist")
    expect_focus(page, "#kundenliste-nach-frist")
    page.fill("#kunden-suche", "sukran")
    page.wait_for_url("**/kunden?q=sukran&frist=alle&sortierung=frist")
    page.go_back()
    expect(page.locator("#kunden-suche")).to_have_value("")


def test_the_list_works_without_javascript(look, clients):
    page = look("plain", "/kunden")
    page.fill("#kunden-suche", "mueller-ah")
    page.click("#kundenfilter button[type=submit]")
    expect(page.locator("#kundenliste h2")).to_have_text("1 Kunde")
    page.click(".fm-row-link")
    expect(page.locator("h1")).to_have_text("Müller-ah, Şükran")


def test_the_timeline_grows_and_the_focus_stays(look, clients):
    page = look("wide", FILE)
    page.click("#zeitstrahl-mehr")
    expect(page.locator(".fm-timeline__entry")).to_have_count(48)
    page.click("#zeitstrahl-antraege")
    expect(page.locator(".fm-timeline__entry")).to_have_count(2)
    expect_focus(page, "#zeitstrahl-antraege")
    expect(page.locator("#ansage")).to_have_text("2 Einträge")
