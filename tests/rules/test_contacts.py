"""What a note counts for."""

import pytest

from fm.rules.contacts import OCCASION_OF_PURPOSE, counts, kind_missed, kind_of
from fm.rules.vocabulary import APPOINTMENT_PURPOSES, CONTACT_KINDS, CONTACT_MEANS, CONTACT_OCCASIONS


@pytest.mark.parametrize(("occasion", "kind"), [
    ("first_consultation", "first_consultation"), ("follow_up", "follow_up"), ("review", "review"),
    ("intake", "other"), ("reactivation", "other"), ("handover", "other"), (None, "other"),
])
def test_the_occasion_decides_the_kind(occasion: str | None, kind: str) -> None:
    assert kind_of(occasion) == kind


def test_every_occasion_has_a_kind() -> None:
    assert {kind_of(occasion) for occasion in CONTACT_OCCASIONS} == set(CONTACT_KINDS)


def test_only_conversations_with_the_client_count() -> None:
    assert {means for means in CONTACT_MEANS if counts(means)} == {
        "office", "school", "home_visit", "phone", "video", "household_talk"}
    assert counts(None)


def test_every_purpose_has_its_occasion() -> None:
    assert set(OCCASION_OF_PURPOSE) == set(APPOINTMENT_PURPOSES)
    assert set(OCCASION_OF_PURPOSE.values()) <= set(CONTACT_OCCASIONS)


@pytest.mark.parametrize("purpose", APPOINTMENT_PURPOSES)
def test_who_had_an_important_reason_has_not_missed_a_consultation(purpose: str) -> None:
    assert kind_missed(purpose, important_reason=True) == "other"
    assert kind_missed(purpose, important_reason=False) == kind_of(OCCASION_OF_PURPOSE[purpose])
