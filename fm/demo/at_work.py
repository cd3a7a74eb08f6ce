"""Work of the demo's accounts with their clients, done through the program as on a working day."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.acting import acting
from fm.demo.bringing import bring_some
from fm.demo.renewing import renew_some
from fm.demo.summoning import summon_some
from fm.demo.talking import talk
from fm.models import Case, Staff
from fm.queries.profile import current_profile
from fm.rules.vocabulary import PAUSED_CATEGORIES

#: Account → how many agreements it renews, and how many missed summons it tells of.
_WORK = {"fern": (3, 6), "markt": (1, 1), "jugend": (2, 2)}


def go_on_working(session: Session, staff: Mapping[str, Staff], at: datetime) -> None:
    """Renew, talk, follow up and take papers in, each with clients of their own; part of the demo's one transaction."""
    for login, (renewals, summons) in _WORK.items():
        actor = acting(staff[login])
        cases = _worked_with(session, actor.id, at.date())
        renew_some(session, actor, cases, renewals, at)
        talk(actor, cases, at)
        bring_some(actor, cases, at)
        summon_some(session, actor, cases, summons, at)


def _worked_with(session: Session, staff_id: int, today: date) -> Iterator[int]:
    """Somebody's cases of some months whose profile is complete and whose agreement runs, those it ends first."""
    rows = select(Case.id).where(
        Case.case_manager_id == staff_id, Case.is_latest, Case.closed.is_(None), Case.agreement_until >= today,
        Case.opened < today - timedelta(days=90), Case.category.not_in(PAUSED_CATEGORIES))
    for case_id in session.scalars(rows.order_by(Case.agreement_until, Case.id)).all():
        profile = current_profile(session, case_id)
        if profile and profile.completed_on and profile.valid_from < today:
            yield case_id
