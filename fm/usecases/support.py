"""Support for one client: entered when the form is handed out, carried on as it is applied for and decided (HK 7.1)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Support
from fm.queries.accounts import SignedIn
from fm.rules.instruments import legal_basis
from fm.rules.support_checks import SENSITIVE_INSTRUMENTS, Asked, support_faults
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken

#: Of these the journal says only that they changed, as it has other readers.
_WORDS = frozenset({"purpose", "note"})


def add_support(
    actor: SignedIn, case_id: int, asked: Asked, now: datetime, origin: str, draft: str = ""
) -> int:
    """Enter support for a client, with the law of its day; returns its id. Refused with all that is wrong (HK 7.1)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        _refuse(session, case, asked, now.date())
        row = Support(case_id=case.id, person_id=case.person_id, number=next_number(session, Support, case.person_id),
                      staff_id=actor.id, saved_at=now, **_kept(asked))
        session.add(row)
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, row, {}, origin)], now, session)
        return row.id


def change_support(
    actor: SignedIn, case_id: int, support_id: int, asked: Asked, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Carry support on, or put it right; Overtaken where somebody has saved it since version `seen` (HK 7.1).

    Refused with all that is wrong, and where the case has no such.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = _locked(session, case_id, support_id)
        not_overtaken(row, seen, row.staff, row.saved_at)
        _refuse(session, case, asked, now.date())
        before = _values(row)
        for name, value in _kept(asked).items():
            setattr(row, name, value)
        row.staff_id, row.saved_at = actor.id, now
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, row, before, origin)], now, session)


def withdraw_support(
    actor: SignedIn, case_id: int, support_id: int, reason: str, now: datetime, origin: str
) -> None:
    """Take back what was entered by mistake; the journal keeps that with the reason. Refused where it is gone."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = _locked(session, case_id, support_id)
        detail: dict[str, object] = {"support": row.number, "what": {"decided": [_plain(row.decided), None]},
                                     "reason": reason}
        session.delete(row)
        append([Deed("remove", "support", actor.id, origin, case.person_id, detail)], now, session)


def _locked(session: Session, case_id: int, support_id: int) -> Support:
    row = session.scalar(select(Support).where(
        Support.id == support_id, Support.case_id == case_id).with_for_update(of=Support))
    if row is None:
        raise Refused(None, "Dieser Eintrag ist schon zurückgenommen.")
    return row


def _refuse(session: Session, case: Case, asked: Asked, today: date) -> None:
    faults = [Fault(*fault) for fault in support_faults(asked, begun(session, case), today)]
    if faults:
        raise Refused.many(faults)


def _kept(asked: Asked) -> dict[str, Any]:
    """The columns of support; the law is that of its day."""
    assert asked.day is not None
    return asdict(asked) | {"legal_basis": legal_basis(asked.instrument, asked.day)}


def _values(row: Support) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*Asked.__dataclass_fields__, "legal_basis")}


def _deed(actor: SignedIn, row: Support, before: Mapping[str, Any], origin: str) -> Deed:
    """What changed from what to what; of words, and of instruments that tell of what is protected, only that it did."""
    hidden = {"instrument", "legal_basis"} if SENSITIVE_INSTRUMENTS & {row.instrument, before.get("instrument")} else {}
    changed = {name: [_plain(before.get(name)), _plain(value)]
               for name, value in _values(row).items() if before.get(name) != value}  # fmt: skip
    what = changed | dict.fromkeys(changed.keys() & (_WORDS | {*hidden}), "geändert")
    return Deed("write", "support", actor.id, origin, row.person_id, {"support": row.number, "what": what})


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
