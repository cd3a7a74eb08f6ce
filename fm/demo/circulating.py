"""Benefits files on their way through the demo's branch, fresh and held too long, and changes told (HK 6.2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.models import Application, Case, Circulation, Person, Staff
from fm.queries.accounts import SignedIn
from fm.usecases.benefits import record_change
from fm.usecases.circulation import stamp_in, stamp_out, start

#: How many days ago each file was sent round, and how many stamps it has.
_SENT = ((0, 0), (1, 1), (3, 0), (6, 1), (8, 2), (9, 3))
_CHANGES = (("income", "Nebeneinkommen gemeldet"), ("household", None))


def circulate(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    """Send the files of the latest decisions round, those of the demo's accounts among them; part of the filling."""
    clerk, maintenance = acting(staff["leistung"]), acting(staff["unterhalt"])
    managers = [staff[login].id for login in ("fern", "markt", "jugend")]
    rows = session.execute(_decided(staff["leistung"].branch_id, managers)).all()
    for (days, stamps), (application, case) in zip(_SENT, rows, strict=False):
        then = at - timedelta(days=days)
        circulation = start(session, clerk, application, [case], then)
        stampers = [acting(session.get_one(Staff, stop.staff_id)) if stop.staff_id else maintenance
                    for stop in circulation.stations]  # fmt: skip
        _stamp(circulation, stampers, stamps, then)
    for (kind, text), (_, case) in zip(_CHANGES, rows, strict=False):
        record_change(clerk, case.id, kind, at.date(), text, at, ORIGIN)


def _decided(branch_id: int, managers: list[int]) -> Select[Application, Case]:
    return (
        select(Application, Case).join(Case, Case.id == Application.case_id).join(Person, Person.id == Case.person_id)
        .where(Application.decision == "granted", Case.closed.is_(None), Case.is_latest, Person.branch_id == branch_id,
               Case.case_manager_id.in_(managers))
        .order_by(Application.decided.desc(), Application.id))  # fmt: skip


def _stamp(circulation: Circulation, stampers: Sequence[SignedIn], stamps: int, then: datetime) -> None:
    """In and out at each station in turn, as far as the number of stamps goes."""
    deeds = [(deed, who, position) for position, who in enumerate(stampers, 1) for deed in (stamp_in, stamp_out)]
    for number, (deed, who, position) in enumerate(deeds[:stamps]):
        deed(who, circulation.id, position, then + timedelta(hours=number), ORIGIN)
