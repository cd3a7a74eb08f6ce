"""Every page that somebody of each role reaches, as Chromium shows it."""

from collections import defaultdict

import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Page
from sqlalchemy import select

from fm.extensions import db
from fm.models import Case, Person, Staff
from tests.browser.conftest import axe_findings, overflow
from tests.support.databases import Application
from tests.support.html import parse
from tests.support.office import LOGINS
from tests.support.walk import Way, endpoint_of, links_of

#: One account of each role; case managers with and without people under 25 see other columns.
ONE_OF_EACH = [*dict(zip(LOGINS.values(), LOGINS, strict=True)).values(), "jugend"]
WIDTH, NARROW, HEIGHT = 1280, 320, 900
#: The colours are those of the parts a page is made of, so each kind of page is looked at once in each scheme.
SCHEMES = {"dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}}

#: Pages of a file that are there only while a case stands at a certain point, which the first file of a list may not.
AT_TIMES = ("einstieg/beratung", "einstieg/einladung", "einstieg/versaeumt", "einstieg/verzicht", "fall/oeffnen",
            "fall/ruecknahme")

#: The parts of each kind of page that have been looked at in this run. A page is shown in the browser where it has a
#: part that nobody was shown before; most roles see the same page, or less of it.
looked_at: defaultdict[str | None, set[object]] = defaultdict(set)


def parts_of(tree: HtmlElement) -> set[object]:
    """What a page is made of: its elements with their classes, and the fields by name."""
    return {(element.tag, element.get("class"), element.get("name")) for element in tree.iter()}


def too_wide(page: Page) -> list[str]:
    """The widths at which a page has to be scrolled sideways."""
    found = []
    for width in (NARROW, WIDTH):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{overflow(page)} more than {width} px"] if overflow(page) > 0 else []
    return found


def kept_from_seeing(page: Page) -> list[str]:
    """What cannot be read in the dark and in forced colours."""
    found = []
    for name, scheme in SCHEMES.items():
        page.emulate_media(**scheme)
        found += [f"{name}: {fault}" for fault in axe_findings(page, rules=["color-contrast"])]
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found


@pytest.mark.parametrize("login", ONE_OF_EACH)
def test_nothing_keeps_anybody_from_seeing_a_page(visit, office_application: Application, login: str) -> None:
    page = visit("wide", "/", login)
    way, found = Way(office_application.app), {}
    for address in way:
        answer = page.request.get(address)
        assert answer.ok, address
        tree = parse(answer.text())
        way.add(address, links_of(tree))
        kind, parts = endpoint_of(office_application.app, address), parts_of(tree)
        if parts <= looked_at[kind]:
            continue
        in_colours = not looked_at[kind]
        looked_at[kind] |= parts
        page.goto(address)
        found[address] = axe_findings(page) + too_wide(page) + (kept_from_seeing(page) if in_colours else [])
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize("end", AT_TIMES)
def test_nothing_keeps_anybody_from_seeing_what_is_there_at_times(
    visit, office_application: Application, end: str
) -> None:
    page = visit("wide", "/", "fern")
    addresses = (f"/kunden/{number}/{end}" for number in clients_of(office_application, "fern"))
    page.goto(next(address for address in addresses if page.request.get(address, max_redirects=0).status == 200))
    assert axe_findings(page) + too_wide(page) + kept_from_seeing(page) == []


def clients_of(application: Application, login: str) -> list[str]:
    """The numbers of somebody's clients, the cases of some of whom are closed."""
    rows = select(Person.number).join(Case, Case.person_id == Person.id).join(Staff, Case.case_manager_id == Staff.id)
    with application.app.app_context():
        return list(db.session.scalars(rows.where(Case.is_latest, Staff.login == login).order_by(
            Case.opened.desc().nulls_last(), Case.id)))
