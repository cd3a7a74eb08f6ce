"""Case conferences about a participation: planned, called off, waived, held with a protocol (HK 6.8).

Case manager and coordinator both do all of it; how far barriers have come is said apart from that, in the file alone
(fm.usecases.conference_results). Each tells the other.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Conference, ConferenceTask, Participation, Person
from fm.queries.accounts import SignedIn
from fm.rules.calendar import german
from fm.rules.conference_checks import IN_PROGRESS, Stay, TaskTold, day_faults, protocol_faults, settles
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import case_managers, coordinators, tell
from fm.usecases.versions import not_overtaken


@dataclass(frozen=True)
class PlannedConference:
    """When and where a conference is to be, on what occasion; `guests` from outside the office, a line for each."""

    occasion: str
    planned_at: datetime
    place: str | None = None
    guests: str | None = None
    consent: bool = False


@dataclass(frozen=True)
class Protocol:
    """What a conference came to, but for the barriers: `occasion` of CONFERENCE_OCCASIONS, people line by line."""

    occasion: str
    day: date
    took_part: str | None = None
    consent: bool = False
    attendance: str | None = None
    strengths: str | None = None
    outlook: str | None = None
    effect: str | None = None
    next_date: date | None = None
    distribution: str | None = None
    tasks: Sequence[TaskTold] = ()

    @property
    def columns(self) -> dict[str, object]:
        """What of it stands in the conference's own row."""
        return {name: value for name, value in asdict(self).items() if name != "tasks"}


def plan_conference(
    actor: SignedIn, participation_id: int, planned: PlannedConference, now: datetime, origin: str, draft: str = ""
) -> int:
    """Plan a conference and tell the colleagues concerned; returns its id (HK 6.8).

    Where it had been waived, that is taken back. Refused after the end of the participation, and while another one is
    planned.
    """
    with writing() as session:
        case, row = lock_participation(session, participation_id)
        _refuse_plan(row, planned)
        if any(one.state == "planned" for one in row.conferences):
            raise Refused(None, "Zu dieser Teilnahme ist schon eine Fallkonferenz geplant. Sie lässt sich ändern.")
        conference = Conference(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Conference, case.person_id),
            participation_id=row.id, staff_id=actor.id, saved_at=now, **asdict(planned))
        session.add(conference)
        _set_waiver(session, row, None, None)
        session.flush()
        drop_draft(actor, draft)
        _tell(session, actor, case, row, f"{_when(planned)} ist eine Fallkonferenz geplant", now)
        _journal(session, actor, conference, {"planned_at": [None, planned.planned_at.isoformat()]}, now, origin)
        return conference.id


