"""Following up what was not kept: opened, the client heard, the statement noted, decided, told on (HK 4.1.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Agreement, Breach, Case
from fm.queries.accounts import SignedIn
from fm.queries.breaches import breach_of, owed, standing
from fm.rules.breaches import (
    Objection,
    against_decision,
    against_following_up,
    against_hearing,
    against_statement,
)
from fm.rules.calendar import german
from fm.transactions import writing
from fm.usecases.arrangements import excuse
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.hearing_paper import hearing_record
from fm.usecases.journal import Deed, append
from fm.usecases.printing import Printed, keep_document, typeset
from fm.usecases.refusals import Fault, Refused
from fm.usecases.renewal import judged_anew
from fm.usecases.telling import tell, with_role
from fm.usecases.versions import not_overtaken

#: Part of a breach that the rules object to → field of the form.
_FIELDS = {"day": "tag", "text": "text", "answer_until": "frist", "decision": "entscheidung", "reason": "grund"}


@dataclass(frozen=True)
class Subject:
    """What is followed up: `kind` is one of BREACH_KINDS, `id` that of the duty or of the appointment."""

    kind: str
    id: int


def open_breach(
    actor: SignedIn, case_id: int, subject: Subject, day: date, text: str, now: datetime, origin: str,
    draft: str = "",
) -> int:  # fmt: skip
    """Begin to follow up a duty that was not kept or a summons that was missed; the id of the procedure.

    Refused for an impossible day, and where there is nothing to follow up or somebody else has begun with it.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        found = next((one for one in owed(session, case_id, now.date())
                      if (one.kind, one.id) == (subject.kind, subject.id)), None)  # fmt: skip
        if found is None:
            raise Refused(None, "Hier ist nichts mehr zu verfolgen: Jemand hat damit schon begonnen, oder die Angaben "
                                "dazu haben sich geändert.")
        _refuse(against_following_up(day, now.date(), found.begins))
        about = {"duty_id": subject.id} if subject.kind == "duty" else {"appointment_id": subject.id}
        breach = Breach(
            case_id=case_id, person_id=case.person_id, number=next_number(session, Breach, case.person_id),
            kind=subject.kind, day=day, text=text or found.what, staff_id=actor.id, saved_at=now, **about)
        session.add(breach)
        session.flush()
        if draft:
            drop_draft(actor, draft)
        _journal(session, actor, breach, {"day": [None, day.isoformat()]}, now, origin)
        return breach.id


def hear(actor: SignedIn, case_id: int, breach_id: int, answer_until: date, now: datetime, origin: str) -> int:
    """Print the hearing with the last day for the statement; the id of the document.

    Refused where the client was heard before, without a week to answer, and without a released text.
    """
    today = now.date()
    printed = _hearing(db.session(), case_id, breach_id, answer_until, today)
    with writing() as session:
        case, breach = _locked(session, case_id, breach_id)
        _refuse(against_hearing(standing(breach), answer_until, today))
        document = keep_document(session, actor, case, printed, now, origin)
        breach.heard, breach.answer_until, breach.hearing_id = today, answer_until, document.id
        _saved(breach, actor, now)
        _journal(session, actor, breach, {"answer_until": [None, answer_until.isoformat()]}, now, origin)
        return document.id


