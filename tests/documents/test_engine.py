"""The press: what it refuses, that it prints the same again, that threads wait for one another, how long it takes."""

import gc
import re
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from fm.documents import render
from fm.documents.engine import _fetcher, press
from fm.documents.samples import SAMPLES
from tests.support.pdf import faults, pages, text

NOTES = SAMPLES["contact_notes"]


def with_note(words: str) -> bytes:
    """A sheet with one contact note."""
    return render("contact_notes", replace(NOTES, notes=(replace(NOTES.notes[0], text=words),)))


@pytest.mark.parametrize("address", ["https://example.org/a.woff2", "file:///etc/passwd", "fonts:///../../config.py",
                                     "data:text/plain,x"])
def test_nothing_is_fetched_but_the_program_s_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="not a font of the program"):
        _fetcher().fetch(address)
    assert _fetcher().fetch("fonts:///FiraSans-Regular.woff2")


def test_the_same_record_makes_the_same_file():
    assert render("change_letter", SAMPLES["change_letter"]) == render("change_letter", SAMPLES["change_letter"])


def test_no_file_stays_open():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for kind in ("change_letter", "contact_notes"):
            render(kind, SAMPLES[kind])
        gc.collect()
    assert [str(one.message) for one in told if one.category is ResourceWarning] == []


def test_threads_print_whole_documents():
    expected = {kind: render(kind, record) for kind, record in SAMPLES.items()}
    with ThreadPoolExecutor(4) as threads:
        printed = list(threads.map(lambda kind: (kind, render(kind, SAMPLES[kind])), [*SAMPLES, *SAMPLES]))
    assert all(pdf == expected[kind] for kind, pdf in printed)


@pytest.mark.parametrize(("words", "read"), [
    ("a\x07b\x0bc\x00d", "abcd"),
    ("privat \ue123 hier", "privat □ hier"),
    ("unbekannt \U0001e900 hier", "unbekannt □ hier"),
    ("<script>alert(1)</script> & {name}", "<script>alert(1)</script> & {name}"),
])
def test_what_paper_cannot_show_breaks_no_norm(words: str, read: str) -> None:
    pdf = with_note(words)
    assert faults(pdf) == []
    assert read in text(pdf)


def test_lone_surrogates_are_replaced():
    assert "allein □ hier" in text(with_note("allein \ud800 hier"))


@pytest.mark.parametrize("words", ["Ein Satz mit Ä, ß und mehr. " * 3600, "x" * 100_000])
def test_a_text_of_100_000_characters_is_printed_whole(words: str) -> None:
    pdf = with_note(words)
    assert faults(pdf) == []
    sheets = pages(pdf)
    assert f"Seite {len(sheets)} von {len(sheets)}" in sheets[-1]
    read = re.sub(r"\s|\u200b", "", text(pdf))
    sign = words[0]
    assert read.count(sign) >= words.count(sign)


def test_a_long_table_repeats_its_head_and_breaks_no_norm():
    record = SAMPLES["handover_protocol"]
    pdf = render("handover_protocol", replace(record, deadlines=record.deadlines * 60))
    assert faults(pdf) == []
    assert sum("Fällig am" in sheet for sheet in pages(pdf)) > 2


def test_a_template_asks_for_nothing_that_is_not_given():
    with pytest.raises(Exception, match="'paper' is undefined"):
        press("documents/letter.html", ("common", "letter"), {"title": "x", "blocks": []})
