"""What a follow-up consultation still lacks (Q19, Q22), and how fresh the client's papers are (HK 4.1.4, 4.2)."""

from datetime import date

import pytest

from fm.rules.checks import Check
from fm.rules.consultation_checks import ConsultationAtHand, consultation_checks, papers_hint, q19, q22, uncovered

DAY = date(2026, 11, 23)
LAST = date(2026, 10, 26)


def consultation(covered: str = "1234", category: str | None = "A", last: date | None = LAST,
                 search: date | None = DAY) -> ConsultationAtHand:
    return ConsultationAtHand(DAY, frozenset(map(int, covered)), category, last, search)


@pytest.mark.parametrize(("covered", "missing"), [
    ("1234", []), ("134", [2]), ("", [1, 2, 3, 4]), ("4", [1, 2, 3]),
])
def test_q19_names_the_steps_without_a_word(covered: str, missing: list[int]) -> None:
    assert uncovered(consultation(covered)) == missing
    assert [check.blocks for check in q19(consultation(covered))] == [False] * bool(missing)


def test_q19_says_which_steps_they_are() -> None:
    (check,) = q19(consultation("13"))
    assert check == Check("Q19", "Noch nichts festgehalten zu: Potentialanalyse, Ziel und Strategie; Neue "
                                 "Vereinbarungen und nächster Termin.", False)


@pytest.mark.parametrize(("category", "last", "search", "found"), [
    ("A", LAST, None, True),
    ("A", LAST, date(2026, 10, 25), True),
    ("A", LAST, LAST, True),
    ("A", LAST, date(2026, 10, 27), False),
    ("A", LAST, DAY, False),
    ("A", None, None, False),
    ("B", LAST, None, False),
    (None, LAST, None, False),
])
def test_q22_asks_for_a_job_search_between_two_talks(
    category: str | None, last: date | None, search: date | None, found: bool
) -> None:
    assert [check.id for check in q22(consultation("1234", category, last, search))] == ["Q22"] * found


def test_q22_says_since_when_and_blocks_nothing() -> None:
    (check,) = q22(consultation(search=None))
    assert check == Check("Q22", "Seit dem letzten Gespräch am 26.10.2026 ist kein Stellensuchlauf festgehalten.",
                          False)


def test_both_stand_in_the_order_of_the_rulebook() -> None:
    assert [check.id for check in consultation_checks(consultation("", search=None))] == ["Q19", "Q22"]
    assert consultation_checks(consultation()) == []


@pytest.mark.parametrize(("seen", "sentence"), [
    (None, "Bewerbungsunterlagen sind noch nicht gesichtet."),
    (date(2026, 8, 22), "Die Bewerbungsunterlagen wurden zuletzt am 22.08.2026 gesichtet, vor drei Monaten oder mehr."),
    (date(2026, 8, 23), "Die Bewerbungsunterlagen wurden zuletzt am 23.08.2026 gesichtet, vor drei Monaten oder mehr."),
    (date(2026, 8, 24), None),
    (DAY, None),
])
def test_papers_are_old_after_three_months(seen: date | None, sentence: str | None) -> None:
    assert papers_hint(seen, DAY) == sentence


def test_three_months_end_with_the_month() -> None:
    """Papers seen on 30 November are old from the last day of February on."""
    assert papers_hint(date(2026, 11, 30), date(2027, 2, 27)) is None
    assert papers_hint(date(2026, 11, 30), date(2027, 2, 28)) is not None
