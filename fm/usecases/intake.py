"""What the service desk does with an application: taken, appointment given, handed in, corrected, withdrawn (HK 3)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Application, Barrier, Case, Intake, Person, TargetGroup
from fm.queries.accounts import SignedIn
from fm.queries.intake_case import ahead_of, as_fact, under_way
from fm.queries.office import calendar
from fm.rules import application as rules
from fm.rules import facts
from fm.rules.appointments import clock_time
from fm.rules.calendar import german
from fm.rules.responsibility import is_youth
from fm.transactions import writing
from fm.usecases.cases import Beginning, close_case, open_case, reopen_case
from fm.usecases.deadlines import refresh
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.naming import name_proposed
from fm.usecases.people import NewPerson, add_person, faults_of
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import case_managers, tell

#: The field of a form for each fact that the rules find a fault with.
_FIELDS = {
    "collected": "ausgegeben", "submission_appointment": "termin", "submitted": "abgegeben", "alg_until": "alg_bis",
    "previous_benefit_until": "frueher_bis",
}  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The days of an application as a form says them."""

    collected: date | None = None
    appointment: date | None = None
    at: time | None = None
    submitted: date | None = None


@dataclass(frozen=True)
class Circumstances:
    """What is known when a case begins; `pupil` says that somebody under 25 goes to school."""

    groups: Collection[str] = ()
    previous_benefit_until: date | None = None
    moved_in: bool = False
    alg_until: date | None = None
    pupil: bool = False

    @property
    def beginning(self) -> Beginning:
        """The part of it that the case keeps."""
        return Beginning(self.previous_benefit_until, self.moved_in, self.alg_until)


def take_new_person(
    actor: SignedIn, new: NewPerson, days: Days, known: Circumstances, others: Collection[str], now: datetime,
    origin: str,
) -> str:
    """Take the application of somebody nobody knows yet, with person, household and first case; returns their number.

    Raises PossiblyKnown and Refused as `add_person` does, and Refused for days that cannot be.
    """
    with writing() as session:
        _refuse_impossible(session, new.born, days, known, now.date(), faults_of(new, now.date()))
        person = add_person(session, new, actor.branch_id, others)
        case = open_case(session, person, _begun(days, now.date()), known.beginning)
        _begin(session, actor, case, days, known, now, origin)
        _record(session, actor, case, now, origin, {"person": [None, person.number], "not": sorted(others)}, "master")
        return person.number


def take_application(
    actor: SignedIn, person_id: int, days: Days, known: Circumstances, with_profile: bool, now: datetime, origin: str
) -> None:
    """Take an application of somebody the office knows: in the running case, else in the next one.

    `with_profile` takes profile and open barriers over into the next case. Who has no running case belongs to the
    branch that takes the application. Refused while another application is under way.
    """
    with writing() as session:
        person = session.scalars(
            select(Person).where(Person.id == person_id).with_for_update(of=Person, key_share=True)).one()
        running = session.scalar(
            select(Case).where(Case.person_id == person_id, Case.closed.is_(None)).with_for_update(of=Case))
        _refuse_impossible(session, person.born, days, known, now.date())
        if running is not None:
            _refuse_beside(session, running, person, actor)
            _add_application(session, actor, running, days, now, origin)
            return
        person.branch_id = actor.branch_id
        barriers = _open_barriers(session, person_id) if with_profile else ()
        begun = _begun(days, now.date())
        if session.scalar(select(Case.id).where(Case.person_id == person_id).limit(1)):
            case = reopen_case(actor, person_id, begun, known.beginning, with_profile, barriers, now, origin)
        else:
            case = open_case(session, person, begun, known.beginning)
        _begin(session, actor, case, days, known, now, origin)


def give_appointment(
    actor: SignedIn, case_id: int, day: date, at: time, now: datetime, origin: str
) -> None:
    """Say when the client hands in the form; the case manager is told, who prepares the invitation by then (HK 3)."""
    with writing() as session:
        case, row = _under_way(session, case_id)
        if row.submitted:
            raise Refused("termin", f"Der Antrag ist am {german(row.submitted)} bereits vollständig abgegeben.")
        if fault := rules.appointment_fault(day, now.date(), calendar(session)):
            raise Refused("termin", fault)
        _change(session, actor, case, row, now, origin, submission_appointment=day, submission_time=at)
        _tell_of_appointment(session, actor, case, row, now)


