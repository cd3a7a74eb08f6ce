"""The applications that clients write: entered as they tell of them, changed as answers come in (HK 4.1.4, 4.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from fm.models import Case, OwnApplication
from fm.queries.accounts import SignedIn
from fm.rules.calendar import birthday
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken


@dataclass(frozen=True)
class Told:
    """What the client tells of an application: `result` is one of APPLICATION_RESULTS."""

    day: date
    employer: str
    occupation: str
    interview: date | None = None
    result: str = "open"
    note: str | None = None


def add_applications(
    actor: SignedIn, case_id: int, told: Mapping[int, Told], now: datetime, origin: str, draft: str = ""
) -> None:
    """Enter applications, all or none; `told` is by the row of the form, whose `draft` is gone with the same deed.

    Refused for impossible days: those of row 2 on fields such as "bewerbung_2_tag".
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        faults = [Fault(f"bewerbung_{row}_{fault.field}", fault.sentence)
                  for row, one in told.items() for fault in _faults(case, one, now.date())]  # fmt: skip
        if faults:
            raise Refused.many(faults)
        first = next_number(session, OwnApplication, case.person_id)
        rows = [OwnApplication(case_id=case.id, person_id=case.person_id, number=number, staff_id=actor.id,
                               saved_at=now, **asdict(one)) for number, one in enumerate(told.values(), first)]
        session.add_all(rows)
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, row, {}, origin) for row in rows], now, session)


def change_application(
    actor: SignedIn, case_id: int, application_id: int, told: Told, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Change an application of this case; Overtaken where somebody has saved it since version `seen`.

    Refused for impossible days.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = session.scalars(select(OwnApplication).where(
            OwnApplication.id == application_id, OwnApplication.case_id == case_id)
            .with_for_update(of=OwnApplication)).one()  # fmt: skip
        not_overtaken(row, seen, row.staff, row.saved_at)
        faults = list(_faults(case, told, now.date()))
        if faults:
            raise Refused.many(faults)
        before = _kept(row)
        for name, value in asdict(told).items():
            setattr(row, name, value)
        row.staff_id, row.saved_at = actor.id, now
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, row, before, origin)], now, session)


def _faults(case: Case, told: Told, today: date) -> Iterator[Fault]:
    """Applications from before the case began are told of as well; nobody applies under 15."""
    if told.day > today:
        yield Fault("tag", "Das Datum liegt in der Zukunft.")
    elif told.day < birthday(case.person.born, 15):
        yield Fault("tag", "Das Datum liegt vor dem 15. Geburtstag.")
    if told.interview and told.interview < told.day:
        yield Fault("gespraech", "Das Vorstellungsgespräch kann nicht vor der Bewerbung liegen.")


def _kept(row: OwnApplication) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Told.__dataclass_fields__}


def _deed(actor: SignedIn, row: OwnApplication, before: Mapping[str, Any], origin: str) -> Deed:
    """What changed from what to what; of the note only that it did, as the journal has other readers."""
    changed = {name: [_plain(before.get(name)), _plain(value)]
               for name, value in _kept(row).items() if before.get(name) != value}  # fmt: skip
    what = changed | dict.fromkeys(changed.keys() & {"note"}, "geändert")
    return Deed("write", "own_applications", actor.id, origin, row.person_id, {"application": row.number, "what": what})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
