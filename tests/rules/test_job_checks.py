"""What cannot be of a proposal."""

from datetime import date

import pytest

from fm.rules.job_checks import Standing, proposal_faults

FOUND, TODAY, LATER = date(2026, 11, 18), date(2026, 11, 23), date(2026, 11, 24)
TOLD = {"told_on": FOUND, "told_by": "talk"}


@pytest.mark.parametrize("standing", [
    Standing(), Standing(**TOLD), Standing(**TOLD, answer="applied", answered_on=TODAY, follow_up_on=LATER),
    Standing(answer="filled", answered_on=TODAY), Standing(**TOLD, answer="hired", answered_on=TODAY),
])
def test_what_can_be(standing: Standing) -> None:
    assert list(proposal_faults(FOUND, standing, TODAY)) == []


@pytest.mark.parametrize(("standing", "fields"), [
    (Standing(told_on=LATER, told_by="talk"), ["informiert"]),
    (Standing(told_on=date(2026, 11, 17), told_by="talk"), ["informiert"]),
    (Standing(told_on=TODAY), ["wie"]),
    (Standing(told_by="phone"), ["informiert"]),
    (Standing(answer="interested", answered_on=TODAY), ["antwort"]),
    (Standing(**TOLD, answer="declined"), ["antwort_am"]),
    (Standing(**TOLD, answered_on=TODAY), ["antwort"]),
    (Standing(**TOLD, answer="applied", answered_on=LATER), ["antwort_am"]),
    (Standing(told_on=TODAY, told_by="talk", answer="applied", answered_on=FOUND), ["antwort_am"]),
    (Standing(**TOLD, answer="rejected", answered_on=TODAY, follow_up_on=LATER), ["nachfragen"]),
])
def test_what_cannot_be(standing: Standing, fields: list[str]) -> None:
    assert [field for field, _ in proposal_faults(FOUND, standing, TODAY)] == fields


def test_no_job_is_found_on_a_day_to_come() -> None:
    assert [field for field, _ in proposal_faults(LATER, Standing(), TODAY)] == ["gefunden"]
