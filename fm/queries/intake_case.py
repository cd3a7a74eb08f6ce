"""How it stands with the application and the intake of one case."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.models import Application, Intake
from fm.queries.facts import facts_of, rule_settings
from fm.queries.joint import Agreed, agreed_intake
from fm.rules import facts
from fm.rules.application import Ahead, Answer, intake_ahead, new_case

_INTAKE: Any = select(
    Intake.invited, Intake.handed_out, Intake.waived, Intake.waived_reason, Intake.held, Intake.missed, Intake.result)


class Situation(NamedTuple):
    """The case's applications, latest first; the one under way; what the rules say of that or else of the latest."""

    applications: list[Application]
    current: Application | None
    new: Answer | None
    ahead: Ahead | None
    intake: Row[Any] | None
    agreed: Agreed | None


def situation(session: Session, case_id: int, today: date) -> Situation:
    """Everything the service desk has to know about a case."""
    rows = list(session.scalars(
        select(Application).where(Application.case_id == case_id).order_by(Application.number.desc())))
    current = next((row for row in rows if row.decided is None and row.withdrawn is None), None)
    judged = current or next((row for row in rows if row.withdrawn is None), None)
    kept, settings = facts_of(session, [case_id])[case_id], rule_settings(session)
    return Situation(
        rows, current, new_case(kept, as_fact(judged), today, settings) if judged else None,
        intake_ahead(kept, as_fact(judged), today, settings) if judged else None,
        session.execute(_INTAKE.where(Intake.case_id == case_id)).one_or_none(), agreed_intake(session, case_id))


def under_way(session: Session, case_id: int) -> Application | None:
    """The application of a case that is not decided on yet."""
    return session.scalar(
        select(Application).where(Application.case_id == case_id, Application.decided.is_(None),
                                  Application.withdrawn.is_(None)).order_by(Application.number.desc()).limit(1))


def ahead_of(session: Session, case_id: int, today: date) -> Ahead | None:
    """What lies ahead of the intake of a case; None where no application is under way."""
    row = under_way(session, case_id)
    if row is None:
        return None
    return intake_ahead(facts_of(session, [case_id])[case_id], as_fact(row), today, rule_settings(session))


def first_day(session: Session, case_id: int, today: date) -> date:
    """The first day for the intake: not before the form is to be handed in, nor before it is invited to (HK 3)."""
    row, ahead = under_way(session, case_id), ahead_of(session, case_id, today)
    handed_in = row.submission_appointment if row and row.submitted is None else None
    return max(filter(None, (today, handed_in, ahead and ahead.first_day)))


def as_fact(row: Application) -> facts.Application:
    """An application as the rules look at it."""
    return facts.Application(row.collected, row.submission_appointment, row.submitted, row.decided, row.decision)
