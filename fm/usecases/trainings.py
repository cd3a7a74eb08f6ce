"""Trainings and further trainings of a client: entered, carried on, broken off, taken back (HK 5.2.3, 6.4)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Alliance, Case, CourseNote, Training
from fm.queries.accounts import SignedIn
from fm.queries.matches import partners
from fm.rules.calendar import german
from fm.rules.courses import Trained, training_faults, training_form
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import tell
from fm.usecases.versions import not_overtaken

_KEPT = ("kind", "external", "new_qualification", "begins", "ends", "subject", "provider", "liaison_id", "broken_off")


def add_training(actor: SignedIn, case_id: int, trained: Trained, now: datetime, origin: str) -> int:
    """Enter a training; returns its id. The liaison is told. Refused with all that is wrong (HK 5.2.3, 6.4)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        _refuse(session, trained, None, now.date())
        row = Training(case_id=case.id, person_id=case.person_id, external=False, new_qualification=False,
                       number=next_number(session, Training, case.person_id))  # fmt: skip
        session.add(row)
        _carry_on(session, actor, case, row, trained, now, origin)
        return row.id


def change_training(
    actor: SignedIn, case_id: int, training_id: int, trained: Trained, seen: int | None, now: datetime, origin: str
) -> None:
    """Carry a training on: its end moves, it is broken off, somebody else is its liaison, who is told (HK 5.2.3, 6.4).

    Overtaken where somebody has saved it since version `seen`; Refused with all that is wrong, and where it is gone.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = _locked(session, case_id, training_id)
        not_overtaken(row, seen)
        _refuse(session, trained, row.liaison_id, now.date())
        _carry_on(session, actor, case, row, trained, now, origin)


def withdraw_training(
    actor: SignedIn, case_id: int, training_id: int, reason: str, now: datetime, origin: str
) -> None:
    """Take back what was entered by mistake; the journal keeps that with the reason.

    Refused where something hangs on it already, and where it is gone.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        row = _locked(session, case_id, training_id)
        followed = [select(of.id).where(of.training_id == row.id) for of in (CourseNote, Alliance)]
        if row.alliance or any(session.scalar(one.limit(1)) for one in followed):
            raise Refused(None, "Dazu gibt es schon Notizen oder ein Arbeitsbündnis. Endet die Ausbildung vorzeitig, "
                          "tragen Sie bitte den Abbruch ein.")
        what = {name: [value, None] for name, value in _values(row).items() if value is not None}
        detail: dict[str, object] = {"training": row.number, "what": what, "reason": reason}
        session.delete(row)
        session.flush()
        refresh(session, [case.id])
        append([Deed("remove", "course", actor.id, origin, case.person_id, detail)], now, session)


def _locked(session: Session, case_id: int, training_id: int) -> Training:
    row = session.scalar(
        select(Training).where(Training.id == training_id, Training.case_id == case_id).with_for_update(of=Training)
        .execution_options(populate_existing=True))  # fmt: skip
    if row is None:
        raise Refused(None, "Dieser Eintrag ist schon zurückgenommen.")
    return row


def _refuse(session: Session, trained: Trained, liaison_id: int | None, today: date) -> None:
    faults = [Fault(*fault) for fault in training_faults(trained, today)]
    known = {None, liaison_id, *(one.id for one in partners(session, "provider_liaison"))}
    if trained.liaison_id not in known:
        faults.append(Fault("betreuung", "Diese Person ist nicht mehr in der Trägerbetreuung."))
    if faults:
        raise Refused.many(faults)


def _carry_on(
    session: Session, actor: SignedIn, case: Case, row: Training, trained: Trained, now: datetime, origin: str
) -> None:
    """Write down what was typed, with all that follows from it."""
    before, told = _values(row), row.liaison_id
    if row.kind is None or trained.form != training_form(row.kind, row.external, row.new_qualification):
        row.kind, row.external = trained.kind, trained.form == "external"
        row.new_qualification = trained.form == "new_qualification"
    row.begins, row.ends, row.broken_off = trained.begins, trained.ends, trained.broken_off
    row.subject, row.provider, row.liaison_id = trained.subject, trained.provider, trained.liaison_id
    session.flush()
    refresh(session, [case.id])
    runs = row.broken_off is None and (row.ends is None or row.ends >= now.date())
    if runs and row.liaison_id and row.liaison_id != told:
        text = f"Sie betreuen eine außerbetriebliche Ausbildung: {case.person.number}, bis {german(trained.ends)}."
        tell(session, {row.liaison_id}, text, now, case.person_id, f"/kunden/{case.person.number}/ausbildung", actor)
    append([_deed(actor, row, before, origin)], now, session)


def _values(row: Training) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in _KEPT}


def _deed(actor: SignedIn, row: Training, before: Mapping[str, Any], origin: str) -> Deed:
    """What changed from what to what."""
    changed = {name: [before[name], value] for name, value in _values(row).items() if before[name] != value}
    return Deed("write", "course", actor.id, origin, row.person_id, {"training": row.number, "what": changed})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
