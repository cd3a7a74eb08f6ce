"""A real browser before the real program: Debian's Chromium, a server on loopback, axe, and the ways people look."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from fm.blueprints import navigation
from fm.blueprints.navigation import Counter
from tests.support.databases import Application, kinds, running
from tests.support.house import House, staff_office
from tests.support.office import furnish
from tests.support.page import PASSWORD
from tests.support.records import Records

#: The ways people look at a page: each is a context of its own.
WAYS: dict[str, dict[str, object]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "forced": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
    "plain": {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}
_ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


class QuietHandler(WSGIRequestHandler):
    """Writes nothing to the tests' output."""

    def log(self, *_args: object) -> None:
        """Nothing is logged."""


def read_whole(application: Application) -> WSGIApplication:
    """The program, each answer of which is read whole and closed before it is sent.

    The development server forgets to close an answer, and with it the file it streams, where the browser goes away
    in the middle. A page that is left may still send a draft, so the next test waits until all is answered.
    """
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        with application.answering(), closing(ClosingIterator(application.app(environ, start_response))) as body:
            return list(body)

    return answer


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run."""
    with sync_playwright() as playwright:
        yield _launch(playwright)


def _launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)


@contextmanager
def serving(application: Application) -> Iterator[str]:
    """The address at which the program runs meanwhile."""
    server = make_server("127.0.0.1", 0, read_whole(application), threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def server(specimen_application: Application) -> Iterator[str]:
    """The address of the program with the specimen counter."""
    with serving(specimen_application) as address:
        yield address


@pytest.fixture(scope="session")
def office_application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The made-up office on SQLite alone: what a browser shows does not depend on the database."""
    with running("sqlite", tmp_path_factory.mktemp("office"), "office", furnish) as application:
        yield application


@pytest.fixture(scope="session")
def office_server(office_application: Application) -> Iterator[str]:
    """The address of the program with the made-up office."""
    with serving(office_application) as address:
        yield address


@pytest.fixture(scope="session", params=kinds())
def house_application(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Application]:
    """An office without clients, on each database: everybody can sign in, the texts of letters are released."""
    with running(request.param, tmp_path_factory.mktemp("house"), "house", staff_office) as application:
        yield application


@pytest.fixture(scope="session")
def house_server(house_application: Application) -> Iterator[str]:
    """The address of the program with the office without clients."""
    with serving(house_application) as address:
        yield address


@pytest.fixture
def house(browser: Browser, house_server: str, house_application: Application) -> Iterator[House]:
    """The office through whose pages people are led; in the end its deadlines and its journal hold."""
    house_application.fresh()
    with looking(browser, house_server) as look:
        house = House(house_application, look)
        yield house
        house.holds()


@pytest.fixture
def counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two counters that exist in these tests, whatever the house has."""
    monkeypatch.setattr(navigation, "COUNTERS", (
        Counter("Muster", "specimen.show", "m"), Counter("Formular", "specimen.form", "f")))


@pytest.fixture
def look(browser: Browser, server: str, counters: None, specimen_records: Records) -> Iterator[Callable[..., Page]]:
    """look("narrow", "/muster", login="fern"): a page as somebody sees it in one of the WAYS; no login for a visitor.

    Further people and records are made by `specimen_records`.
    Whatever goes wrong in the page without being seen (an exception, a file from elsewhere, a breach of the content
    policy) fails the test at its end.
    """
    specimen_records.staff("fern", surname="Beispiel", given_name="Karla", streams="market_distant", password=PASSWORD)
    with looking(browser, server) as look:
        yield look


@pytest.fixture
def visit(browser: Browser, office_server: str, office_application: Application) -> Iterator[Callable[..., Page]]:
    """The same in the made-up office, as it is in the beginning: visit("wide", "/", login="fern")."""
    office_application.fresh()
    with looking(browser, office_server) as visit:
        yield visit


@contextmanager
def looking(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of a server, each in a context of its own."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def look(way: str, address: str, login: str | None = "fern") -> Page:
        context = browser.new_context(base_url=server, locale="de-DE", **WAYS[way])
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda sent: wrong.append(sent.url) if not sent.url.startswith((server, "data:")) else None)
        if login:
            _sign_in(page, login)
        page.goto(address)
        return page

    yield look
    for context in contexts:
        context.close()
    assert wrong == []


def _sign_in(page: Page, login: str) -> None:
    page.goto("/anmelden?next=/tastatur")
    page.fill("#kennung", login)
    page.fill("#passwort", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/tastatur")


def axe_findings(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the page, rule by rule with the elements; by all rules or these."""
    options = {"runOnly": {"type": "rule", "values": rules}} if rules else None
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {[node['html'] for node in rule['nodes']]}" for rule in found]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def expect_focus(page: Page, selector: str) -> None:
    """Wait until the focus stands on the element."""
    expect(page.locator(selector)).to_be_focused()
