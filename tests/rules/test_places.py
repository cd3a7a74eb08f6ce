"""Where a place is free, who is served first, what overlaps: days counted one by one say the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.places import (
    FOLLOWS,
    Number,
    Period,
    common,
    full_on,
    may_follow,
    moved,
    overlapping,
    places_on,
    with_served,
)
from fm.rules.vocabulary import PARTICIPATION_STATES

FIRST = date(2026, 12, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]

some_day = st.sampled_from(DAYS)
open_day = st.none() | some_day
numbers = st.lists(st.builds(Number, some_day, st.integers(0, 3)), max_size=4).map(
    lambda found: sorted(found, key=lambda number: number.begins))


@st.composite
def periods(draw) -> Period:
    begins, ends = draw(open_day), draw(open_day)
    return Period(ends, begins) if begins and ends and ends < begins else Period(begins, ends)


def on(number: int) -> date:
    return DAYS[number - 1]


@given(numbers, st.lists(periods(), max_size=6), periods())
def test_a_place_is_free_when_one_is_on_each_single_day(dated, stays, wanted):
    def full(day: date) -> bool:
        places = places_on(dated, day)
        return places is not None and sum(stay.covers(day) for stay in stays) >= places

    every_day = [FIRST - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)]
    days = [day for day in every_day if wanted.covers(day)]
    assert full_on(dated, stays, wanted) == next((day for day in days if full(day)), None)


@given(numbers, st.lists(periods(), max_size=4), st.lists(periods(), max_size=4))
def test_serving_the_line_never_takes_more_than_there_is(dated, stays, queue):
    held = with_served(dated, stays, queue)
    assert held[: len(stays)] == stays
    for day in DAYS:
        places = places_on(dated, day)
        before = sum(stay.covers(day) for stay in stays)
        assert places is None or sum(stay.covers(day) for stay in held) <= max(places, before)


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_loses_nobody(queue, data):
    who, position = data.draw(st.sampled_from(queue)), data.draw(st.integers(1, len(queue) + 2))
    after = moved(queue, who, position)
    assert sorted(after) == sorted(queue)
    assert after.index(who) == min(position, len(queue)) - 1
    assert [each for each in after if each != who] == [each for each in queue if each != who]


@pytest.mark.parametrize(("one", "other", "both"), [
    (Period(on(1), on(3)), Period(on(3), on(5)), Period(on(3), on(3))),
    (Period(on(1), on(3)), Period(on(4), None), None),
    (Period(None, None), Period(on(4), None), Period(on(4), None)),
    (Period(None, on(2)), Period(None, on(5)), Period(None, on(2))),
])  # fmt: skip
def test_what_two_periods_have_in_common(one, other, both):
    assert common(one, other) == common(other, one) == both


def test_each_pair_that_overlaps_is_named_once():
    stays = [("a", Period(on(1), on(4))), ("b", Period(on(4), on(6))), ("c", Period(on(6), None))]
    assert overlapping(stays) == [("a", "b", Period(on(4), on(4))), ("b", "c", Period(on(6), on(6)))]


def test_periods_are_said():
    assert [Period(*days).german for days in ((on(1), on(2)), (on(1), None), (None, on(2)), (None, None))] == [
        "vom 01.12.2026 bis 02.12.2026", "vom 01.12.2026 an", "von Beginn an bis 02.12.2026", "von Beginn an"]


def test_every_state_says_what_may_follow():
    assert FOLLOWS.keys() == PARTICIPATION_STATES.keys() | {""}
    assert may_follow("allocated", "started")
    assert not may_follow("withdrawn", "allocated")
