"""What files are, by their content; how they are called; what is refused, and with which sentence."""

import pytest

from fm.rules.uploads import DOCX, JPEG, LARGEST, ODT, PDF, PNG, Unfit, file_name, media_type
from tests.support import uploads
from tests.support.uploads import archive, docx, odt, pdf, png

NO_TYPE = "Der Inhalt der Datei ist weder PDF noch PNG, JPEG, ODT oder DOCX."
NO_DOCUMENT = "Die Datei ist ein Archiv, aber kein ODT- oder DOCX-Dokument."
BROKEN = "Die Datei ist beschädigt und lässt sich nicht öffnen."
MACROS = "Die Datei enthält Makros. Bitte ohne Makros speichern, zum Beispiel als PDF."
TYPES = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


@pytest.mark.parametrize(("content", "expected"), [
    (pdf(), PDF), (png(), PNG), (uploads.JPEG, JPEG), (odt("Lebenslauf"), ODT), (docx("Lebenslauf"), DOCX),
], ids=["pdf", "png", "jpeg", "odt", "docx"])
def test_the_content_says_what_a_file_is(content: bytes, expected: str) -> None:
    assert media_type(content) == expected


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "Die Datei ist leer."),
    (b"%PDF-" + b"0" * (LARGEST - 4), "Die Datei ist 10,0 MB groß; möglich sind höchstens 10 MB."),
    (b"%PDF-" + b"0" * 2 * LARGEST, "Die Datei ist 20,0 MB groß; möglich sind höchstens 10 MB."),
    (b"MZ\x90\0" + b"\0" * 100, NO_TYPE),
    (b"<html><script>alert(1)</script>", NO_TYPE),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_TYPE),
    (b"GIF89a", NO_TYPE),
    (b"<script>alert(1)</script>" + pdf(), NO_TYPE),
    (b"MZ" + docx("x"), NO_TYPE),
    (png() + docx("x"), NO_TYPE),
    (archive({"a.txt": "x"}), NO_DOCUMENT),
    (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), NO_DOCUMENT),
    (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), NO_DOCUMENT),
    (archive({"[Content_Types].xml": TYPES, "word/document.xml": "<x/>"}), NO_DOCUMENT),
    (docx("x", **{"word/vbaProject.bin": "x"}), MACROS),
    (docx("x")[:-30], BROKEN),
    (b"PK\x03\x04" + b"\0" * 50, BROKEN),
    (docx("x", **{f"word/{n}": "" for n in range(2_000)}), "Die Datei ist ausgepackt zu groß."),
    (docx("x", **{"word/media": "0" * 101 * 1024 * 1024}), "Die Datei ist ausgepackt zu groß."),
], ids=["empty", "a byte too much", "twice too much", "program", "page", "drawing", "gif", "page before pdf",
        "program before archive", "archive after picture", "archive", "spreadsheet", "without content",
        "macros by type", "macros", "cut off", "no archive", "many members", "bomb"])  # fmt: skip
def test_what_is_no_paper_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        media_type(content)
    assert str(refused.value) == sentence


def test_ten_megabytes_are_taken() -> None:
    assert media_type(b"%PDF-" + b"0" * (LARGEST - 5)) == PDF


def test_a_locked_archive_is_refused() -> None:
    locked = bytearray(docx("x"))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + place] |= 1
    with pytest.raises(Unfit, match="mit einem Kennwort geschützt"):
        media_type(bytes(locked))


@pytest.mark.parametrize(("given", "name"), [
    ("Zeugnis Müller.PDF", "Zeugnis Müller.pdf"),
    ("../../etc/passwd", "passwd.pdf"),
    ("C:\\Users\\x\\Lebenslauf.docx", "Lebenslauf.pdf"),
    ("Rechnung\u202efdp.exe", "Rechnungfdp.pdf"),
    ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie b.pdf"),
    ("brief.pdf.exe", "brief.pdf.pdf"),
    (".htaccess", "htaccess.pdf"),
    ("…", "….pdf"),
    ("..", "Unterlage.pdf"),
    ("", "Unterlage.pdf"),
    ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ("Zeugnis vom 3.11.2026", "Zeugnis vom 3.11.2026.pdf"),
])
def test_a_name_becomes_harmless(given: str, name: str) -> None:
    assert file_name(given, PDF) == name
