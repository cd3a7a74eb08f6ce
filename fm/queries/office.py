"""The office as the pages need it: its branches, its calendar, and who stands in for whom."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from fm.models import Branch, ClosingDay, Deputy, Staff
from fm.queries.direct import direct
from fm.queries.folding import folded
from fm.rules.calendar import Calendar


class Covered(NamedTuple):
    """An absent colleague whose work one does, to the last day of it."""

    id: int
    name: str
    until: date


_CLOSING_DAYS = select(ClosingDay.day)
_TODAY = bindparam("today", type_=Date)
_COVERED = (
    select(Staff.id, Staff.given_name, Staff.surname, Deputy.ends).join(Deputy, Deputy.absent_id == Staff.id)
    .where(Deputy.deputy_id == bindparam("deputy"), Deputy.begins <= _TODAY, Deputy.ends >= _TODAY)
    .order_by(Staff.sort_name, Staff.id, Deputy.ends, Deputy.id)
)  # fmt: skip


def branches(session: Session) -> dict[int, str]:
    """The office's branches by name."""
    return dict(session.execute(select(Branch.id, Branch.name).order_by(folded(Branch.name), Branch.name)).all())


def calendar(session: Session) -> Calendar:
    """Working days as the office keeps them, with the closing days that management has entered."""
    return Calendar.with_closures(frozenset(direct(session).scalars(_CLOSING_DAYS)))


def closing_days(session: Session, year: int) -> list[tuple[date, str | None]]:
    """The closing days of a year with their reasons, in order."""
    of_year = ClosingDay.day.between(date(year, 1, 1), date(year, 12, 31))
    rows = session.execute(select(ClosingDay.day, ClosingDay.reason).where(of_year).order_by(ClosingDay.day))
    return [(day, reason) for day, reason in rows]


def covered_by(session: Session, deputy_id: int, today: date) -> list[Covered]:
    """The colleagues somebody deputises for on a day, by name; who has two spells then is named once."""
    rows = direct(session).execute(_COVERED, {"deputy": deputy_id, "today": today})
    latest = {row.id: Covered(row.id, f"{row.given_name[:1]}. {row.surname}", row.ends) for row in rows}
    return list(latest.values())
