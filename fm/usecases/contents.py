"""The words of a file that somebody brought, read by a process of its own with little time and memory.

Files from outside may be made to break whoever reads them. So the program hands them to
`python -m fm.usecases.contents MEDIA_TYPE` on standard input, which writes their words to standard output, or, with the
exit code REFUSED, the German sentence why the file is not taken.
"""

import resource
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.parsers import expat
from zipfile import ZipFile

from fm.rules.uploads import DOCX, ODT, PDF, Unfit

#: Characters of a file that are kept for the search.
LONGEST = 200_000
#: Seconds and bytes of memory that reading a file may take; the exit code that says that it is not taken.
SECONDS, _MEMORY, REFUSED = 20, 1024**3, 3
_MOST_PAGES = 500
_MOST_XML = 50 * 1024 * 1024
_PROJECT = Path(__file__).parents[2]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE, _TEXT = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text"))
#: Media type → the member with the text, the elements that hold text, those after which a new word begins.
_PARTS = {
    DOCX: ("word/document.xml", {f"{_WORD} t"}, {f"{_WORD} {name}" for name in ("p", "tab", "br", "tc")}),
    ODT: ("content.xml", {f"{_OFFICE} body"}, {f"{_TEXT} {name}" for name in ("p", "h", "tab", "line-break", "s")}),
}  # fmt: skip


def words_of(content: bytes, media_type: str) -> str:
    """The words of a file, at most LONGEST characters; none of a picture. Unfit where it cannot be read."""
    if media_type not in (PDF, *_PARTS):
        return ""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "fm.usecases.contents", media_type], input=content, cwd=_PROJECT, env={},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unfit("Die Datei ließ sich in vertretbarer Zeit nicht lesen.") from None
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode == REFUSED:
        raise Unfit(said)
    if done.returncode:
        raise Unfit("Die Datei ließ sich nicht lesen.")
    return said


def read(content: bytes, media_type: str) -> str:
    """As `words_of`, within this process and without its limits of time and memory."""
    pieces = _of_pdf(content) if media_type == PDF else _of_archive(content, *_PARTS[media_type])
    return " ".join(" ".join(pieces).split())[:LONGEST]


def _of_pdf(content: bytes) -> Iterator[str]:
    """The text of the pages; a page whose text cannot be read is passed over."""
    import pikepdf
    import pypdf

    try:
        with pikepdf.open(BytesIO(content)) as file:
            plain = BytesIO()
            file.save(plain)
    except pikepdf.PasswordError:
        raise Unfit("Die PDF-Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern.") from None
    except (pikepdf.PdfError, ValueError):
        raise Unfit("Die PDF-Datei ist beschädigt und lässt sich nicht öffnen.") from None
    read = 0
    for page in pypdf.PdfReader(plain).pages[:_MOST_PAGES]:
        try:
            text = page.extract_text()
        except Exception:  # fonts and streams may be faulty in any way
            continue
        yield text
        read += len(text)
        if read > LONGEST:
            return


def _of_archive(content: bytes, member: str, holding: set[str], parting: set[str]) -> list[str]:
    """The text of an XML member; Unfit where it declares entities or a type, which no office program does."""
    with ZipFile(BytesIO(content)) as archive, archive.open(member) as file:
        text = file.read(_MOST_XML + 1)
    if len(text) > _MOST_XML:
        raise Unfit("Die Datei ist ausgepackt zu groß.")
    pieces, depth = [""], 0

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += name in holding

    def end(name: str) -> None:
        nonlocal depth
        depth -= name in holding
        if name in parting:
            pieces.append("")

    def characters(said: str) -> None:
        if depth:
            pieces[-1] += said

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, characters
    parser.StartDoctypeDeclHandler = _refuse_declarations
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        raise Unfit("Die Datei ist beschädigt und lässt sich nicht öffnen.") from None
    return pieces


def _refuse_declarations(*_declared: object) -> None:
    raise Unfit("Die Datei enthält Anweisungen, die in ein Dokument nicht gehören.")


def main() -> int:
    """Read standard input as a file of the media type that the command line names."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        said, code = read(sys.stdin.buffer.read(), sys.argv[1]), 0
    except Unfit as unfit:
        said, code = str(unfit), REFUSED
    sys.stdout.buffer.write(said.encode("utf-8", "replace"))
    return code


if __name__ == "__main__":
    sys.exit(main())
