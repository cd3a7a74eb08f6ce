"""The integration plan: what is kept, what is refused and on which field, two who change the same strategy."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Barrier, BarrierStep, Case, Draft, JournalEntry, Measure, Participation, Staff, Strategy
from fm.models.base import BERLIN
from fm.queries.fitting_measures import offered_measures
from fm.queries.plan import goal_of, goals_of, plan_at_hand, strategies_of
from fm.rules.plan_checks import is_complete, plan_checks
from fm.usecases.plan import Aim, Planned, Settled, add_strategy, change_strategy, set_goal, settle_strategy
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting, statements
from tests.support.handing import Handing
from tests.support.placing import since_ever
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
YESTERDAY, SPRING = TODAY - timedelta(days=1), date(2027, 3, 1)
AIM = Aim(TODAY, "employment", True, "Teilzeit im Verkauf", "regional", wish="vormittags arbeiten")
LEARN = Planned(None, "german", "Deutsch lernen", "B1 geschafft", SPRING)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def case(handing: Handing, staff: Staff) -> Case:
    return handing.case(staff)


@pytest.fixture
def barrier(handing: Handing, case: Case) -> Barrier:
    return handing.barrier(case, "Sprachkenntnisse", area="BK", kind="B4")


def aims(staff: Staff, case: Case, aim: Aim = AIM, seen: int = 0) -> None:
    set_goal(acting(staff), case.id, aim, seen, NOW, "")


def adds(staff: Staff, case: Case, planned: Planned = LEARN, **more: Any) -> int:
    return add_strategy(acting(staff), case.id, planned, NOW, "", **more)


def settles(staff: Staff, case: Case, strategy_id: int, settled: Settled, seen: int = 1, **more: Any) -> None:
    settle_strategy(acting(staff), case.id, strategy_id, settled, seen, NOW, "", **more)


def refused(deed: Any, *given: Any, **more: Any) -> dict[str | None, str]:
    with pytest.raises(Refused) as fault:
        deed(*given, **more)
    return dict(fault.value.faults)


def only(session: Session) -> Strategy:
    session.rollback()
    return session.scalars(select(Strategy)).one()


def journal(session: Session) -> dict[str, Any]:
    rows = select(JournalEntry.detail).where(JournalEntry.part == "plan").order_by(JournalEntry.id.desc())
    return json.loads(session.scalars(rows).first() or "")


def test_the_latest_goal_holds_and_the_one_before_stays(db_session: Session, staff: Staff, case: Case) -> None:
    aims(staff, case, replace(AIM, day=YESTERDAY))
    aims(staff, case, Aim(TODAY, "training", False, reason="Erstausbildung geht vor"), 1)
    assert [(one.number, one.option) for one in goals_of(db_session, case.id)] == [(2, "training"), (1, "employment")]
    held = goal_of(db_session, case.id)
    assert (held.agreed, held.reason, held.staff_id) == (False, "Erstausbildung geht vor", staff.id)
    assert goals_of(db_session, case.id)[1].wish == "vormittags arbeiten"
    assert journal(db_session)["reason"] == "geändert"
    assert journal(db_session)["option"] == ["employment", "training"]


@pytest.mark.parametrize(("aim", "field", "sentence"), [
    (Aim(TODAY, "employment", False), "grund", "Bitte begründen"),
    (replace(AIM, day=TODAY + timedelta(days=1)), "tag", "liegt in der Zukunft"),
    (replace(AIM, day=date(2026, 1, 1)), "tag", "vor dem Beginn des Falls"),
])
def test_a_goal_that_is_refused(db_session: Session, staff: Staff, case: Case, aim: Aim, field: str, sentence: str
                                ) -> None:  # fmt: skip
    assert sentence in refused(aims, staff, case, aim)[field]
    assert goals_of(db_session, case.id) == []


def test_no_goal_before_the_one_that_holds_nor_the_same_again(staff: Staff, case: Case) -> None:
    aims(staff, case)
    assert "späteres Ziel" in refused(aims, staff, case, replace(AIM, day=YESTERDAY, option="study"), 1)["tag"]
    assert "nichts geändert" in refused(aims, staff, case, AIM, 1)[None]


def test_two_people_at_the_goal(db_session: Session, staff: Staff, case: Case) -> None:
    aims(staff, case)
    with pytest.raises(Overtaken) as overtaken:
        aims(staff, case, replace(AIM, option="training"))
    assert (overtaken.value.version, overtaken.value.name) == (1, staff.name)
    assert [one.option for one in goals_of(db_session, case.id)] == ["employment"]


def test_a_strategy_for_a_barrier(db_session: Session, staff: Staff, case: Case, barrier: Barrier) -> None:
    aims(staff, case)
    adds(staff, case, replace(LEARN, barrier_id=barrier.id))
    kept = only(db_session)
    assert (kept.barrier_id, kept.kind, kept.text, kept.state, kept.state_on, kept.number) == (
        barrier.id, "german", "Deutsch lernen", "planned", TODAY, 1)
    assert is_complete(plan_checks(plan_at_hand(db_session, case.id)))
    assert journal(db_session) == {
        "strategy": 1, "barrier_id": [None, barrier.id], "kind": [None, "german"], "text": "geändert",
        "intermediate_goal": "geändert", "due": [None, "2027-03-01"], "state": [None, "planned"]}


def test_without_words_of_its_own_a_strategy_is_called_as_its_kind(db_session: Session, staff: Staff, case: Case
                                                                    ) -> None:  # fmt: skip
    adds(staff, case, Planned(kind="german"))
    assert only(db_session).text == "Deutschkenntnisse erwerben"


def test_a_strategy_that_runs_takes_its_barrier_into_work(db_session: Session, staff: Staff, case: Case,
                                                          barrier: Barrier) -> None:  # fmt: skip
    adds(staff, case, replace(LEARN, barrier_id=barrier.id, state="running"), starts_work=True)
    (step,) = db_session.scalars(select(BarrierStep))
    assert (step.state, step.day, step.text) == ("in_bearbeitung", TODAY, "Strategie begonnen: Deutsch lernen")
    assert db_session.get_one(Barrier, barrier.id).state == "in_bearbeitung"


@pytest.mark.parametrize(("state", "wanted"), [("planned", True), ("running", False)])
def test_otherwise_the_barrier_stays_as_it_is(db_session: Session, staff: Staff, case: Case, barrier: Barrier,
                                              state: str, wanted: bool) -> None:  # fmt: skip
    adds(staff, case, replace(LEARN, barrier_id=barrier.id, state=state), starts_work=wanted)
    assert db_session.get_one(Barrier, barrier.id).state == "erkannt"


def test_a_strategy_that_is_refused(handing: Handing, db_session: Session, staff: Staff, case: Case) -> None:
    gone = handing.barrier(case, "Wohnung", state="erledigt", resolved=YESTERDAY)
    strange = handing.barrier(handing.case(staff), "Schulden")
    assert "was getan werden soll" in refused(adds, staff, case, Planned())["text"]
    assert "Vergangenheit" in refused(adds, staff, case, replace(LEARN, due=YESTERDAY))["bis"]
    assert "ist erledigt" in refused(adds, staff, case, replace(LEARN, barrier_id=gone.id))["hemmnis"]
    assert "nicht zu diesem Fall" in refused(adds, staff, case, replace(LEARN, barrier_id=strange.id))["hemmnis"]
    assert "nicht mehr im Angebot" in refused(adds, staff, case, replace(LEARN, measure_id=99))["massnahme"]
    assert db_session.scalars(select(Strategy)).all() == []


def test_nothing_is_planned_in_a_closed_case(handing: Handing, staff: Staff, case: Case) -> None:
    handing.keep()
    case.closed, case.closing_reason = YESTERDAY, "work"
    handing.session.commit()
    assert "abgeschlossen" in refused(adds, staff, case)[None]
    assert "abgeschlossen" in refused(aims, staff, case)[None]


def test_changing_keeps_what_was_so_before(db_session: Session, staff: Staff, case: Case) -> None:
    """A date that has passed since stays possible, and what is not changed does not stand in the journal."""
    strategy_id = adds(staff, case, replace(LEARN, due=TODAY))
    tomorrow = NOW + timedelta(days=1)
    change_strategy(acting(staff), case.id, strategy_id, replace(LEARN, due=TODAY, state="running"), 1, tomorrow, "")
    kept = only(db_session)
    assert (kept.state, kept.state_on, kept.due) == ("running", tomorrow.date(), TODAY)
    assert journal(db_session).keys() == {"strategy", "state", "state_on"}


def test_two_people_at_the_same_strategy(db_session: Session, staff: Staff, case: Case) -> None:
    strategy_id = adds(staff, case)
    change_strategy(acting(staff), case.id, strategy_id, replace(LEARN, text="Kurs"), 1, NOW, "")
    with pytest.raises(Overtaken) as overtaken:
        change_strategy(acting(staff), case.id, strategy_id, replace(LEARN, text="anderer"), 1, NOW, "")
    assert (overtaken.value.version, overtaken.value.name) == (2, staff.name)
    with pytest.raises(Overtaken):
        settles(staff, case, strategy_id, Settled("reached", TODAY), seen=1)
    assert only(db_session).text == "Kurs"


def test_what_came_of_it(db_session: Session, staff: Staff, case: Case) -> None:
    strategy_id = adds(staff, case)
    assert "festhalten" in refused(settles, staff, case, strategy_id, Settled("missed", TODAY))["ergebnis"]
    settles(staff, case, strategy_id, Settled("partly", YESTERDAY, "A2 geschafft"))
    settles(staff, case, strategy_id, Settled("reached", TODAY), seen=2)
    kept = only(db_session)
    assert (kept.state, kept.state_on, kept.result) == ("reached", TODAY, None)
    assert "abgeschlossen" in refused(
        change_strategy, acting(staff), case.id, strategy_id, LEARN, 3, NOW, "")[None]
    settles(staff, case, strategy_id, Settled("running", TODAY), seen=3)
    assert only(db_session).state == "running"


def test_of_a_resolved_barrier_no_strategy_is_opened_again(handing: Handing, db_session: Session, staff: Staff,
                                                           case: Case, barrier: Barrier) -> None:  # fmt: skip
    strategy_id = adds(staff, case, replace(LEARN, barrier_id=barrier.id))
    row = db_session.get_one(Barrier, barrier.id)
    row.state, row.resolved = "erledigt", TODAY
    handing.session.commit()
    assert "erledigt" in refused(settles, staff, case, strategy_id, Settled("running", TODAY))["stand"]
    settles(staff, case, strategy_id, Settled("dropped", TODAY, "nicht mehr nötig"))
    assert only(db_session).state == "dropped"


def test_the_draft_is_gone_with_the_deed(db_session: Session, staff: Staff, case: Case) -> None:
    db_session.add(Draft(staff_id=staff.id, key="ziel", content="{}", saved_at=NOW))
    db_session.commit()
    set_goal(acting(staff), case.id, AIM, 0, NOW, "", "ziel")
    assert db_session.scalars(select(Draft)).all() == []


def test_protected_ones_are_left_out(handing: Handing, db_session: Session, staff: Staff, case: Case) -> None:
    protected = handing.barrier(case, "Gesundheit", area="LF", sensitive=True)
    adds(staff, case, replace(LEARN, barrier_id=protected.id, text="Reha"))
    adds(staff, case, Planned(kind="debts"))
    adds(staff, case)
    assert [one.text for one in strategies_of(db_session, case.id, sensitive=False)] == ["Deutsch lernen"]
    assert len(strategies_of(db_session, case.id)) == 3


def test_the_plan_at_hand_takes_three_statements(handing: Handing, db_session: Session, staff: Staff, case: Case
                                                 ) -> None:  # fmt: skip
    for number in range(4):
        adds(staff, case, replace(LEARN, barrier_id=handing.barrier(case, f"Hemmnis {number}").id))
    with statements() as sent:
        assert len(plan_at_hand(db_session, case.id).strategies) == 4
    assert len([one for one in sent if one.startswith("SELECT")]) == 3


def test_measures_on_offer_with_their_free_places(handing: Handing, db_session: Session, case: Case) -> None:
    def measure(number: str, places: int | None = 2, **more: Any) -> Measure:
        row = Measure(**{"number": number, "title": f"Kurs {number}", "kind": "sprachkurs", "status": "published",
                         "places": since_ever(places), **more})
        handing.keep(row)
        return row

    full = measure("M1", ends=TODAY)
    measure("M2", ends=YESTERDAY)
    measure("M3", status="draft")
    measure("M4", None, begins=SPRING)
    handing.keep(*(Participation(case_id=case.id, person_id=case.person_id, number=n, measure_id=full.id, status=status,
                                 ends=YESTERDAY if status == "ended" else None, taken_over=True)
                   for n, status in enumerate(("started", "waiting", "allocated", "ended"), 1)))
    assert [(one.title, one.free) for one in offered_measures(db_session, TODAY)] == [("Kurs M1", 0), ("Kurs M4", None)]
    with statements() as sent:
        offered_measures(db_session, TODAY)
    assert len(sent) == 1
