"""The press: a template and plain values in, an accessible archive PDF out (PDF/A-2a and PDF/UA-1 at once).

Nothing is loaded but the fonts that the program brings. The layout engine is not thread-safe, so one document is laid
out at a time; styles and fonts are read once per process.
"""

import io
import threading
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fm.documents.conformance import finish
from fm.documents.glyphs import printable
from fm.documents.ties import tied
from fm.rules.calendar import german

_HERE = Path(__file__).parent
_FONTS = _HERE.parent / "static" / "vendor" / "kern-ux-native@2.7.2" / "fonts" / "fira-sans"
#: Base of every address within a document; whatever is asked for there is looked up among the fonts.
_BASE = "fonts:///"
_VARIANT = "pdf/a-2a"

#: Held while a document is laid out: shared fonts in two threads corrupt memory.
_ONE_AT_A_TIME = threading.Lock()
#: Characters that turned out to be in none of the installed fonts.
_MISSING: set[int] = set()


def press(
    template: str, styles: tuple[str, ...], values: Mapping[str, Any], sizes: tuple[str, ...] = ()
) -> bytes:
    """A document as PDF: a template of `fm/templates/`, the names of its style sheets, what it shows.

    `sizes` are style sheets that are tried one after the other until everything stands on one page. Raises
    jinja2.UndefinedError where the template asks for something that was not given.
    """
    page = tied(page_of(template, values))
    with _ONE_AT_A_TIME:
        document, pdf = _lay_out(printable(page, _MISSING), styles, sizes)
        missing = {code for font in document.fonts.values() for code in font.missing}
        if missing:
            _MISSING.update(missing)
            document, pdf = _lay_out(printable(page, _MISSING), styles, sizes)
        return pdf


def page_of(template: str, values: Mapping[str, Any]) -> str:
    """A document as a page of HTML, before it is laid out."""
    return _templates().get_template(template).render(values)


def plain(page: str) -> str:
    """The words of a page of HTML in one line, without its head."""
    reader = _Words()
    reader.feed(page.partition("<body>")[2])
    reader.close()
    return " ".join(" ".join(reader.words).split())


class _Words(HTMLParser):
    """Gathers the words between the marks of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _lay_out(page: str, styles: tuple[str, ...], sizes: tuple[str, ...]) -> tuple[Any, bytes]:
    from weasyprint import HTML

    source = HTML(string=page, base_url=_BASE, url_fetcher=_fetcher())
    for size in sizes or ("",):
        sheets = [_sheet(name) for name in (*styles, size) if name]
        document = source.render(stylesheets=sheets, font_config=_fonts(), color_profiles={"srgb": _colours()})
        if len(document.pages) == 1:
            break
    return document, document.write_pdf(finisher=finish, pdf_variant=_VARIANT, output_intent="")


@cache
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(_HERE.parent / "templates"), autoescape=True,
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(datum=german, tag=_day, zeitpunkt=_moment, rows_of=_rows)
    return environment


def _day(day: date | None) -> str:
    return german(day) if day else ""


def _moment(at: datetime | None) -> str:
    return f"{german(at.date())}, {at:%H:%M} Uhr" if at else ""


def _rows(records: Iterable[Any], *names: str) -> list[list[str]]:
    """The named fields of some records as rows of a table."""
    return [[_cell(getattr(record, name)) for name in names] for record in records]


def _cell(value: Any) -> str:
    if isinstance(value, date):
        return german(value)
    return "" if value is None else str(value)


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _colours() -> Any:
    """What colours mean, which an archive file has to say; read once, and without a time written into it."""
    from weasyprint.css import ColorProfile

    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()

    class Colours(ColorProfile):
        """The profile as it was read."""

        content = profile

    return Colours(io.BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _sheet(name: str) -> Any:
    from weasyprint import CSS

    return CSS(filename=str(_HERE / "styles" / f"{name}.css"), base_url=_BASE, font_config=_fonts(),
               url_fetcher=_fetcher())


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFonts(URLFetcher):
        """Opens the fonts of the program and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(_BASE)
            if name not in {file.name for file in _FONTS.glob("*.woff2")}:
                raise ValueError(f"not a font of the program: {url}")
            return URLFetcherResponse(url, (_FONTS / name).read_bytes(), {"Content-Type": "font/woff2"})

    return OwnFonts()
