"""Before the intake: the invitation prepared, the intake waived, the client who did not come (HK 3, 5.2.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from fm.documents.records import Invitation
from fm.models import Appointment, Case, Intake
from fm.queries.accounts import SignedIn
from fm.queries.consultation import intake_appointment, invited_together
from fm.queries.letters import addressee
from fm.rules.calendar import german
from fm.rules.responsibility import OF_AGE, age
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.arrangements import settle, when
from fm.usecases.consultation import days_of, journal_days, kept_intake, miss_intake
from fm.usecases.deadlines import refresh
from fm.usecases.entries import lock_open_case
from fm.usecases.letters import letter, meeting
from fm.usecases.outcome import noticing
from fm.usecases.printing import print_document
from fm.usecases.refusals import Refused
from fm.usecases.telling import tell, with_role

_INTAKE_LASTS = 60  # minutes


@dataclass(frozen=True)
class Wish:
    """When and where the intake shall be, where no appointment was given yet."""

    starts_at: datetime
    minutes: int = _INTAKE_LASTS
    place: str | None = None


def prepare_invitation(actor: SignedIn, case_id: int, wish: Wish | None, now: datetime, origin: str) -> str:
    """Prepare the invitation to the intake for the service desk to hand out; returns which deadlines that settled.

    It is to the appointment that was given, or to a new one at the time wished for. The guardians of a minor are
    invited with them (HK 3, 5.2.1). Refused where the intake is over, there is no time, or no released text.
    """
    with writing() as session, noticing(session, case_id) as settled:
        case = lock_open_case(session, case_id)
        intake = _open_intake(session, case)
        appointment = _appointment(session, actor, case, wish, now)
        before = days_of(intake)
        intake.invited = intake.invited or now.date()
        if age(case.person.born, now.date()) < OF_AGE:
            intake.guardians_invited = intake.guardians_invited or now.date()
        print_document(
            session, actor, "invitation_intake", case, _invitation(session, appointment, now.date()), now, origin)
        refresh(session, [case_id])
        text = f"{case.person.number}: Die Einladung zur Einstiegsberatung liegt zur Ausgabe bereit."
        _tell_service(session, actor, case, text, now)
        journal_days(session, actor, case, before, intake, now, origin)
    return settled.sentence


def waive_intake(actor: SignedIn, case_id: int, reason: str, now: datetime, origin: str) -> str:
    """Do without the intake for a reason and tell the service desk; returns which deadlines that settled (HK 3)."""
    with writing() as session, noticing(session, case_id) as settled:
        case = lock_open_case(session, case_id)
        intake = _open_intake(session, case)
        before = days_of(intake)
        intake.waived, intake.waived_reason = now.date(), reason
        settle_appointment(session, actor, case, now, origin)
        refresh(session, [case_id])
        _tell_service(session, actor, case, f"{case.person.number}: Eine Einstiegsberatung ist nicht nötig.", now)
        journal_days(session, actor, case, before, intake, now, origin, reason)
    return settled.sentence


def record_missed(actor: SignedIn, case_id: int, day: date, now: datetime, origin: str) -> str:
    """Record that the client did not come, at the appointment of that day too; returns which deadlines that settled.

    An appointment still to come stays, since the intake may be held after all, and the answer says so. Refused where
    the appointment was on another day.
    """
    with writing() as session, noticing(session, case_id) as settled:
        case = lock_open_case(session, case_id)
        given = intake_appointment(session, case_id)
        planned = given if given and given.state == "planned" and day <= now.date() else None
        if planned and planned.meeting.starts_at.date() == day:
            settle(actor, case_id, planned.id, "missed", None, now, origin)
        elif planned and planned.meeting.starts_at <= now:
            raise Refused("tag", f"Der Termin zur Einstiegsberatung war am {german(planned.meeting.starts_at.date())}. "
                                 "Bitte diesen Tag nennen oder zuerst festhalten, was aus dem Termin geworden ist.")
        miss_intake(session, actor, case, day, now, origin)
        stays = f"Der Termin am {when(planned)} bleibt vereinbart." if planned and planned.state == "planned" else ""
    return f"{settled.sentence} {stays}".strip()


def settle_appointment(
    session: Session, actor: SignedIn, case: Case, now: datetime, origin: str, held: date | None = None
) -> None:
    """The appointment still planned took place on the day the intake was held, or is called off; part of a deed."""
    given = intake_appointment(session, case.id)
    if given and given.state == "planned":
        result = "attended" if given.meeting.starts_at.date() == held else "cancelled"
        settle(actor, case.id, given.id, result, None, now, origin)


def _open_intake(session: Session, case: Case) -> Intake:
    """The intake, where it can still be invited to or waived."""
    intake = kept_intake(session, case)
    if intake.held:
        raise Refused(None, f"Die Einstiegsberatung wurde schon am {german(intake.held)} durchgeführt.")
    if intake.waived:
        raise Refused(None, f"Die Einstiegsberatung entfällt seit dem {german(intake.waived)}. War das ein Irrtum, "
                            "bitte zuerst die Tage berichtigen.")
    return intake


def _appointment(
    session: Session, actor: SignedIn, case: Case, wish: Wish | None, now: datetime
) -> Appointment:
    """The appointment that was given; else one with the case manager at the time wished for."""
    given = intake_appointment(session, case.id)
    if given is not None and given.state == "planned":
        return given
    if wish is None:
        raise Refused("termin", "Bitte einen Termin für die Einstiegsberatung wählen.")
    staff_id = case.case_manager_id or actor.id
    return book(session, {case.id: staff_id}, wish.starts_at, wish.minutes, "intake", wish.place, now)[0]


def _invitation(session: Session, appointment: Appointment, day: date) -> Invitation:
    to, at = addressee(session, appointment.case_id), appointment.meeting
    together = invited_together(session, appointment)
    return Invitation(
        **letter(to, day), meeting=meeting(to, at.starts_at, at.minutes, appointment.staff.room or "", at.place),
        purpose="Einstiegsberatung", household=tuple(f"{one.given_name} {one.surname}" for one in together))


def _tell_service(session: Session, actor: SignedIn, case: Case, text: str, now: datetime) -> None:
    tell(session, with_role(session, "service", case.person.branch_id), text, now, case.person_id,
         f"/kunden/{case.person.number}/einstieg", but=actor)
