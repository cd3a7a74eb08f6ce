"""Walking through the house as somebody: from the desk along every link, to one page of each kind."""

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from lxml.html import HtmlElement
from werkzeug.exceptions import MethodNotAllowed, NotFound

#: Addresses that lead to files instead of pages.
FILES = frozenset({
    "static", "agreements.ending_csv", "agreements.ending_xlsx",
    "clients.as_csv", "clients.as_xlsx", "handovers.as_csv", "handovers.as_xlsx",
    "intake.as_csv", "intake.as_xlsx", "clients.document", "clients.received", "agenda.feed",
    "admin.preview_text", "printing.file", "benefits.decisions_csv", "benefits.decisions_xlsx", "health.show",
    "measures.as_csv", "measures.as_pdf", "measures.as_xlsx", "employers.as_csv", "employers.as_xlsx",
    "placing.as_pdf", "placing.letter", "conferencing.paper_there",
})
#: What in a query part makes another page, and not only another order, portion or filter of the same one.
_MAKES_ANOTHER_PAGE = frozenset({"liste", "stand", "art"})
#: What leads through a list that the page before has shown already.
_TURNS = frozenset({"seite", "sortierung", "zeilen", "nur"})


def endpoint_of(app: Flask, address: str, method: str = "GET") -> str | None:
    """The endpoint that answers an address of the program; None where nothing does."""
    try:
        return app.url_map.bind("localhost").match(urlsplit(address).path, method=method)[0]
    except (NotFound, MethodNotAllowed):
        return None


def kind_of(app: Flask, address: str) -> tuple[object, ...]:
    """What makes a page one of its kind: which client or standard it shows does not."""
    query = sorted(parse_qsl(urlsplit(address).query))
    return (endpoint_of(app, address),
            *((key, value if key in _MAKES_ANOTHER_PAGE else None) for key, value in query))


class Way:
    """The pages still to be seen: `for address in way`, and `way.add(address, links)` for each page seen."""

    def __init__(self, app: Flask, start: str = "/") -> None:
        self._app = app
        self._ahead = [start]
        self._kinds = {kind_of(app, start)}

    def __iter__(self) -> Iterator[str]:
        while self._ahead:
            yield self._ahead.pop(0)

    def add(self, address: str, links: Iterable[str | None]) -> None:
        """Go on along the links of a page, to the first of each kind that was not seen yet."""
        turning = [key for key, _ in parse_qsl(urlsplit(address).query) if key in _TURNS]
        for link in links:
            if not link or link.startswith("#") or turning:
                continue
            found = urljoin(address, link).split("#")[0]
            kind = kind_of(self._app, found)
            if kind not in self._kinds and kind[0] not in FILES:
                self._kinds.add(kind)
                self._ahead.append(found)


def links_of(tree: HtmlElement) -> list[str | None]:
    """The addresses of a page's links, those that htmx alone follows included."""
    return [element.get(name) for element in tree.iter() for name in ("href", "data-hx-get")
            if element.get(name) and element.tag != "link"]


def dead_ends(app: Flask, address: str, tree: HtmlElement) -> list[str]:
    """Links and forms of a page that lead to nothing."""
    reading = [(link, "GET") for link in links_of(tree) if not link.startswith("#")]
    sending = [(form.get("action") or address, (form.get("method") or "get").upper()) for form in tree.iter("form")
               if form.get("method") != "dialog"]
    writing = [(element.get("data-hx-post"), "POST") for element in tree.iter() if element.get("data-hx-post")]
    return [f"{method} {target}" for target, method in {*reading, *sending, *writing}
            if endpoint_of(app, urljoin(address, target), method) is None]
