"""What a case's profile, barriers, plan and agreement still lack, for the overview of the file, in three statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, exists, select
from sqlalchemy.orm import Session

from fm.models import Agreement, Barrier, Case, ContactNote, Goal, Profile, Strategy
from fm.queries.direct import direct
from fm.rules.agreement_checks import renewal_checks
from fm.rules.agreement_end import end_of
from fm.rules.barrier_order import RESOLVED
from fm.rules.checks import Check
from fm.rules.ending import AHEAD
from fm.rules.plan_checks import BarrierInPlan, PlanAtHand, StrategyInPlan, plan_checks
from fm.rules.profile_checks import ProfileAtHand, RankedBarrier, profile_checks
from fm.rules.profiles import ProfileSaid
from fm.rules.responsibility import is_youth
from fm.rules.vocabulary import PAUSED_CATEGORIES

#: The check → the page of the file where it is settled; every other one is about the agreement.
PAGE_OF_CHECK = {"Q6": "profile", "Q9": "profile", "Q17": "profile", "Q7": "barriers", "Q21": "barriers",
                 "Q8": "plan", "Q14": "plan"}  # fmt: skip

_CASE = bindparam("case", type_=Integer)
_BARRIERS = (
    select(Barrier.id, Barrier.name, Barrier.area, Barrier.rank, Barrier.kind, Barrier.state, Strategy.text,
           Strategy.intermediate_goal, Strategy.due, Strategy.state.label("followed"))
    .outerjoin_from(Barrier, Strategy, Strategy.barrier_id == Barrier.id).where(Barrier.case_id == _CASE)
    .order_by(Barrier.rank.nulls_last(), Barrier.number, Strategy.number)
)  # fmt: skip
_VERSIONS = (
    select(Profile.valid_from, Profile.valid_until, Profile.target, Profile.completed_on, Profile.confirmed_on)
    .where(Profile.case_id == _CASE).order_by(Profile.valid_from.desc(), Profile.number.desc()).limit(2)
)  # fmt: skip
_GOAL = select(Goal.id).where(Goal.case_id == _CASE).order_by(Goal.day.desc(), Goal.number.desc()).limit(1)
_SIGNED = (
    select(Agreement.id).where(Agreement.case_id == _CASE, Agreement.signed.is_not(None))
    .order_by(Agreement.signed.desc(), Agreement.number.desc()).limit(1)
)  # fmt: skip
_CONSULTED = exists().where(
    ContactNote.case_id == _CASE, ContactNote.kind == "first_consultation", ~ContactNote.missed, ContactNote.counts)
_WRITTEN = exists().where(Agreement.case_id == _CASE, Agreement.signed.is_(None), Agreement.dropped.is_(None))
_REST = (
    select(Goal.agreed, Goal.reason, Agreement.signed, Agreement.valid_until, Agreement.ended, Agreement.evaluated,
           _CONSULTED, _WRITTEN)
    .select_from(Case).outerjoin(Goal, Goal.id == _GOAL.scalar_subquery())
    .outerjoin(Agreement, Agreement.id == _SIGNED.scalar_subquery()).where(Case.id == _CASE)
)  # fmt: skip


def open_checks(session: Session, case: Any, today: date) -> Mapping[str, list[Check]]:
    """What blocks profile, plan or agreement, or hints at one, by the page where it is settled; in their order.

    `case` is the row of a file. Barriers are named as they are: only for who reads the protected ones. Before the first
    consultation nothing of this is lacking yet.
    """
    asked = {"case": case.case_id}
    connection = direct(session)
    rest = connection.execute(_REST, asked).one()
    agreed, reason, signed, valid_until, ended, evaluated, consulted, written = rest
    if not consulted:
        return {}
    versions, rows = connection.execute(_VERSIONS, asked).all(), connection.execute(_BARRIERS, asked).all()
    checks = [
        *profile_checks(_profile(case, versions, rows, today)),
        *(check for check in plan_checks(_plan(rows, agreed, reason)) if check.id in PAGE_OF_CHECK),
        *_written(written)]
    if signed and ended is None and case.category not in PAUSED_CATEGORIES:
        ending = end_of(signed, valid_until) <= today + AHEAD
        checks += renewal_checks(signed, evaluated, _renewed(versions)) if ending else []
    pages = ("profile", "barriers", "plan", "agreements")
    found = {page: [one for one in checks if PAGE_OF_CHECK.get(one.id, "agreements") == page] for page in pages}
    return {page: lacking for page, lacking in found.items() if lacking}


def _profile(case: Any, versions: Iterable[Any], rows: Iterable[Any], today: date) -> ProfileAtHand:
    said = [ProfileSaid(row.valid_from, row.valid_until, row.target) for row in versions]
    barriers = {row.id: RankedBarrier(row.name, row.area, row.state, row.rank) for row in rows}
    return ProfileAtHand(
        said[0] if said else None, said[1] if said[1:] else None, list(barriers.values()), is_youth(case.born, today),
        case.target_group, True, case.category)


def _plan(rows: Sequence[Any], agreed: bool | None, reason: str | None) -> PlanAtHand:
    barriers = {row.id: BarrierInPlan(row.id, row.name, row.area, row.rank, row.kind, row.state != RESOLVED)
                for row in rows}  # fmt: skip
    strategies = [StrategyInPlan(row.id, row.text, row.intermediate_goal, row.due, row.followed)
                  for row in rows if row.followed]  # fmt: skip
    return PlanAtHand(list(barriers.values()), strategies, agreed, reason)


def _written(written: bool) -> Iterable[Check]:
    if written:
        yield Check("Q11", "Eine Vereinbarung ist geschrieben und noch nicht unterschrieben.", False)


def _renewed(versions: Iterable[Any]) -> date | None:
    """When the profile got its latest version, or was last confirmed."""
    days = (day for row in versions for day in (row.valid_from, row.completed_on, row.confirmed_on) if day)
    return max(days, default=None)
