"""Chapter 3: the survey form as data, and what can be right in its answers."""

from datetime import date

import pytest

from fm.rules.checks import PUPILS_ANSWERS
from fm.rules.permissions import FILE_PARTS
from fm.rules.survey import (
    PART,
    PARTS,
    days_of,
    faults,
    leaving_day,
    missing,
    missing_parts,
    parts_for,
    pupils_answers,
    spelled,
    spelled_rows,
)
from fm.rules.vocabulary import SPECIAL_GROUPS

EVERY = [question for part in PARTS for question in part.questions]
WHOLE_PUPIL = {
    "person": {"nationality": "deutsch"}, "household": {"children": 0}, "mobility": {},
    "health": {"restricted": "untold"},
    "school": {"name": "Oberschule am Markt", "type": "oberschule", "grade": 9, "leaves": date(2027, 7, 31),
               "marks": [{"subject": "Mathematik", "mark": "3"}], "wishes": "Tischlerei"},
}  # fmt: skip


def test_the_form_is_well_made() -> None:
    assert {part.part for part in PARTS} <= set(FILE_PARTS)
    assert {part.of for part in PARTS} == {"all", "pupils", "others"}
    assert {one.kind for one in EVERY} == {"line", "text", "choice", "check", "number", "edge", "leaving", "table"}
    assert all(bool(one.options) is (one.kind == "choice") for one in EVERY)
    assert all(bool(one.columns) is (one.kind == "table") for one in EVERY)
    homes = [one.home for one in EVERY if one.home]
    assert len(homes) == len(set(homes))
    assert {home.split(".")[1] for home in homes if home.startswith("group.")} <= set(SPECIAL_GROUPS)


def test_what_is_told_of_health_is_for_those_who_may_read_it() -> None:
    told = [part.key for part in PARTS if part.part == "sensitive"]
    assert told == ["health"]


@pytest.mark.parametrize(("pupil", "keys"), [
    (True, ["person", "household", "mobility", "health", "school"]),
    (False, ["person", "household", "unemployment", "qualifications", "career", "mobility", "health", "search"]),
])
def test_who_is_asked_what(pupil: bool, keys: list[str]) -> None:
    assert [part.key for part in parts_for(pupil)] == keys


def test_a_section_is_complete_with_what_it_needs() -> None:
    assert missing(PART["person"], {"phone": "03984 1"}) == ["Staatsangehörigkeit"]
    assert missing(PART["household"], {"children": 0}) == []
    assert missing(PART["school"], {}) == [
        "Schule", "Schulform", "Klassenstufe", "Voraussichtliche Schulentlassung",
        "Leistungen in den Schwerpunktfächern", "Berufliche Vorstellungen"]
    assert missing_parts(True, WHOLE_PUPIL) == []
    assert missing_parts(True, {**WHOLE_PUPIL, "health": {}}) == ["Gesundheit"]
    assert missing_parts(True, {}) == [part.title for part in parts_for(True)]


def test_what_a_pupils_intake_knows() -> None:
    assert pupils_answers(WHOLE_PUPIL) == set(PUPILS_ANSWERS)
    assert pupils_answers({"school": {"type": "oberschule"}}) == {"school"}
    assert pupils_answers({}) == frozenset()


@pytest.mark.parametrize(("typed", "first", "last"), [
    ("17.03.2024", date(2024, 3, 17), date(2024, 3, 17)),
    ("3.2024", date(2024, 3, 1), date(2024, 3, 31)),
    ("02/2024", date(2024, 2, 1), date(2024, 2, 29)),
    (" 2024 ", date(2024, 1, 1), date(2024, 12, 31)),
])
def test_days_months_and_years(typed: str, first: date, last: date) -> None:
    assert days_of(typed) == (first, last)


@pytest.mark.parametrize("typed", ["", "gestern", "31.02.2024", "13.2024", "1066", "0000", "24", "3500", "2024-03-17"])
def test_what_is_no_day_month_or_year(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        days_of(typed)


@pytest.mark.parametrize(("typed", "day"), [
    ("2027", date(2027, 7, 31)), ("30.06.2027", date(2027, 6, 30)), ("02.2028", date(2028, 2, 29)),
    ("07/2027", date(2027, 7, 31)),
])
def test_when_somebody_leaves_school(typed: str, day: date) -> None:
    assert leaving_day(typed) == day


def station(begins: str, ends: str) -> dict[str, object]:
    return {"stations": [{"begins": "2019", "ends": "2020"}, {"begins": begins, "ends": ends}]}


@pytest.mark.parametrize(("begins", "ends", "expected"), [
    ("2019", "2020", []),
    ("2019", "2019", []),
    ("05.2019", "2019", []),
    ("17.03.2019", "heute", []),
    ("", "2019", []),
    ("2020", "2019", [("stations_1_ends", "Das Ende liegt vor dem Anfang.")]),
    ("05.2019", "04.2019", [("stations_1_ends", "Das Ende liegt vor dem Anfang.")]),
    ("früher", "2019", [("stations_1_begins", "Bitte einen Tag, Monat oder ein Jahr eingeben, zum Beispiel 17.03.2024, "
                                              "03.2024 oder 2024.")]),
])
def test_the_order_of_days_in_a_career(begins: str, ends: str, expected: list[tuple[str, str]]) -> None:
    assert faults(PART["career"], station(begins, ends)) == expected


def test_numbers_stay_within_reason() -> None:
    assert faults(PART["household"], {"children": 0}) == []
    assert faults(PART["household"], {"children": 21}) == [("children", "Bitte eine Zahl von 0 bis 20 eingeben.")]
    assert faults(PART["school"], {"grade": -1}) == [("grade", "Bitte eine Zahl von 0 bis 20 eingeben.")]


def test_answers_as_they_stand_on_paper() -> None:
    by_key = {question.key: question for question in PART["school"].questions}
    assert spelled(by_key["leaves"], date(2027, 7, 31)) == "31.07.2027"
    assert spelled(by_key["type"], "oberschule") == "Oberschule"
    assert spelled(by_key["grade"], 9) == "9"
    assert spelled(by_key["wishes"], None) == ""
    assert spelled(PART["mobility"].questions[0], True) == "ja"
    assert spelled(PART["mobility"].questions[0], False) == "nein"
    assert spelled_rows(by_key["marks"], [{"subject": "Mathematik", "mark": "3"}]) == (("Mathematik", "3"),)
