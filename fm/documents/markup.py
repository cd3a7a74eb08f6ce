"""The light markup of the texts: what is typed becomes blocks, which the templates turn into paragraphs.

A blank line ends a paragraph. `# ` begins the subject, `## ` a heading, `- ` an item of a list, `> ` a key fact
("> Termin: …"). Everything else is text as it stands, signs of HTML too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_SIGNS = {"# ": "title", "## ": "heading", "- ": "list", "> ": "facts"}


@dataclass(frozen=True)
class Block:
    """A piece of a text: `kind` is title, heading, paragraph, list or facts; a list or facts have several lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """A text as blocks."""
    return [Block(kind, tuple(lines)) for kind, lines in _grouped(text) if any(lines)]


def _grouped(text: str) -> Iterator[tuple[str, list[str]]]:
    kind, lines = "", list[str]()
    for line in text.replace("\r\n", "\n").split("\n"):
        following, words = _sorted(line.strip())
        joins = following == kind and kind in ("list", "facts", "paragraph")
        if not joins:
            yield kind, _joined(kind, lines)
            kind, lines = following, []
        lines.append(words)
    yield kind, _joined(kind, lines)


def _sorted(line: str) -> tuple[str, str]:
    """The kind of a line, and its words."""
    for sign, kind in _SIGNS.items():
        if line.startswith(sign):
            return kind, line.removeprefix(sign).strip()
    return ("paragraph" if line else "", line)


def _joined(kind: str, lines: list[str]) -> list[str]:
    """The lines of a paragraph are one, broken where they were typed."""
    return ["\n".join(lines)] if kind == "paragraph" else lines
