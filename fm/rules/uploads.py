"""What somebody brings along as a file: recognised by its content, never by its name, and named harmlessly.

What is refused is said in a German sentence. Nothing here unpacks more than a few thousand characters of a file.
"""

import re
import unicodedata
from io import BytesIO
from zipfile import ZipFile

#: Largest file in bytes, and how that is said.
LARGEST, LARGEST_SAID = 10 * 1024 * 1024, "10 MB"

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Media type → the ending of its files, and what people call it.
ENDINGS = {PDF: "pdf", PNG: "png", JPEG: "jpg", ODT: "odt", DOCX: "docx"}
NAMES = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", ODT: "ODT", DOCX: "DOCX"}

#: What an archive may hold at most: members, and bytes unpacked by its own account.
_MOST_MEMBERS, _MOST_UNPACKED = 2_000, 100 * 1024 * 1024
#: Bytes of a member that are read to learn what the archive is.
_HEAD = 64 * 1024
_LONGEST_NAME = 100
_PNG_BEGINS, _PNG_ENDS = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0\0\0\0IEND\xaeB`\x82"
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


class Unfit(Exception):
    """A file that is not taken; its text is the German sentence that says why."""


def media_type(content: bytes) -> str:
    """The media type that a file's content says, one of `ENDINGS`; Unfit where it is none of them, or too large."""
    if not content:
        raise Unfit("Die Datei ist leer.")
    if len(content) > LARGEST:
        size = f"{len(content) / 1024 / 1024:.1f}".replace(".", ",")
        raise Unfit(f"Die Datei ist {size} MB groß; möglich sind höchstens {LARGEST_SAID}.")
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(_PNG_BEGINS) and content.endswith(_PNG_ENDS):
        return PNG
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content:
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _type_of_archive(content)
    raise Unfit("Der Inhalt der Datei ist weder PDF noch PNG, JPEG, ODT oder DOCX.")


def file_name(given: str, media_type: str) -> str:
    """A name for a file of this type: no folders, nothing invisible, the ending that belongs to the type."""
    visible = "".join(c for c in unicodedata.normalize("NFC", given) if unicodedata.category(c)[0] != "C")
    last = re.split(r"[/\\]", visible)[-1]
    stem = _ENDING.sub("", _NOT_IN_NAMES.sub("", last)).strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"{stem or 'Unterlage'}.{ENDINGS[media_type]}"


def _type_of_archive(content: bytes) -> str:
    """ODT and DOCX are archives; each says in one member what it is."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_dangers(archive)
            found = _type_by_members(archive)
    except Unfit:
        raise
    except Exception as fault:  # an archive made to break its reader may raise anything
        raise Unfit("Die Datei ist beschädigt und lässt sich nicht öffnen.") from fault
    if found is None:
        raise Unfit("Die Datei ist ein Archiv, aber kein ODT- oder DOCX-Dokument.")
    return found


def _refuse_dangers(archive: ZipFile) -> None:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise Unfit("Die Datei ist ausgepackt zu groß.")
    if any(member.flag_bits & 1 for member in members):
        raise Unfit("Die Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern und noch einmal wählen.")
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise Unfit("Die Datei enthält Makros. Bitte ohne Makros speichern, zum Beispiel als PDF.")


def _type_by_members(archive: ZipFile) -> str | None:
    names = set(archive.namelist())
    if {"mimetype", "content.xml"} <= names and _head(archive, "mimetype") == ODT.encode():
        return ODT
    main = f'"{DOCX}.main+xml"'.encode()
    if {"[Content_Types].xml", "word/document.xml"} <= names and main in _head(archive, "[Content_Types].xml"):
        return DOCX
    return None


def _head(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_HEAD)
