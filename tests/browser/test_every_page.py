"""Every page that somebody of each role reaches, as Chromium shows it."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import axe_findings, overflow
from tests.support.databases import Application
from tests.support.office import LOGINS
from tests.support.walk import Way, endpoint_of

#: One account of each role; case managers with and without people under 25 see other columns.
ONE_OF_EACH = [*dict(zip(LOGINS.values(), LOGINS, strict=True)).values(), "jugend"]
WIDTH, NARROW, HEIGHT = 1280, 320, 900
#: The colours are those of the parts a page is made of, so each kind of page is looked at once in each scheme.
SCHEMES = {"dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}}
_TOKEN = re.compile(r'name="(csrf_token|einmal)" value="[^"]+')

#: What has been looked at in this run: pages by their matter, which several people may share, and kinds in a scheme.
looked_at: set[object] = set()


def kept_from_using(page: Page) -> list[str]:
    """What axe says of a page, once for the head of each person and once for each matter."""
    matter = page.url.endswith("/") or _TOKEN.sub("", page.inner_html("main"))
    if matter in looked_at:
        return []
    found = axe_findings(page)
    if not found and matter is not True:
        looked_at.add(matter)
    return found


def too_wide(page: Page) -> list[str]:
    """The widths at which a page has to be scrolled sideways."""
    found = []
    for width in (NARROW, WIDTH):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{overflow(page)} more than {width} px"] if overflow(page) > 0 else []
    return found


def kept_from_seeing(page: Page, kind: object) -> list[str]:
    """What cannot be read in the dark and in forced colours."""
    found = []
    for name, scheme in SCHEMES.items():
        if (kind, name) not in looked_at:
            page.emulate_media(**scheme)
            found += [f"{name}: {fault}" for fault in axe_findings(page, rules=["color-contrast"])]
            looked_at.add((kind, name))
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found


@pytest.mark.parametrize("login", ONE_OF_EACH)
def test_nothing_keeps_anybody_from_seeing_a_page(visit, office_application: Application, login: str) -> None:
    page = visit("wide", "/", login)
    way = Way(office_application.app)
    for address in way:
        page.goto(address)
        kind = endpoint_of(office_application.app, address)
        assert kept_from_using(page) + too_wide(page) + kept_from_seeing(page, kind) == [], address
        way.add(address, page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"))
