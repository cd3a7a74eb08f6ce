"""Entries of the measures catalogue: drafted, changed, published, ended; each change is a version (HK 7.1)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fm.models import Measure, MeasureBarrier, MeasureEntryDay, MeasureVersion, Participation, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.catalogue import coordinated_by, last_saved, said
from fm.queries.facts import rule_settings
from fm.rules.calendar import german
from fm.rules.catalogue import UNDER_WAY
from fm.rules.measure_checks import MeasureSaid, as_json, entry_faults, publishing_faults, review_due
from fm.rules.places import Period
from fm.rules.vocabulary import MEASURE_STATES
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.pools import lock_measure
from fm.usecases.refusals import Fault, Refused, named
from fm.usecases.stays import fit_stays, reckon_anew
from fm.usecases.telling import tell
from fm.usecases.versions import not_overtaken

#: What an entry says in plain columns, and a form may change.
_PLAIN = ("title", "kind", "instrument", "legal_basis", "content", "target_groups", "language", "provider",
          "provider_contact", "outside_contacts", "cost_bearer", "place", "begins", "ends", "entry_any_day",
          "full_time", "coordinator_id", "deputy_id")  # fmt: skip


def draft(actor: SignedIn, written: MeasureSaid, now: datetime, origin: str) -> str:
    """Add an entry in preparation; returns its number. Refused for what contradicts itself."""
    _refuse_faults(written)
    with writing() as session:
        measure = Measure(number=_next_number(session), status="draft", reviewed_at=now.date())
        session.add(measure)
        _write(measure, written)
        session.flush()
        keep_version(session, actor, measure, now, origin)
        return measure.number


def change(
    actor: SignedIn, measure_id: int, written: MeasureSaid, seen: int | None, now: datetime, origin: str
) -> None:
    """Change an entry; that somebody looked it through makes it right for today.

    `seen` is the version that the form was filled with. Where the measure ends earlier, so do its participations.
    Refused for what contradicts itself, for a published entry where something that Q20 asks for would be missing, and
    for a period in which somebody's place would not lie; Overtaken where somebody has saved it meanwhile.
    """
    _refuse_faults(written)
    with writing() as session:
        measure = lock_measure(session, measure_id)
        last = last_saved(session, measure_id)
        not_overtaken(measure, seen, last.staff if last else None, last.saved_at if last else None)
        if measure.status == "published":
            _refuse_missing(session, measure, written)
        if (measure.begins, measure.ends) != (written.begins, written.ends):
            fit_stays(session, actor, measure, Period(written.begins, written.ends), now, origin)
        before = measure.kind
        _write(measure, written)
        if measure.kind != before:
            reckon_anew(session, measure)
        _touch(measure, now)
        session.flush()
        keep_version(session, actor, measure, now, origin)


def publish(actor: SignedIn, measure_id: int, now: datetime, origin: str) -> None:
    """Put an entry into the catalogue, also one that had ended. Refused with everything that is missing (Q20)."""
    with writing() as session:
        measure = lock_measure(session, measure_id)
        _refuse_missing(session, measure, said(measure))
        _set_status(session, actor, measure, "published", now, origin)


def withdraw(actor: SignedIn, measure_id: int, now: datetime, origin: str) -> None:
    """Take an entry back into preparation. Refused while somebody is in the measure or on their way into it."""
    _leave(actor, measure_id, "draft", now, origin)


def end(actor: SignedIn, measure_id: int, now: datetime, origin: str) -> None:
    """End a measure. Refused while somebody is in it or on their way into it."""
    _leave(actor, measure_id, "ended", now, origin)


def confirm(actor: SignedIn, measure_id: int, now: datetime, origin: str) -> None:
    """Say that an entry is still right; the program asks again after the days of the setting."""
    with writing() as session:
        measure = lock_measure(session, measure_id)
        before = measure.reviewed_at
        _touch(measure, now)
        reviewed = [before and before.isoformat(), now.date().isoformat()]
        what: dict[str, object] = {"measure": measure.number, "reviewed": reviewed}
        append([Deed("write", "catalogue", actor.id, origin, None, what)], now, session)


def remind_of_reviews(now: datetime) -> int:
    """Ask the coordinators of entries that nobody touched for long whether they are still right, once for each.

    Returns how many entries were asked about. The deputy is asked where the coordinator has left; nobody where neither
    is here.
    """
    with writing() as session:
        asked = [measure for measure in _untouched(session, now) if _ask(session, measure, now)]
        for measure in asked:
            measure.reminded_on = now.date()
        return len(asked)


def keep_version(session: Session, actor: SignedIn, measure: Measure, now: datetime, origin: str) -> None:
    """Keep how an entry stands now, where that differs from its last version; part of another deed."""
    content = as_json(said(measure))
    last = last_saved(session, measure.id)
    if last and last.content == content:
        return
    number = last.number + 1 if last else 1
    session.add(MeasureVersion(
        measure_id=measure.id, number=number, content=content, saved_at=now, staff_id=actor.id))
    what: dict[str, object] = {"measure": measure.number, "version": [number - 1 or None, number]}
    append([Deed("write", "catalogue", actor.id, origin, None, what)], now, session)


def _refuse_faults(written: MeasureSaid) -> None:
    if faults := [Fault(*fault) for fault in entry_faults(written)]:
        raise Refused.many(faults)


def _refuse_missing(session: Session, measure: Measure, written: MeasureSaid) -> None:
    there = written.coordinator_id and session.scalar(
        select(Staff.active).where(Staff.id == written.coordinator_id))
    if missing := [Fault(*fault) for fault in publishing_faults(written, bool(measure.places), bool(there))]:
        raise Refused.many(missing)


def _write(measure: Measure, written: MeasureSaid) -> None:
    for name in _PLAIN:
        setattr(measure, name, getattr(written, name))
    days = {row.day: row for row in measure.entry_days}
    measure.entry_days = [days.get(day) or MeasureEntryDay(day=day) for day in sorted(set(written.entry_days))]
    barriers = {row.kind: row for row in measure.barrier_rows}
    measure.barrier_rows = [barriers.get(kind) or MeasureBarrier(kind=kind) for kind in sorted(set(written.barriers))]


def _touch(measure: Measure, now: datetime) -> None:
    measure.reviewed_at, measure.reminded_on = now.date(), None


def _set_status(
    session: Session, actor: SignedIn, measure: Measure, status: str, now: datetime, origin: str
) -> None:
    if measure.status == status:
        raise Refused(None, f"Die Maßnahme ist schon {MEASURE_STATES[status]}.")
    measure.status = status
    _touch(measure, now)
    session.flush()
    keep_version(session, actor, measure, now, origin)


def _leave(actor: SignedIn, measure_id: int, status: str, now: datetime, origin: str) -> None:
    with writing() as session:
        measure = lock_measure(session, measure_id)
        inside = _inside(session, measure_id)
        if inside:
            names = bool(coordinated_by(session, actor, [measure_id], now.date()))
            raise Refused(None, _in_the_way(inside, names))
        _set_status(session, actor, measure, status, now, origin)


def _inside(session: Session, measure_id: int) -> Sequence[str]:
    """Who is in a measure, waits for it, or is proposed for it."""
    rows = session.execute(
        select(Person.given_name, Person.surname).join(Participation, Participation.person_id == Person.id)
        .where(Participation.measure_id == measure_id, Participation.status.in_(UNDER_WAY))
        .order_by(Person.sort_name, Person.id))  # fmt: skip
    return [f"{given_name} {surname}" for given_name, surname in rows]


def _in_the_way(inside: Sequence[str], names: bool) -> str:
    people = "1 Person ist" if len(inside) == 1 else f"{len(inside)} Personen sind"
    sentence = f"{people} in der Maßnahme oder dafür vorgesehen"
    if not names:
        return f"{sentence}."
    return f"{sentence}: {named(inside)}."


def _next_number(session: Session) -> str:
    """M and four digits or more, one above the highest; whoever adds an entry at the same time waits."""
    session.execute(select(Measure.id).order_by(Measure.id.desc()).limit(1).with_for_update())
    numbers: Iterable[str] = session.scalars(select(Measure.number).where(Measure.number.like("M%")))
    highest = max((int(number[1:]) for number in numbers if number[1:].isdecimal()), default=0)
    return f"M{highest + 1:04}"


def _untouched(session: Session, now: datetime) -> list[Measure]:
    days = rule_settings(session).on(now.date(), "entry_review_days")
    before = now.date() - timedelta(days=days)
    rows = select(Measure).where(
        Measure.status == "published", Measure.reminded_on.is_(None),
        or_(Measure.reviewed_at.is_(None), Measure.reviewed_at <= before)).with_for_update(of=Measure)
    return [measure for measure in session.scalars(rows.order_by(Measure.id))
            if review_due(measure.reviewed_at, days, now.date())]


def _ask(session: Session, measure: Measure, now: datetime) -> bool:
    """Tell the coordinator, or the deputy where the coordinator has left; returns whether there is somebody."""
    asked = next((one for one in (measure.coordinator, measure.deputy) if one and one.active), None)
    if asked is None:
        return False
    since = f"zuletzt am {german(measure.reviewed_at)}" if measure.reviewed_at else "noch nie"
    tell(session, [asked.id], f"Stimmt der Eintrag „{measure.title}“ noch? Er wurde {since} durchgesehen.", now,
         link=f"/massnahmen/{measure.number}")
    return True