def submit_application(actor: SignedIn, case_id: int, day: date, now: datetime, origin: str) -> None:
    """Record that the form was handed in complete; from here the ten working days to the intake are counted (HK 3)."""
    with writing() as session:
        case, row = _under_way(session, case_id)
        if row.submitted:
            raise Refused("abgegeben", f"Der Antrag ist am {german(row.submitted)} bereits vollständig abgegeben.")
        _change(session, actor, case, row, now, origin, submitted=day)
        _tell_of_submission(session, actor, case, row, now)


def correct_application(
    actor: SignedIn, case_id: int, days: Days, reason: str, now: datetime, origin: str
) -> None:
    """Put other days in place of those recorded by mistake; the reason stands in the journal."""
    with writing() as session:
        case, row = _under_way(session, case_id)
        if not any((days.collected, days.appointment, days.submitted)):
            raise Refused("ausgegeben", "Mindestens eines der Daten muss bekannt sein.")
        _change(session, actor, case, row, now, origin, reason, collected=days.collected,
                submission_appointment=days.appointment, submission_time=days.at, submitted=days.submitted)


def withdraw_application(actor: SignedIn, case_id: int, reason: str, now: datetime, origin: str) -> bool:
    """Record that an application is not pursued; a case that began with it alone is closed. Returns whether it was."""
    with writing() as session:
        case, row = _under_way(session, case_id)
        row.withdrawn, row.withdrawn_reason = now.date(), reason
        session.flush()
        refresh(session, [case.id])
        _record(session, actor, case, now, origin, {"withdrawn": [None, now.date().isoformat()], "reason": reason})
        others = select(Application.id).where(Application.case_id == case.id, Application.withdrawn.is_(None))
        alone = session.scalar(others.limit(1)) is None
        if begun_with_it := alone and (case.opened is None or case.opened >= _first_day(row, now.date())):
            close_case(actor, case.id, now.date(), "no_need", now, origin)
        return begun_with_it


