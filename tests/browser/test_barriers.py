"""Barriers and the category in a browser: moved by mouse and keys, what follows said while one chooses."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from fm.extensions import db
from fm.models import Barrier, Category, Household, Staff
from tests.browser.conftest import axe_findings, expect_focus, overflow
from tests.browser.test_shell import SMALL_TARGETS
from tests.support.actors import TODAY
from tests.support.records import Records

FILE = "/kunden/U000213"
BARRIERS, CATEGORY, HOUSEHOLD = f"{FILE}/hemmnisse", f"{FILE}/kategorie", "/haushalte/BG000087"
NAMES = ("Bus", "Kita", "Deutsch", "Wohnung")


@pytest.fixture
def client(look: Callable[..., Page], specimen_records: Records) -> None:
    """A client of the case manager with four barriers in an order of their own."""
    fern = db.session.scalar(select(Staff).where(Staff.login == "fern"))
    household: Household = specimen_records.household(number="BG000087")
    case = specimen_records.case(
        specimen_records.person("Öztürk", "Lea", number="U000213", household=household), case_manager=fern)
    row = {"case_id": case.id, "person_id": case.person_id}
    for number, (name, area) in enumerate(zip(NAMES, ("BK", "RB", "BK", "RB"), strict=True), 1):
        db.session.add(Barrier(**row, number=number, name=name, area=area, rank=number, state="erkannt",
                               recognised=date(2026, 5, 4), sensitive=name == "Wohnung"))
    db.session.add(Category(**row, number=1, begins=date(2026, 5, 4), category="D", reason="x", forecast=12))
    db.session.commit()
    db.session.remove()


def order(page: Page, *names: str) -> None:
    """The open barriers stand in this order."""
    expect(page.locator("#hemmnisliste h3")).to_have_text([f"{rank}. {name}" for rank, name in enumerate(names, 1)])


@pytest.mark.parametrize("way", ["wide", "narrow", "dark", "forced"])
@pytest.mark.parametrize("address", [BARRIERS, f"{BARRIERS}/neu", CATEGORY, HOUSEHOLD])
def test_nothing_stands_in_the_way(look: Callable[..., Page], client: None, way: str, address: str) -> None:
    page = look(way, address)
    for more in page.locator("main details").all():
        more.evaluate("details => { details.open = true }")
    assert axe_findings(page) == []
    assert overflow(page) <= 0
    assert page.evaluate(SMALL_TARGETS) == []


def test_by_keys_the_focus_stays_with_the_barrier(look: Callable[..., Page], client: None) -> None:
    page = look("wide", BARRIERS)
    up = page.get_by_role("button", name="Deutsch nach oben")
    up.press("Enter")
    order(page, "Bus", "Deutsch", "Kita", "Wohnung")
    expect(page.locator("#ansage")).to_have_text("„Deutsch“ hat jetzt den Rang 2 von 4.")
    expect_focus(page, f"#{up.get_attribute('id')}")
    up.press("Enter")
    order(page, "Deutsch", "Bus", "Kita", "Wohnung")
    page.get_by_label("Rang von Deutsch", exact=True).fill("4")
    page.keyboard.press("Enter")
    order(page, "Bus", "Kita", "Wohnung", "Deutsch")
    page.get_by_label("Rang von Bus", exact=True).fill("9")
    page.keyboard.press("Enter")
    expect(page.locator("#rang-fehler")).to_have_text("Der Rang ist eine Zahl von 1 bis 4.")
    expect(page.get_by_label("Rang von Bus", exact=True)).to_have_value("9")


def test_with_the_mouse_one_is_drawn_to_its_place(look: Callable[..., Page], client: None) -> None:
    page = look("wide", BARRIERS)
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.locator(".fm-rank__handle").nth(3).drag_to(page.locator(".fm-ranked__one").nth(1))
    order(page, "Bus", "Wohnung", "Kita", "Deutsch")
    page.locator(".fm-rank__handle").nth(0).drag_to(page.locator(".fm-ranked__one").nth(2))
    order(page, "Wohnung", "Kita", "Bus", "Deutsch")


def test_without_scripts_it_goes_by_number(look: Callable[..., Page], client: None) -> None:
    page = look("plain", BARRIERS)
    page.get_by_label("Rang von Wohnung", exact=True).fill("1")
    page.get_by_role("button", name="Rang von Wohnung").click()
    order(page, "Wohnung", "Bus", "Kita", "Deutsch")
    page.get_by_role("button", name="Vorgeschlagene Reihenfolge übernehmen").click()
    order(page, "Wohnung", "Kita", "Bus", "Deutsch")


def test_what_follows_is_said_while_one_chooses(look: Callable[..., Page], client: None) -> None:
    page = look("wide", CATEGORY)
    page.get_by_label("X – längerfristig nicht möglich oder ungeklärt").check()
    expect(page.locator("#folgen")).to_contain_text("Neue Frist: Wiedervorlage X")
    expect(page.get_by_label("Integration in etwa")).to_be_hidden()
    page.get_by_label("Begründung").fill("Antrag auf Rente")
    page.get_by_label("Was steht entgegen").fill("Rentenverfahren")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#status")).to_contain_text("Die Kategorie X gilt ab dem")


def test_without_scripts_it_is_said_before_it_is_kept(look: Callable[..., Page], client: None) -> None:
    page = look("plain", CATEGORY)
    page.get_by_label("X – längerfristig nicht möglich oder ungeklärt").check()
    page.get_by_label("Begründung").fill("Antrag auf Rente")
    page.get_by_label("Was steht entgegen").fill("Rentenverfahren")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#folgen")).to_contain_text("Neue Frist: Wiedervorlage X")
    assert db.session.scalars(select(Category.category)).all() == ["D"]
    db.session.remove()
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#status")).to_contain_text(f"Die Kategorie X gilt ab dem {TODAY:%d.%m.%Y}.")
