"""What may be spent on an instrument in a year: entered by the project coordinator, changed as often as need be."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fm.models import Budget, Staff
from fm.queries.accounts import SignedIn
from fm.rules.instruments import INSTRUMENTS
from fm.rules.support_checks import LARGEST
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.versions import not_overtaken


def set_budget(
    actor: SignedIn, year: int, instrument: str, amount: Decimal | None, seen: int | None, now: datetime, origin: str
) -> None:
    """Enter the budget of an instrument for a year in euro, or take it out with None (HK 7.1).

    Overtaken where somebody has saved it since version `seen` (0: there was none). Refused for a sum below 0.
    """
    if amount is not None and not 0 <= amount <= LARGEST:
        raise Refused("betrag", "Bitte einen Betrag ab 0 Euro eingeben.")
    with writing() as session:
        row = session.scalar(select(Budget).where(
            Budget.year == year, Budget.instrument == instrument).with_for_update())
        before = row.amount if row else None
        if row:
            not_overtaken(row, seen, session.get(Staff, row.staff_id), row.saved_at)
        if row and amount is None:
            session.delete(row)
        elif row and amount is not None:
            row.amount, row.staff_id, row.saved_at = amount, actor.id, now
        elif amount is not None:
            session.add(Budget(year=year, instrument=instrument, amount=amount, staff_id=actor.id, saved_at=now))
        _flush(session)
        change = [str(value) if value is not None else None for value in (before, amount)]
        append([Deed("write", "budgets", actor.id, origin, None, {
            "budget": f"{year} {INSTRUMENTS[instrument].label}", "what": {"amount": change}})], now, session)


def _flush(session: Session) -> None:
    """Write the budget; where somebody enters the first one of the same instrument at this moment, it is theirs."""
    try:
        session.flush()
    except IntegrityError:
        raise Refused(None, "Gerade hat jemand anderes diesen Ansatz eingetragen. Bitte die Seite neu laden.") from None
