"""The record of a case's intake: missed, and days typed wrongly set right (HK 3, 5.2.1)."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fm.models import Case, Category, Instruction, Intake, TargetGroup
from fm.queries.accounts import SignedIn
from fm.queries.consultation import intake_of
from fm.rules.calendar import birthday, german
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.entries import begun, lock_open_case, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused

#: The days of an intake that can be set right, in the order in which they happen, by the name of the form's field.
DAYS = {"eingeladen": "invited", "ausgehaendigt": "handed_out", "entfallen": "waived", "versaeumt": "missed",
        "durchgefuehrt": "held"}  # fmt: skip


def miss_intake(session: Session, actor: SignedIn, case: Case, day: date, now: datetime, origin: str) -> None:
    """Record that the client did not come to the intake; part of a deed that locked the case, and refreshes it.

    Missing it has no legal consequences; what follows are deadlines (ESB4, ESB6), and the first consultation makes up
    for it (HK 3). The first time counts. Refused for an impossible day, and where the intake was held before.
    """
    refuse_impossible(day, now.date(), begun(session, case))
    intake = kept_intake(session, case)
    if intake.held and intake.held <= day:
        raise Refused("tag", f"Die Einstiegsberatung wurde schon am {german(intake.held)} durchgeführt.")
    if intake.missed is None or day < intake.missed:
        before = days_of(intake)
        intake.missed = day
        refresh(session, [case.id])
        journal_days(session, actor, case, before, intake, now, origin)


def hand_out_cost_form(actor: SignedIn, case_id: int, now: datetime, origin: str) -> None:
    """Record that the form for application costs was handed out after the intake; the first time counts (HK 3)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        intake = kept_intake(session, case)
        if intake.cost_form is None:
            intake.cost_form = now.date()
            what: dict[str, object] = {"what": {"cost_form": [None, now.date().isoformat()]}}
            append([Deed("write", "intake", actor.id, origin, case.person_id, what)], now, session)


def kept_intake(session: Session, case: Case) -> Intake:
    """The case's one intake; the case is locked."""
    intake = intake_of(session, case.id)
    if intake is None:
        intake = Intake(case_id=case.id)
        session.add(intake)
        session.flush()
    return intake


def correct_days(
    actor: SignedIn, case_id: int, days: Mapping[str, date | None], reason: str, now: datetime, origin: str
) -> None:
    """Set right days of the intake that were typed wrongly, with a reason; `days` by the form's fields (see DAYS).

    A day that is None is taken back, but for the day the intake was held. What began with the intake on that very day
    moves with it: instruction, category, target group, cost form. Refused for impossible days and orders.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        intake = kept_intake(session, case)
        before = days_of(intake)
        _refuse_wrong_order(case, days, intake, now.date(), begun(session, case))
        if intake.held and intake.result and days["durchgefuehrt"] != intake.held:
            _move_along(session, case, intake, days["durchgefuehrt"])
        for field, day in days.items():
            setattr(intake, DAYS[field], day)
        refresh(session, [case_id])
        journal_days(session, actor, case, before, intake, now, origin, reason)


def _move_along(session: Session, case: Case, intake: Intake, day: date | None) -> None:
    """What the intake began on the day it was said to be held begins on `day`; an instruction of that day is enough."""
    given = select(Instruction.id).where(Instruction.person_id == case.person_id, Instruction.day == day)
    if session.scalar(given):
        session.execute(delete(Instruction).where(Instruction.case_id == case.id, Instruction.day == intake.held))
    for kind, column in ((Instruction, "day"), (Category, "begins"), (TargetGroup, "begins")):
        begun_then = select(kind).where(kind.case_id == case.id, getattr(kind, column) == intake.held)
        for row in session.scalars(begun_then).all():
            setattr(row, column, day)
    if intake.cost_form == intake.held:
        intake.cost_form = day


def _refuse_wrong_order(
    case: Case, days: Mapping[str, date | None], intake: Intake, today: date, begins: date | None
) -> None:
    for field, day in days.items():
        if day is not None:
            refuse_impossible(day, today, begins, field)
    held, missed = days.get("durchgefuehrt"), days.get("versaeumt")
    if intake.held and held is None:
        raise Refused("durchgefuehrt", "Dass die Einstiegsberatung stattgefunden hat, lässt sich nicht zurücknehmen.")
    if held and not intake.held:
        raise Refused("durchgefuehrt", "Die Einstiegsberatung wird auf ihrer eigenen Seite festgehalten.")
    if held and held < birthday(case.person.born, 15):
        raise Refused("durchgefuehrt", "Einstieg beraten wird ab dem 15. Geburtstag.")
    if held and missed and held < missed:
        raise Refused("durchgefuehrt", f"Das Datum liegt vor dem versäumten Termin am {german(missed)}.")
    invited, handed_out = days.get("eingeladen"), days.get("ausgehaendigt")
    if handed_out and (invited is None or handed_out < invited):
        raise Refused("ausgehaendigt", "Ausgehändigt wird die Einladung erst, nachdem sie vorbereitet ist.")


def days_of(intake: Intake) -> dict[str, str | None]:
    """The days of an intake as the journal keeps them."""
    days = {name: getattr(intake, name) for name in DAYS.values()}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def journal_days(
    session: Session, actor: SignedIn, case: Case, before: Mapping[str, str | None], intake: Intake, now: datetime,
    origin: str, reason: str | None = None,
) -> None:
    """Keep in the journal what changed of the days from what to what; part of the caller's deed."""
    what = {name: [before[name], day] for name, day in days_of(intake).items() if day != before[name]}
    detail: dict[str, object] = {"what": what, **({"reason": reason} if reason else {})}
    append([Deed("write", "intake", actor.id, origin, case.person_id, detail)], now, session)
