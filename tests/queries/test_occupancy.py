"""Places of any day and of a year's months, counted as one counts them by hand."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from fm.models import Case, Measure, MeasurePlaces, Participation
from fm.models.base import BERLIN
from fm.queries.catalogue import Wanted, measures
from fm.queries.desk_measures import places_of
from fm.queries.listed import Span
from fm.queries.occupancy import Month, Occupied, occupancy, occupancy_by_site, year
from tests.support.actors import TODAY, acting, statements
from tests.support.placing import Placing

FIRST, SPRING = date(2027, 1, 1), date(2027, 3, 15)


@pytest.fixture
def placing(db_session, records) -> Placing:
    return Placing(db_session, records)


@pytest.fixture
def taking_part(placing, db_session):
    """Puts somebody into a measure."""
    (case,) = placing.cases(1)

    def put(measure, status, begins=None, ends=None, **more):
        number = db_session.query(Participation).count() + 1
        db_session.add(Participation(
            case_id=case.id, person_id=case.person_id, number=number, measure_id=measure.id, status=status,
            begins=begins, ends=ends, taken_over=True, **more))
        db_session.commit()

    return put


def test_all_that_holds_a_place_counts_on_its_days(placing, taking_part, db_session):
    measure, unknown = placing.measure(5), placing.measure(None, number="M-2")
    for status in ("proposed", "reserved", "allocated", "started", "ended", "lapsed", "withdrawn"):
        taking_part(measure, status, TODAY, SPRING, reserved_until=TODAY)
    taking_part(measure, "broken_off", TODAY, SPRING, broken_off=TODAY)
    assert occupancy(db_session, TODAY) == {measure.id: Occupied(5, 4, 1), unknown.id: Occupied(None)}
    assert occupancy(db_session, SPRING, [measure.id]) == {measure.id: Occupied(5, 3, 1)}
    assert [occupancy(db_session, day, [measure.id])[measure.id].free for day in (
        TODAY - timedelta(days=1), TODAY, SPRING, SPRING + timedelta(days=1))] == [5, 0, 1, 5]


def test_who_waited_on_a_day(placing, taking_part, db_session):
    measure = placing.measure(0)
    since = datetime(2026, 11, 3, 0, 30, tzinfo=BERLIN)
    taking_part(measure, "waiting")
    taking_part(measure, "waiting", waiting_since=since)
    taking_part(measure, "allocated", waiting_since=since, allocated_on=date(2026, 11, 10))
    taking_part(measure, "withdrawn", waiting_since=since, withdrawn_on=date(2026, 11, 12))
    assert [occupancy(db_session, date(2026, 11, day))[measure.id].waiting for day in (2, 3, 10, 12)] == [1, 4, 3, 2]


def test_in_a_closed_case_nobody_waits(placing, taking_part, db_session):
    """Rows that an import left on the list are counted as list and messages do: not at all since the case is closed."""
    measure = placing.measure(1)
    taking_part(measure, "waiting")
    db_session.scalars(select(Case)).one().closed = date(2026, 11, 20)
    db_session.commit()
    days = (date(2026, 11, 19), date(2026, 11, 20), TODAY)
    assert [occupancy(db_session, day)[measure.id].waiting for day in days] == [1, 0, 0]
    actor = acting(placing.coordinator)
    (row,) = measures(db_session, actor, Wanted(), TODAY, TODAY, ("waiting", True), Span(9)).rows
    (on_desk,) = places_of(db_session, [actor.id], actor.id, TODAY, Span(9)).rows
    assert (row.waiting, on_desk.waiting) == (0, 0)


def test_each_place_of_training_is_counted_by_itself(placing, taking_part, db_session):
    measure = placing.measure(None)
    one, other = placing.site(measure, "Prenzlau", 2), placing.site(measure, "Templin", 3)
    db_session.add(MeasurePlaces(measure_id=measure.id, site_id=other.id, begins=SPRING, places=4))
    taking_part(measure, "started", TODAY, site_id=one.id)
    assert occupancy_by_site(db_session, TODAY, measure.id) == {one.id: Occupied(2, 1), other.id: Occupied(3)}
    assert occupancy(db_session, SPRING)[measure.id] == Occupied(6, 1)


def test_a_month_stands_there_on_its_fullest_day(placing, taking_part, db_session):
    measure, unknown = placing.measure(2), placing.measure(None, number="M-2")
    db_session.add(MeasurePlaces(measure_id=measure.id, begins=SPRING, places=1))
    taking_part(measure, "started", TODAY, date(2027, 1, 10))
    taking_part(measure, "reserved", date(2027, 1, 10), date(2027, 2, 5), reserved_until=TODAY)
    taking_part(unknown, "started", None, date(2027, 1, 31))
    with statements() as sent:
        found = year(db_session, [measure.id, unknown.id], FIRST)
    assert len([one for one in sent if one.startswith("SELECT")]) == 1
    months = found[measure.id]
    assert months[:4] == [
        Month(FIRST, 2, 1, 1), Month(date(2027, 2, 1), 2, 0, 1), Month(date(2027, 3, 1), 1, 0, 0),
        Month(date(2027, 4, 1), 1, 0, 0)]
    assert [month.free for month in months] == [0, 1] + [1] * 10
    assert found[unknown.id][:2] == [Month(FIRST, None, 1, 0), Month(date(2027, 2, 1), None, 0, 0)]


def days(first: date, beyond: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((beyond - first).days)]


some_day = st.integers(-40, 420).map(lambda number: FIRST + timedelta(days=number))
stays = st.lists(st.tuples(st.sampled_from(("reserved", "started")), st.none() | some_day, st.none() | some_day),
                 max_size=6)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbers=st.lists(st.tuples(some_day, st.integers(0, 3)), max_size=4), rows=stays)
def test_the_year_says_what_its_days_say(placing, taking_part, db_session, numbers, rows):
    for table in (Participation, MeasurePlaces, Measure):
        db_session.execute(delete(table))
    measure = placing.measure(None)
    db_session.add_all(MeasurePlaces(measure_id=measure.id, begins=day, places=places) for day, places in numbers)
    for status, begins, ends in rows:
        if not (begins and ends and ends < begins):
            taking_part(measure, status, begins, ends, reserved_until=TODAY)
    db_session.commit()
    months = year(db_session, [measure.id], FIRST)[measure.id]
    for month, following in list(pairwise(months))[::5]:
        of_days = [occupancy(db_session, day)[measure.id] for day in days(month.first, following.first)]
        known = [day.places - day.taken - day.reserved for day in of_days if day.places is not None]
        if known:
            assert month.places - month.taken - month.reserved == min(known)
        else:
            assert month.places is None
            assert month.taken + month.reserved == max(day.taken + day.reserved for day in of_days)
