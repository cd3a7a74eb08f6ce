"""The life of a case: opened, opened anew for somebody who comes back, closed; its integration and special groups.

A case once closed stays readable as it was: who comes back gets the next case, into which profile and open barriers are
copied where that is wanted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Application, Barrier, Case, Person, Profile, Staff
from fm.queries.accounts import SignedIn
from fm.rules.calendar import german
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.entries import next_number
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused


@dataclass(frozen=True)
class Beginning:
    """What is known when a case begins: earlier benefit (last day), moved in from another provider, ALG beside."""

    previous_benefit_until: date | None = None
    moved_in: bool = False
    alg_until: date | None = None


def open_case(
    session: Session, person: Person, day: date, beginning: Beginning | None = None, manager_id: int | None = None
) -> Case:
    """Begin the next case of a person on `day`; part of the caller's deed, which journals and refreshes.

    Where nothing is said of the beginning, the earlier benefit is taken from the case before. Refused where a case is
    open, or the day lies before the closing of the last one.
    """
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    before = _latest(session, person.id)
    if before is not None:
        _refuse_overlap(before, day)
        before.is_latest = False
        session.flush()
    facts = beginning or Beginning(benefit_before(session, before))
    case = Case(
        person_id=person.id, number=before.number + 1 if before else 1, opened=day, case_manager_id=manager_id,
        previous_benefit_until=facts.previous_benefit_until, moved_in=facts.moved_in, alg_until=facts.alg_until)
    session.add(case)
    session.flush()
    return case


def benefit_before(session: Session, before: Case | None) -> date | None:
    """The last day of earlier benefit as far as the case before tells: its closing where benefit was granted in it."""
    if before is None:
        return None
    granted = select(Application.id).where(Application.case_id == before.id, Application.decision == "granted")
    return before.closed if session.scalar(granted.limit(1)) else before.previous_benefit_until


def reopen_case(
    actor: SignedIn, person_id: int, day: date, beginning: Beginning, with_profile: bool,
    barrier_ids: Collection[int], now: datetime, origin: str,
) -> Case:
    """Open the next case of somebody who comes back, with the profile and these barriers of the case before.

    The former case manager looks after them again, as long as they work here. Refused as in `open_case`, and for a day
    in the future.
    """
    if day > now.date():
        raise Refused("tag", "Das Datum liegt in der Zukunft.")
    with writing() as session:
        person = session.get_one(Person, person_id)
        before = _latest(session, person_id)
        case = open_case(session, person, day, beginning, _still_here(session, before))
        taken = _take_over(session, before, case, with_profile, barrier_ids) if before else {}
        refresh(session, [*([before.id] if before else []), case.id])
        detail = {"case": [before.number if before else None, case.number], "opened": [None, day.isoformat()], **taken}
        append([Deed("write", "case", actor.id, origin, person_id, detail)], now, session)
        return case


def _latest(session: Session, person_id: int) -> Case | None:
    return session.scalar(select(Case).where(Case.person_id == person_id, Case.is_latest).with_for_update(of=Case))


def _refuse_overlap(before: Case, day: date) -> None:
    if before.closed is None:
        raise Refused("tag", "Für diese Person läuft bereits ein Fall.")
    if day < before.closed:
        raise Refused("tag", f"Der neue Fall kann nicht vor dem Abschluss am {german(before.closed)} beginnen.")


def _still_here(session: Session, before: Case | None) -> int | None:
    if before is None or before.case_manager_id is None:
        return None
    return session.scalar(select(Staff.id).where(Staff.id == before.case_manager_id, Staff.active))


def _take_over(
    session: Session, before: Case, case: Case, with_profile: bool, barrier_ids: Collection[int]
) -> dict[str, object]:
    """Copy profile and chosen open barriers; what the journal says of it."""
    profile = session.scalar(
        select(Profile).where(Profile.case_id == before.id).order_by(Profile.number.desc()).limit(1))
    if with_profile and profile:
        session.add(Profile(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Profile, case.person_id),
            valid_from=case.opened, target=profile.target, strengths=profile.strengths, goal=profile.goal,
            staff_id=profile.staff_id))
    chosen = session.scalars(
        select(Barrier).where(Barrier.case_id == before.id, Barrier.id.in_(barrier_ids), Barrier.resolved.is_(None))
        .order_by(Barrier.number)).all()
    first = next_number(session, Barrier, case.person_id)
    session.add_all(_copied(barrier, case, number) for number, barrier in enumerate(chosen, first))
    return {"profile": bool(with_profile and profile), "barriers": len(chosen)}


def _copied(barrier: Barrier, case: Case, number: int) -> Barrier:
    return Barrier(
        case_id=case.id, person_id=case.person_id, number=number, area=barrier.area, name=barrier.name,
        rank=barrier.rank, state=barrier.state, recognised=case.opened, sensitive=barrier.sensitive)
