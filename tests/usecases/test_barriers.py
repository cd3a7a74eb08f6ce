"""Barriers: recorded, changed, in order, worked on; no sequence of deeds loses one or gives a rank twice."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fm.models import Barrier, BarrierStep, Case, JournalEntry, Staff
from fm.models.base import BERLIN
from fm.queries.barriers import barriers_of, open_barriers
from fm.rules.barrier_checks import Step, ToldBarrier
from fm.rules.vocabulary import BARRIER_STATES
from fm.usecases.barriers import (
    add_barrier,
    change_barrier,
    move_barrier,
    order_barriers,
    set_state,
    shift_barrier,
)
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(case_manager=staff)


def told(name: str, area: str = "RB", **more: object) -> ToldBarrier:
    return ToldBarrier(TODAY, area=area, name=name, **more)


class Work:
    """The deeds of one case manager on one case."""

    def __init__(self, session: Session, staff: Staff, case: Case) -> None:
        self.session, self.actor, self.case_id = session, acting(staff), case.id

    def add(self, name: str, area: str = "RB", rank: int | None = None, **more: object) -> int:
        return add_barrier(self.actor, self.case_id, told(name, area, **more), NOW, "", rank=rank)

    def step(self, barrier_id: int, state: str, text: str | None = "Getan", day: date = TODAY) -> None:
        set_state(self.actor, self.case_id, barrier_id, Step(day, state), text, self.version(barrier_id), NOW, "")

    def version(self, barrier_id: int) -> int:
        self.session.expire_all()
        return self.session.get_one(Barrier, barrier_id).version

    def move(self, barrier_id: int, rank: int | None) -> int:
        return move_barrier(self.actor, self.case_id, barrier_id, rank, NOW, "")

    def shift(self, barrier_id: int, by: int) -> int:
        return shift_barrier(self.actor, self.case_id, barrier_id, by, NOW, "")

    def ranks(self) -> dict[str, int | None]:
        self.session.expire_all()
        return {one.name: one.rank for one in barriers_of(self.session, self.case_id)}

    def one(self, barrier_id: int) -> Barrier:
        self.session.expire_all()
        return self.session.get_one(Barrier, barrier_id)


@pytest.fixture
def work(db_session: Session, staff: Staff, case: Case) -> Work:
    return Work(db_session, staff, case)


def said(deed: object, *arguments: object, **more: object) -> dict[str | None, str]:
    """Why a deed is refused."""
    with pytest.raises(Refused) as refused:
        deed(*arguments, **more)  # type: ignore[operator]
    return dict(refused.value.faults)


def test_a_barrier_is_recognised_and_stands_last(work: Work) -> None:
    first, second = work.add("Bus"), work.add("Wohnung")
    assert work.ranks() == {"Bus": 1, "Wohnung": 2}
    kept = work.one(second)
    assert (kept.state, kept.recognised, kept.number, kept.area) == ("erkannt", TODAY, 2, "RB")
    assert work.one(first).number == 1


def test_one_is_added_at_a_place(work: Work) -> None:
    work.add("Bus")
    work.add("Wohnung")
    work.add("Schulden", rank=1)
    assert work.ranks() == {"Schulden": 1, "Bus": 2, "Wohnung": 3}
    assert said(work.add, "Kita", rank=5) == {"rang": "Der Rang ist eine Zahl von 1 bis 4."}
    assert said(work.add, "Kita", rank=0) == {"rang": "Der Rang ist eine Zahl von 1 bis 4."}


def test_a_kind_fills_in_what_was_left_open(work: Work) -> None:
    barrier = add_barrier(work.actor, work.case_id, ToldBarrier(TODAY, kind="L4"), NOW, "")
    kept = work.one(barrier)
    assert (kept.area, kept.name, kept.place, kept.sensitive) == ("LF", "Suchterkrankung", "person", True)


@pytest.mark.parametrize(("rank", "order"), [(1, "CABD"), (2, "ACBD"), (3, "ABCD"), (4, "ABDC")])
def test_moving_shifts_those_between(work: Work, rank: int, order: str) -> None:
    ids = {name: work.add(name) for name in "ABCD"}
    assert work.move(ids["C"], rank) == rank
    assert work.ranks() == {name: place for place, name in enumerate(order, 1)}


def test_a_rank_is_one_that_is_there(work: Work) -> None:
    first = work.add("Bus")
    assert said(work.move, first, 2) == {"rang": "Der einzige Rang ist 1."}
    work.add("Wohnung")
    for rank in (0, 3, None, -1):
        assert said(work.move, first, rank) == {"rang": "Der Rang ist eine Zahl von 1 bis 2."}


def test_up_and_down_end_at_the_ends(work: Work) -> None:
    first, second = work.add("Bus"), work.add("Wohnung")
    assert work.shift(first, -1) == 1
    assert work.shift(first, +1) == 2
    assert work.shift(first, +1) == 2
    assert work.ranks() == {"Wohnung": 1, "Bus": 2}
    assert work.one(second).rank == 1


def test_moving_leaves_who_edits_alone(work: Work) -> None:
    first, second = work.add("Bus"), work.add("Wohnung")
    seen = work.version(second)
    work.move(first, 2)
    change_barrier(work.actor, work.case_id, second, told("Wohnung zu klein"), seen, NOW, "")
    assert work.ranks() == {"Wohnung zu klein": 1, "Bus": 2}


def test_a_resolved_one_gives_up_its_rank_and_comes_back_last(work: Work) -> None:
    ids = {name: work.add(name) for name in "ABC"}
    work.step(ids["A"], "erledigt", "Führerschein erworben")
    assert work.ranks() == {"B": 1, "C": 2, "A": None}
    gone = work.one(ids["A"])
    assert (gone.state, gone.resolved) == ("erledigt", TODAY)
    work.step(ids["A"], "erkannt", "Führerschein verloren")
    assert work.ranks() == {"B": 1, "C": 2, "A": 3}
    back = work.one(ids["A"])
    assert (back.state, back.resolved) == ("erkannt", None)
    assert [(step.state, step.text, step.staff_id) for step in back.steps] == [
        ("erledigt", "Führerschein erworben", work.actor.id), ("erkannt", "Führerschein verloren", work.actor.id)]


def test_steps_in_between_keep_the_rank(work: Work) -> None:
    first, second = work.add("A"), work.add("B")
    work.step(first, "in_bearbeitung", None)
    work.step(second, "erfolglos")
    assert work.ranks() == {"A": 1, "B": 2}
    assert work.one(second).resolved is None


def test_a_note_on_a_resolved_one_keeps_its_day(work: Work, db_session: Session) -> None:
    barrier = work.add("A")
    kept = work.one(barrier)
    kept.recognised, kept.state, kept.resolved = TODAY - timedelta(days=30), "erledigt", TODAY - timedelta(days=7)
    db_session.commit()
    work.step(barrier, "erledigt", "Nachweis liegt vor")
    assert work.one(barrier).resolved == TODAY - timedelta(days=7)


def test_a_resolved_one_has_no_place(work: Work) -> None:
    barrier = work.add("A")
    work.step(barrier, "erledigt")
    for deed in (lambda: work.move(barrier, 1), lambda: work.shift(barrier, 1)):
        assert said(deed) == {None: "Dieses Hemmnis ist inzwischen erledigt und hat keinen Rang mehr."}


def test_imported_ranks_are_put_right(work: Work, db_session: Session, case: Case) -> None:
    ids = {name: work.add(name, area) for name, area in zip("ABCD", ("BK", "RB", "SK", "LF"), strict=True)}
    for name, rank in zip("ABCD", (7, 7, None, 2), strict=True):
        work.one(ids[name]).rank = rank
        db_session.commit()
    order_barriers(work.actor, case.id, False, NOW, "")
    assert work.ranks() == {"D": 1, "A": 2, "B": 3, "C": 4}
    order_barriers(work.actor, case.id, True, NOW, "")
    assert work.ranks() == {"B": 1, "D": 2, "A": 3, "C": 4}


def test_an_imported_one_was_recognised_before_it_was_resolved(work: Work, db_session: Session, case: Case) -> None:
    db_session.add(Barrier(case_id=case.id, person_id=case.person_id, number=1, area="RB", name="Bus",
                           state="erledigt", recognised=case.opened, resolved=TODAY - timedelta(days=1)))
    db_session.commit()
    one = db_session.scalars(select(Barrier.id)).one()
    assert said(change_barrier, work.actor, case.id, one, told("Bus"), 1, NOW, "") == {
        "erkannt": "Erledigt ist das Hemmnis seit dem 22.11.2026."}


def test_two_who_save_the_same_one(work: Work) -> None:
    barrier = work.add("A")
    seen = work.version(barrier)
    change_barrier(work.actor, work.case_id, barrier, told("Aa"), seen, NOW, "")
    with pytest.raises(Overtaken):
        change_barrier(work.actor, work.case_id, barrier, told("Aaa"), seen, NOW, "")
    with pytest.raises(Overtaken):
        set_state(work.actor, work.case_id, barrier, Step(TODAY, "erledigt"), "x", seen, NOW, "")
    assert work.ranks() == {"Aa": 1}
    assert work.one(barrier).state == "erkannt"


def test_what_cannot_be_is_refused(work: Work) -> None:
    assert said(work.add, "") == {"name": "Bitte ein Hemmnis der Liste wählen oder es selbst benennen."}
    barrier = work.add("A")
    assert list(said(work.step, barrier, "erledigt", None)) == ["text"]
    assert list(said(work.step, barrier, "in_bearbeitung", day=TODAY - timedelta(days=1))) == ["tag"]
    assert work.one(barrier).steps == []


def test_nothing_is_changed_in_a_closed_case(work: Work, db_session: Session, case: Case) -> None:
    barrier = work.add("A")
    case.closed = TODAY
    db_session.commit()
    for deed in (lambda: work.add("B"), lambda: work.move(barrier, 1), lambda: work.step(barrier, "erledigt")):
        assert said(deed) == {None: "Der Fall ist seit dem 23.11.2026 abgeschlossen."}


def test_the_journal_keeps_that_texts_changed_and_not_what_they_say(work: Work, db_session: Session) -> None:
    barrier = work.add("Alkohol", "LF", sensitive=True, note="seit drei Jahren")
    change_barrier(work.actor, work.case_id, barrier, told("Sucht", "LF", sensitive=True), work.version(barrier), NOW,
                   "")
    work.step(barrier, "in_bearbeitung", "Beratungsstelle")
    entries = db_session.scalars(select(JournalEntry.detail).order_by(JournalEntry.id)).all()
    kept = [json.loads(entry)["what"] for entry in entries]
    assert kept[0]["name"] == "geändert"
    assert kept[1] == {"name": "geändert", "note": "geändert"}
    assert kept[2] == {"state": ["erkannt", "in_bearbeitung"], "step": "2026-11-23"}
    for word in ("Alkohol", "Sucht", "Jahren", "Beratungsstelle", "LF"):
        assert word not in "".join(entries)


_DEEDS = st.lists(st.tuples(
    st.sampled_from(["add", "move", "shift", "step", "order"]), st.integers(0, 7), st.integers(-1, 9),
    st.sampled_from(sorted(BARRIER_STATES))), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(imported=st.lists(st.none() | st.integers(1, 4), max_size=4), deeds=_DEEDS)
def test_ranks_stay_unique_and_no_barrier_is_lost(
    db_session: Session, work: Work, case: Case, imported: list[int | None],
    deeds: list[tuple[str, int, int, str]],
) -> None:
    db_session.execute(delete(BarrierStep))
    db_session.execute(delete(Barrier))
    db_session.add_all(
        Barrier(case_id=case.id, person_id=case.person_id, number=number, area="MO", name=f"alt {number}", rank=rank,
                state="erkannt", recognised=TODAY) for number, rank in enumerate(imported, 1))
    db_session.commit()
    for number, (deed, which, rank, state) in enumerate(deeds):
        names = set(work.ranks())
        ids = sorted(one.id for one in barriers_of(db_session, case.id))
        barrier = ids[which % len(ids)] if ids else None
        try:
            if deed == "add":
                work.add(f"neu {number}", rank=rank)
                names.add(f"neu {number}")
            elif deed == "order":
                order_barriers(work.actor, case.id, rank > 4, NOW, "")
            elif barrier and deed == "move":
                work.move(barrier, rank)
            elif barrier and deed == "shift":
                work.shift(barrier, rank)
            elif barrier:
                work.step(barrier, state)
            done = deed in ("add", "order", "move", "shift") and (barrier or deed != "shift")
        except Refused:
            done = False
        assert set(work.ranks()) == names
        if done:
            assert [one.rank for one in open_barriers(db_session, case.id)] == list(
                range(1, len(open_barriers(db_session, case.id)) + 1))
    order_barriers(work.actor, case.id, False, NOW, "")
    ranks = work.ranks().values()
    assert sorted(rank for rank in ranks if rank) == list(range(1, len(open_barriers(db_session, case.id)) + 1))
