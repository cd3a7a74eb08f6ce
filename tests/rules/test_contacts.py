"""What a note counts for."""

import pytest

from fm.rules.contacts import OCCASION_OF_PURPOSE, about, by_means, counts, kind_missed, kind_of
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


@pytest.mark.parametrize(("means", "occasion", "said"), [
    ("papers", "evaluation", "nach den Unterlagen, ohne Gespräch"),
    ("papers", "other", "Bewerbungsunterlagen gesichtet"),
    ("papers", None, "Bewerbungsunterlagen gesichtet"), ("phone", "evaluation", "Telefon"), (None, "other", "")])
def test_an_evaluation_from_the_papers_is_not_said_to_be_of_application_papers(
    means: str | None, occasion: str | None, said: str
) -> None:
    assert by_means(means, occasion) == said


@pytest.mark.parametrize(("occasion", "counted", "said"), [
    ("evaluation", False, "Auswertung der Vereinbarung"), (None, True, "Gespräch"), (None, False, "Vermerk")])
def test_a_note_without_an_occasion_is_a_talk_only_where_it_was_one(
    occasion: str | None, counted: bool, said: str
) -> None:
    assert about(occasion, "other", counted) == said


def test_every_purpose_has_its_occasion() -> None:
    assert set(OCCASION_OF_PURPOSE) == set(APPOINTMENT_PURPOSES)
    assert set(OCCASION_OF_PURPOSE.values()) <= set(CONTACT_OCCASIONS)


@pytest.mark.parametrize("purpose", APPOINTMENT_PURPOSES)
def test_who_had_an_important_reason_has_not_missed_a_consultation(purpose: str) -> None:
    assert kind_missed(purpose, important_reason=True) == "other"
    assert kind_missed(purpose, important_reason=False) == kind_of(OCCASION_OF_PURPOSE[purpose])
