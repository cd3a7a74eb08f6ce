"""Papers that clients of the demo brought along, made up on the spot: sheets as PDF, scans as PNG."""

import struct
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from fm.demo.acting import ORIGIN
from fm.queries.accounts import SignedIn
from fm.usecases.received import Brought, receive

_PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
)  # fmt: skip
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


class _Paper(NamedTuple):
    """A paper: days since it was brought, its kind of RECEIVED_KINDS, its title, the words on it; a scan has none."""

    ago: int
    kind: str
    title: str
    words: tuple[str, ...] = ()


#: What each of the clients brought.
_BROUGHT = (
    (_Paper(9, "certificate", "Teilnahmebescheinigung Lagerlogistik",
            ("Teilnahmebescheinigung", "Der Lehrgang Lagerlogistik wurde vollständig besucht.")),
     _Paper(30, "application_papers", "Lebenslauf", ("Lebenslauf", "Lager und Versand, Verkauf, Gartenbau")),
     _Paper(5, "effort", "Liste der Bewerbungen")),
    (_Paper(12, "medical", "Befundbericht", ("Befundbericht", "Heben über 10 Kilogramm ist zu vermeiden.")),
     _Paper(3, "letter", "Zusage der Kindertagesstätte")),
)  # fmt: skip


def bring_some(actor: SignedIn, cases: Iterator[int], at: datetime) -> None:
    """Put papers into the files of the next of these clients; part of the demo's one transaction."""
    for papers, case_id in zip(_BROUGHT, cases, strict=False):
        for paper in papers:
            then = at - timedelta(days=paper.ago)
            content, ending = (_sheet(paper.words), "pdf") if paper.words else (_scan(paper.title), "png")
            brought = Brought(paper.kind, paper.title, then.date(), False, f"{paper.title}.{ending}", content)
            receive(actor, case_id, brought, "", then, ORIGIN)


def _sheet(lines: tuple[str, ...]) -> bytes:
    """A page with these lines as PDF."""
    shown = " ".join(f"({line}) Tj 0 -24 Td" for line in lines)
    stream = f"BT /F 14 Tf 72 770 Td {shown} ET".encode("cp1252")
    content = b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate((*_PAGE, content, _FONT), 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return whole + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table, len(whole))


def _scan(title: str) -> bytes:
    """A blank page in grey as PNG, of a shade of its own."""
    width, height, shade = 210, 297, 200 + sum(title.encode()) % 50
    rows = zlib.compress((b"\0" + bytes([shade]) * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks)
