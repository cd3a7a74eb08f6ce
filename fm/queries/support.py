"""Support for one client, and the budgets of a year beside what was granted out of them (HK 7.1)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from fm.models import Budget, Intake, Support
from fm.rules.instruments import INSTRUMENTS, legal_basis
from fm.rules.support_checks import PAYING, SENSITIVE_INSTRUMENTS

_LATEST = (func.coalesce(Support.applied, Support.handed_out, Support.decided).desc().nulls_last(),
           Support.number.desc())


def _of_case(case_id: int, sensitive: bool) -> Select[Support]:
    rows = select(Support).where(Support.case_id == case_id)
    return rows if sensitive else rows.where(Support.instrument.not_in(SENSITIVE_INSTRUMENTS))


def supports_of(session: Session, case_id: int, sensitive: bool) -> Sequence[Support]:
    """The support of a case, the latest first; instruments that tell of what is protected where `sensitive` says so."""
    return session.scalars(_of_case(case_id, sensitive).options(joinedload(Support.staff)).order_by(*_LATEST)).all()


def support_of(session: Session, case_id: int, support_id: int, sensitive: bool) -> Support | None:
    """One of them; None where the case has no such, or it is not for this reader."""
    return session.scalar(_of_case(case_id, sensitive).where(Support.id == support_id))


def cost_form_of(session: Session, case_id: int) -> date | None:
    """The day on which the intake handed out the form for application costs (HK 3)."""
    return session.scalar(select(func.min(Intake.cost_form)).where(Intake.case_id == case_id))


class Line(NamedTuple):
    """An instrument in a year: what may be spent, None where no budget is entered; what was granted, and how often."""

    instrument: str
    label: str
    amount: Decimal | None
    granted: Decimal
    times: int

    @property
    def left(self) -> Decimal | None:
        """What is left of the budget; below 0 where more was granted."""
        return None if self.amount is None else self.amount - self.granted


def budgets_of(session: Session, year: int) -> list[Line]:
    """What was granted in a year against its budgets: the instruments granted in it, and those with a sum (HK 7.1)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    granted = (
        select(Support.instrument, func.sum(Support.granted), func.count())
        .where(Support.decided.between(first, last), Support.decision.in_(PAYING)).group_by(Support.instrument))
    spent = {code: (total or Decimal(0), times) for code, total, times in session.execute(granted)}
    entered = {one.instrument: one for one in session.scalars(select(Budget).where(Budget.year == year))}
    lines = []
    for code, instrument in INSTRUMENTS.items():
        if code in spent or code in entered or legal_basis(code, last) or legal_basis(code, first):
            budget, (total, times) = entered.get(code), spent.get(code, (Decimal(0), 0))
            lines.append(Line(code, instrument.label, budget.amount if budget else None, total, times))
    return lines


def budget_of(session: Session, year: int, instrument: str) -> Budget | None:
    """The budget of an instrument in a year; None where none is entered."""
    return session.scalar(select(Budget).where(Budget.year == year, Budget.instrument == instrument))


class Funds(NamedTuple):
    """All budgets of a year together, what was granted out of them, and how many instruments went beyond theirs."""

    year: int
    amount: Decimal
    granted: Decimal
    beyond: int


def funds(session: Session, year: int) -> Funds:
    """The budgets of a year in one line; what was granted without a budget is left out."""
    lines = [line for line in budgets_of(session, year) if line.amount is not None]
    beyond = sum(line.granted > (line.amount or 0) for line in lines)
    return Funds(year, sum((line.amount or Decimal(0) for line in lines), Decimal(0)),
                 sum((line.granted for line in lines), Decimal(0)), beyond)
