"""The agreements of a case: all of them, the one that runs, the one being written."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Agreement, AgreementDuty, Category, Strategy
from fm.queries import plan
from fm.queries.direct import constant, direct
from fm.rules.agreement_end import end_of
from fm.rules.vocabulary import PAUSED_CATEGORIES

_WITH_DUTIES = (
    joinedload(Agreement.staff),
    selectinload(Agreement.duties).joinedload(AgreementDuty.strategy).joinedload(Strategy.barrier))
_NEWEST = (Agreement.signed.desc(), Agreement.number.desc())
_CASE: Any = bindparam("case")
_OF_CASE = select(Agreement).where(Agreement.case_id == _CASE).options(*_WITH_DUTIES)
_ALL = _OF_CASE.order_by(Agreement.signed.is_not(None), *_NEWEST)
_ONE = _OF_CASE.where(Agreement.id == bindparam("agreement"))
_LATEST = _OF_CASE.where(Agreement.signed.is_not(None)).order_by(*_NEWEST).limit(1)
_WRITTEN = _OF_CASE.where(Agreement.signed.is_(None), Agreement.dropped.is_(None))
_PAUSED = (
    select(Category.id).where(
        Category.case_id == _CASE, Category.begins > bindparam("signed", type_=Date),
        Category.begins <= bindparam("today", type_=Date),
        Category.category.in_([*map(constant, sorted(PAUSED_CATEGORIES))]))
    .limit(1))  # fmt: skip


def agreements_of(session: Session, case_id: int) -> list[Agreement]:
    """All agreements of a case with their duties: those not signed first, then the newest."""
    return list(session.scalars(_ALL, {"case": case_id}))


class Found(NamedTuple):
    """All agreements of a case, and those with which the work goes on; `paused`: X, Y or Z ended the latest one."""

    rows: list[Agreement]
    written: Agreement | None
    latest: Agreement | None
    paused: bool

    def running(self, today: date) -> Agreement | None:
        """The agreement that runs on a day."""
        return self.latest if self.latest and self.state(self.latest, today) == "running" else None

    @property
    def renewable(self) -> Agreement | None:
        """The agreement that would be renewed."""
        return self.latest if self.latest and self.latest.ended is None and not self.paused else None

    @property
    def unevaluated(self) -> Agreement | None:
        """The earliest agreement that was replaced and not evaluated (HK 4.1.4)."""
        return next((row for row in reversed(self.rows)
                     if row.signed and row.evaluated is None and row is not self.latest), None)

    def state(self, row: Agreement, today: date) -> str:
        """How an agreement stands, one of AGREEMENT_STATES."""
        if row.signed is None:
            return "dropped" if row.dropped else "printed" if row.printed else "written"
        if row.ended is not None:
            return "ended"
        if row is not self.latest:
            return "replaced"
        return "paused" if self.paused else "running" if ends(row) >= today else "ran_out"


def found(session: Session, case_id: int, today: date) -> Found:
    """All agreements of a case with what the work goes on with, in a handful of statements."""
    rows = agreements_of(session, case_id)
    written = next((row for row in rows if row.signed is None and row.dropped is None), None)
    latest = next((row for row in rows if row.signed), None)
    return Found(rows, written, latest, latest is not None and paused_since(session, latest, today))


def agreement_of(session: Session, case_id: int, agreement_id: int) -> Agreement | None:
    """An agreement of this case with its duties; None if there is none."""
    return session.scalar(_ONE, {"case": case_id, "agreement": agreement_id})


def latest_signed(session: Session, case_id: int) -> Agreement | None:
    """The agreement that was signed last, whether or not it still runs."""
    return session.scalar(_LATEST, {"case": case_id})


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
    return session.scalar(_WRITTEN, {"case": case_id})


def ends(agreement: Agreement) -> date:
    """The last day of a signed agreement."""
    assert agreement.signed is not None
    return end_of(agreement.signed, agreement.valid_until, agreement.ended)


def paused_since(session: Session, agreement: Agreement, today: date) -> bool:
    """Whether a category X, Y or Z has begun after an agreement was signed, which ends it (HK 4.1.1)."""
    asked = {"case": agreement.case_id, "signed": agreement.signed, "today": today}
    return direct(session).scalar(_PAUSED, asked) is not None


def open_duties(agreement: Agreement) -> list[AgreementDuty]:
    """The duties of which something is still to be done."""
    return [duty for duty in agreement.duties if duty.judged != "done"]


def nearest(duty: AgreementDuty) -> tuple[date, int]:
    """Sorts duties by the day they are due, those without one last."""
    return duty.due or date.max, duty.position


def tells_of_protected(duty: AgreementDuty) -> bool:
    """Whether only who reads protected data reads this duty: it comes from a strategy that tells of such."""
    return duty.strategy is not None and plan.tells_of_protected(duty.strategy)


def seen(duties: Iterable[AgreementDuty], sees_all: bool) -> list[AgreementDuty]:
    """The duties that somebody reads who does, or does not, read protected data."""
    return [duty for duty in duties if sees_all or not tells_of_protected(duty)]
