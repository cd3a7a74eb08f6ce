"""The form of a letter after DIN 5008 form B: where things stand on the sheet."""

from dataclasses import replace
from datetime import date

import pytest

from fm.documents import render
from fm.documents.records import Recipient, salutation
from fm.documents.samples import SAMPLES
from tests.support.pdf import faults, pages, text, words

LETTERS = ("invitation_intake", "invitation_consequences", "change_letter", "allocation", "job_proposal")
#: Type stands a little below and beside the edge of its line.
SLACK = 3


@pytest.mark.parametrize("kind", LETTERS)
def test_the_address_stands_in_the_window(kind: str) -> None:
    found = [word for word in words(render(kind, SAMPLES[kind])) if word.page == 1]
    name = next(word for word in found if word.text == "Şükran")
    assert name.left == pytest.approx(25, abs=0.5)
    assert 62.7 <= name.top <= 90
    town = next(word for word in found if word.text == "17291" and word.top > name.top)
    assert town.top < 90 - SLACK
    sender = min((word for word in found if word.top > 45 and word.left < 105), key=lambda word: word.top)
    assert 56 <= sender.top <= 62.7


@pytest.mark.parametrize("kind", LETTERS)
def test_the_information_block_and_the_text_keep_their_places(kind: str) -> None:
    found = words(render(kind, SAMPLES[kind]))
    block = [word for word in found if word.page == 1 and word.left > 120 and 45 < word.top < 98]
    assert min(word.left for word in block) == pytest.approx(125, abs=0.5)
    assert min(word.top for word in block) == pytest.approx(50, abs=SLACK)
    body = [word for word in found if word.page == 1 and 98 < word.top < 277]
    assert min(word.left for word in body) == pytest.approx(25, abs=0.5)
    assert min(word.top for word in body) == pytest.approx(98.5, abs=SLACK)
    assert max(word.left for word in found) < 200
    later = [word for word in found if word.page > 1 and word.top < 277]
    assert all(word.top >= 20 for word in later)


def test_the_head_is_the_branch_s():
    record = SAMPLES["change_letter"]
    schwedt = replace(record.letterhead, branch="Schwedt", street="Probeweg 5", postcode="16303", town="Schwedt/Oder")
    read = text(render("change_letter", replace(record, letterhead=schwedt)))
    assert "Geschäftsstelle Schwedt" in read
    assert "Probeweg 5, 16303 Schwedt/Oder" in read


@pytest.mark.parametrize("lines", [6, 9])
def test_a_long_address_stays_in_the_window(lines: int) -> None:
    record = replace(SAMPLES["change_letter"], recipient=Recipient(tuple(f"Zeile{n}" for n in range(lines))))
    found = {word.text: word.top for word in words(render("change_letter", record))}
    assert all(62 < found[f"Zeile{n}"] < 90 - SLACK for n in range(lines))


@pytest.mark.parametrize("name", [
    "Şükran Müller-Großkopf", "Siobhán O’Neill", "李 小龙", "Łukasz Żółć", "Nguyễn Thị Hạnh", "Đorđe Čović", "Ольга",
    "محمد", "<b>Kim</b> & Co {anrede}",
])
def test_every_name_can_be_written(name: str) -> None:
    record = replace(
        SAMPLES["change_letter"], recipient=Recipient((name, "Am Teich 1")), salutation=f"Guten Tag {name}")
    pdf = render("change_letter", record)
    assert faults(pdf) == []
    read = text(pdf)
    assert "□" not in read
    if name != "محمد":
        assert f"Guten Tag {name}," in read


def test_a_letter_of_many_pages_counts_them():
    record = SAMPLES["change_letter"]
    pdf = render("change_letter", replace(record, text=record.text + "\n\nNoch ein langer Absatz. " * 600))
    sheets = pages(pdf)
    assert len(sheets) > 4
    assert all(f"Seite {number} von {len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1))
    assert faults(pdf) == []


@pytest.mark.parametrize(("sex", "words_"), [
    ("w", "Sehr geehrte Frau Öz"), ("m", "Sehr geehrter Herr Öz"), ("d", "Guten Tag Kim Öz"), ("x", "Guten Tag Kim Öz"),
    (None, "Guten Tag Kim Öz"),
])
def test_how_somebody_is_addressed(sex: str | None, words_: str) -> None:
    assert salutation(sex, "Kim", "Öz") == words_


def test_the_letter_is_dated():
    record = replace(SAMPLES["change_letter"], day=date(2026, 3, 2))
    assert "Datum 02.03.2026" in pages(render("change_letter", record))[0]


@pytest.mark.parametrize("kind", LETTERS[:3])
def test_no_sentence_of_a_letter_is_left_without_its_words(kind: str) -> None:
    record = SAMPLES[kind]
    unknown = {"before": "", "reason": ""} if kind == "change_letter" else {"bring": (), "household": ()}
    read = text(render(kind, replace(record, **unknown)))
    assert " ." not in read
    assert kind == "change_letter" or "Ausweis" in read or "ausweis" in read
