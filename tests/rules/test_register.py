"""The register of standards: complete, each with a function, a table of tests, and words for every reason."""

import pytest

from fm.rules import deadlines
from fm.rules.deadlines import RULES
from fm.rules.standards import STANDARDS
from fm.rules.vocabulary import RESPONSIBLE
from tests.rules import (
    register_page,
    test_agreements,
    test_consultations,
    test_handovers,
    test_intake,
    test_intake_missed,
    test_market_ready,
    test_measures,
    test_resubmission,
    test_youth,
    test_youth_training,
)
from tests.rules.support import Table, answer

#: Standard → chapters of the Handlungskonzept, who keeps it.
REGISTER = {
    "ESB1": ("3", "case_manager"),
    "ESB2": ("3, 6.1", "case_manager"),
    "ESB3": ("3", "case_manager"),
    "ESB4": ("3", "case_manager"),
    "ESB5": ("5.2.1", "career_adviser"),
    "ESB6": ("3", "case_manager"),
    "ERG1": ("3, 4.1, 5", "case_manager"),
    "ERG2": ("3, 4.1", "case_manager"),
    "NAH1": ("4.2", "market_ready_case_manager"),
    "NAH2": ("4.2", "market_ready_case_manager"),
    "NAH3": ("4.2", "market_ready_case_manager"),
    "NAH4": ("4.2", "market_ready_case_manager"),
    "NAH5": ("4.2, 6.5", "market_ready_case_manager"),
    "NAH6": ("4.2, 6.6", "market_ready_case_manager"),
    "EGV1": ("4.1.4, 4.2, 5.3", "case_manager"),
    "EGV2": ("4.1.4", "case_manager"),
    "EGV3": ("4.1.4", "case_manager"),
    "EGV4": ("4.1.4", "case_manager"),
    "FOL1": ("4.1.4", "case_manager"),
    "FOL2": ("4.1.4", "case_manager"),
    "WVL1": ("4.1.1, 5.1", "case_manager"),
    "WVL2": ("4.1.1, 5.1", "case_manager"),
    "WVL3": ("4.1.1, 5.1", "case_manager"),
    "WVL4": ("4.1.1, 5.1", "case_manager"),
    "JUG1": ("5.2.1", "career_adviser"),
    "JUG2": ("5.2.1", "career_adviser"),
    "JUG3": ("5.2.1, 5.2.2", "career_adviser"),
    "JUG4": ("5.2.1", "career_adviser"),
    "JUG5": ("5.2.2", "youth_case_manager"),
    "JUG6": ("5.2.2", "youth_case_manager"),
    "JUG7": ("5.2.3, 6.4", "provider_liaison"),
    "JUG8": ("5.2.3", "youth_case_manager"),
    "JUG9": ("5.2.4", "youth_case_manager"),
    "UEB1": ("6.7", "youth_case_manager"),
    "UEB2": ("3, 6.3, 6.6", "case_manager"),
    "MAS1": ("6.8", "case_manager"),
    "AGS1": ("6.4", "case_manager"),
}

_CHAPTERS = (test_agreements, test_consultations, test_handovers, test_intake, test_intake_missed, test_market_ready,
             test_measures, test_resubmission, test_youth, test_youth_training)


def tables_of(standard: str) -> list[Table]:
    """The tables of tests named after a standard."""
    return [rows for chapter in _CHAPTERS for name, rows in vars(chapter).items() if name.split("_")[0] == standard]


def test_the_register_is_complete_and_in_order() -> None:
    assert {id: (row.section, row.responsible) for id, row in STANDARDS.items()} == REGISTER
    assert list(STANDARDS) == list(REGISTER)
    assert len(REGISTER) == 37


@pytest.mark.parametrize("id", sorted(REGISTER))
def test_each_standard_is_named_and_told(id: str) -> None:
    row = STANDARDS[id]
    assert row.id == id
    assert row.title
    assert row.sentence.endswith(".")
    assert row.responsible in RESPONSIBLE


def test_each_standard_has_a_function_of_its_name() -> None:
    assert {id: rule.__name__ for id, rule in RULES.items()} == {id: id.lower() for id in REGISTER}
    assert list(RULES) == list(STANDARDS)
    assert all(rule.__module__.startswith("fm.rules.") for rule in deadlines.RULES.values())


@pytest.mark.parametrize("id", sorted(REGISTER))
def test_each_standard_has_tables_in_which_it_arises_is_met_late_open_and_lapses(id: str) -> None:
    outcomes = {line.split()[2] for rows in tables_of(id) for _, lines in rows.values() for line in lines}
    assert outcomes == {"open", "met", "late", "lapsed"}
    assert any(not lines for rows in tables_of(id) for _, lines in rows.values())


@pytest.mark.parametrize("id", sorted(REGISTER))
def test_each_reason_of_the_register_occurs_and_no_other(id: str) -> None:
    found = {row.sum.reason for rows in tables_of(id) for facts, _ in rows.values()
             for row in answer(facts) if row.standard == id}
    assert found == set(STANDARDS[id].reasons)


def test_the_page_shows_the_register_as_it_is() -> None:
    """After a change: `python -m tests.rules.register_page`."""
    assert register_page.parted()[1] == register_page.register()
