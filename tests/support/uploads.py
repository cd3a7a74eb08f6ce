"""Files as people bring them, made up: harmless ones of each type, and some that mean harm."""

import struct
import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fm.documents import render
from fm.documents.samples import SAMPLES
from fm.rules.uploads import DOCX, ODT

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
         'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')


def archive(members: dict[str, str | bytes]) -> bytes:
    """An archive with these members, in their order; the same bytes whenever it is made."""
    whole = BytesIO()
    with ZipFile(whole, "w") as file:
        for name, content in members.items():
            file.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return whole.getvalue()


def docx(*paragraphs: str, document: str | None = None, **more: str) -> bytes:
    """A document of Word with these paragraphs, or with this XML as its text; `more` are further members."""
    text = "".join(f"<w:p><w:r><w:instrText>HYPERLINK</w:instrText><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs)
    return archive({
        "[Content_Types].xml": f'<Types><Override ContentType="{DOCX}.main+xml"/></Types>',
        "word/document.xml": document or f"<w:document {_WORD}><w:body>{text}</w:body></w:document>", **more})


def odt(*paragraphs: str, content: str | None = None) -> bytes:
    """A text of LibreOffice with these paragraphs, or with this XML as its content."""
    text = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    return archive({
        "mimetype": ODT,
        "content.xml": content or f"<office:document-content {_OPEN}><office:body><office:text>{text}</office:text>"
                                  "</office:body></office:document-content>"})  # fmt: skip


@cache
def pdf() -> bytes:
    """A PDF with the words “Antrag auf Übernahme von Bewerbungskosten”."""
    return render("cost_form", SAMPLES["cost_form"])


def png() -> bytes:
    """A picture of one grey dot."""
    def chunk(name: bytes, said: bytes) -> bytes:
        return struct.pack(">I", len(said)) + name + said + struct.pack(">I", zlib.crc32(name + said))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + b"\x08" * 65 + b"\xff\xd9"
