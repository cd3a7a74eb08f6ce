"""Double click, back button, a server that is gone, two people at one thing: nothing typed is lost or saved twice."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from fm.extensions import db
from fm.models import Draft, Message, Staff
from fm.transactions import writing
from tests.browser.conftest import axe_findings, expect_focus, overflow

TEXT = "Möchte im Lager beginnen."
#: Types into a field and leaves the page at once, however busy the machine is.
TYPE_AND_LEAVE = """text => {
    const field = document.querySelector("#notiz");
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    document.querySelector(".fm-brand").click();
}"""


def saved(application) -> int:
    """How often the specimen form was saved."""
    with application.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Message))


def fill(page: Page) -> None:
    page.fill("#tag", "20.11.2026")
    page.fill("#thema", "Praktikum")
    page.select_option("#art", "a")
    page.check("text=nicht erschienen")
    page.fill("#notiz", TEXT)


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_a_double_click_saves_once(look, specimen_application, way):
    page = look(way, "/muster/formular")
    fill(page)
    page.dblclick("main form button >> text=Speichern", no_wait_after=True)
    page.wait_for_url("**/muster")
    expect(page.locator("#status")).to_contain_text("gespeichert")
    assert saved(specimen_application) == 1


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_back_to_the_form_that_was_saved_and_sent_again_saves_once(look, specimen_application, way):
    page = look(way, "/muster/formular")
    fill(page)
    page.click("main form button >> text=Speichern")
    expect(page.locator("#status")).to_contain_text("gespeichert")
    page.go_back()
    page.click("main form button >> text=Speichern")
    expect(page.locator(".fm-errors, #status")).to_be_visible()
    assert saved(specimen_application) == 1


def test_while_the_server_is_gone_this_is_said_and_the_text_stays(look, server):
    page = look("wide", "/muster/formular")
    page.route("**/entwuerfe", lambda route: route.abort("connectionrefused"))
    page.fill("#notiz", TEXT)
    expect(page.locator("#stoerung")).to_have_text(
        "Der Server ist gerade nicht erreichbar. Ihre Eingaben stehen noch auf dieser Seite.")
    expect(page.locator("#notiz")).to_have_value(TEXT)
    page.unroute("**/entwuerfe")
    page.locator("#notiz").press_sequentially("!")
    expect(page.locator(".fm-draft")).to_have_text("Entwurf gesichert 09:00")
    expect(page.locator("#stoerung")).to_have_text("")


def test_an_answer_that_does_not_come_is_said_and_the_text_stays(look):
    page = look("wide", "/muster/formular")
    assert page.evaluate("htmx.config.timeout") == 30_000
    page.evaluate("htmx.config.timeout = 200")
    page.route("**/entwuerfe", lambda route: None)
    page.fill("#notiz", TEXT)
    expect(page.locator("#stoerung")).to_contain_text("Der Server ist gerade nicht erreichbar.")
    expect(page.locator("#notiz")).to_have_value(TEXT)


@pytest.mark.parametrize(("status", "said"), [(500, "Das hat nicht geklappt (Fehler 500)."), (413, "Das ist zu viel")])
def test_a_failing_request_is_said_and_the_text_stays(look, status, said):
    page = look("wide", "/muster/formular")
    page.route("**/entwuerfe", lambda route: route.fulfill(status=status, body="<h1>x</h1>"))
    page.fill("#notiz", TEXT)
    expect(page.locator("#stoerung")).to_contain_text(said)
    expect(page.locator("#notiz")).to_have_value(TEXT)


def test_what_was_typed_before_a_crash_is_offered_on_another_device(look):
    page = look("wide", "/muster/formular")
    page.fill("#notiz", TEXT)
    expect(page.locator(".fm-draft")).to_have_text("Entwurf gesichert 09:00")
    page.context.close()
    page = look("narrow", "/muster/formular")
    expect(page.locator("#notiz")).to_have_value(TEXT)
    expect(page.locator("main")).to_contain_text("Ihr Entwurf von 23.11.2026, 09:00 Uhr steht im Formular.")


def test_what_was_typed_just_before_the_page_was_left_is_offered(look, specimen_application):
    page = look("wide", "/muster/formular")
    page.fill("#notiz", TEXT)
    page.click(".fm-brand")
    page.wait_for_url(lambda address: "formular" not in address)
    page.goto("/muster/formular")
    expect(page.locator("#notiz")).to_have_value(TEXT)
    page.locator("#notiz").press_sequentially("!")
    page.click("text=Entwurf verwerfen")
    expect(page.locator("#notiz")).to_have_value("")
    fill(page)
    page.click("main form button >> text=Speichern")
    expect(page.locator("#status")).to_contain_text("gespeichert")
    with specimen_application.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_what_is_too_long_to_go_along_is_asked_about_until_it_is_kept(look):
    page, asked, held = look("wide", "/muster/formular"), [], []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.route("**/entwuerfe", lambda route: held.append(route))
    page.click("#notiz")
    with page.expect_request("**/entwuerfe"):
        page.evaluate(TYPE_AND_LEAVE, TEXT * 3_000)
    assert asked == ["beforeunload"]
    with page.expect_event("dialog"):  # the draft is under way, but not kept yet
        page.click(".fm-brand", no_wait_after=True)
    held[0].continue_()
    expect(page.locator(".fm-draft")).to_have_text("Entwurf gesichert 09:00")
    page.click(".fm-brand")
    page.wait_for_url(lambda address: "formular" not in address)
    page.goto("/muster/formular")
    assert page.input_value("#notiz") == TEXT * 3_000, "the draft is not whole"
    assert asked == ["beforeunload", "beforeunload"]


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_a_hundred_thousand_characters_are_refused_and_kept(look, way):
    page = look(way, "/muster/formular")
    fill(page)
    page.fill("#notiz", "ü" * 100_000)
    page.click("main form button >> text=Speichern")
    expect(page.locator(".fm-errors")).to_contain_text("Höchstens 20000 Zeichen sind möglich.")
    assert len(page.input_value("#notiz")) == 100_000


@pytest.mark.parametrize("way", ["wide", "plain", "narrow"])
def test_two_people_save_and_one_chooses(look, specimen_application, specimen_records, way):
    specimen_records.staff("zimmer", surname="Muster")
    page = look(way, "/muster/zimmer")
    page.fill("#room", "12 a")
    page.fill("#phone", "vormittags")
    page.check("#active")
    with specimen_application.app.app_context(), writing() as session:
        other = session.scalars(select(Staff).where(Staff.login == "zimmer")).one()
        other.room, other.phone = "14", "nachmittags, nur dienstags und donnerstags bis 15:30 Uhr"
    page.click("main form button >> text=Speichern")
    expect(page.locator("main h2")).to_have_text("Inzwischen wurde hier gespeichert")
    if way != "plain":
        assert axe_findings(page) == []
        assert overflow(page) <= 0
        expect_focus(page, ".fm-alert")
    page.check("#wahl-room-fremd")
    page.fill("#phone", "vormittags und dienstags nachmittags")
    page.click("text=So speichern")
    expect(page.locator("#status")).to_contain_text("Das Zimmer ist gespeichert.")
    expect(page.locator("#room")).to_have_value("14")
    expect(page.locator("#phone")).to_have_value(re.compile("^vormittags und dienstags nachmittags$"))
