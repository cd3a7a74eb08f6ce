"""Sharing a caseload out: by load, by stream, households together."""

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fm.rules.distribution import Moving, Taker, distribute

FULL = Decimal(1)
DISTANT, READY = "market_distant", "market_ready"


def taker(number: int, *streams: str, adults: int = 0, youths: int = 0, share: Decimal = FULL) -> Taker:
    return Taker(number, frozenset(streams or (DISTANT,)), adults, youths, share)


def cases(number: int, stream: str = DISTANT, *, adult: bool = True, first: int = 1) -> list[Moving]:
    return [Moving(first + offset, stream, adult) for offset in range(number)]


def test_equal_colleagues_get_equal_shares():
    found = distribute(cases(150), [taker(1), taker(2), taker(3)])
    assert Counter(found.values()) == {1: 50, 2: 50, 3: 50}


def test_half_a_post_gets_half_as_many():
    found = distribute(cases(90), [taker(1), taker(2, share=Decimal("0.5"))])
    assert Counter(found.values()) == {1: 60, 2: 30}


def test_who_has_many_already_gets_fewer():
    found = distribute(cases(30), [taker(1, adults=50), taker(2, adults=40)])
    assert Counter(found.values()) == {1: 10, 2: 20}


def test_a_youth_weighs_twice():
    found = distribute(cases(2, "youth", adult=False), [taker(1, "youth", youths=10), taker(2, "youth", adults=19)])
    assert found == {1: 2, 2: 1}


def test_only_colleagues_of_the_stream_take_a_case():
    mixed = cases(2) + cases(2, READY, first=3)
    assert distribute(mixed, [taker(1), taker(2, READY)]) == {1: 1, 2: 1, 3: 2, 4: 2}


def test_nobody_for_a_stream_is_said():
    assert distribute(cases(1, READY), [taker(1)]) == {1: None}


def test_nobody_at_all():
    assert distribute(cases(1), []) == {1: None}


def test_a_colleague_without_post_comes_last():
    found = distribute(cases(2), [taker(1, share=Decimal(0)), taker(2, adults=500)])
    assert found == {1: 2, 2: 2}


def test_a_household_stays_together():
    household = [Moving(number, DISTANT, True, 7) for number in (1, 2, 3)]
    found = distribute([*household, *cases(3, first=4)], [taker(1), taker(2)])
    assert len({found[1], found[2], found[3]}) == 1
    assert Counter(found.values()) == {1: 3, 2: 3}


def test_a_household_is_split_by_stream_where_nobody_takes_all_of_it():
    household = [Moving(1, DISTANT, True, 7), Moving(2, "youth", False, 7), Moving(3, DISTANT, True, 7)]
    assert distribute(household, [taker(1), taker(2, "youth")]) == {1: 1, 2: 2, 3: 1}


_CASES = st.lists(st.tuples(st.sampled_from([DISTANT, READY, "youth"]), st.booleans(),
                            st.none() | st.integers(1, 5)), max_size=40)
_TAKERS = st.lists(st.tuples(st.frozensets(st.sampled_from([DISTANT, READY, "youth"])), st.integers(0, 200),
                             st.sampled_from([Decimal(0), Decimal("0.5"), FULL])), max_size=4)


@given(_CASES, _TAKERS)
def test_every_case_goes_to_one_colleague_of_its_stream_or_to_nobody_where_none_has_it(drawn, colleagues):
    moving = [Moving(number, *case) for number, case in enumerate(drawn)]
    takers = [Taker(number, streams, adults, 0, share) for number, (streams, adults, share) in enumerate(colleagues)]
    found = distribute(moving, takers)
    assert found.keys() == {case.case_id for case in moving}
    counters = {taker.id: taker.counters for taker in takers}
    for case in moving:
        chosen = found[case.case_id]
        if chosen is None:
            assert not any(case.counter in taker.counters for taker in takers)
        else:
            assert case.counter in counters[chosen]
