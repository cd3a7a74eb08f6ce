"""What an agreement hangs on: plan, profile, category, the agreement before; and all of it as the rules look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Agreement, AgreementDuty, Goal, Profile
from fm.queries.agreements import ends
from fm.queries.barriers import KnownBarrier, barriers_of
from fm.queries.handover import standing
from fm.queries.plan import KnownStrategy, goal_of, strategies_of
from fm.queries.plan import at_hand as plan_at_hand
from fm.queries.profile import at_hand as profile_at_hand
from fm.queries.profile import versions
from fm.rules import plan_checks, profile_checks
from fm.rules.agreement_checks import AgreementAtHand, Before, DutyAtHand
from fm.rules.agreement_proposals import OpenStrategy
from fm.rules.barrier_order import RESOLVED
from fm.rules.casework import GOALS, STRATEGY_OVER


def profile_renewed(session: Session, case_id: int) -> date | None:
    """When the profile got its latest version, or was last confirmed."""
    days = session.execute(select(
        func.max(Profile.valid_from), func.max(Profile.completed_on), func.max(Profile.confirmed_on),
    ).where(Profile.case_id == case_id)).one()
    return max((day for day in days if day), default=None)


@dataclass(frozen=True)
class Ground:
    """How far the work has come that an agreement is written from: profile, barriers by rank, goal and strategies."""

    barriers: Sequence[KnownBarrier]
    goal: Goal | None
    strategies: Sequence[KnownStrategy]
    profile_complete: bool

    @property
    def plan_complete(self) -> bool:
        """Whether the plan lacks nothing."""
        return plan_checks.is_complete(plan_checks.plan_checks(plan_at_hand(
            self.barriers, self.strategies, self.goal)))  # fmt: skip

    @property
    def area(self) -> str | None:
        """The area of the open barrier that is worked on first."""
        return next((barrier.area for barrier in self.barriers if barrier.state != RESOLVED), None)

    @property
    def goal_words(self) -> str | None:
        """The goal in words; None where there is none."""
        return ": ".join(filter(None, (GOALS[self.goal.option], self.goal.text))) if self.goal else None

    @property
    def open_strategies(self) -> list[OpenStrategy]:
        """The strategies that are still followed, in the order of the barriers they work on."""
        return [OpenStrategy(one.id, one.text, one.intermediate_goal, one.due,
                             one.measure.title if one.measure else None)
                for one in self.strategies if one.state not in STRATEGY_OVER
                and (one.barrier is None or one.barrier.state != RESOLVED)]  # fmt: skip


def ground_of(session: Session, case_id: int, day: date) -> Ground:
    """What an agreement of a case is written from."""
    barriers = barriers_of(session, case_id)
    profile = profile_at_hand(session, case_id, versions(session, case_id, 2), barriers, day)
    return Ground(barriers, goal_of(session, case_id), strategies_of(session, case_id),
                  profile_checks.is_complete(profile_checks.profile_checks(profile)))


def at_hand(session: Session, agreement: Agreement, day: date) -> AgreementAtHand:
    """An agreement as it stands, as the rules look at it, signed on a day."""
    case, ground = standing(session, agreement.case_id, day), ground_of(session, agreement.case_id, day)
    return AgreementAtHand(
        day, case.facts.born, agreement.guiding_goal, agreement.goal_area, agreement.valid_until, agreement.interim,
        duties_at_hand(agreement.duties), case.category, case.history.is_pupil(day), ground.profile_complete,
        ground.plan_complete, ground.goal.agreed if ground.goal else None,
        profile_renewed(session, agreement.case_id), _before(agreement))


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
    first = before
    while first.origin == "correction" and first.follows:
        first = first.follows
    return Before(before.signed, ends(before), before.evaluated, agreement.origin or "first", first.signed)
