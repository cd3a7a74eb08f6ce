"""Chapter 4.1.1: what belongs to a category."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fm.rules.category_checks import DESCRIPTIONS, FORECAST, ChosenCategory, category_faults
from fm.rules.vocabulary import CATEGORIES, PAUSED_CATEGORIES

TODAY = date(2026, 11, 23)
BEGINS, LATEST = date(2026, 3, 24), date(2026, 6, 1)
DAY = timedelta(days=1)


def chosen(category: str, **more: object) -> ChosenCategory:
    """A category with everything that belongs to it."""
    belongs: dict[str, object] = {"reason": "Gespräch vom selben Tag"}
    if category in FORECAST:
        belongs["forecast"] = 12
    if category in PAUSED_CATEGORIES:
        belongs |= {"obstacle": "Elternzeit", "obstacle_ends": date(2027, 9, 30)}
    if category == "S":
        belongs["endorsed_until"] = date(2027, 5, 31)
    return ChosenCategory(**{"day": TODAY, "category": category, **belongs, **more})


def faults(category: ChosenCategory, latest: date | None = LATEST) -> dict[str, str]:
    return dict(category_faults(category, BEGINS, latest, TODAY))


def test_each_category_is_described() -> None:
    assert list(DESCRIPTIONS) == list(CATEGORIES)


@pytest.mark.parametrize("category", CATEGORIES)
def test_complete_ones_have_no_faults(category: str) -> None:
    assert faults(chosen(category)) == {}


@pytest.mark.parametrize(("day", "sentence"), [
    (TODAY, None),
    (TODAY + DAY, "Das Datum liegt in der Zukunft."),
    (BEGINS - DAY, "Das Datum liegt vor dem Beginn des Falls am 24.03.2026."),
    (LATEST, None),
    (LATEST - DAY, "Seit dem 01.06.2026 gilt schon eine spätere Kategorie; eine frühere ändert sie nicht mehr."),
])
def test_its_day(day: date, sentence: str | None) -> None:
    assert faults(chosen("C", day=day)).get("tag") == sentence


def test_without_an_earlier_one_every_day_of_the_case_is_possible() -> None:
    assert faults(chosen("C", day=BEGINS), latest=None) == {}


@pytest.mark.parametrize(("category", "left_out", "field"), [
    *((category, "reason", "grund") for category in CATEGORIES),
    *((category, "forecast", "prognose") for category in "ABCDE"),
    *((category, "obstacle", "hindernis") for category in "XYZ"),
    ("Y", "obstacle_ends", "hindernis_ende"),
    ("S", "endorsed_until", "befuerwortet_bis"),
])
def test_what_belongs_to_it(category: str, left_out: str, field: str) -> None:
    assert list(faults(replace(chosen(category), **{left_out: None}))) == [field]


@pytest.mark.parametrize("category", ["X", "Z"])
def test_the_end_is_told_as_far_as_it_is_known(category: str) -> None:
    assert faults(chosen(category, obstacle_ends=None)) == {}


@pytest.mark.parametrize("category", sorted(PAUSED_CATEGORIES))
def test_the_end_lies_ahead_of_the_beginning(category: str) -> None:
    assert list(faults(chosen(category, obstacle_ends=TODAY))) == ["hindernis_ende"]
    assert faults(chosen(category, obstacle_ends=TODAY + DAY)) == {}


@pytest.mark.parametrize("forecast", [-1, 121])
def test_a_forecast_is_a_number_of_months(forecast: int) -> None:
    assert list(faults(chosen("D", forecast=forecast))) == ["prognose"]
    assert faults(chosen("X", forecast=forecast)) == {}


def test_self_employment_is_endorsed_from_its_day_on() -> None:
    assert list(faults(chosen("S", endorsed_until=TODAY - DAY))) == ["befuerwortet_bis"]
    assert faults(chosen("S", endorsed_until=TODAY)) == {}
