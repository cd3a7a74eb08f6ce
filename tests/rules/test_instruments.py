"""What supports clients and what it rests on, on a day (HK 7.1)."""

from datetime import date

import pytest

from fm.rules.instruments import INSTRUMENTS, granted_on, law_of, legal_basis

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("instrument", "day", "basis"), [
    ("coaching", date(2023, 6, 30), None),
    ("coaching", date(2023, 7, 1), "§ 16k SGB II"),
    ("bonus", date(2023, 7, 1), "§ 16j SGB II"),
    ("bonus", date(2024, 3, 27), "§ 16j SGB II"),
    ("bonus", date(2024, 3, 28), None),
    ("integration_course", TODAY, "§ 43 AufenthG"),
])
def test_the_legal_basis_is_that_of_the_day(instrument: str, day: date, basis: str | None) -> None:
    assert legal_basis(instrument, day) == basis
    assert (instrument in granted_on(day)) == (basis is not None)


def test_granted_is_whatever_has_a_basis() -> None:
    assert set(INSTRUMENTS) - granted_on(TODAY).keys() == {"bonus"}


@pytest.mark.parametrize(("instrument", "more", "law"), [
    ("coaching", None, "§ 16k SGB II"),
    ("coaching", "Los 3", "§ 16k SGB II; Los 3"),
    ("coaching", "§ 16k SGB II", "§ 16k SGB II"),
    ("bonus", "Los 3", "Los 3"),
    (None, "Los 3", "Los 3"),
    (None, None, None),
])
def test_what_a_measure_rests_on(instrument: str | None, more: str | None, law: str | None) -> None:
    assert law_of(instrument, more, TODAY) == law
