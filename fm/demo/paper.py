"""The demo's paper: the texts of letters released, and a few documents printed."""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.models import Case, LetterText, Person, Staff
from fm.usecases.print_jobs import go_on, start_job
from fm.usecases.refusals import Refused
from fm.usecases.sheets import print_sheet
from fm.usecases.texts import install_texts, release_text

#: For so many days the texts of letters have been in force.
_IN_FORCE = 120


def release_texts(session: Session, admin: Staff, at: datetime) -> None:
    """Put the program's own texts in force, as the office did months ago, before it printed for the first time."""
    then = at - timedelta(days=_IN_FORCE)
    install_texts(then)
    texts = select(LetterText.key, LetterText.number, LetterText.version).order_by(LetterText.key, LetterText.number)
    for key, number, version in session.execute(texts).all():
        release_text(acting(admin), key, number, then.date(), version, then, ORIGIN)


def print_some(session: Session, staff: Staff, at: datetime) -> None:
    """Print the forms of the intake for the first client of somebody's."""
    own = select(Case.id).where(Case.case_manager_id == staff.id, Case.is_latest, Case.closed.is_(None))
    case_id = session.scalar(own.order_by(Case.id).limit(1))
    for sort in ("survey", "instruction_intake", "cost_form"):
        if case_id is not None:
            print_sheet(acting(staff), case_id, sort, at, ORIGIN)


def print_casework(session: Session, staff: Staff, at: datetime) -> None:
    """Print what was worked out with a client of somebody's whose agreement runs, as before a talk."""
    own = select(Case.id).where(Case.case_manager_id == staff.id, Case.is_latest, Case.agreement_until > at.date())
    case_id = session.scalar(own.order_by(Case.id).limit(1))
    for sort in ("profile", "profile_employers", "plan", "agreement", "tasks", "preparation"):
        if case_id is not None:
            with suppress(Refused):  # what there is none of yet
                print_sheet(acting(staff), case_id, sort, at, ORIGIN)


def print_together(session: Session, staff: Staff, at: datetime) -> None:
    """Print a form for some clients of somebody's in one go."""
    own = select(Person.number).join(Case).where(Case.case_manager_id == staff.id, Case.is_latest)
    numbers = session.scalars(own.order_by(Person.id).limit(2)).all()
    if numbers:
        actor = acting(staff)
        go_on(actor, start_job(actor, "cost_form", numbers, at), at, ORIGIN)
