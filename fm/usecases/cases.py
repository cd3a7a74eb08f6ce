"""The life of a case: opened, opened anew for somebody who comes back, closed; its integration and special groups.

A case once closed stays readable as it was: who comes back gets the next case, into which profile and open barriers are
copied where that is wanted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Application, Appointment, Barrier, Case, Handover, Meeting, Person, Profile, Staff
from fm.queries.accounts import SignedIn
from fm.queries.agreements import being_written
from fm.queries.left_open import benefit_until
from fm.queries.profile import current_profile
from fm.rules.barrier_order import RESOLVED
from fm.rules.calendar import german
from fm.rules.vocabulary import CLOSING_REASONS, HEALTH_GROUPS, PLACEMENTS
from fm.transactions import writing
from fm.usecases.arrangements import settle
from fm.usecases.deadlines import refresh
from fm.usecases.entries import begun, lock_case, lock_open_case, next_number, refuse_impossible
from fm.usecases.follow_up import end_with_case
from fm.usecases.journal import Deed, append
from fm.usecases.pools import lock_measures_of
from fm.usecases.profile import copied
from fm.usecases.refusals import Refused
from fm.usecases.reservations import give_up_places
from fm.usecases.telling import case_managers, tell
from fm.usecases.versions import not_overtaken


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
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
    before = _latest(session, person.id)
    if before is not None:
        _refuse_overlap(before, day)
        before.is_latest = False
        session.flush()
    facts = beginning or Beginning(benefit_until(session, before.id) if before else None)
    case = Case(
        person_id=person.id, number=before.number + 1 if before else 1, opened=day, case_manager_id=manager_id,
        previous_benefit_until=facts.previous_benefit_until, moved_in=facts.moved_in, alg_until=facts.alg_until)
    session.add(case)
    session.flush()
    return case


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
        taken = _take_over(session, before, case, day, with_profile, barrier_ids) if before else {}
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
    session: Session, before: Case, case: Case, day: date, with_profile: bool, barrier_ids: Collection[int]
) -> dict[str, object]:
    """Copy profile and chosen open barriers; what the journal says of it."""
    profile = current_profile(session, before.id)
    if with_profile and profile:
        taken = copied(profile, case, next_number(session, Profile, case.person_id))
        taken.valid_from, taken.staff_id = day, profile.staff_id
        session.add(taken)
    chosen = session.scalars(
        select(Barrier).where(Barrier.case_id == before.id, Barrier.id.in_(barrier_ids), Barrier.state != RESOLVED)
        .order_by(Barrier.rank.nulls_last(), Barrier.number)).all()
    first = next_number(session, Barrier, case.person_id)
    session.add_all(_copied(barrier, case, first + place, place + 1) for place, barrier in enumerate(chosen))
    return {"profile": bool(with_profile and profile), "barriers": len(chosen)}


def _copied(barrier: Barrier, case: Case, number: int, rank: int) -> Barrier:
    return Barrier(
        case_id=case.id, person_id=case.person_id, number=number, area=barrier.area, name=barrier.name,
        rank=rank, state=barrier.state, recognised=case.opened, sensitive=barrier.sensitive,
        kind=barrier.kind, place=barrier.place, note=barrier.note)


def close_case(actor: SignedIn, case_id: int, day: date, reason: str, now: datetime, origin: str) -> None:
    """Close a case on `day` with a reason of CLOSING_REASONS; what was under way in it ends.

    Refused before the case began, in the future, where it is closed already, and where the reason is an integration or
    a rejection that is not recorded.
    """
    with writing() as session:
        lock_measures_of(session, case_id)
        case = lock_open_case(session, case_id)
        refuse_impossible(day, now.date(), begun(session, case))
        _refuse_unfounded(session, case, day, reason)
        _end(session, actor, case, day, reason, now, origin)
        changed = {"closed": [None, day.isoformat()], "closing_reason": [None, reason]}
        _journal(session, actor, case, changed, now, origin)


def undo_closing(actor: SignedIn, case_id: int, why: str, now: datetime, origin: str) -> None:
    """Let a case that was closed by mistake run on; `why` stands in the journal.

    What the closing has ended stays ended. Refused where the case runs, or the person has a later one.
    """
    with writing() as session:
        case = lock_case(session, case_id)
        if case.closed is None:
            raise Refused("grund", "Der Fall läuft bereits wieder.")
        if not case.is_latest:
            raise Refused("grund", "Nach diesem Fall wurde bereits ein neuer eröffnet.")
        changed = {"closed": [case.closed.isoformat(), None], "closing_reason": [case.closing_reason, None]}
        case.closed = case.closing_reason = None
        session.flush()
        refresh(session, [case.id])
        tell(session, case_managers(session, case, now.date()), "Der Abschluss des Falls wurde zurückgenommen.", now,
             case.person_id, f"/kunden/{case.person.number}", but=actor)
        _journal(session, actor, case, {**changed, "reason": why}, now, origin)


def record_integration(
    actor: SignedIn, case_id: int, day: date, kind: str, note: str | None, close: bool, now: datetime, origin: str,
    seen: int | None = None,
) -> None:  # fmt: skip
    """Record since when somebody works, is in training or self-employed (PLACEMENTS); `close` ends the case that day.

    Recorded again it replaces what was said before: Overtaken where that was said since version `seen` of the case,
    where this is given. Refused before the case began, in the future, and in a closed case.
    """
    with writing() as session:
        lock_measures_of(session, case_id)
        case = lock_open_case(session, case_id)
        refuse_impossible(day, now.date(), begun(session, case))
        before = [case.placed_on, case.placed_in, case.placement_note]
        if seen is not None and case.placed_on and before != [day, kind, note]:
            not_overtaken(case, seen)
        case.placed_on, case.placed_in, case.placement_note = day, kind, note
        session.flush()
        if close:
            _end(session, actor, case, day, kind, now, origin)
        else:
            refresh(session, [case.id])
        changed: dict[str, object] = {"placed": [_told(before[:2]), _told([day, kind])], "closed": close}
        if note != before[2]:
            changed["note"] = "geändert"
        _journal(session, actor, case, changed, now, origin)


def set_groups(
    actor: SignedIn, case_id: int, groups: Collection[str], now: datetime, origin: str,
    shown: Collection[str] | None = None,
) -> None:  # fmt: skip
    """Say to which special groups (SPECIAL_GROUPS) the client belongs in this case; those not named are taken away.

    Where `shown` says which the form was filled with, those that somebody has entered or taken away since stay so.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        before = set(case.groups)
        known = before if shown is None else set(shown)
        after = (before | (set(groups) - known)) - (known - set(groups))
        case.groups = after
        session.flush()
        refresh(session, [case.id])
        _journal(session, actor, case, _groups_told(before, after), now, origin)


