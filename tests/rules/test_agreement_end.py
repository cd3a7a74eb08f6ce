"""The end of an agreement, and the one that is proposed: a working day with a free appointment."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.agreement_end import end_of, proposed_end
from fm.rules.calendar import Calendar, plus_months

SIGNED = date(2026, 7, 13)


@pytest.mark.parametrize(("until", "ended", "end"), [
    (None, None, date(2027, 1, 13)),
    (date(2027, 1, 12), None, date(2027, 1, 12)),
    (date(2027, 3, 1), None, date(2027, 1, 13)),
    (date(2027, 1, 12), date(2026, 10, 1), date(2026, 10, 1)),
])
def test_the_end(until, ended, end):
    assert end_of(SIGNED, until, ended) == end


@pytest.mark.parametrize(("free", "end"), [
    ((), date(2027, 1, 13)),
    ((date(2027, 1, 11), date(2027, 1, 12), date(2027, 1, 14)), date(2027, 1, 12)),
    ((date(2027, 1, 9),), date(2027, 1, 13)),
    ((date(2026, 7, 13),), date(2027, 1, 13)),
])
def test_the_latest_free_day_within_six_months(free, end):
    assert proposed_end(SIGNED, Calendar(), free) == end


def test_without_a_free_day_the_latest_working_day():
    assert proposed_end(date(2026, 6, 20), Calendar([date(2026, 12, 18)]), ()) == date(2026, 12, 17)


@given(signed=st.dates(date(2020, 1, 1), date(2030, 1, 1)), free=st.lists(st.dates(date(2020, 1, 1), date(2030, 9, 1))))
def test_always_a_working_day_within_the_term(signed, free):
    end = proposed_end(signed, Calendar(), free)
    assert signed < end <= plus_months(signed, 6)
    assert Calendar().is_working_day(end)