def note_statement(
    actor: SignedIn, case_id: int, breach_id: int, seen: int | None, day: date, text: str, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Keep what the client says to it; before the decision it can be put right. `seen` is the version filled in.

    Refused for an impossible day and once it is decided. Raises Overtaken where somebody else has saved meanwhile.
    """
    with writing() as session:
        _, breach = _locked(session, case_id, breach_id)
        not_overtaken(breach, seen, breach.staff, breach.saved_at)
        _refuse(against_statement(standing(breach), day, text, now.date()))
        before = breach.statement_on and breach.statement_on.isoformat()
        breach.statement_on, breach.statement = day, text
        _saved(breach, actor, now)
        if draft:
            drop_draft(actor, draft)
        _journal(session, actor, breach, {"statement": [before, day.isoformat()]}, now, origin)


def decide_breach(
    actor: SignedIn, case_id: int, breach_id: int, decision: str, reason: str, now: datetime, origin: str,
    draft: str = "", seen: int | None = None,
) -> bool:  # fmt: skip
    """Decide (BREACH_DECISIONS) with the reason; True where the benefits clerks of the branch were told.

    Excused, the appointment counts as missed with important reason, or the duty's judgement says so. Refused as in
    `against_decision`, and where a statement has come since version `seen`, where that is given.
    """
    with writing() as session:
        case, breach = _locked(session, case_id, breach_id)
        if seen not in (None, breach.version) and breach.decision is None:
            raise Refused(None, "Inzwischen wurde an diesem Vorgang gearbeitet. Bitte ihn noch einmal ansehen; Ihre "
                                "Eingaben stehen noch im Formular.")
        _refuse(against_decision(standing(breach), decision, reason, now.date()))
        breach.decision, breach.decided, breach.decided_by_id, breach.reason = decision, now.date(), actor.id, reason
        if decision == "excused":
            _excuse(session, actor, case, breach, reason, now, origin)
        told = decision == "established" and _tell(session, actor, case, breach, now)
        if draft:
            drop_draft(actor, draft)
        _journal(session, actor, breach, {"decision": [None, decision]}, now, origin)
        return told


def tell_benefits(actor: SignedIn, case_id: int, breach_id: int, now: datetime, origin: str) -> None:
    """Tell the benefits clerks of the branch of a decision of which nobody could be told before; once.

    Refused where there still is nobody, and where nothing is to be told.
    """
    with writing() as session:
        case, breach = _locked(session, case_id, breach_id)
        if standing(breach).next_step(now.date()) != "tell":
            raise Refused(None, "Hier ist niemand mehr zu informieren.")
        if not _tell(session, actor, case, breach, now):
            raise Refused(None, "In dieser Geschäftsstelle gibt es zurzeit niemanden in der Leistungssachbearbeitung.")
        _journal(session, actor, breach, {"told": [None, now.date().isoformat()]}, now, origin)


def _hearing(session: Session, case_id: int, breach_id: int, answer_until: date, today: date) -> Printed:
    """The letter, set before anything is locked."""
    breach = breach_of(session, case_id, breach_id)
    assert breach is not None  # whoever calls has looked it up
    _refuse(against_hearing(standing(breach), answer_until, today))
    record = replace(hearing_record(session, breach, today), answer_until=answer_until)
    return typeset(session, "hearing", session.get_one(Case, case_id), record)


def _locked(session: Session, case_id: int, breach_id: int) -> tuple[Case, Breach]:
    """The case, and the procedure read once the case is locked."""
    case = lock_open_case(session, case_id)
    rows = select(Breach).where(Breach.id == breach_id, Breach.case_id == case_id).with_for_update(of=Breach)
    return case, session.scalars(rows.execution_options(populate_existing=True)).one()


def _excuse(
    session: Session, actor: SignedIn, case: Case, breach: Breach, reason: str, now: datetime, origin: str
) -> None:
    """The reason itself, which often is somebody's health, stands with the procedure and the appointment alone."""
    if breach.appointment:
        excuse(session, actor, case, breach.appointment, reason, now, origin)
    elif breach.duty:
        said = f"Wichtiger Grund anerkannt am {german(now.date())}."
        breach.duty.judged_why = " ".join(filter(None, (breach.duty.judged_why, said)))
        judged_anew(session.get_one(Agreement, breach.duty.agreement_id))


def _tell(session: Session, actor: SignedIn, case: Case, breach: Breach, now: datetime) -> bool:
    """The message names the file alone; what was decided, the case manager says when asked."""
    clerks = with_role(session, "benefits_clerk", case.person.branch_id)
    if not clerks:
        return False
    number = case.person.number
    text = f"{number}: Das Fallmanagement bittet die Leistungssachbearbeitung um Rücksprache."
    tell(session, clerks, text, now, case.person_id, f"/kunden/{number}", but=actor)
    breach.told = now.date()
    return True


def _refuse(objections: Iterable[Objection]) -> None:
    faults = [Fault(_FIELDS.get(part), sentence) for part, sentence in objections]
    if faults:
        raise Refused.many(faults)


def _saved(breach: Breach, actor: SignedIn, now: datetime) -> None:
    breach.staff_id, breach.saved_at = actor.id, now


def _journal(
    session: Session, actor: SignedIn, breach: Breach, what: Mapping[str, object], now: datetime, origin: str
) -> None:
    said: dict[str, object] = {"breach": breach.number, "what": dict(what)}
    append([Deed("write", "breach", actor.id, origin, breach.person_id, said)], now, session)