def change_plan(
    actor: SignedIn, conference_id: int, planned: PlannedConference, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Move a planned conference or change what is planned; Overtaken where somebody has saved it since `seen`."""
    with writing() as session:
        case, conference = lock_conference(session, conference_id)
        not_overtaken(conference, seen, conference.staff, conference.saved_at)
        _refuse_unless_planned(conference)
        _refuse_plan(conference.participation, planned)
        before = conference.planned_at
        moved = before != planned.planned_at or conference.place != planned.place
        _keep(conference, actor, asdict(planned) | ({"invited_on": None} if moved else {}), now)
        drop_draft(actor, draft)
        if moved:
            _tell(session, actor, case, conference.participation,
                  f"Geändert: {_when(planned)} ist eine Fallkonferenz geplant", now)
        what: dict[str, object] = {"planned_at": [_iso(before), planned.planned_at.isoformat()]}
        _journal(session, actor, conference, what, now, origin)


def drop_conference(actor: SignedIn, conference_id: int, now: datetime, origin: str) -> None:
    """Call a planned conference off, and tell the colleagues concerned; the deadline stays (HK 6.8)."""
    with writing() as session:
        case, conference = lock_conference(session, conference_id)
        _refuse_unless_planned(conference)
        _keep(conference, actor, {"state": "dropped"}, now)
        _tell(session, actor, case, conference.participation, "Abgesagt ist die geplante Fallkonferenz", now)
        _journal(session, actor, conference, {"state": ["planned", "dropped"]}, now, origin)


def hold_conference(
    actor: SignedIn, conference_id: int, protocol: Protocol, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Record that a conference was held, and its protocol without the barriers; also to correct one (HK 6.8, MAS1).

    Refused for a day outside the participation or in the future; Overtaken where somebody has saved it since `seen`.
    """
    with writing() as session:
        case, conference = lock_conference(session, conference_id)
        not_overtaken(conference, seen, conference.staff, conference.saved_at)
        if conference.state == "dropped":
            raise Refused(None, "Diese Fallkonferenz ist abgesagt.")
        row = conference.participation
        _refuse(protocol_faults(protocol.occasion, protocol.day, protocol.took_part, protocol.next_date,
                                protocol.tasks, stay_of(row), now.date()))
        first, before = conference.state == "planned", conference.day
        if protocol.strengths != conference.strengths:
            conference.strengths_taken_on = None
        _keep(conference, actor, protocol.columns | {"state": "held"}, now)
        _write_tasks(conference, protocol.tasks)
        _settle(session, row, before)
        drop_draft(actor, draft)
        if first:
            _tell(session, actor, case, row, f"Am {german(protocol.day)} wurde eine Fallkonferenz geführt", now)
        what: dict[str, object] = {"day": [_iso(before), protocol.day.isoformat()], "protocol": "geändert"}
        _journal(session, actor, conference, what, now, origin)


def waive_conference(
    actor: SignedIn, participation_id: int, reason: str, now: datetime, origin: str, draft: str = ""
) -> None:
    """Record with its reason that no conference before the end is held; one that was planned is called off (MAS1).

    Refused without a reason, where one was held, and where it is waived already.
    """
    with writing() as session:
        case, row = lock_participation(session, participation_id)
        if row.conference or row.conference_waived:
            held = row.conference is not None
            day = german(row.conference or row.conference_waived or now.date())
            raise Refused(None, f"Eine Fallkonferenz wurde am {day} geführt." if held
                          else f"Dass sie entfällt, ist seit dem {day} festgehalten.")
        if not reason:
            raise Refused("grund", "Bitte begründen, warum die Fallkonferenz entfällt.")
        for conference in row.conferences:
            if conference.state == "planned":
                _keep(conference, actor, {"state": "dropped"}, now)
        _set_waiver(session, row, now.date(), reason)
        drop_draft(actor, draft)
        _tell(session, actor, case, row, "Ohne Fallkonferenz endet mit Begründung die Teilnahme", now)
        what: dict[str, object] = {"participation": row.number, "waived": [None, now.date().isoformat()]}
        append([Deed("write", "conference", actor.id, origin, row.person_id, {"what": what})], now, session)


def count_conferences(row: Participation, before: date | None = None) -> None:
    """Say which conference settles the deadline, as the participation stands now; part of the deed that changes it.

    It is the first that does. A day taken over from elsewhere counts as well; `before` is what one was held on that is
    being corrected.
    """
    held = {(one.day, one.occasion) for one in row.conferences if one.state == "held" and one.day}
    counting = {day for day, occasion in held if settles(occasion, day, row.broken_off)}
    over = {day for day, occasion in held if occasion == "broken_off"} - counting
    known = ({row.conference} - {before} - over) | counting
    row.conference = min((day for day in known if day), default=None)


def stay_of(row: Participation) -> Stay:
    """The time of a participation as the checks look at it."""
    return Stay(row.begins, row.ends, row.broken_off)


def lock_participation(session: Session, participation_id: int) -> tuple[Case, Participation]:
    """A participation and its open case, both locked and read afresh; Refused where it was not given a place."""
    case = lock_open_case(session, session.get_one(Participation, participation_id).case_id)
    row = session.scalars(
        select(Participation).where(Participation.id == participation_id).with_for_update(of=Participation)
        .execution_options(populate_existing=True)).one()
    if row.status not in IN_PROGRESS:
        raise Refused(None, "Eine Fallkonferenz gehört zu einer Teilnahme, die zugewiesen ist, läuft oder endete.")
    return case, row


def lock_conference(session: Session, conference_id: int) -> tuple[Case, Conference]:
    """A conference with its participation and open case, all locked and read afresh."""
    case, _ = lock_participation(session, session.get_one(Conference, conference_id).participation_id)
    rows = select(Conference).where(Conference.id == conference_id).with_for_update(of=Conference)
    return case, session.scalars(rows.execution_options(populate_existing=True)).one()


def _refuse_plan(row: Participation, planned: PlannedConference) -> None:
    _refuse(list(day_faults(planned.occasion, planned.planned_at.date(), stay_of(row))))


def _refuse_unless_planned(conference: Conference) -> None:
    if conference.state != "planned":
        raise Refused(None, "Diese Fallkonferenz ist inzwischen geführt oder abgesagt.")


def _refuse(faults: Sequence[tuple[str, str]]) -> None:
    if faults:
        raise Refused.many([Fault(*fault) for fault in faults])


def _keep(conference: Conference, actor: SignedIn, columns: dict[str, object], now: datetime) -> None:
    for name, value in columns.items():
        setattr(conference, name, value)
    conference.staff_id, conference.saved_at = actor.id, now


def _write_tasks(conference: Conference, tasks: Sequence[TaskTold]) -> None:
    """The tasks in their order; one whose words stay the same keeps the strategy that was made of it."""
    made = {task.text: task.strategy_id for task in conference.tasks}
    del conference.tasks[len(tasks):]
    for place, task in enumerate(tasks):
        if place == len(conference.tasks):
            conference.tasks.append(ConferenceTask(position=place))
        kept = conference.tasks[place]
        kept.position, kept.side, kept.text, kept.due = place, task.side, task.text, task.due
        kept.strategy_id = made.get(task.text)


def _settle(session: Session, row: Participation, before: date | None) -> None:
    """The day of the first conference that settles the deadline; what was held is waived no longer."""
    session.flush()
    count_conferences(row, before)
    if row.conference:
        row.conference_waived = row.conference_waived_reason = None
    session.flush()
    refresh(session, [row.case_id])


def _set_waiver(session: Session, row: Participation, day: date | None, reason: str | None) -> None:
    if row.conference_waived != day:
        row.conference_waived, row.conference_waived_reason = day, reason
        session.flush()
        refresh(session, [row.case_id])


def _tell(session: Session, actor: SignedIn, case: Case, row: Participation, what: str, now: datetime) -> None:
    """Tell case managers and coordinators, each with the address where they see it."""
    measure = row.measure
    text = f"{what}: „{measure.title}“."
    managers = case_managers(session, case, now.date())
    number = session.get_one(Person, row.person_id).number
    tell(session, managers, text, now, row.person_id, f"/kunden/{number}/fallkonferenzen", but=actor)
    tell(session, coordinators(session, measure, now.date()) - managers, text, now, row.person_id,
         f"/massnahmen/{measure.number}/teilnahmen/{row.id}/fallkonferenz", but=actor)


def _when(planned: PlannedConference) -> str:
    return f"Am {german(planned.planned_at.date())} um {planned.planned_at:%H:%M} Uhr"


def _iso(at: date | datetime | None) -> str | None:
    return at.isoformat() if at else None


def _journal(
    session: Session, actor: SignedIn, conference: Conference, what: dict[str, object], now: datetime, origin: str
) -> None:
    detail: dict[str, object] = {"conference": conference.number, "what": what}
    append([Deed("write", "conference", actor.id, origin, conference.person_id, detail)], now, session)
