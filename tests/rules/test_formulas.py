"""What the calculator counts with is what the rules count with."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from fm.rules.formulas import SETTINGS_OF, described, formula_of
from fm.rules.settings import DEFAULTS, RuleSettings
from fm.rules.standards import STANDARDS
from fm.rules.sums import MOVED_FORWARD, Formula, months, read_basis, weeks, working_days
from tests.rules.histories import histories
from tests.rules.support import answer

OTHER = RuleSettings([
    (date(2025, 6, 2), "immediate_working_days", 3), (date(2025, 6, 2), "matching_months", 2),
    (date(2025, 6, 2), "attendance_certificate_months", 6)])


def test_every_standard_has_a_formula_for_each_of_its_reasons_and_for_no_other():
    for standard in STANDARDS.values():
        for reason in standard.reasons:
            assert isinstance(formula_of(standard.id, reason, date(2026, 3, 2)), Formula)
        with pytest.raises(KeyError):
            formula_of(standard.id, "another", date(2026, 3, 2))


@settings(max_examples=500, deadline=None, database=None, derandomize=True)
@given(histories)
def test_the_rules_count_as_the_table_says(facts: dict[str, Any]):
    for row in answer(facts):
        formula, _, reason = read_basis(row.basis)
        assert formula == formula_of(row.standard, reason, row.since), row


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(histories)
def test_and_so_they_do_after_a_setting_has_changed(facts: dict[str, Any]):
    for row in answer(facts, OTHER):
        formula, anchor, reason = read_basis(row.basis)
        chained = reason in ("first", "next")
        assert formula == formula_of(row.standard, reason, anchor if chained else row.since, OTHER), row


def test_settings_are_named_where_there_are_any():
    named = {key for keys in SETTINGS_OF.values() for key in keys}
    assert named <= DEFAULTS.keys()
    assert SETTINGS_OF.keys() <= STANDARDS.keys()


@pytest.mark.parametrize(("formula", "words"), [
    (working_days(1), "1 Arbeitstag danach"),
    (working_days(10), "10 Arbeitstage danach"),
    (weeks(1), "1 Woche danach, sonst am nächsten Arbeitstag"),
    (months(3), "3 Monate danach, sonst am nächsten Arbeitstag"),
    (months(-1), "1 Monat davor, sonst am vorherigen Arbeitstag"),
    (MOVED_FORWARD, "an diesem Tag, sonst am nächsten Arbeitstag"),
])
def test_a_formula_in_words(formula: Formula, words: str):
    assert described(formula) == words


def test_every_formula_has_its_words():
    for standard in STANDARDS.values():
        for reason in standard.reasons:
            assert described(formula_of(standard.id, reason, date(2026, 3, 2)))
