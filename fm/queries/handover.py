"""One case and what its handover hangs on: facts for the rules, barriers, receivers, and what is on its way."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from fm.models import (
    Appointment,
    Branch,
    Case,
    Deferral,
    Deputy,
    Handover,
    Intake,
    Measure,
    Meeting,
    Participation,
    Person,
    Staff,
    StaffRole,
    StaffStream,
    Transfer,
)
from fm.queries.barriers import barriers_of
from fm.queries.facts import facts_of, rule_settings
from fm.queries.loads import colleagues
from fm.queries.office import branches
from fm.rules.handover_checks import BarrierAtHand, HandoverAtHand, Standing
from fm.rules.load import Colleague
from fm.rules.receivers import Receiver, stream_branches


def standing(session: Session, case_id: int, day: date) -> Standing:
    """The case on a day, as the rules of handovers look at it."""
    return Standing(facts_of(session, [case_id])[case_id], day, rule_settings(session))


def at_hand(session: Session, handover: Handover, day: date) -> HandoverAtHand:
    """A handover as it stands, as the rules look at it; with nothing said yet where it is not kept."""
    texts = {row.barrier_id: row.text for row in handover.barriers}
    result = session.scalar(select(Intake.result).where(Intake.case_id == handover.case_id))
    return HandoverAtHand(
        handover.kind, standing(session, handover.case_id, day), result == "A", handover.reasons or "",
        handover.talk_on, handover.talk_with or "", handover.client_informed_on, handover.assessed_on,
        handover.category,
        [BarrierAtHand(one.id, one.name, one.state == "erledigt", texts.get(one.id, ""))
         for one in barriers_of(session, handover.case_id)])


def prepared(session: Session, case_id: int) -> Handover | None:
    """The handover of a case that is being prepared."""
    return session.scalar(select(Handover).where(Handover.case_id == case_id, Handover.state == "prepared"))


_Standing_in = aliased(Staff)


def receivers(session: Session, today: date, staff_id: int | None = None) -> list[Receiver]:
    """All case managers by name as receivers, or one colleague, whatever they are, as the one who was chosen."""
    streams = select(func.aggregate_strings(StaffStream.stream, " ")).where(
        StaffStream.staff_id == Staff.id).correlate(Staff).scalar_subquery()
    manages = select(StaffRole.staff_id).where(
        StaffRole.staff_id == Staff.id, StaffRole.role == "case_manager").correlate(Staff).exists()
    rows = select(Staff.id, Staff.given_name, Staff.surname, Staff.branch_id, streams.label("streams"), Staff.active,
                  manages.label("manages"))  # fmt: skip
    chosen = rows.where(manages & Staff.active if staff_id is None else Staff.id == staff_id)
    found = session.execute(chosen.order_by(Staff.sort_name, Staff.id)).all()
    away = _away(session, [row.id for row in found], today)
    return [Receiver(row.id, f"{row.given_name} {row.surname}", row.branch_id, frozenset((row.streams or "").split()),
                     row.active, row.manages, *away.get(row.id, (None, None))) for row in found]


def _away(session: Session, staff_ids: Sequence[int], today: date) -> dict[int, tuple[date, str]]:
    """Who of them is on leave: until when, and who stands in."""
    rows = (
        select(Deputy.absent_id, Deputy.ends, _Standing_in.given_name, _Standing_in.surname)
        .join(_Standing_in, _Standing_in.id == Deputy.deputy_id)
        .where(Deputy.absent_id.in_(staff_ids), Deputy.begins <= today, Deputy.ends >= today)
        .order_by(Deputy.ends, Deputy.id))
    return {absent: (ends, f"{given} {surname}") for absent, ends, given, surname in session.execute(rows)}


def branches_for(session: Session, kind: str, stream: str, person: Person, today: date) -> frozenset[int]:
    """The branches from which somebody can take the case over: another one's, or that of the stream there."""
    if kind == "branch":
        return frozenset(session.scalars(select(Branch.id).where(Branch.id != person.branch_id)))
    return stream_branches(receivers(session, today), stream, person.branch_id)


