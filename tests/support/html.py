"""What every page of the program must be, as findings in words: an empty list is a good page."""

import re
from collections import Counter
from itertools import pairwise

import html5lib
import lxml.html
from html5lib.html5parser import ParseError
from lxml.html import HtmlElement

_LABELLED = {"input", "select", "textarea"}
_NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
#: Names of buttons that ask for more rows, or look something up.
_CHANGES_THE_FORM = {"zeilen", "suche"}
_POINTING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")

_TOKEN = re.compile(r'(X-CSRFToken": "|name="(?:csrf_token|einmal)" value=")[^"]+')


def without_tokens(text: str) -> str:
    """A page without what differs from one answer to the next, or from one second to the next."""
    return _TOKEN.sub(r"\1x", text)


def parse(text: str) -> HtmlElement:
    """The tree of a whole page, whose HTML is taken to be valid."""
    return lxml.html.document_fromstring(text, parser=_parser())


def parse_piece(text: str) -> HtmlElement:
    """The tree of a piece of a page, under an element of its own; raises ParseError on a fault of its HTML."""
    html5lib.HTMLParser(strict=True).parseFragment(text)
    return lxml.html.fragment_fromstring(text, create_parent="div", parser=_parser())


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(remove_comments=True)


def words(element: HtmlElement) -> str:
    """The text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def examine(text: str) -> list[str]:
    """Everything that is wrong with a page."""
    try:
        html5lib.HTMLParser(strict=True).parse(text)
    except ParseError as error:
        return [f"not valid HTML: {error}"]
    tree = parse(text)
    return [fault for check in _CHECKS for fault in check(tree)]


def _language(tree):
    if tree.get("lang") != "de":
        yield "the page does not say that it is German"


def _title(tree):
    titles = [words(title) for title in tree.iter("title")]
    if not titles or not titles[0].removesuffix("· Fallmanagement").strip():
        yield "the page has no title"


def _headings(tree):
    levels = [int(element.tag[1]) for element in tree.iter() if element.tag in _HEADINGS]
    if levels.count(1) != 1:
        yield f"the page has {levels.count(1)} h1"
    for before, level in pairwise(levels):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}"
    for element in tree.iter():
        if element.tag in _HEADINGS and not words(element):
            yield f"an {element.tag} is empty"


def _ids(tree):
    counted = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    yield from (f'the id "{name}" stands {number} times' for name, number in counted.items() if number > 1)
    for element in tree.iter():
        for attribute in _POINTING:
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f'{attribute} points to "{name}", which is not there'
        address = element.get("href") or ""
        if address.startswith("#") and address[1:] not in counted:
            yield f"a link leads to {address}, which is not there"


def _labels(tree):
    labelled = {label.get("for") for label in tree.iter("label") if words(label)}
    wrapped = {control for label in tree.iter("label") for control in label.iter()}
    for control in tree.iter():
        if control.tag not in _LABELLED or control.get("type") in _NEEDS_NO_LABEL:
            continue
        if not (control.get("id") in labelled or control in wrapped
                or control.get("aria-label") or control.get("aria-labelledby")):
            yield f'the field "{control.get("name")}" has no label'


def _tokens(tree):
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        if not any(field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")):
            yield f'the form to {form.get("action")} has no token'


def _enter(tree):
    """The Enter key in a line presses the first button of the form: not one that only changes what it shows."""
    for form in tree.iter("form"):
        first = next((one for one in form.iter("button") if one.get("type", "submit") == "submit"), None)
        if first is not None and first.get("name") in _CHANGES_THE_FORM:
            yield f'the Enter key in the form to {form.get("action")} does not save: "{words(first)}"'


def _nothing_inline(tree):
    for element in tree.iter():
        if element.tag == "style" or (element.tag == "script" and words(element)):
            yield f"there is an inline {element.tag}"
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"a {element.tag} has the attribute {attribute}"


def _nothing_from_outside(tree):
    for element in tree.iter():
        for attribute in ("src", "action", "formaction") + (("href",) if element.tag == "link" else ()):
            address = element.get(attribute) or ""
            if "//" in address.split("?")[0]:
                yield f"{attribute} of a {element.tag} leads out of the house: {address}"


def _names(tree):
    for element in tree.iter():
        if element.tag in ("a", "button", "summary") and not (words(element) or element.get("aria-label")):
            yield f"a {element.tag} has no name"
    for table in tree.iter("table"):
        if table.find("caption") is None:
            yield "a table has no caption"


_CHECKS = (_language, _title, _headings, _ids, _labels, _tokens, _nothing_inline, _nothing_from_outside, _names,
           _enter)
