"""Where a case stands on its way through case management, read with one statement."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fm.models import Agreement, Application, ContactNote, Intake, PlacementStep, TargetGroup, Transfer
from fm.queries.direct import constant, direct
from fm.rules.flow import Milestones

_CASE = bindparam("case", type_=Integer)
_MADE = Application.withdrawn.is_(None)


def _edge(edge: Any, day: InstrumentedAttribute[Any], *only: ColumnElement[bool]) -> ColumnElement[Any]:
    """The first or last such day of the case."""
    found: ColumnElement[Any] = select(edge(day)).where(day.class_.case_id == _CASE, *only).scalar_subquery()
    return found


def _held(edge: Any, *kinds: str) -> ColumnElement[Any]:
    only = (ContactNote.missed.is_(False), *((ContactNote.kind.in_([*map(constant, kinds)]),) if kinds else ()))
    return _edge(edge, ContactNote.day, *only)


_MILESTONES = select(*(column.label(name) for name, column in {
    "application": func.coalesce(_edge(func.min, Application.submitted, _MADE),
                                 _edge(func.min, Application.collected, _MADE)),
    "intake": _edge(func.max, Intake.held),
    "intake_waived": _edge(func.max, Intake.waived),
    "granted": _edge(func.min, Application.decided, Application.decision == "granted"),
    "rejected": _edge(func.max, Application.decided, Application.decision == "rejected"),
    "transfer": _edge(func.max, Transfer.day, Transfer.stream == "market_ready"),
    "first_consultation": _held(func.min, "first_consultation"),
    "target_group": _edge(func.max, TargetGroup.begins),
    "agreement": _edge(func.max, Agreement.signed),
    "follow_up": _held(func.max, "follow_up"),
    "contact": _held(func.max),
    "assessment": _edge(func.max, PlacementStep.day, PlacementStep.kind == "assessment"),
    "review": _held(func.max, "review"),
}.items()))  # fmt: skip


def milestones(session: Session, case: Any) -> Milestones:
    """The milestones of a case, given as a row with its id, dates and present values."""
    days = direct(session).execute(_MILESTONES, {"case": case.case_id}).one()
    return Milestones(
        **days._asdict(), closed=case.closed, stream=case.stream, category=case.category,
        pupil=case.target_group == "pupil")
