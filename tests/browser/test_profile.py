"""Looking up an occupation in the profile with the keyboard alone."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from fm.extensions import db
from fm.models import Case, Person, Profile, Staff
from tests.browser.conftest import axe_findings, overflow
from tests.support.databases import Application

_CHECKED = "document.querySelector('#ziel_code input:checked').value"


def in_work(application: Application) -> str:
    """The address of a version that fern still works on."""
    found = (
        select(Person.number, Profile.number).join(Case, Case.person_id == Person.id)
        .join(Profile, Profile.case_id == Case.id).join(Staff, Staff.id == Case.case_manager_id)
        .where(Staff.login == "fern", Case.is_latest, Case.closed.is_(None), Profile.completed_on.is_(None))
        .order_by(Profile.valid_from.desc()).limit(1))  # fmt: skip
    with application.app.app_context():
        number, version = db.session.execute(found).one()
    return f"/kunden/{number}/profil/fassungen/{version}/bearbeiten"


def typed(page: Page, text: str) -> None:
    page.locator("#ziel").fill("")
    page.locator("#ziel").press_sequentially(text)
    expect(page.locator("#ziel_code")).to_have_attribute("data-typed", text)


def test_an_occupation_is_found_and_taken_with_the_keyboard_alone(visit, office_application: Application) -> None:
    page = visit("wide", in_work(office_application), "fern")
    typed(page, "helfer")
    expect(page.locator("#ansage")).to_contain_text("Treffer")
    assert axe_findings(page) == []
    first, second = page.locator("#ziel_code input").all()[:2]
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#ziel")).to_be_focused()
    expect(page.locator("#ziel")).to_have_value(second.get_attribute("data-title"))
    assert page.evaluate(_CHECKED) == second.get_attribute("value")
    page.keyboard.type("x")
    assert page.evaluate(_CHECKED) == ""


def test_enter_in_the_field_saves_nothing_and_escape_leads_back(visit, office_application: Application) -> None:
    page = visit("narrow", in_work(office_application), "fern")
    here = page.url
    typed(page, "helfer")
    assert overflow(page) <= 0
    page.keyboard.press("Enter")
    expect(page.locator("#ziel_code input").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#ziel")).to_be_focused()
    typed(page, "Drache")
    expect(page.locator("#ziel_code")).to_contain_text("Nichts gefunden.")
    page.keyboard.press("Enter")
    assert page.url == here


def test_on_paper_stands_what_the_profile_says_and_no_way_elsewhere(visit, office_application: Application) -> None:
    page = visit("wide", in_work(office_application).partition("/fassungen")[0], "fern")
    expect(page.locator("#dazu")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#dazu")).to_be_hidden()
