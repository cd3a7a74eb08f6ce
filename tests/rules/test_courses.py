"""Contact with trainees before the end, and what cannot be right about alliances and notes (HK 5.2.3, 6.4)."""

from datetime import date, timedelta

import pytest

from fm.rules.courses import (
    Formed,
    Observed,
    Step,
    Trained,
    alliance_faults,
    alliance_standard,
    contact_due,
    note_faults,
    training_faults,
    training_form,
)

TODAY = date(2026, 11, 23)
ENDS = date(2027, 2, 28)
FIRST = date(2026, 11, 28)


@pytest.mark.parametrize(("ends", "last", "due"), [
    (ENDS, None, FIRST),
    (ENDS, FIRST - timedelta(days=1), FIRST),
    (ENDS, FIRST, date(2026, 12, 28)),
    (ENDS, date(2027, 1, 28), ENDS),
    (ENDS, date(2027, 1, 29), ENDS),
    (ENDS, date(2027, 2, 1), None),
    (None, None, None),
])
def test_contact_begins_three_months_before_the_end(ends: date | None, last: date | None, due: date | None) -> None:
    assert contact_due(ends, last) == due


@pytest.mark.parametrize(("kind", "external", "new", "standard"), [
    ("training", True, False, "JUG7"), ("training", False, True, None),
    ("retraining", True, False, None), ("retraining", False, True, "AGS1"),
])
def test_two_kinds_of_training_ask_for_an_alliance(kind: str, external: bool, new: bool, standard: str | None) -> None:
    assert alliance_standard(kind, external, new) == standard


@pytest.mark.parametrize(("formed", "found"), [
    (Formed(TODAY, 1, steps=[Step("Bewerben", due=TODAY - timedelta(days=9), done=TODAY)]), []),
    (Formed(TODAY + timedelta(days=1), 1), ["tag"]),
    (Formed(date(2024, 8, 31), 1), ["tag"]),
    (Formed(TODAY, 1, steps=[Step("A"), Step("B", done=TODAY + timedelta(days=1))]), ["schritt_1_erledigt"]),
])
def test_what_is_wrong_with_an_alliance_stands_on_its_field(formed: Formed, found: list[str]) -> None:
    assert [field for field, _ in alliance_faults(formed, date(2024, 9, 1), TODAY)] == found


def test_notes_are_of_days_within_the_training() -> None:
    days = (TODAY, TODAY + timedelta(days=1), date(2024, 8, 31))
    assert [len(list(note_faults(Observed(day, "contact", "x"), date(2024, 9, 1), TODAY))) for day in days] == [0, 1, 1]


@pytest.mark.parametrize(("form", "kind", "external", "new"), [
    ("company", "training", False, False), ("external", "training", True, True),
    ("new_qualification", "retraining", False, True), ("further", "retraining", True, False),
])
def test_a_training_is_one_of_four(form: str, kind: str, external: bool, new: bool) -> None:
    assert training_form(kind, external, new) == form
    assert Trained(form, TODAY, ENDS).kind == kind


@pytest.mark.parametrize(("trained", "found"), [
    (Trained("external", TODAY, TODAY, liaison_id=1, broken_off=TODAY), []),
    (Trained("company", TODAY, TODAY - timedelta(days=1)), ["ende"]),
    (Trained("company", TODAY, date(2032, 11, 23)), []),
    (Trained("company", TODAY, date(2032, 11, 24)), ["ende"]),
    (Trained("company", TODAY, ENDS, broken_off=TODAY + timedelta(days=1)), ["abbruch"]),
    (Trained("company", TODAY, ENDS, broken_off=TODAY - timedelta(days=1)), ["abbruch"]),
    (Trained("further", date(2025, 9, 1), date(2026, 8, 31), broken_off=TODAY), ["abbruch"]),
    (Trained("company", TODAY, ENDS, liaison_id=1), ["betreuung"]),
])
def test_what_is_wrong_with_a_training_stands_on_its_field(trained: Trained, found: list[str]) -> None:
    assert [field for field, _ in training_faults(trained, TODAY)] == found
