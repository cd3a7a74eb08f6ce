"""PDFs as tests read them: what breaks the two norms, the text, where each word stands."""

import re
import subprocess
from typing import NamedTuple

import page

MM_PER_POINT = 25.4 / 72
#: A false alarm of the checker about the length of streams.
_FALSE_ALARM = "STREAM-LENGTH-001"


class Word(NamedTuple):
    """A word with the page it stands on, from 1, and its left and upper edge in millimetres."""

    page: int
    text: str
    left: float
    top: float


def faults(pdf: bytes) -> list[str]:
    """What keeps a file from being accessible (PDF/UA-1) and fit for the archive (PDF/A-2a)."""
    norms = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)
    found = (fault for norm in norms for fault in page.validate_pdf_bytes(pdf, profile=norm).failures)
    return sorted({f"{fault.rule_id}: {fault.message}" for fault in found
                   if not fault.rule_id.endswith(_FALSE_ALARM)})


def pages(pdf: bytes) -> list[str]:
    """The text of each page, its lines joined by single spaces."""
    *texts, rest = _run("pdftotext", pdf, "-layout").split("\f")
    assert not rest
    return [" ".join(text.split()) for text in texts]


def text(pdf: bytes) -> str:
    """The text of all pages as it is read aloud, one line; words parted at the end of a line are whole again."""
    return " ".join(re.sub("[-\N{HYPHEN}]\n", "", _run("pdftotext", pdf)).split())


def words(pdf: bytes) -> list[Word]:
    """Every word with its place."""
    found, number = [], 0
    for line in _run("pdftotext", pdf, "-bbox").splitlines():
        number += "<page " in line
        if match := re.search(r'<word xMin="([\d.]+)" yMin="([\d.]+)".*?>(.*)</word>', line):
            left, top = (float(edge) * MM_PER_POINT for edge in match.groups()[:2])
            found.append(Word(number, match[3], left, top))
    return found


def fonts(pdf: bytes) -> list[list[str]]:
    """The fonts of a file: name without the mark of its subset, and whether it is embedded, a subset, and readable."""
    rows = _run("pdffonts", pdf, out=False).splitlines()[2:]
    return [[row.split()[0].split("+")[-1], *row.split()[-5:-2]] for row in rows]


def _run(command: str, pdf: bytes, *options: str, out: bool = True) -> str:
    done = subprocess.run([command, *options, "-", *(["-"] if out else [])], input=pdf, capture_output=True,
                          check=True, timeout=60)
    return done.stdout.decode()
