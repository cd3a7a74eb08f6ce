"""How well each standard is kept, and the settings it was given over time."""

import json
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from fm.models import Deadline, Setting
from fm.rules.calendar import plus_months
from fm.rules.settings import DEFAULTS


class Kept(NamedTuple):
    """What became of a standard's deadlines that were due in some time; `open` are overdue."""

    met: int = 0
    late: int = 0
    open: int = 0

    @property
    def counted(self) -> int:
        """How many there are; lapsed ones do not count."""
        return self.met + self.late + self.open

    @property
    def share(self) -> float | None:
        """The share met in time, from 0 to 1; None where nothing was due (rulebook 6)."""
        return self.met / self.counted if self.counted else None


def kept(session: Session, today: date) -> dict[str, Kept]:
    """What became of the deadlines due in the twelve months up to yesterday, by standard, in the whole house."""
    due = and_(Deadline.due >= plus_months(today, -12), Deadline.due < today)
    numbers = (func.count(case((Deadline.outcome == outcome, 1))) for outcome in ("met", "late", "open"))
    rows = session.execute(select(Deadline.standard, *numbers).where(due).group_by(Deadline.standard))
    return {standard: Kept(*found) for standard, *found in rows}


def settings_over_time(session: Session) -> dict[str, list[tuple[date, int | bool]]]:
    """What was entered for each setting of the rules, from when on, the latest first."""
    rows = select(Setting.key, Setting.valid_from, Setting.value).where(Setting.key.in_(DEFAULTS))
    found: dict[str, list[tuple[date, int | bool]]] = {key: [] for key in DEFAULTS}
    for key, start, value in session.execute(rows.order_by(Setting.valid_from.desc())):
        found[key].append((start, json.loads(value)))
    return found
