"""Doing something on the way and coming back: a page shows pieces of others, whose forms lead back to it."""

from functools import lru_cache
from urllib.parse import urlencode

from flask import Flask, g, request

from fm.blueprints.access import local_address

#: Name of the parameter, in address and form, that says where a deed leads to.
BACK = "dann"


def init_returning(app: Flask) -> None:
    """Give templates what they lead back with: `token()` carries it on, `hin(address)` puts it into a link."""
    app.jinja_env.globals.update(rueckweg=way_back, hin=passing_by)


def come_back_here() -> None:
    """From now on the forms and links of this page lead back to it."""
    g.way_back = request.full_path.removesuffix("?")


def way_back() -> str | None:
    """Where the forms of this page lead back to; None where each leads to its own page."""
    return g.get("way_back") or local_address(request.values.get(BACK))


def afterwards(default: str) -> str:
    """Where a deed leads to: to the page that its form was opened from, else `default`."""
    return local_address(request.values.get(BACK)) or default


def passing_by(address: str) -> str:
    """An address that leads back here when its deed is done, where this page wants that."""
    back = way_back()
    if not back:
        return address
    path, mark, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{_carried(back)}{mark}{fragment}"


@lru_cache(maxsize=64)
def _carried(back: str) -> str:
    """The way back as an address carries it; a page with a hundred links writes the same one into each."""
    return urlencode({BACK: back})
