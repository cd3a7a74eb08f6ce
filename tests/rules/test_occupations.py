"""What people call an occupation finds what the classification calls it."""

import pytest

from fm.rules.names import fold
from fm.rules.occupations import MOST_WORDS, meant_by, spellings, words_of

SALES = "Berufe im Verkauf (ohne Produktspezialisierung) – fachlich ausgerichtete Tätigkeiten"
COOKS = "Köche/Köchinnen (ohne Spezialisierung) – fachlich ausgerichtete Tätigkeiten"
BAKERS = "Berufe in der Back- und Konditoreiwarenherstellung – fachlich ausgerichtete Tätigkeiten"
STORE = "Berufe in der Lagerwirtschaft – Helfer-/Anlerntätigkeiten"


@pytest.mark.parametrize(("typed", "title", "code"), [
    ("Verkäufer", SALES, "62102"),
    ("Verkäuferin", SALES, "62102"),
    ("verkäufer/innen", SALES, "62102"),
    ("VERKAUF", SALES, "62102"),
    ("Koch", COOKS, "29302"),
    ("Köchin", COOKS, "29302"),
    ("Bäcker", BAKERS, "29222"),
    ("Bäckerin", BAKERS, "29222"),
    ("Verkaufskraft", SALES, "62102"),
    ("Lagerhelferin", STORE, "51311"),
    ("Helfer Lager", STORE, "51311"),
    ("51311", STORE, "51311"),
    ("513", STORE, "51311"),
    ("", STORE, "51311"),
])  # fmt: skip
def test_what_is_typed_means_the_occupation(typed: str, title: str, code: str) -> None:
    assert meant_by(typed, title, code)


@pytest.mark.parametrize(("typed", "title", "code"), [
    ("Koch", SALES, "62102"),
    ("Tischler", STORE, "51311"),
    ("Lager Büro", STORE, "51311"),
    ("62102", STORE, "51311"),
])  # fmt: skip
def test_what_is_typed_means_something_else(typed: str, title: str, code: str) -> None:
    assert not meant_by(typed, title, code)


def test_a_word_stays_the_first_of_its_spellings() -> None:
    assert spellings(fold("Verkäuferin")) == ["verkaeuferin", "verkaeuf", "verkauf"]
    assert spellings("koch") == ["koch", "koech"]
    assert spellings("bau") == ["bau"]


def test_only_so_many_words_are_looked_at() -> None:
    assert len(words_of("wort " * 30)) == MOST_WORDS
