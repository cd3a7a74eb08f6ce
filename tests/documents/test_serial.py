"""Many documents in one file: still both norms, each with its own pages, and the memory does not grow with them."""

import io
import tracemalloc
from dataclasses import replace

import pikepdf
import pytest

from fm.documents import render
from fm.documents.samples import SAMPLES
from fm.documents.serial import Joiner, join
from tests.support.pdf import faults, pages


def joined(documents: list[bytes], title: str = "Einladungen & mehr") -> bytes:
    """Some documents as one file."""
    file = io.BytesIO()
    join(documents, title, file)
    return file.getvalue()


def test_documents_of_all_kinds_in_one_file_break_no_norm():
    documents = [render(kind, record) for kind, record in SAMPLES.items()]
    whole = joined(documents)
    assert faults(whole) == []
    assert pages(whole) == [sheet for document in documents for sheet in pages(document)]
    with pikepdf.open(io.BytesIO(whole)) as file:
        assert file.check_pdf_syntax() == []
        assert str(file.docinfo.Title) == "Einladungen & mehr"
        assert len(file.Root.StructTreeRoot.K) == len(documents)


def test_the_structure_of_each_document_comes_with_it():
    document = render("handover_protocol", SAMPLES["handover_protocol"])
    with pikepdf.open(io.BytesIO(joined([document] * 3))) as file:
        parents = file.Root.StructTreeRoot.ParentTree.Nums
        assert [int(key) for key in list(parents)[::2]] == list(range(len(file.pages)))
        assert [int(page.obj.StructParents) for page in file.pages] == list(range(len(file.pages)))
        ids = [str(entry.ID) for entry in file.objects if isinstance(entry, pikepdf.Dictionary) and "/ID" in entry]
        assert len(ids) == len(set(ids)) > 30


def test_what_was_joined_can_be_joined_again():
    letters = [render(kind, SAMPLES[kind]) for kind in ("invitation_intake", "change_letter")]
    again = joined([joined(letters), letters[0], joined(letters)])
    assert faults(again) == []
    assert len(pages(again)) == 5
    with pikepdf.open(io.BytesIO(again)) as file:
        assert file.check_pdf_syntax() == []
        assert [entry.Type for entry in file.Root.StructTreeRoot.K] == ["/StructElem"] * 5
        parents = list(file.Root.StructTreeRoot.ParentTree.Nums)[1::2]
        assert all(isinstance(entry, pikepdf.Array) for entry in parents)
        ids = [str(entry.ID) for entry in file.objects if isinstance(entry, pikepdf.Dictionary) and "/ID" in entry]
        assert len(ids) == len(set(ids))


def test_text_that_looks_like_a_reference_is_left_alone():
    record = replace(SAMPLES["change_letter"], text=SAMPLES["change_letter"].text.replace(
        "# Ihre", "# (5 0 R) \\( (1-0-0) Ihre"))
    whole = joined([render("change_letter", record)] * 2)
    assert faults(whole) == []
    assert all("(5 0 R) \\( (1-0-0) Ihre neue" in sheet for sheet in pages(whole))


def test_no_document_makes_no_file():
    with pytest.raises(ValueError, match="no document"):
        Joiner(io.BytesIO(), "leer").close()


def test_what_is_no_document_is_refused():
    with pytest.raises(pikepdf.PdfError):
        Joiner(io.BytesIO(), "x").add(b"no PDF")


class _Sink:
    """Forgets what is written to it."""

    def write(self, words: bytes) -> None:
        """Take it and keep nothing."""


def test_three_hundred_letters_need_little_memory():
    letter = render("invitation_intake", SAMPLES["invitation_intake"])
    joiner = Joiner(_Sink(), "Serie")
    joiner.add(letter)
    tracemalloc.start()
    for _ in range(299):
        joiner.add(letter)
    joiner.close()
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 8_000_000
