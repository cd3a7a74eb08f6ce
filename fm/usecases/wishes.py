"""What a client wishes and can do as far as jobs ask for it (HK 4.2): one row, which somebody writes anew."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fm.models import JobWish
from fm.queries.accounts import SignedIn
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_open_case
from fm.usecases.journal import Deed, append
from fm.usecases.matching import rematch_case
from fm.usecases.versions import not_overtaken


@dataclass(frozen=True)
class Wish:
    """What is kept of a client's wishes; codes of JOB_KINDS, EXTENTS, MOBILITY and LICENCES."""

    kind: str | None = None
    extents: tuple[str, ...] = ()
    mobility: str | None = None
    has_car: bool = False
    licences: tuple[str, ...] = ()
    from_day: date | None = None
    note: str | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The columns of its row: codes stand with a space between."""
        return {**asdict(self), "extents": " ".join(self.extents), "licences": " ".join(self.licences)}


def save_wish(
    actor: SignedIn, case_id: int, wish: Wish, seen: int | None, now: datetime, origin: str, draft: str = "",
) -> None:  # fmt: skip
    """Keep a client's wishes and compare them with the open jobs at once.

    `seen` is the row's version that the form was filled with, 0 where there was none; Overtaken where somebody has
    saved it meanwhile. Refused where the case is closed.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = _row(session, case_id)
        before: dict[str, object] = {}
        if row is None:
            row = JobWish(case_id=case.id, person_id=case.person_id)
            session.add(row)
        else:
            not_overtaken(row, seen, row.staff, row.saved_at)
            before = {name: getattr(row, name) for name in wish.columns}
        for name, value in wish.columns.items():
            setattr(row, name, value)
        row.staff_id, row.saved_at = actor.id, now
        flag_modified(row, "saved_at")
        session.flush()
        rematch_case(session, case_id, now.date())
        drop_draft(actor, draft)
        changed = {name: [_plain(before.get(name)), _plain(value)] for name, value in wish.columns.items()
                   if before.get(name) != value}  # fmt: skip
        append([Deed("write", "profile", actor.id, origin, case.person_id, {"wishes": changed})], now, session)


def _row(session: Session, case_id: int) -> JobWish | None:
    rows = select(JobWish).where(JobWish.case_id == case_id).with_for_update()
    return session.scalar(rows.execution_options(populate_existing=True))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
