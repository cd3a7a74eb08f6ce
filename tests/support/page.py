"""The one way tests look at pages: whatever is fetched is checked in passing, forms are filled as a person would."""

import copy
import itertools
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from tests.support.html import parse, parse_piece, words
from tests.support.nu import NuChecker

PASSWORD = "fallmanagement"
#: Fields of which the program reads one.
_ONCE = {"csrf_token", "einmal", "fassung"}


class Page:
    """A browser without JavaScript: it shows one page at a time and knows its forms and links."""

    def __init__(self, client: FlaskClient, nu: NuChecker) -> None:
        self._client, self._nu = client, nu
        self.address = "/"
        self.text = ""
        self.tree: HtmlElement | None = None

    def get(self, address: str, status: int = 200) -> "Page":
        """Open a page, follow redirects, check it, and compare its status."""
        return self._show(self._client.get(address, follow_redirects=True), status)

    def log_in(self, login: str, password: str = PASSWORD, then: str = "/") -> "Page":
        """Sign in by the login form and go on to a page."""
        return self.get(f"/anmelden?next={quote(then)}").submit("/anmelden", kennung=login, passwort=password)

    def fetch(self, address: str, **request: object) -> TestResponse:
        """The bare answer to a GET; this page stays open."""
        return self._client.get(address, **request)

    def post(self, address: str, fields: dict[str, object], token: bool = True, **request: object) -> TestResponse:
        """The bare answer to a POST with the token of this page, or without; this page stays open."""
        kept = {"csrf_token": self._token()} if token else {}
        return self._client.post(address, data={**kept, **fields}, **request)

    def send_piece(self, address: str, fields: dict[str, object]) -> TestResponse:
        """The answer to a form that htmx sends."""
        return self.post(address, fields, headers={
            "HX-Request": "true", "HX-Current-URL": f"http://localhost{self.address}"})

    def submit(self, action: str, status: int = 200, **fields: object) -> "Page":
        """Fill and send the page's form with this action, hidden fields and presets included; follow what comes."""
        form = self.form(action)
        unknown = fields.keys() - {field.get("name") for field in form.iter()}
        assert not unknown, f"the form {action} has no fields {sorted(unknown)}"
        return self._send(form, {**_presets(form), **fields}, status)

    def form(self, action: str) -> HtmlElement:
        """The page's form with this action (its query left out); of several the one that writes."""
        forms = [form for form in self.tree.iter("form") if urlsplit(form.get("action") or self.address).path == action]
        assert forms, f"{self.address} has no form to {action}"
        return next((form for form in forms if form.get("method") == "post"), forms[0])

    def value(self, action: str, name: str) -> object:
        """What stands in a field of the page's form with this action; None where nothing is chosen."""
        return _presets(self.form(action)).get(name)

    def all(self, tag: str, class_name: str = "") -> list[HtmlElement]:
        """The page's elements of a tag, with a class if one is given."""
        return [element for element in self.tree.iter(tag)
                if not class_name or class_name in (element.get("class") or "").split()]

    def says(self, text: str) -> bool:
        """True if the words of the main part contain `text`."""
        return text in words(self.all("main")[0])

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return words(self.all("h1")[0])

    def links(self) -> dict[str, str]:
        """Words → address of every link; of equal words the first counts."""
        pairs = [(words(link), link.get("href")) for link in self.tree.iter("a")]
        return dict(reversed(pairs))

    def swap(self, address: str, target: str) -> "Page":
        """Fetch a piece as htmx would, lay it into this page in place of #target, and compare with a fresh load."""
        answer = self._client.get(address, headers={
            "HX-Request": "true", "HX-Target": target, "HX-Current-URL": f"http://localhost{self.address}"})
        assert answer.status_code == 200
        assert "HX-Request" in answer.headers["Vary"]
        pieces = list(parse_piece(answer.text))
        assert [piece.get("id") for piece in pieces][:1] == [target], "the piece does not carry the id it replaces"
        swapped = copy.deepcopy(self.tree)
        _replace(swapped, target, pieces[0])
        self.get(address)
        assert _shape(_main(swapped)) == _shape(_main(self.tree)), "the swapped page differs from a fresh load"
        return self

    def _send(self, form: HtmlElement, fields: dict[str, object], status: int) -> "Page":
        address = urljoin(self.address, form.get("action") or self.address)
        data = {name: value for name, value in fields.items() if value is not None}
        if (form.get("method") or "get").lower() == "get":
            return self._show(self._client.get(address, query_string=data, follow_redirects=True), status)
        headers = {"Referer": f"http://localhost{self.address}"}
        return self._show(self._client.post(address, data=data, headers=headers, follow_redirects=True), status)

    def _token(self) -> str:
        return next(field.get("value") for field in self.tree.iter("input") if field.get("name") == "csrf_token")

    def _show(self, answer: TestResponse, status: int) -> "Page":
        assert answer.status_code == status, f"{answer.request.path}: {answer.status}"
        self.address, self.text = answer.request.full_path.removesuffix("?"), answer.text
        found = self._nu.faults(self.text)
        assert not found, f"{self.address}:\n" + "\n".join(found)
        self.tree = parse(self.text)
        return self


def _presets(form: HtmlElement) -> dict[str, object]:
    presets: dict[str, object] = {}
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("submit", "button"):
            continue
        assert name not in _ONCE or name not in presets, f"{name} stands twice: a browser sends both"
        if field.tag == "textarea":
            presets[name] = (field.text or "").removeprefix("\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((option for option in options if "selected" in option.attrib), options[0])
            presets[name] = chosen.get("value")
        elif field.tag == "input" and (kind not in ("checkbox", "radio") or "checked" in field.attrib):
            presets[name] = field.get("value") or ""
    return presets


def _replace(tree: HtmlElement, target: str, piece: HtmlElement) -> None:
    for parent in tree.iter():
        for place, child in enumerate(parent):
            if child.get("id") == target:
                piece.tail = child.tail
                parent[place] = piece
                return
    raise AssertionError(f"the page has no #{target}")


def _main(tree: HtmlElement) -> HtmlElement:
    return next(tree.iter("main"))


def _shape(element: HtmlElement) -> list[tuple]:
    """Tags, attributes and words in their order; what differs from one answer to the next by nature is left out."""
    def attributes(part: HtmlElement) -> dict[str, str]:
        token = part.get("name") in ("csrf_token", "einmal")
        return {name: value for name, value in part.attrib.items() if not (token and name == "value")}

    return [(part.tag, attributes(part), " ".join((part.text or "").split()), " ".join((part.tail or "").split()))
            for part in itertools.islice(element.iter(), 100_000)]


@pytest.fixture(scope="session")
def nu(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NuChecker]:
    """The HTML checker of this run; workers side by side tell each other in a folder what has passed."""
    own = tmp_path_factory.getbasetemp()
    passed = (own.parent if hasattr(request.config, "workerinput") else own) / "passed"
    passed.mkdir(exist_ok=True)
    checker = NuChecker(passed)
    yield checker
    checker.stop()


@pytest.fixture
def page(client: FlaskClient, nu: NuChecker) -> Page:
    """A browser that nobody has signed in with yet."""
    return Page(client, nu)