def candidates(session: Session, kind: str, stream: str, person: Person, giver_id: int | None, today: date
               ) -> list[tuple[str, Colleague]]:  # fmt: skip
    """Who can take the case over, each with the name of their branch."""
    names = branches(session)
    possible = branches_for(session, kind, stream, person, today)
    return [(name, one) for branch_id, name in names.items() if branch_id in possible
            for one in colleagues(session, branch_id, stream, today, person) if one.id != giver_id]


class Booked(NamedTuple):
    """An appointment that is still to come."""

    starts_at: datetime
    purpose: str
    staff: str


def appointments_ahead(session: Session, case_id: int, now: datetime) -> list[Booked]:
    """The planned appointments of a case from now on."""
    rows = (
        select(Meeting.starts_at, Appointment.purpose, Staff.given_name, Staff.surname)
        .join_from(Appointment, Meeting).join(Staff, Staff.id == Appointment.staff_id)
        .where(Appointment.case_id == case_id, Appointment.state == "planned", Meeting.starts_at >= now)
        .order_by(Meeting.starts_at, Appointment.id))  # fmt: skip
    return [Booked(starts_at, purpose, f"{given} {surname}") for starts_at, purpose, given, surname
            in session.execute(rows)]


def participations_of(session: Session, case_id: int) -> list[Any]:
    """The measures of a case, with those that run or wait first."""
    rows = (
        select(Measure.title, Measure.provider, Participation.begins, Participation.ends, Participation.status)
        .join_from(Participation, Measure).where(Participation.case_id == case_id)
        .order_by(Participation.status.in_(("ended", "broken_off")), Participation.begins.desc().nulls_last(),
                  Participation.number))
    return list(session.execute(rows))


_From, _To, _By = aliased(Staff), aliased(Staff), aliased(Staff)


def history(session: Session, case_id: int) -> Sequence[Row[Any]]:
    """Who looked after a case from when on, why, and who ordered it; the latest first."""
    def named(staff: Any, label: str) -> Any:
        return (staff.given_name + " " + staff.surname).label(label)

    rows = (
        select(Transfer.day, Transfer.stream, Transfer.reason, named(_From, "giver"), named(_To, "receiver"),
               named(_By, "ordered_by"), Handover.id.label("handover_id"), Handover.kind)
        .outerjoin(_From, _From.id == Transfer.from_staff_id).outerjoin(_To, _To.id == Transfer.to_staff_id)
        .outerjoin(_By, _By.id == Transfer.ordered_by_id).outerjoin(Handover, Handover.transfer_id == Transfer.id)
        .where(Transfer.case_id == case_id).order_by(Transfer.day.desc(), Transfer.number.desc()))  # fmt: skip
    return session.execute(rows).all()


def deferrals(session: Session, case_id: int) -> Sequence[Deferral]:
    """How the change U25 → Ü25 was put off, the latest first."""
    return session.scalars(select(Deferral).where(Deferral.case_id == case_id).order_by(Deferral.number.desc())).all()


def handovers_of(session: Session, case_id: int) -> Sequence[Handover]:
    """The handovers of a case that are prepared, waiting or over, the latest first."""
    rows = select(Handover).where(Handover.case_id == case_id, Handover.state != "dropped")
    return session.scalars(rows.order_by(Handover.id.desc())).all()


def handover_and_case(session: Session, handover_id: int) -> tuple[Handover, Case] | None:
    """A handover with its case; None if there is none."""
    row = session.execute(select(Handover, Case).join(Case, Case.id == Handover.case_id)
                          .where(Handover.id == handover_id)).one_or_none()  # fmt: skip
    return (row[0], row[1]) if row else None


def deputies_of(session: Session, staff_id: int | None, today: date) -> frozenset[int]:
    """Who stands in for a colleague today."""
    rows = select(Deputy.deputy_id).where(Deputy.absent_id == staff_id, Deputy.begins <= today, Deputy.ends >= today)
    return frozenset(session.scalars(rows))
