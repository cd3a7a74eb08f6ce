"""Texts: what is wrong with them is said before they are released; what is right is filled in."""

import pytest

from fm.documents.markup import Block, blocks
from fm.documents.placeholders import MOST_CHARACTERS, PLACEHOLDERS, check, fill

KIND = "change_letter"
GOOD = "# Betreff\n\n> {vertretung}\n\n{anrede},\n\nab dem {ab}: {ansprechperson}, Telefon {telefon}."


def test_a_good_text_has_no_faults():
    assert check(KIND, GOOD) == []


@pytest.mark.parametrize(("text", "fault"), [
    ("", "Der Text ist leer."),
    (" \n\n ", "Der Text ist leer."),
    (GOOD + "x" * MOST_CHARACTERS, f"Der Text ist zu lang: {MOST_CHARACTERS + len(GOOD):,} Zeichen".replace(",", ".")),
    (GOOD + " {terminn}", "Den Platzhalter {terminn} gibt es hier nicht. Ist {termin} gemeint?"),
    (GOOD + " {}", "Den Platzhalter {} gibt es hier nicht."),
    (GOOD + " {xyzzy}", "Den Platzhalter {xyzzy} gibt es hier nicht."),
    (GOOD + " { Termin }", "Den Platzhalter { Termin } gibt es hier nicht. Ist {termin} gemeint?"),
    (GOOD + "\noffen { hier", "In Zeile 8 steht eine geschweifte Klammer ohne Gegenstück."),
    (GOOD + "\nzu } hier", "In Zeile 8 steht eine geschweifte Klammer ohne Gegenstück."),
    (GOOD.replace("{anrede}", "Hallo"), "Der Platzhalter {anrede} fehlt"),
    (GOOD.replace("# Betreff", "Betreff"), "Die Betreffzeile fehlt; sie beginnt mit „# “."),
    (GOOD + "\n\n# Noch einer", "Es gibt mehr als eine Betreffzeile"),
])
def test_a_fault_is_named(text: str, fault: str) -> None:
    found = check(KIND, text)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        check("handover_protocol", GOOD)


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_every_placeholder_is_described_in_german(kind: str) -> None:
    assert all(words and words[0] != "{" for words in PLACEHOLDERS[kind].values())


def test_the_markup():
    assert blocks("# Titel\r\n\r\nEin\r\nAbsatz\r\n\r\n## Kopf\n- a\n- b\n> Wann: heute\n\n<b>kein HTML</b>") == [
        Block("title", ("Titel",)), Block("paragraph", ("Ein\nAbsatz",)), Block("heading", ("Kopf",)),
        Block("list", ("a", "b")), Block("facts", ("Wann: heute",)), Block("paragraph", ("<b>kein HTML</b>",))]


def test_values_are_filled_in_and_are_never_markup():
    assert fill("{a}\n\n- {b}", {"a": "# kein Titel {b}", "b": "eins\n- zwei"}) == [
        Block("paragraph", ("# kein Titel {b}",)), Block("list", ("eins", "- zwei"))]


def test_what_has_nothing_to_say_is_left_out():
    values = {"leer": "", "voll": "da"}
    assert fill("> A: {leer}\n> B: {voll}\n\nNur {leer}.\n\n- {leer}\n\nohne", values) == [
        Block("facts", ("B: da",)), Block("paragraph", ("ohne",))]


def test_the_sign_of_a_paragraph_stays_with_its_number():
    assert fill("nach § 59 SGB II, §§ 1 bis 3", {}) == [
        Block("paragraph", ("nach §\u00a059 SGB II, §§\u00a01 bis 3",))]


def test_a_placeholder_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        fill("{unbekannt}", {})
