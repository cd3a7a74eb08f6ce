"""The demo's profiles, plans and duties: there where somebody worked with the client, some of them wanting."""

from collections import defaultdict
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import (
    AgreementDuty,
    Barrier,
    BarrierStep,
    Case,
    Goal,
    HouseholdFocus,
    OwnApplication,
    Profile,
    Strategy,
)
from tests.demo.conftest import TODAY


def _share(demo: Session, part, whole) -> float:
    return demo.scalar(select(func.count()).select_from(part.subquery())) / demo.scalar(
        select(func.count()).select_from(whole.subquery()))


def test_whoever_has_a_category_has_a_profile_and_a_goal(demo: Session) -> None:
    worked_with = select(Case.id).where(Case.category.is_not(None), Case.case_manager_id.is_not(None))
    for kind in (Profile, Goal):
        assert _share(demo, worked_with.where(Case.id.in_(select(kind.case_id))), worked_with) > 0.97


def test_versions_of_a_profile_follow_each_other(demo: Session) -> None:
    versions = defaultdict(list)
    for row in demo.scalars(select(Profile).order_by(Profile.case_id, Profile.number)):
        versions[row.case_id].append(row)
    for rows in versions.values():
        assert all(one.valid_until == other.valid_from for one, other in pairwise(rows))
    assert any(len(rows) == 3 for rows in versions.values())


def test_most_open_barriers_have_a_strategy_with_goal_and_date_and_some_have_none(demo: Session) -> None:
    running = select(Barrier.id).join(Case, Case.id == Barrier.case_id).where(
        Barrier.state.in_(("erkannt", "in_bearbeitung")), Case.closed.is_(None), Case.category.is_not(None))
    addressed = running.where(Barrier.id.in_(select(Strategy.barrier_id).where(
        Strategy.intermediate_goal.is_not(None), Strategy.due.is_not(None))))  # fmt: skip
    assert 0.7 < _share(demo, addressed, running) < 0.97


def test_the_steps_of_a_barrier_lead_to_its_state(demo: Session) -> None:
    last = {}
    for step in demo.scalars(select(BarrierStep).order_by(BarrierStep.barrier_id, BarrierStep.id)):
        last[step.barrier_id] = step.state
    states = dict(demo.execute(select(Barrier.id, Barrier.state)).all())
    assert {id: states[id] for id in last} == last


def test_agreements_have_duties_of_both_sides_with_dates(demo: Session) -> None:
    assert set(demo.scalars(select(AgreementDuty.side).distinct())) == {"client", "office"}
    assert demo.scalar(select(func.count()).where(AgreementDuty.due.is_(None))) == 0
    assert set(demo.scalars(select(AgreementDuty.judged).distinct())) >= {None, "done", "partly"}


def test_nothing_is_told_of_the_future(demo: Session) -> None:
    for day in (Profile.valid_from, Goal.day, Strategy.state_on, BarrierStep.day, OwnApplication.day):
        assert demo.scalar(select(func.max(day))) <= TODAY
    assert demo.scalar(select(func.count()).select_from(HouseholdFocus)) > 0