def _groups_told(before: set[str], after: set[str]) -> dict[str, object]:
    """The groups before and after; of those that tell of health only that they changed, as the journal has readers."""
    told: dict[str, object] = {"groups": [sorted(before - HEALTH_GROUPS), sorted(after - HEALTH_GROUPS)]}
    return told | ({"health_groups": "geändert"} if (before ^ after) & HEALTH_GROUPS else {})


def _refuse_unfounded(session: Session, case: Case, day: date, reason: str) -> None:
    if reason in PLACEMENTS:
        _refuse_without_integration(case, day, reason)
    rejected = select(Application.id).where(Application.case_id == case.id, Application.decision == "rejected")
    if reason == "rejected" and session.scalar(rejected.limit(1)) is None:
        raise Refused("grund", "In diesem Fall ist keine Ablehnung festgehalten.")


def _refuse_without_integration(case: Case, day: date, reason: str) -> None:
    if case.placed_on is None:
        raise Refused("grund", "Dazu gehört eine Integration mit ihrem Tag. Bitte zuerst die Integration festhalten.")
    if case.placed_in not in (None, reason):
        raise Refused("grund", f"Festgehalten ist eine Integration in {PLACEMENTS[case.placed_in]}.")
    if day < case.placed_on:
        raise Refused("tag", f"Das Datum liegt vor der Integration am {german(case.placed_on)}.")


def _end(
    session: Session, actor: SignedIn, case: Case, day: date, reason: str, now: datetime, origin: str
) -> None:
    """Close the case, and end what was under way in it: appointments, a handover, an agreement, a consultation, places.

    The benefits file goes on round the house after every decision, also the last one (HK 6.2).
    """
    told = case_managers(session, case, now.date())
    for appointment_id in session.scalars(
            select(Appointment.id).join(Meeting).where(
                Appointment.case_id == case.id, Appointment.state == "planned", Meeting.starts_at > now)).all():
        settle(actor, case.id, appointment_id, "cancelled", None, now, origin)
    for handover in session.scalars(
            select(Handover).where(Handover.case_id == case.id, Handover.state == "prepared").with_for_update()):
        handover.state = "dropped"
    if agreement := being_written(session, case.id):
        agreement.dropped = now.date()
    end_with_case(session, actor, case, now, origin)
    give_up_places(actor, case, now, origin)
    case.closed, case.closing_reason = day, reason
    session.flush()
    refresh(session, [case.id])
    tell(session, told, f"Der Fall ist seit dem {german(day)} abgeschlossen: {CLOSING_REASONS[reason]}.", now,
         case.person_id, f"/kunden/{case.person.number}", but=actor)


def _told(placement: Sequence[date | str | None]) -> list[str | None]:
    return [part.isoformat() if isinstance(part, date) else part for part in placement]


def _journal(
    session: Session, actor: SignedIn, case: Case, changed: Mapping[str, object], now: datetime, origin: str
) -> None:
    append([Deed("write", "case", actor.id, origin, case.person_id, dict(changed))], now, session)