def hand_out_invitation(actor: SignedIn, case_id: int, now: datetime, origin: str) -> None:
    """Record that the client was handed the invitation to the intake, which the case manager has prepared (HK 3)."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        intake = session.scalar(select(Intake).where(Intake.case_id == case_id))
        if intake is None or intake.invited is None:
            raise Refused(None, "Die Einladung ist noch nicht vorbereitet.")
        if intake.handed_out is None:
            intake.handed_out = now.date()
            _record(session, actor, case, now, origin, {"handed_out": [None, now.date().isoformat()]}, "appointments")


def _under_way(session: Session, case_id: int) -> tuple[Case, Application]:
    """The case, locked, and its application under way. Refused where there is none."""
    case = lock_open_case(session, case_id)
    row = under_way(session, case_id)
    if row is None:
        raise Refused(None, "In diesem Fall ist kein Antrag unterwegs.")
    return case, row


def _begin(
    session: Session, actor: SignedIn, case: Case, days: Days, known: Circumstances, now: datetime, origin: str
) -> None:
    """What belongs to the beginning of every case: groups, application, who looks after it."""
    born = session.get_one(Person, case.person_id).born
    case.groups = set(known.groups)
    if known.pupil and is_youth(born, now.date()):
        session.add(TargetGroup(case_id=case.id, person_id=case.person_id, target_group="pupil", begins=case.opened,
                                number=next_number(session, TargetGroup, case.person_id)))  # fmt: skip
    _add_application(session, actor, case, days, now, origin, names_manager=True)


def _add_application(
    session: Session, actor: SignedIn, case: Case, days: Days, now: datetime, origin: str, names_manager: bool = False
) -> None:
    row = Application(
        case_id=case.id, person_id=case.person_id, number=next_number(session, Application, case.person_id),
        collected=days.collected, submission_appointment=days.appointment, submission_time=days.at,
        submitted=days.submitted)
    session.add(row)
    session.flush()
    if names_manager or case.case_manager_id is None:
        name_proposed(session, case, actor, now)
    refresh(session, [case.id])
    if row.submitted:
        _tell_of_submission(session, actor, case, row, now)
    elif row.submission_appointment:
        _tell_of_appointment(session, actor, case, row, now)
    _record(session, actor, case, now, origin, {"application": [None, _plain(asdict(days))]})


def _change(
    session: Session, actor: SignedIn, case: Case, row: Application, now: datetime, origin: str,
    reason: str | None = None, **values: date | time | None,
) -> None:
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    born = session.get_one(Person, case.person_id).born
    _refuse(rules.faults(as_fact(row), born, now.date()))
    session.flush()
    refresh(session, [case.id])
    changed = {name: [_text(before[name]), _text(value)] for name, value in values.items() if before[name] != value}
    _record(session, actor, case, now, origin, {**changed, **({"reason": reason} if reason else {})})


def _refuse_impossible(
    session: Session, born: date, days: Days, known: Circumstances, today: date, faults: Sequence[Fault] = ()
) -> None:
    application = facts.Application(days.collected, days.appointment, days.submitted)
    found = list(rules.faults(application, born, today))
    if not any((days.collected, days.submitted)):
        found.append(("collected", "Bitte angeben, wann das Formular ausgegeben oder der Antrag abgegeben wurde."))
    if days.appointment and not days.submitted:
        fault = rules.appointment_fault(days.appointment, today, calendar(session))
        found += [("submission_appointment", fault)] if fault else []
    found += rules.benefit_faults(known.alg_until, known.previous_benefit_until, born, today)
    _refuse(found, faults)


def _refuse(found: Iterable[tuple[str, str]], faults: Sequence[Fault] = ()) -> None:
    """Refuse what the rules find, after the faults that are told already."""
    every = [*faults, *(Fault(_FIELDS[field], sentence) for field, sentence in found)]
    if every:
        raise Refused.many(every)


def _refuse_beside(session: Session, running: Case, person: Person, actor: SignedIn) -> None:
    if person.branch_id not in (None, actor.branch_id):
        raise Refused(None, "Die Akte läuft in einer anderen Geschäftsstelle. Sie nimmt den Antrag auf, oder sie "
                            "übergibt den Fall zuvor.")  # fmt: skip
    row = under_way(session, running.id)
    if row is not None:
        begun = row.collected or row.submission_appointment or row.submitted
        raise Refused(None, f"Es ist schon ein Antrag unterwegs{f', begonnen am {german(begun)}' if begun else ''}.")


def _tell_of_appointment(session: Session, actor: SignedIn, case: Case, row: Application, now: datetime) -> None:
    """The invitation is asked for where the intake is owed."""
    day, ahead = row.submission_appointment or now.date(), ahead_of(session, case.id, now.date())
    at = f", {clock_time(row.submission_time)} Uhr" if row.submission_time else ""
    asks = " Bitte bis dahin die Einladung zur Einstiegsberatung vorbereiten oder sagen, warum sie entfällt."
    asked = asks if ahead and ahead.owed else ""
    _tell(session, actor, case, f"Abgabetermin am {german(day)}{at}.{asked}", now)


def _tell_of_submission(session: Session, actor: SignedIn, case: Case, row: Application, now: datetime) -> None:
    day, ahead = row.submitted or now.date(), ahead_of(session, case.id, now.date())
    _tell(session, actor, case, f"Antrag am {german(day)} vollständig abgegeben. {ahead.why if ahead else ''}", now)


def _tell(session: Session, actor: SignedIn, case: Case, what: str, now: datetime) -> None:
    """Tell the case managers what happened, with the way to the intake."""
    number = session.get_one(Person, case.person_id).number
    tell(session, case_managers(session, case, now.date()), f"Akte {number}: {what.strip()}", now, case.person_id,
         f"/kunden/{number}/einstieg", but=actor)  # fmt: skip


def _open_barriers(session: Session, person_id: int) -> list[int]:
    """The open barriers of the latest case."""
    rows = select(Barrier.id).join(Case, Case.id == Barrier.case_id)
    return list(session.scalars(rows.where(Case.person_id == person_id, Case.is_latest, Barrier.resolved.is_(None))))


def _first_day(row: Application, today: date) -> date:
    return min(day for day in (row.collected, row.submission_appointment, row.submitted, today) if day)


def _begun(days: Days, today: date) -> date:
    return min(day for day in (days.collected, days.submitted, today) if day)


def _record(
    session: Session, actor: SignedIn, case: Case, now: datetime, origin: str, detail: dict[str, object],
    part: str = "application",
) -> None:
    append([Deed("write", part, actor.id, origin, case.person_id, detail)], now, session)


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date | time) else None
