"""Whatever is done with places in any order: none is given twice on any day, and nobody is lost from the line."""

from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from fm.models import Absence, Case, Measure, MeasurePlaces, Participation, WaitingMove
from fm.rules.catalogue import HOLDING
from fm.rules.places import FOLLOWS, Number, Period, moved, places_on
from fm.usecases import attendance, places, reservations, waiting
from fm.usecases.capacity import set_places, take_back
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.placing import NOW, Placing, waiting_list

CLIENTS = 4
BY_STATE = {"propose": "proposed", "reserve": "reserved", "wait": "waiting", "allocate": "allocated",
            "allocate_or_wait": places.EITHER}  # fmt: skip

days = st.integers(-4, 5).map(lambda number: TODAY + timedelta(days=number))
deeds = st.tuples(
    st.sampled_from((*BY_STATE, "allocate_or_wait", "group", "next", "next", "withdraw", "lapse", "move", "start",
                     "start", "end", "break_off", "move_end", "move_end", "resume", "places", "take_back")),
    st.integers(0, CLIENTS - 1), days, days, st.integers(0, 3))  # fmt: skip


@pytest.fixture
def placing(db_session, records) -> Placing:
    return Placing(db_session, records)


@pytest.fixture
def cases(placing) -> list[int]:
    return [case.id for case in placing.cases(CLIENTS)]


class Told:
    """What the database says of a measure after a deed, and whether that can follow what it said before."""

    def __init__(self, session, measure_id: int) -> None:
        rows = session.execute(select(
            Participation.id, Participation.status, Participation.begins, Participation.ends, Participation.broken_off,
        ).where(Participation.measure_id == measure_id)).all()
        self.states = {row.id: row.status for row in rows}
        self._stays = [Period(row.begins, row.broken_off or row.ends) for row in rows if row.status in HOLDING]
        self._numbers = [Number(*row) for row in session.execute(
            select(MeasurePlaces.begins, MeasurePlaces.places).where(MeasurePlaces.measure_id == measure_id)
            .order_by(MeasurePlaces.begins, MeasurePlaces.id))]  # fmt: skip
        queue = waiting_list(session, measure_id)
        self.queue = [row.id for row in queue]
        assert [row.position for row in queue] == list(range(1, len(queue) + 1))

    def fits(self) -> None:
        """On no day more places are held than there are, and who waits is in line, nobody else."""
        for number in range(-12, 13):
            day = TODAY + timedelta(days=number)
            held, there = sum(stay.covers(day) for stay in self._stays), places_on(self._numbers, day)
            assert there is None or held <= there, day
        assert set(self.queue) == {id for id, state in self.states.items() if state == "waiting"}

    def follows(self, before: "Told", move: tuple[int, int] | None) -> None:
        """Nobody is lost, and the line keeps its order, except for who was moved; new ones stand behind."""
        for id, state in before.states.items():
            assert self.states[id] == state or self.states[id] in FOLLOWS[state]
        stayed = [id for id in before.queue if id in self.queue]
        if move and move[0] in stayed:
            stayed = moved(stayed, *move)
        assert self.queue[: len(stayed)] == stayed


def about_all(actor, measure_id: int, cases: list[int], deed: tuple) -> dict:
    """What can be done about a measure, or bringing a client into it."""
    _, client, begins, ends, number = deed
    wanted = places.Wanted(measure_id, begins, ends)
    enter = {name: partial(places.enter, actor, cases[client], wanted, state, NOW, "")
             for name, state in BY_STATE.items()}  # fmt: skip
    return enter | {
        "group": partial(places.group, actor, [*cases[client:], *cases[:client]], wanted, places.EITHER, NOW, ""),
        "next": partial(waiting.next_in_line, actor, measure_id, None, NOW, ""),
        "lapse": partial(reservations.lapse_reservations, NOW + timedelta(days=9)),
        "places": partial(set_places, actor, measure_id, {None: number}, begins, NOW, ""),
        "take_back": partial(take_back, actor, measure_id, begins, NOW, ""),
    }


def about_one(actor, row: Participation, deed: tuple) -> dict:
    """What can be done about a participation."""
    _, _, begins, ends, number = deed
    return {
        "withdraw": partial(reservations.withdraw, actor, row.id, "Grund", NOW, ""),
        "move": partial(waiting.move_in_queue, actor, row.id, number, "Grund", NOW, ""),
        "start": partial(attendance.start, actor, row.id, begins, NOW, ""),
        "end": partial(attendance.end, actor, row.id, begins, NOW, ""),
        "break_off": partial(attendance.break_off, actor, row.id, begins, "work", None, NOW, ""),
        "move_end": partial(attendance.move_end, actor, row.id, ends, "Grund", row.version, NOW, ""),
        "resume": partial(attendance.resume, actor, row.id, ends, NOW, ""),
    }


def _newest(session, measure: Measure, case_id: int) -> Participation | None:
    return session.scalars(select(Participation).where(
        Participation.measure_id == measure.id, Participation.case_id == case_id,
    ).order_by(Participation.id.desc())).first()


def begun_anew(placing: Placing, session, number: int) -> Measure:
    """The measure as it is at first, with so many places; what was done with it before is gone."""
    for table in (WaitingMove, Absence, Participation, MeasurePlaces, Measure):
        session.execute(delete(table))
    session.commit()
    return placing.measure(number, begins=TODAY - timedelta(days=9), ends=TODAY + timedelta(days=9))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(there=st.integers(0, 2), way=st.lists(deeds, min_size=6, max_size=16))
def test_no_place_is_given_twice_and_nobody_in_line_is_lost(placing, cases, db_session, there, way):
    measure = begun_anew(placing, db_session, there)
    before, actor = Told(db_session, measure.id), acting(placing.coordinator)
    for deed in way:
        row = _newest(db_session, measure, cases[deed[1]])
        possible = about_all(actor, measure.id, cases, deed) | (about_one(actor, row, deed) if row else {})
        try:
            possible.get(deed[0], lambda: None)()
        except Refused:
            db_session.rollback()
        db_session.expire_all()
        after = Told(db_session, measure.id)
        after.fits()
        after.follows(before, (row.id, deed[4]) if deed[0] == "move" and after.queue != before.queue else None)
        before = after
    assert len(db_session.scalars(select(Case.id)).all()) == CLIENTS
