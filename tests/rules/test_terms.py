"""Names and paragraphs by date, in the words of the concept and in those of the law."""

from datetime import date

import pytest

from fm.rules.terms import WORDINGS, Term, holds_until, term, wording_on

EGV, PLAN = "Eingliederungsvereinbarung", "Kooperationsplan"


@pytest.mark.parametrize(("key", "day", "said"), [
    ("agreement", "2004-12-31", Term(EGV, "§ 15 Absatz 1 SGB II")),
    ("agreement", "2016-07-31", Term(EGV, "§ 15 Absatz 1 SGB II")),
    ("agreement", "2016-08-01", Term(EGV, "§ 15 Absatz 2 SGB II")),
    ("agreement", "2023-06-30", Term(EGV, "§ 15 Absatz 2 SGB II")),
    ("agreement", "2023-07-01", Term(PLAN, "§ 15 Absatz 2 SGB II")),
    ("agreement", "2026-11-23", Term(PLAN, "§ 15 Absatz 2 SGB II")),
    ("profile", "2016-07-31", Term("Bewerberprofil", "§ 14 SGB II")),
    ("profile", "2016-08-01", Term("Potenzialanalyse", "§ 15 Absatz 1 SGB II")),
    ("benefit", "2022-12-31", Term("Arbeitslosengeld II", "§ 19 SGB II")),
    ("benefit", "2023-01-01", Term("Bürgergeld", "§ 19 SGB II")),
    ("benefit", "2026-06-30", Term("Bürgergeld", "§ 19 SGB II")),
    ("benefit", "2026-07-01", Term("Grundsicherungsgeld", "§ 19 SGB II")),
    ("duty_breach", "2026-11-23", Term("Pflichtverletzung", "§§ 31, 31a, 31b SGB II")),
    ("summons_breach", "2026-06-30", Term("Meldeversäumnis", "§ 32 SGB II")),
    ("summons_breach", "2026-07-01", Term("Meldeversäumnis", "§§ 32, 32a, 7b SGB II")),
    ("hearing", "2026-11-23", Term("Anhörung", "§ 24 SGB X")),
])
def test_the_law_by_its_days(key: str, day: str, said: Term) -> None:
    assert term(key, date.fromisoformat(day), "law") == said


@pytest.mark.parametrize("day", ["2016-07-31", "2023-06-30", "2023-07-01", "2026-11-23"])
@pytest.mark.parametrize(("key", "name"), [
    ("agreement", EGV), ("profile", "Bewerberprofil"), ("benefit", "Arbeitslosengeld II")])
def test_the_concept_keeps_its_words_and_names_the_paragraph_in_force(key: str, name: str, day: str) -> None:
    on = date.fromisoformat(day)
    assert term(key, on).name == name
    assert term(key, on).paragraph == term(key, on, "law").paragraph


def test_there_is_no_other_instrument_and_no_other_wording():
    with pytest.raises(KeyError):
        term("contract", date(2026, 11, 23))
    with pytest.raises(KeyError):
        term("agreement", date(2026, 11, 23), "office")


@pytest.mark.parametrize(("signed", "until", "last"), [
    ("2023-06-30", "2024-03-31", "2023-12-31"), ("2023-06-30", "2023-12-30", "2023-12-30"),
    ("2023-07-01", "2024-01-01", "2024-01-01"),
])
def test_old_agreements_end_with_the_year(signed: str, until: str, last: str) -> None:
    assert holds_until(date.fromisoformat(signed), date.fromisoformat(until)) == date.fromisoformat(last)


@pytest.mark.parametrize(("day", "wording"), [
    (date(2026, 5, 31), "concept"), (date(2026, 6, 1), "law"), (date(2026, 8, 31), "law"),
    (date(2026, 9, 1), "concept"),
])
def test_the_wording_is_the_one_entered_last_before_the_day(day: date, wording: str) -> None:
    entries = [(date(2026, 9, 1), '"concept"'), (date(2026, 6, 1), '"law"')]
    assert wording_on(day, entries) == wording
    assert wording_on(day, []) == "concept"
    assert wording in WORDINGS
