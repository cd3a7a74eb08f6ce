"""When the consultation about an agreement that ends can be, and how times are shared out (HK 4.1.4)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from fm.rules.calendar import Calendar
from fm.rules.ending import Client, is_prepared, shared_out, window

TODAY = date(2026, 11, 23)
NINE = datetime(2026, 12, 7, 9)
HALF = timedelta(minutes=30)


@pytest.mark.parametrize(("ends", "first"), [
    (date(2027, 1, 15), date(2026, 12, 15)),  # its last calendar month
    (date(2026, 12, 20), date(2026, 11, 30)),  # five working days for the invitation
    (date(2026, 11, 30), date(2026, 11, 30)),
    (date(2026, 11, 27), date(2026, 11, 24)),  # too near for that: the next working day
    (date(2026, 11, 23), date(2026, 11, 24)),  # ends today: none is left
])
def test_the_days_for_the_consultation(ends: date, first: date) -> None:
    assert window(ends, TODAY, Calendar()) == (first, ends)


@pytest.mark.parametrize(("follow_up", "prepared"), [
    (date(2026, 12, 15), True), (date(2027, 1, 15), True), (date(2026, 12, 14), False), (date(2027, 1, 16), False),
    (None, False)])
def test_what_counts_as_prepared(follow_up: date | None, prepared: bool) -> None:
    assert is_prepared(date(2027, 1, 15), follow_up) is prepared


def test_each_colleague_has_one_client_at_a_time() -> None:
    free = {case: [NINE + n * HALF for n in range(4)] for case in (1, 2, 3)}
    clients = [Client(1, 7, None), Client(2, 7, None), Client(3, 8, None)]
    assert shared_out(clients, free, 60) == {1: NINE, 2: NINE + 2 * HALF, 3: NINE}


def test_who_comes_too_late_for_the_last_time_gets_none() -> None:
    assert shared_out([Client(1, 7, None), Client(2, 7, None)], {1: [NINE], 2: [NINE]}, 30) == {1: NINE}
    assert shared_out([Client(1, 7, None)], {}, 30) == {}


def test_a_household_comes_on_one_day_one_after_the_other() -> None:
    next_day = NINE + timedelta(days=1)
    free = {1: [next_day], 2: [NINE, next_day, next_day + 2 * HALF]}
    assert shared_out([Client(1, 7, 5), Client(2, 8, 5)], free, 60) == {1: next_day, 2: next_day + 2 * HALF}


def test_the_days_fill_up_evenly() -> None:
    next_day = NINE + timedelta(days=1)
    starts = [*(NINE + n * HALF for n in range(7)), *(next_day + n * HALF for n in range(7))]
    found = shared_out([Client(case, 7, None) for case in range(9)], dict.fromkeys(range(9), starts), 30)
    assert [found[case].day for case in range(9)] == [7, 7, 7, 7, 8, 8, 8, 8, 7]


@given(some.lists(some.tuples(some.integers(1, 2), some.sampled_from((None, 1, 2))), max_size=8),
       some.lists(some.integers(0, 30), max_size=12, unique=True), some.sampled_from((30, 60, 90)))
def test_nobody_is_in_two_places_at_once(people: list[tuple[int, int | None]], slots: list[int], minutes: int) -> None:
    clients = [Client(number, *who) for number, who in enumerate(people)]
    starts = sorted(NINE + slot * HALF for slot in slots)
    found = shared_out(clients, {client.case_id: starts for client in clients}, minutes)
    for one in clients:
        for other in clients[:one.case_id]:
            same = one.staff_id == other.staff_id or (one.household_id and one.household_id == other.household_id)
            if same and {one.case_id, other.case_id} <= found.keys():
                assert abs(found[one.case_id] - found[other.case_id]) >= timedelta(minutes=minutes)
