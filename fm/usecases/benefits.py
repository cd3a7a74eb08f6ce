"""What the benefits clerk tells the house (HK 6.2): the decision on an application, serious changes in the benefit."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from fm.models import Application, BenefitChange, Case, Person
from fm.queries.accounts import SignedIn
from fm.rules.calendar import german, plus_months
from fm.rules.vocabulary import BENEFIT_CHANGES, DECISIONS
from fm.transactions import writing
from fm.usecases.circulation import start
from fm.usecases.deadlines import refresh
from fm.usecases.entries import begun, lock_open_case, next_number, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.telling import case_managers, tell, with_role

#: What the journal says of a deed.
Changed = dict[str, object]

#: A change is announced at most so many months ahead.
_AHEAD = 12


def decide(actor: SignedIn, application_id: int, day: date, decision: str, now: datetime, origin: str) -> int:
    """Record the decision (DECISIONS) on an application handed in, tell every case manager, send the file round.

    Returns the id of its circulation. Refused before the day it was submitted, in the future, where it is decided on
    already or was withdrawn, and in a closed case.
    """
    with writing() as session:
        application, case = _locked(session, application_id)
        if application.decided is not None:
            raise Refused(None, f"Über diesen Antrag ist schon entschieden: {_said(application)}.")
        _refuse_too_early(application, day, now.date())
        application.decided, application.decision = day, decision
        cases = _involved(session, case)
        circulation = start(session, actor, application, cases, now)
        _tell(session, actor, application, cases, f"Leistung {_said(application)}.", now)
        refresh(session, [case.id])
        changed: Changed = {"decided": [None, day.isoformat()], "decision": [None, decision]}
        _journal(session, actor, application, changed, now, origin)
        return circulation.id


def correct_decision(
    actor: SignedIn, application_id: int, day: date, decision: str, why: str, now: datetime, origin: str
) -> None:
    """Replace a decision that was recorded wrongly; the reason stands in the journal, and everybody is told again.

    Refused as in `decide`, and where nothing has been decided yet. The circulation stays as it is.
    """
    with writing() as session:
        application, case = _locked(session, application_id)
        if application.decided is None:
            raise Refused(None, "Über diesen Antrag ist noch nicht entschieden.")
        _refuse_too_early(application, day, now.date())
        changed: Changed = {"decided": [application.decided.isoformat(), day.isoformat()],
                            "decision": [application.decision, decision], "reason": why}  # fmt: skip
        application.decided, application.decision = day, decision
        _tell(session, actor, application, _involved(session, case), f"Berichtigt: Leistung {_said(application)}.", now)
        refresh(session, [case.id])
        _journal(session, actor, application, changed, now, origin)


def record_change(
    actor: SignedIn, case_id: int, kind: str, day: date, text: str | None, now: datetime, origin: str
) -> None:
    """Record a serious change (BENEFIT_CHANGES) in running benefit from `day` on, and tell the case manager at once.

    Refused before the case began, more than a year ahead, and in a closed case.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        if day > plus_months(now.date(), _AHEAD):
            raise Refused("tag", "Das Datum liegt mehr als ein Jahr in der Zukunft.")
        refuse_impossible(day, day, begun(session, case))
        session.add(BenefitChange(
            case_id=case.id, person_id=case.person_id, number=next_number(session, BenefitChange, case.person_id),
            day=day, kind=kind, text=text, staff_id=actor.id))
        number = session.get_one(Person, case.person_id).number
        told = f"Gravierende Änderung im Leistungsbezug ab {german(day)}: {BENEFIT_CHANGES[kind]}."
        tell(session, _concerned(session, [case], now.date()), told, now, case.person_id, f"/kunden/{number}",
             but=actor)
        detail: Changed = {"benefit_change": [None, kind], "day": day.isoformat(), "text": text}
        append([Deed("write", "application", actor.id, origin, case.person_id, detail)], now, session)


def _locked(session: Session, application_id: int) -> tuple[Application, Case]:
    """The application and its open case, both to be changed by this deed alone."""
    case_id = session.scalars(select(Application.case_id).where(Application.id == application_id)).one()
    case = lock_open_case(session, case_id)
    application = session.get_one(Application, application_id, populate_existing=True)
    return application, case


def _refuse_too_early(application: Application, day: date, today: date) -> None:
    if application.withdrawn is not None:
        raise Refused(None, f"Der Antrag wird seit dem {german(application.withdrawn)} nicht weiterverfolgt.")
    if application.submitted is None:
        raise Refused("tag", "Der Antrag ist noch nicht vollständig abgegeben.")
    refuse_impossible(day, today, None)
    if day < application.submitted:
        raise Refused("tag", f"Das Datum liegt vor der Abgabe des Antrags am {german(application.submitted)}.")


def _involved(session: Session, case: Case) -> list[Case]:
    """This case, and the open cases of the other members of the household, the oldest member first."""
    applicant = aliased(Person)
    others = (
        select(Case).join(Person, Person.id == Case.person_id)
        .join(applicant, applicant.household_id == Person.household_id)
        .where(applicant.id == case.person_id, Case.closed.is_(None), Case.id != case.id)
        .order_by(Person.born, Case.id))  # fmt: skip
    return [case, *session.scalars(others)]


def _tell(
    session: Session, actor: SignedIn, application: Application, cases: Sequence[Case], text: str, now: datetime
) -> None:
    """Tell the case managers of all these cases; those of the household learn whose application it was."""
    number = session.get_one(Person, application.person_id).number
    tell(session, _concerned(session, cases, now.date()), text, now, application.person_id, f"/kunden/{number}",
         but=actor)


def _concerned(session: Session, cases: Sequence[Case], today: date) -> set[int]:
    """The case managers of these cases; where there is none, the managers of the branch, so that somebody is told."""
    found = set[int]().union(*(case_managers(session, case, today) for case in cases))
    return found or with_role(session, "manager", session.get_one(Person, cases[0].person_id).branch_id)


def _said(application: Application) -> str:
    return f"{DECISIONS[application.decision or '']} am {german(application.decided or date.min)}"


def _journal(
    session: Session, actor: SignedIn, application: Application, changed: Changed, now: datetime, origin: str
) -> None:
    detail = {"application": application.number, **changed}
    append([Deed("write", "application", actor.id, origin, application.person_id, detail)], now, session)
