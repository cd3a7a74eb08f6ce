"""A case's intake as its page shows it and as the checks look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from fm.models import (
    Application,
    Appointment,
    Case,
    ContactNote,
    Instruction,
    Intake,
    Meeting,
    Person,
    School,
    Staff,
)
from fm.queries.survey import Survey, survey_of
from fm.rules.checks import IntakeAtHand, first_time
from fm.rules.responsibility import is_youth
from fm.rules.survey import missing_parts, pupils_answers

_Earlier = aliased(Case)


@dataclass(frozen=True)
class Standing:
    """Where a case's intake stands: what is recorded of it, the talk it took place in, the survey form.

    `day` is the day of the intake, or of the first consultation that made up for it; None before either.
    """

    case: Case
    intake: Intake
    school: School | None
    survey: Survey
    first_time: bool
    made_up: date | None
    instructions: frozenset[date]

    @property
    def day(self) -> date | None:
        """The day of the talk."""
        return self.intake.held or self.made_up

    def pupil(self, day: date) -> bool:
        """Whether the client is a pupil: by target group, or, without one yet, as a youth known to be at school."""
        return is_pupil(self.case, self.school, day)

    def at_hand(self, today: date) -> IntakeAtHand:
        """The intake as the checks look at it; before it was held, as if that were today."""
        day = self.day or today
        pupil = self.pupil(day)
        return IntakeAtHand(
            day, self.case.person.born, self.first_time, pupil, self.school.leaves if self.school else None,
            tuple(missing_parts(pupil, self.survey.saved)), self.day in self.instructions, self.intake.result,
            self.intake.cost_form is not None, pupils_answers(self.survey.answers),
            self.intake.guardians_invited is not None)


def is_pupil(case: Case, school: School | None, day: date) -> bool:
    """Whether a client counts as a pupil: by target group, or, without one yet, as a youth known to be at school."""
    if case.target_group:
        return case.target_group == "pupil"
    return school is not None and is_youth(case.person.born, day) and (school.leaves is None or school.leaves > day)


def standing(session: Session, case: Case) -> Standing:
    """Where a case's intake stands; what is not recorded yet is an empty Intake that belongs to nobody."""
    intake = intake_of(session, case.id) or Intake()
    granted_before = select(exists().where(
        Application.case_id == _Earlier.id, _Earlier.person_id == case.person_id, _Earlier.number < case.number,
        Application.decision == "granted"))  # fmt: skip
    return Standing(
        case, intake, session.scalar(select(School).where(School.person_id == case.person_id)),
        survey_of(session, case),
        first_time(case.previous_benefit_until, case.moved_in, bool(session.scalar(granted_before))),
        first_consultation_from(session, case.id, intake.missed) if intake.missed and not intake.held else None,
        frozenset(session.scalars(select(Instruction.day).where(Instruction.case_id == case.id))))


def intake_of(session: Session, case_id: int) -> Intake | None:
    """What is recorded of a case's intake."""
    return session.scalar(select(Intake).where(Intake.case_id == case_id))


def first_consultation_from(session: Session, case_id: int, day: date) -> date | None:
    """The day of the first consultation held on or after a day."""
    return session.scalar(
        select(ContactNote.day).where(
            ContactNote.case_id == case_id, ContactNote.kind == "first_consultation", ~ContactNote.missed,
            ContactNote.counts, ContactNote.day >= day)
        .order_by(ContactNote.day).limit(1))


def applications_of(session: Session, case_id: int) -> Sequence[Application]:
    """The applications of a case, in their order."""
    return session.scalars(
        select(Application).where(Application.case_id == case_id).order_by(Application.number)).all()


def intake_appointment(session: Session, case_id: int) -> Appointment | None:
    """The appointment for the intake: the planned one, else the latest."""
    return session.scalar(
        select(Appointment).join(Meeting).where(Appointment.case_id == case_id, Appointment.purpose == "intake")
        .order_by((Appointment.state == "planned").desc(), Meeting.starts_at.desc(), Appointment.id.desc()).limit(1)
        .options(joinedload(Appointment.meeting), joinedload(Appointment.staff)))


def invited_together(session: Session, appointment: Appointment) -> Sequence[Person]:
    """The other clients who have the same meeting, with their names."""
    return session.scalars(
        select(Person).join(Appointment, Appointment.person_id == Person.id)
        .where(Appointment.meeting_id == appointment.meeting_id, Appointment.person_id != appointment.person_id)
        .order_by(Person.born, Person.id)).all()


def possible_managers(session: Session, case: Case) -> Sequence[Staff]:
    """The colleagues who can look after a client of this branch, by name; whoever does so now among them."""
    of_branch = Staff.active & Staff.role_rows.any(role="case_manager") & (Staff.branch_id == case.person.branch_id)
    rows = select(Staff).where(of_branch | (Staff.id == case.case_manager_id))
    return session.scalars(rows.order_by(Staff.sort_name, Staff.id)).unique().all()
