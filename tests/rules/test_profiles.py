"""What a version of the profile says, when the next one can begin, versions and areas side by side (HK 4.1.1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.profiles import (
    FIELDS,
    Item,
    ProfileSaid,
    beginning_faults,
    by_area,
    compare,
    holds_until,
    next_beginning,
    span_faults,
    strength_items,
    strength_named,
)
from fm.rules.vocabulary import AREAS, AREAS_YOUTH

TODAY = date(2026, 11, 23)
MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)
DAY = timedelta(days=1)
FULL = ProfileSaid(MARCH, JUNE, "Lager", "51311", "geht auf Leute zu", "Musik", (
    Item("alternative", "Reinigung", "54101"), Item("alternative", "Gartenhilfe"),
    Item("requirement", "früh anfangen", area="RB"), *strength_items(["15", "1"]),
    Item("knowledge", "Staplerschein", area="BK", level="extended")))


def test_what_a_version_says_is_read() -> None:
    assert FULL.aim == "Lager (51311)"
    assert ProfileSaid(MARCH, target="Lager").aim == "Lager"
    assert ProfileSaid(MARCH).aim is None
    assert [item.in_words(AREAS) for item in FULL.items] == [
        "Reinigung (54101)", "Gartenhilfe", "früh anfangen (Rahmenbedingungen)", "Analyse- und Problemlösefähigkeit",
        "Teamfähigkeit", "Staplerschein (erweiterte Kenntnisse)"]


def test_a_version_is_proposed_to_hold_six_months() -> None:
    assert holds_until(date(2026, 8, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(("ends", "possible"), [
    (None, True), (TODAY + DAY, True), (TODAY, False), (TODAY - DAY, False)])
def test_a_version_ends_after_it_begins(ends: date | None, possible: bool) -> None:
    assert (list(span_faults(TODAY, ends)) == []) is possible


BEGINNINGS = {
    "today, the old one without an end": (TODAY, None, ""),
    "on the day the old one began": (MARCH, None, ""),
    "a day before the old one": (MARCH - DAY, None, "Ab dem 02.03.2026 gilt schon eine spätere Fassung"),
    "on the day the old one ends": (JUNE, JUNE, ""),
    "before the old one ends": (JUNE - DAY, JUNE, ""),
    "a day after the old one ended": (JUNE + DAY, JUNE, "Die letzte Fassung endet am 01.06.2026. Damit keine Lücke"),
    "tomorrow": (TODAY + DAY, None, "nicht im Voraus"),
    "today, the old one ends later": (TODAY, TODAY + 90 * DAY, ""),
}


@pytest.mark.parametrize(("day", "ends", "said"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_when_the_next_version_can_begin(day: date, ends: date | None, said: str) -> None:
    found = [fault.sentence for fault in beginning_faults(day, TODAY, ProfileSaid(MARCH, ends))]
    assert found == [] if not said else [one for one in found if said in one] != []


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(days, st.none() | days, days, days)
def test_the_nearest_beginning_is_a_possible_one(begins: date, ends: date | None, wanted: date, today: date) -> None:
    current = ProfileSaid(begins, max(begins, ends) if ends else None)
    day = next_beginning(wanted, current)
    assert list(beginning_faults(day, max(today, day), current)) == []
    if not list(beginning_faults(wanted, max(today, wanted), current)):
        assert day == wanted


def test_the_first_version_begins_on_any_day() -> None:
    assert next_beginning(TODAY, None) == TODAY


def test_two_versions_field_by_field() -> None:
    other = ProfileSaid(JUNE, None, "Lager", "51311", "geht auf Leute zu", None, (
        Item("alternative", "Gartenhilfe"), Item("alternative", "Küche"),
        Item("requirement", "früh anfangen", area="RB"), *strength_items(["1", "15"])))
    rows = compare(FULL, other, AREAS)
    assert [row.label for row in rows] == list(FIELDS.values())
    assert [row.label for row in rows if row.differs] == [
        "gilt ab", "gilt bis", "Alternativen", "Fachkenntnisse", "Interessen und Neigungen"]
    (alternatives,) = [row for row in rows if row.label == "Alternativen"]
    assert [(part.words, part.shared) for part in alternatives.one] == [
        ("Reinigung (54101)", False), ("Gartenhilfe", True)]
    assert [(part.words, part.shared) for part in alternatives.other] == [("Gartenhilfe", True), ("Küche", False)]


def test_the_order_of_a_list_makes_no_difference() -> None:
    turned = ProfileSaid(FULL.valid_from, FULL.valid_until, "Lager", "51311", FULL.strengths, FULL.interests,
                         tuple(reversed(FULL.items)))
    assert not any(row.differs for row in compare(FULL, turned, AREAS))


def test_the_five_areas_side_by_side() -> None:
    rows = {row.code: row for row in by_area(FULL, [("BK", "kein Abschluss"), ("RB", "kein Auto")], AREAS)}
    assert list(rows) == ["BK", "MO", "SK", "LF", "RB"]
    assert rows["BK"].label == "berufliche Kompetenz"
    assert rows["BK"].strengths == ["Analyse- und Problemlösefähigkeit", "Staplerschein (erweiterte Kenntnisse)"]
    assert (rows["SK"].strengths, rows["RB"].requirements) == (["Teamfähigkeit"], ["früh anfangen"])
    assert (rows["BK"].barriers, rows["RB"].barriers) == (["kein Abschluss"], ["kein Auto"])


def test_a_strength_in_words_is_the_one_of_the_list_where_it_is_called_so() -> None:
    assert [strength_named("teamfähigkeit")] == strength_items(["15"])
    assert strength_named("handwerklich geschickt") == Item("strength", "handwerklich geschickt")


def test_youths_have_their_own_word_for_the_first_area() -> None:
    asked, own = ProfileSaid(MARCH, items=[Item("requirement", "rechnen", area="BK")]), AREAS_YOUTH["BK"]
    assert by_area(asked, [], AREAS_YOUTH)[0].label == own
    (row,) = [row for row in compare(asked, FULL, AREAS_YOUTH) if row.label == "Anforderungen des Ziels"]
    assert row.one[0].words == f"rechnen ({own})"


def test_what_has_no_area_counts_to_the_occupational_ones() -> None:
    assert by_area(ProfileSaid(MARCH, items=[Item("requirement", "x")]), [], AREAS)[0].requirements == ["x"]
