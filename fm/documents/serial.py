"""Many documents as one file to print, which is accessible and fit for the archive as each of them is.

Documents are written one after another, their objects numbered anew; of those written before, only numbers are kept.
So the memory needed does not grow with their size.
"""

import hashlib
import io
import re
from array import array
from collections.abc import Iterable
from typing import IO, Any

import pikepdf

from fm.documents.conformance import metadata

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
#: Objects of the whole file; the documents' objects follow.
_CATALOG, _PAGES, _STRUCTURE, _PARENTS, _METADATA, _INFO, _INTENT = range(1, 8)
#: A string, a name of an object, or a comment; strings are matched so that nothing within them is taken for a name.
_TOKEN = re.compile(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|\b(\d+) 0 R\b", re.DOTALL)
#: The id of a heading of a table, as WeasyPrint makes them: unique in its document only. Joined before, it is longer.
_HEADING = re.compile(rb"\((\d+(?:-\d+){2,})\)")


class Joiner:
    """Joins documents made by this program: `add` each of them, then `close`.

    `file` is open for writing bytes; `title` is what the whole is called.
    """

    def __init__(self, file: IO[bytes], title: str) -> None:
        self._file, self._title = file, title
        self._position, self._digest = 0, hashlib.md5(usedforsecurity=False)
        self._offsets = array("Q", bytes(8 * (_INTENT + 1)))
        self._pages: list[int] = []
        self._parents: list[int] = []
        self._roots: list[int] = []
        self._write(_HEADER)

    def add(self, document: bytes) -> None:
        """Append a document. pikepdf.PdfError for what is no PDF."""
        with pikepdf.open(io.BytesIO(document)) as pdf:
            self._append(pdf)

    def close(self) -> None:
        """Write what holds the documents together; the file itself stays open. ValueError where there is none."""
        if not self._pages:
            raise ValueError("no document to join")
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._object(_PAGES, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>".encode())
        parents = " ".join(f"{key} {number} 0 R" for key, number in enumerate(self._parents))
        self._object(_PARENTS, f"<< /Nums [{parents}] >>".encode())
        roots = " ".join(f"{root} 0 R" for root in self._roots)
        self._object(_STRUCTURE, f"<< /Type /StructTreeRoot /K [{roots}] /ParentTree {_PARENTS} 0 R "
                                 f"/ParentTreeNextKey {len(self._parents)} >>".encode())
        marks = metadata(self._title)
        self._object(_METADATA, f"<< /Type /Metadata /Subtype /XML /Length {len(marks)} >>".encode(), marks)
        self._object(_INFO, b"<< /Title " + pikepdf.String(self._title).unparse() + b" >>")
        self._object(_CATALOG, f"<< /Type /Catalog /Pages {_PAGES} 0 R /StructTreeRoot {_STRUCTURE} 0 R "
                               f"/Metadata {_METADATA} 0 R /OutputIntents [{_INTENT} 0 R] /Lang (de) "
                               "/MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> "
                               ">>".encode())
        self._end()

    def _append(self, pdf: pikepdf.Pdf) -> None:
        root = pdf.Root
        structure = root.StructTreeRoot
        names = {structure.objgen[0]: _STRUCTURE, root.Pages.objgen[0]: _PAGES}
        left_out = {*names, root.objgen[0], root.Metadata.objgen[0], structure.ParentTree.objgen[0],
                    pdf.trailer.Info.objgen[0]}
        entries = [entry for entry in pdf.objects if entry.objgen[0] not in left_out and not _of_the_file(entry)]
        first = len(self._offsets)
        names |= {entry.objgen[0]: number for number, entry in enumerate(entries, first)}
        self._offsets.extend([0] * len(entries))
        self._place(pdf, names)
        for entry in entries:
            self._object(names[entry.objgen[0]], *self._copied(entry, names))
        for key in range(1, len(structure.ParentTree.Nums), 2):
            self._parents.append(self._new(self._renamed(structure.ParentTree.Nums[key].unparse(resolved=True), names)))
        if not self._offsets[_INTENT]:
            self._object(_INTENT, self._renamed(root.OutputIntents[0].unparse(resolved=True), names))

    def _place(self, pdf: pikepdf.Pdf, names: dict[int, int]) -> None:
        """Take down a document's pages and the root of its structure, and move its keys behind those before it."""
        start = len(self._parents)
        roots: Any = pdf.Root.StructTreeRoot.K
        self._roots += [names[root.objgen[0]] for root in roots]
        for page in pdf.pages:
            self._pages.append(names[page.obj.objgen[0]])
            page.obj.StructParents = int(page.obj.StructParents) + start
            notes: Any = page.obj.get("/Annots", ())
            for note in notes:
                note.StructParent = int(note.StructParent) + start

    def _copied(self, entry: Any, names: dict[int, int]) -> tuple[bytes, ...]:
        if isinstance(entry, pikepdf.Stream):
            content = entry.read_raw_bytes()
            entry.stream_dict.Length = len(content)
            return self._renamed(entry.stream_dict.unparse(), names), content
        words = entry.unparse(resolved=True)
        if b"/S /T" in words:
            words = _HEADING.sub(rb"(%d-\1)" % len(self._roots), words)
        return (self._renamed(words, names),)

    @staticmethod
    def _renamed(words: bytes, names: dict[int, int]) -> bytes:
        return _TOKEN.sub(lambda found: b"%d 0 R" % names[int(found[1])] if found[1] else found[0], words)

    def _new(self, words: bytes) -> int:
        self._offsets.append(0)
        self._object(len(self._offsets) - 1, words)
        return len(self._offsets) - 1

    def _object(self, number: int, words: bytes, stream: bytes | None = None) -> None:
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n" % number + words + b"\n")
        if stream is not None:
            self._write(b"stream\n" + stream + b"\nendstream\n")
        self._write(b"endobj\n")

    def _write(self, words: bytes) -> None:
        self._file.write(words)
        self._digest.update(words)
        self._position += len(words)

    def _end(self) -> None:
        start, size = self._position, len(self._offsets)
        lines = (b"%010d 00000 n \n" % offset for offset in self._offsets[1:])
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for line in lines:
            self._write(line)
        mark = self._digest.hexdigest().encode()
        self._write(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
                    % (size, _CATALOG, _INFO, mark, mark, start))


def _of_the_file(entry: Any) -> bool:
    """Whether an object only holds its file together: what compressed objects or cross-references were kept in."""
    return isinstance(entry, pikepdf.Stream) and entry.stream_dict.get("/Type") in ("/ObjStm", "/XRef")


def join(documents: Iterable[bytes], title: str, file: IO[bytes]) -> None:
    """Write documents into one file, each as soon as it is there."""
    joiner = Joiner(file, title)
    for document in documents:
        joiner.add(document)
    joiner.close()
