"""What those who watch over files, or look in from beside, do not get to see."""

from datetime import date

import pytest

from fm.models import Deadline
from tests.support.actors import TODAY
from tests.support.page import PASSWORD


@pytest.mark.parametrize("role", ["manager", "data_protection"])
def test_who_reads_the_accesses_learns_nothing_of_the_cases(page, records, role):
    records.staff("anna", roles=role, password=PASSWORD)
    person = records.person(number="U000213")
    records.case(person, opened=date(2024, 1, 2), closed=date(2025, 3, 4), is_latest=False)
    records.case(person, number=2, opened=date(2026, 3, 24))
    page.log_in("anna", then="/kunden/U000213/zugriffe")
    assert page.heading == "Akte U000213"
    assert "04.03.2025" not in page.text
    assert "Fall 1" not in page.text


def test_who_looks_in_at_a_household_does_not_learn_of_a_closing(page, records):
    fern = records.staff("fern", password=PASSWORD)
    household = records.household(number="BG000087")
    records.case(records.person("Öztürk", "Lea", household=household), case_manager=fern)
    brother = records.person("Öztürk", "Ali", household=household)
    records.case(brother, case_manager=records.staff(), closed=date(2026, 6, 30))
    page.log_in("fern", then="/haushalte/BG000087")
    assert page.says("Öztürk, Ali")
    assert "30.06.2026" not in page.text


@pytest.mark.parametrize(("role", "told"), [("service", False), ("benefits_clerk", False), ("case_manager", True)])
def test_the_nearest_deadline_is_told_to_who_reads_all_of_them(page, records, db_session, role, told):
    anna = records.staff("anna", roles=role, streams="market_distant", password=PASSWORD)
    case = records.case(records.person(number="U000213"), case_manager=anna, next_due=date(2026, 12, 14))
    db_session.add(Deadline(case_id=case.id, position=1, standard="FOL1", since=TODAY, due=date(2026, 12, 14),
                            outcome="open", responsible="case_manager", basis=">@2026-12-14#valid_until"))
    db_session.commit()
    page.log_in("anna", then="/kunden/U000213")
    assert ("14.12.2026" in page.text) == told
    assert ("14.12.2026" in page.get("/kunden/U000213/fristen").text) == told
    assert ("14.12.2026" in page.get("/kunden?sortierung=frist").text) == told
