"""What an agreement hangs on: plan, profile, category, the agreement before; and all of it as the rules look at it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from fm.models import Agreement, AgreementDuty, Barrier, Goal, Person, Profile, Strategy
from fm.queries.agreements import ends
from fm.queries.handover import standing
from fm.rules.agreement_checks import AgreementAtHand, Before, DutyAtHand
from fm.rules.agreement_proposals import OpenStrategy
from fm.rules.casework import STRATEGY_OVER


def open_strategies(session: Session, case_id: int) -> list[OpenStrategy]:
    """The strategies that are still followed, in the order of the barriers they work on."""
    rows = (
        select(Strategy).outerjoin(Barrier, Barrier.id == Strategy.barrier_id).options(joinedload(Strategy.measure))
        .where(Strategy.case_id == case_id, Strategy.state.not_in(STRATEGY_OVER), Barrier.resolved.is_(None))
        .order_by(Barrier.rank.nulls_last(), Strategy.number))
    return [OpenStrategy(one.id, one.text, one.intermediate_goal, one.due, one.measure.title if one.measure else None)
            for one in session.scalars(rows)]


def first_area(session: Session, case_id: int) -> str | None:
    """The area of the open barrier that is worked on first."""
    rows = select(Barrier.area).where(Barrier.case_id == case_id, Barrier.resolved.is_(None))
    return session.scalar(rows.order_by(Barrier.rank.nulls_last(), Barrier.number).limit(1))


def profile_renewed(session: Session, case_id: int) -> date | None:
    """When the profile got its latest version, or was last confirmed."""
    days = session.execute(select(
        func.max(Profile.valid_from), func.max(Profile.completed_on), func.max(Profile.confirmed_on),
    ).where(Profile.case_id == case_id)).one()
    return max((day for day in days if day), default=None)


class Worked(NamedTuple):
    """How far the work has come that an agreement hangs on: whether profile and plan are complete, the goal agreed."""

    profile: bool
    plan: bool
    goal_agreed: bool | None


def worked_on(session: Session, case_id: int, day: date) -> Worked:
    """How far profile and plan are on a day."""
    goal = session.scalar(select(Goal.agreed).where(Goal.case_id == case_id).order_by(
        Goal.day.desc(), Goal.number.desc()).limit(1))  # fmt: skip
    complete = session.scalar(select(Profile.completed_on).where(Profile.case_id == case_id).order_by(
        Profile.valid_from.desc(), Profile.number.desc()).limit(1))  # fmt: skip
    return Worked(complete is not None, goal is not None, goal)


def at_hand(session: Session, agreement: Agreement, day: date) -> AgreementAtHand:
    """An agreement as it stands, as the rules look at it, signed on a day."""
    case, worked = standing(session, agreement.case_id, day), worked_on(session, agreement.case_id, day)
    born = session.execute(select(Person.born).where(Person.id == agreement.person_id)).scalar_one()
    return AgreementAtHand(
        day, born, agreement.guiding_goal, agreement.goal_area, agreement.valid_until, agreement.interim,
        duties_at_hand(agreement.duties), case.category, case.history.is_pupil(day), worked.profile, worked.plan,
        worked.goal_agreed, profile_renewed(session, agreement.case_id), _before(agreement))


def duties_at_hand(duties: Sequence[AgreementDuty]) -> list[DutyAtHand]:
    """The duties with the place of each among those of its side."""
    places = {"client": 0, "office": 0}
    found = []
    for duty in duties:
        found.append(DutyAtHand(duty.side, duty.text, duty.due, places[duty.side]))
        places[duty.side] += 1
    return found


def _before(agreement: Agreement) -> Before | None:
    before = agreement.follows
    if before is None or before.signed is None:
        return None
    return Before(before.signed, ends(before), before.evaluated, agreement.origin or "first")
