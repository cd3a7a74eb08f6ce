"""An office without clients, and people led through its pages: as they speak of it, not as a browser does."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from re import Pattern

from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm import clock
from fm.demo.paper import release_texts
from fm.demo.staff import PASSWORD, accounts
from fm.demo.words import BRANCHES
from fm.extensions import db
from fm.models import Staff
from fm.transactions import announce_writing, writing
from fm.usecases.deadlines import differences
from fm.usecases.journal import verify
from tests.support.databases import Application
from tests.support.handing import Handing
from tests.support.records import Records


def staff_office() -> None:
    """Fill an empty database with the accounts of the demo and the texts of letters, released long ago."""
    announce_writing()
    records = Records(db.session())
    for name, (street, postcode, phone) in BRANCHES.items():
        records.branch(name, street=street, postcode=postcode, town=name, phone=phone)
    for number, one in enumerate(accounts(), 101):
        records.staff(one.login, roles=" ".join(one.roles), streams=" ".join(one.streams), branch=one.branch,
                      password=PASSWORD, surname=one.surname, given_name=one.given, room=str(number))
    with writing() as session:
        admin = session.scalars(select(Staff).where(Staff.login == "admin")).one()
        release_texts(session, admin, clock.now() - timedelta(days=365))


class Someone:
    """A person before a page of the program, with or without JavaScript."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, address: str, status: int = 200) -> "Someone":
        """Go to an address; it answers with this status."""
        answer = self.page.goto(address, wait_until="domcontentloaded")
        assert answer, f"{address} did not answer"
        assert answer.status == status, f"{address}: {answer.status}"
        return self

    def follows(self, words: str, within: str = "main") -> "Someone":
        """Follow the first link that begins with these words."""
        return self._goes(self.page.locator(f"{within} a", has_text=_beginning(words)).first)

    def presses(self, words: str, within: str = "main") -> "Someone":
        """Press the first button that begins with these words; it leads on to another page."""
        seen = self.page.locator(f"{within} button:not([aria-hidden])", has_text=_beginning(words))
        return self._goes(seen.first)

    def fills(self, **fields: str | bool) -> "Someone":
        """Fill in fields by their names: text, True or False for a box, the words of a choice."""
        for name, value in fields.items():
            self._fill(self.page.locator(f"main form[method=post] [name={name}]:not([type=hidden])"), value)
        return self

    def unfolds(self, words: str) -> "Someone":
        """Open what is folded away under these words."""
        self.page.locator("main summary", has_text=_beginning(words)).first.click()
        return self

    def searches(self, **fields: str) -> "Someone":
        """Fill in the fields of a form that only looks something up."""
        for name, value in fields.items():
            self.page.locator(f"main form[method=get] [name={name}]").fill(value)
        return self

    def sees(self, words: str, within: str = "main") -> "Someone":
        """The page says this."""
        expect(self.page.locator(within)).to_contain_text(words)
        return self

    def sees_not(self, words: str, within: str = "main") -> "Someone":
        """The page does not say this."""
        expect(self.page.locator(within)).not_to_contain_text(words)
        return self

    def is_told(self, words: str) -> "Someone":
        """What the last deed did is said on top."""
        return self.sees(words, "#status")

    def reads_pdf(self, title: str) -> bytes:
        """The document of this title, as the link on the page delivers it."""
        link = self.page.locator("main a", has_text=title).first.get_attribute("href")
        answer = self.page.request.get(link)
        assert answer.status == 200
        return answer.body()

    def prints(self, words: str, address: str = "**/drucken") -> bytes:
        """Press the button that prints a document, and what comes of it instead of showing it."""
        printed = []

        def keep(route: Route) -> None:
            printed.append(route.fetch().body())
            route.fulfill(status=204)

        self.page.route(address, keep)
        with self.page.expect_response(address):
            self.page.locator("main button", has_text=_beginning(words)).click()
        self.page.unroute(address)
        return printed[0]

    @property
    def path(self) -> str:
        """The path of the page that is open."""
        return self.page.url.split("/", 3)[3]

    def _goes(self, target: Locator) -> "Someone":
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()
        return self

    def _fill(self, field: Locator, value: str | bool) -> None:
        kind = field.first.evaluate("field => field.type")
        if kind == "select-one":
            option = field.locator("option", has_text=str(value)).first
            field.select_option(option.get_attribute("value"))
        elif kind == "checkbox" and isinstance(value, bool):
            field.set_checked(value)
        elif kind in ("radio", "checkbox"):
            field.page.locator("main form[method=post]").get_by_label(str(value)).check()
        else:
            field.fill(str(value))


def _beginning(words: str) -> Pattern[str]:
    return re.compile(rf"^\s*{re.escape(words)}(?!\w)")


class House:
    """The office at work: people before its pages, its clock, its database."""

    def __init__(self, application: Application, look: Callable[..., Page]) -> None:
        self._application, self._look = application, look

    def someone(self, login: str, way: str, address: str = "/") -> Someone:
        """Somebody who signs in and sees this page."""
        return Someone(self._look(way, address, login))

    def is_now(self, moment: str) -> None:
        """Let it be this moment, such as 2026-11-24T09:00, for everybody in the house."""
        self._application.app.config["FIXED_NOW"] = moment

    @contextmanager
    def handing(self) -> Iterator[Handing]:
        """Makes cases behind the pages; its `records` makes whatever else they need."""
        with self._application.app.app_context():
            announce_writing()
            yield Handing(db.session(), Records(db.session()))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session to look at what is kept."""
        with self._application.app.app_context():
            yield db.session()

    def holds(self) -> None:
        """The deadlines are those that the rules say, and no entry of the journal was changed."""
        with self.session() as session:
            assert list(differences(session)) == []
            assert verify().intact
