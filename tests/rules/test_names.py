"""Finding people by name: folding and the Cologne phonetic code."""

from datetime import date

import pytest

from fm.rules.names import alike, fold, names_of, near, sound


@pytest.mark.parametrize(("text", "folded"), [
    ("Müller", "mueller"),
    ("MÜLLER", "mueller"),
    ("Mu\u0308ller", "mueller"),
    ("Großkopf", "grosskopf"),
    ("GROẞKOPF", "grosskopf"),
    ("Jäger Örtel", "jaeger oertel"),
    ("Şükran Yıldız", "suekran yildiz"),
    ("Łukasz Dąbrowski", "lukasz dabrowski"),
    ("Søren Ångström", "soeren angstroem"),
    ("Đorđević", "dordevic"),
    ("Æsa Œuvre Þór Ðan", "aesa oeuvre thor dan"),
    ("O'Neill", "o neill"),
    ("von der  Leyen-Schmidt", "von der leyen schmidt"),
    ("  Meyer (geb. Kunze), 2. Fall ", "meyer geb kunze 2 fall"),
    ("U000123/2", "u000123 2"),
    ("", ""),
    (" - ", "-"),
    ("Иванов  Пётр", "иванов пётр"),
    ("محمد", "محمد"),
])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["Müller", "Şükran Yıldız", "Иванов Пётр", "O'Neill", "Großkopf"])
def test_what_is_folded_stays(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("name", "code"), [
    ("Müller", "657"),
    ("Lüdenscheidt", "52682"),
    ("Müller-Lüdenscheidt", "657 52682"),
    ("Wikipedia", "3412"),
    ("Breschnew", "17863"),
    ("Heinz Classen", "068 4586"),
    ("Philipp", "351"),
    ("Pfeiffer", "1337"),
    ("Czerny", "876"),
    ("Cäsar", "487"),
    ("Chlodwig", "45234"),
    ("Christian", "47826"),
    ("Schach", "84"),
    ("Scholz", "858"),
    ("Axel", "0485"),
    ("Fuchs", "348"),
    ("Fuchx", "348"),
    ("Tschirner", "8767"),
    ("Dziuba", "81"),
    ("Bach", "14"),
    ("Bartsch", "178"),
    ("Ecker", "047"),
    ("Aust", "082"),
    ("Ihde", "02"),
    ("Eva", "03"),
    ("Io", "0"),
    ("Hhh", ""),
    ("Иванов", ""),
    ("42", ""),
    ("", ""),
])
def test_sound(name: str, code: str) -> None:
    assert sound(name) == code


@pytest.mark.parametrize(("one", "other"), [
    ("Meyer", "Maier"), ("Meyer", "Mayr"), ("Schmidt", "Schmitt"), ("Schulze", "Schultze"), ("Kaiser", "Keyser"),
    ("Christian", "Kristian"), ("Philipp", "Filip"), ("Jannik", "Yannick"), ("Becker", "Bäcker"),
])
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Müller", "Möhring"), ("Weber", "Becker"), ("Anna", "Eva")])
def test_names_that_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_each_part_of_a_name_with_its_code() -> None:
    assert names_of("Müller-Lüdenscheidt", "Anna Maria") == {
        "mueller": "657", "muller": "657", "luedenscheidt": "52682", "ludenscheidt": "52682", "anna": "06",
        "maria": "67"}
    assert names_of("Иванов", "Eva") == {"иванов": "", "eva": "03"}


@pytest.mark.parametrize("surname", ["O'Neill", "O’Neill"])
def test_an_apostrophe_parts_a_name_or_not(surname: str) -> None:
    assert names_of(surname, "") == {"o": "0", "neill": "65", "oneill": "065"}


@pytest.mark.parametrize(("one", "other", "found"), [
    ("Meyer", "Maier", True), ("Meyer-Schulz", "Schulz", True), ("Müller-Großkopf", "Mueller", True),
    ("Şükran", "Suekran", True), ("O’Neill", "ONeill", True), ("李", "李", True), ("李", "王", False),
    ("Meyer", "Schulz", False), ("", "Meyer", False),
])
def test_names_that_may_be_one(one, other, found):
    assert alike(one, other) is found


@pytest.mark.parametrize(("other", "found"), [
    (date(1985, 6, 11), True), (date(1985, 11, 6), True), (date(1985, 6, 12), True), (date(1985, 8, 11), True),
    (date(1958, 6, 11), True), (date(1985, 7, 12), False), (date(1984, 11, 6), False),
])
def test_dates_of_birth_that_may_be_one(other, found):
    assert near(date(1985, 6, 11), other) is found
