"""The agreements of a case: all of them, the one that runs, the one being written."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Agreement, AgreementDuty, Category
from fm.rules.agreement_end import end_of
from fm.rules.vocabulary import PAUSED_CATEGORIES

_WITH_DUTIES = (joinedload(Agreement.staff), selectinload(Agreement.duties))
_NEWEST = (Agreement.signed.desc(), Agreement.number.desc())


def agreements_of(session: Session, case_id: int) -> list[Agreement]:
    """All agreements of a case with their duties: those not signed first, then the newest."""
    rows = select(Agreement).where(Agreement.case_id == case_id).options(*_WITH_DUTIES)
    return list(session.scalars(rows.order_by(Agreement.signed.is_not(None), *_NEWEST)))


def agreement_of(session: Session, case_id: int, agreement_id: int) -> Agreement | None:
    """An agreement of this case with its duties; None if there is none."""
    rows = select(Agreement).where(Agreement.case_id == case_id, Agreement.id == agreement_id)
    return session.scalar(rows.options(*_WITH_DUTIES))


def latest_signed(session: Session, case_id: int) -> Agreement | None:
    """The agreement that was signed last, whether or not it still runs."""
    rows = select(Agreement).where(Agreement.case_id == case_id, Agreement.signed.is_not(None))
    return session.scalar(rows.options(*_WITH_DUTIES).order_by(*_NEWEST).limit(1))


def running(session: Session, case_id: int, today: date) -> Agreement | None:
    """The agreement that runs: signed last, not yet at its end, and no X, Y or Z has begun since (HK 4.1.1)."""
    latest = latest_signed(session, case_id)
    return latest if latest and ends(latest) >= today and not paused_since(session, latest, today) else None


def renewable(session: Session, case_id: int, today: date) -> Agreement | None:
    """The agreement that would be renewed: signed last, unless it was ended early or X, Y or Z came in between."""
    latest = latest_signed(session, case_id)
    return latest if latest and latest.ended is None and not paused_since(session, latest, today) else None


def being_written(session: Session, case_id: int) -> Agreement | None:
    """The agreement that is neither signed nor dropped; a case has one at most."""
    rows = select(Agreement).where(
        Agreement.case_id == case_id, Agreement.signed.is_(None), Agreement.dropped.is_(None))
    return session.scalar(rows.options(*_WITH_DUTIES))


def ends(agreement: Agreement) -> date:
    """The last day of a signed agreement."""
    assert agreement.signed is not None
    return end_of(agreement.signed, agreement.valid_until, agreement.ended)


def paused_since(session: Session, agreement: Agreement, today: date) -> bool:
    """Whether a category X, Y or Z has begun after an agreement was signed, which ends it (HK 4.1.1)."""
    begun = select(Category.id).where(
        Category.case_id == agreement.case_id, Category.begins > agreement.signed, Category.begins <= today,
        Category.category.in_(PAUSED_CATEGORIES))
    return session.scalar(begun.limit(1)) is not None


def open_duties(agreement: Agreement) -> list[AgreementDuty]:
    """The duties of which something is still to be done."""
    return [duty for duty in agreement.duties if duty.judged != "done"]


def replaced_by(session: Session, agreement: Agreement) -> Agreement | None:
    """The signed agreement that renews or puts right this one."""
    rows = select(Agreement).where(Agreement.follows_id == agreement.id, Agreement.signed.is_not(None))
    return session.scalar(rows.order_by(*_NEWEST).limit(1))
