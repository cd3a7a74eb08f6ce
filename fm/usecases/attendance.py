"""Taking part in a measure: begun, ended or broken off, with what came of it, and days of absence (HK 6.8, 7.1).

The fields of a refusal are tag, ende, grund, bemerkung, ergebnis, von, bis.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from fm.models import Absence, Case, Participation
from fm.queries.accounts import SignedIn
from fm.queries.capacity import holders
from fm.queries.participants import overlaps_among, participations_of
from fm.rules.calendar import ONE_DAY, german
from fm.rules.catalogue import ABSENCES, BREAK_OFF_REASONS, RESULTS, TAKEN_UP
from fm.rules.places import Period, common, may_follow
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.transactions import writing
from fm.usecases.conferences import count_conferences
from fm.usecases.deadlines import refresh
from fm.usecases.journal import Deed, append
from fm.usecases.outcome import Settled, noticing
from fm.usecases.pools import guarded, lock_participation, pool_of, tell_of_free_place, under_way
from fm.usecases.refusals import Fault, Refused, named
from fm.usecases.telling import case_managers, tell
from fm.usecases.versions import not_overtaken

#: Participations that are over, whose result is asked for.
OVER = ("ended", "broken_off")
#: Participations whose last day lies ahead and can be another one.
MOVABLE = ("allocated", "started")


class Missed(NamedTuple):
    """Days of absence from the first to the last; `kind` of ABSENCES."""

    begins: date
    ends: date
    kind: str


class Result(NamedTuple):
    """What a participation came to, by RESULTS, and in words."""

    result: str
    text: str | None = None


def start(actor: SignedIn, participation_id: int, day: date, now: datetime, origin: str) -> str:
    """Record that somebody allocated has begun on a day; returns which deadlines that has met.

    Refused where on an earlier day than planned no place is free.
    """
    with _changing(actor, participation_id, "started", day, now, origin) as (session, row, met):
        if row.ends and day > row.ends:
            raise Refused("tag", f"Die Teilnahme sollte am {german(row.ends)} schon enden.")
        _refuse_full(session, row, Period(day, row.ends), now.date())
        row.status, row.begins = "started", day
    return met.sentence


def end(
    actor: SignedIn, participation_id: int, day: date, now: datetime, origin: str, result: Result | None = None
) -> str:
    """Record that a participation ended on a day, and what came of it; returns which deadlines that has met.

    Who stayed longer than planned needs a place for these days as well.
    """
    with _changing(actor, participation_id, "ended", day, now, origin) as (session, row, met):
        planned = row.ends
        _refuse_full(session, row, Period(row.begins, day), now.date())
        row.status, row.ends = "ended", day
        if result:
            _set_result(actor, row, result, now.date())
        session.flush()
        _tell_of_place(session, actor, row, planned, day, now)
    return met.sentence


def break_off(
    actor: SignedIn, participation_id: int, day: date, reason: str, note: str | None, now: datetime, origin: str
) -> str:
    """Record that somebody left on a day before the end, with a reason of BREAK_OFF_REASONS; the place is free then.

    Refused without the reason, in words where it is another one. Returns which deadlines that has met (HK 6.8).
    """
    with _changing(actor, participation_id, "broken_off", day, now, origin) as (session, row, met):
        if row.ends and day > row.ends:
            raise Refused("tag", f"Die Teilnahme sollte am {german(row.ends)} enden. Ein Abbruch liegt davor.")
        if reason not in BREAK_OFF_REASONS or (reason == "other" and not note):
            raise Refused("bemerkung" if reason == "other" else "grund", "Bitte sagen, warum die Teilnahme endete.")
        row.status, row.broken_off = "broken_off", day
        row.broken_off_reason, row.broken_off_note = reason, note
        count_conferences(row)
        session.flush()
        _tell_of_place(session, actor, row, row.ends, day, now)
    return met.sentence


def move_end(
    actor: SignedIn, participation_id: int, last: date, reason: str, seen: int | None, now: datetime, origin: str
) -> str:
    """Let a participation that is allocated or has begun end on another day than planned, with the reason.

    For more days there has to be a place on each; of days given up those are told who may have the place. The case
    managers are told. Refused (fields ende, grund) before today, which is an end to be recorded, beyond the measure,
    where others hold every place, who are named, and where the case is closed; Overtaken where saved since version
    `seen`. Returns what else there is to know: another full-time measure at the same time, a conference planned for
    later.
    """
    with writing() as session, guarded():
        row = lock_participation(session, participation_id)
        not_overtaken(row, seen)
        if faults := _moving_faults(session, row, last, reason, now.date()):
            raise Refused.many(faults)
        planned, row.ends = row.ends, last
        session.flush()
        refresh(session, [row.case_id])
        if (freed := planned or row.measure.ends) is None or last < freed:
            _tell_of_place(session, actor, row, freed, last, now)
        told = _tell_of_end(session, actor, row, planned, reason, now)
        days = [planned and planned.isoformat(), last.isoformat()]
        _journal(session, actor, row, {"ends": days, "reason": reason}, now, origin)
    return told


def resume(actor: SignedIn, participation_id: int, ends: date | None, now: datetime, origin: str) -> str:
    """Take back that a participation ended or was broken off; it goes on until `ends`, or the measure's last day.

    A conference after the breaking off is none before the end any longer. Refused where the place has been given to
    somebody else meanwhile, the client has begun anew (field ende), or the case is closed. Returns which deadlines that
    has met.
    """
    with _changing(actor, participation_id, "started", None, now, origin) as (session, row, met):
        until = ends or row.measure.ends
        _refuse_resuming(session, row, until)
        _refuse_full(session, row, Period(row.begins, until), now.date())
        row.status, row.ends = "started", until
        row.broken_off = row.broken_off_reason = row.broken_off_note = None
        count_conferences(row)
        row.result = row.result_text = row.result_on = row.result_by_id = None
    return met.sentence


def record_result(
    actor: SignedIn, participation_id: int, result: Result, seen: int | None, now: datetime, origin: str
) -> None:
    """Record what a participation that is over came to, also anew; Overtaken where saved since version `seen`.

    Refused while it still runs (HK 6.8).
    """
    with writing() as session:
        row = lock_participation(session, participation_id)
        not_overtaken(row, seen)
        if row.status not in OVER:
            raise Refused(None, "Ein Ergebnis gehört zu einer Teilnahme, die beendet ist.")
        before = row.result
        _set_result(actor, row, result, now.date())
        session.flush()
        _journal(session, actor, row, {"result": [before, row.result]}, now, origin)


def record_absences(
    actor: SignedIn, participation_id: int, missed: Sequence[Missed], now: datetime, origin: str
) -> None:
    """Add days of absence; refused outside the participation, in the future, or where they are recorded already."""
    with writing() as session:
        row = lock_participation(session, participation_id)
        if faults := _absence_faults(row, missed, now.date()):
            raise Refused.many(faults)
        session.add_all(Absence(participation_id=row.id, staff_id=actor.id, saved_at=now, **each._asdict())
                        for each in missed)
        session.flush()
        session.expire(row, ["absences"])
        told = [f"{each.begins.isoformat()}/{each.ends.isoformat()}" for each in missed]
        _journal(session, actor, row, {"absences": [None, told]}, now, origin)


def remove_absence(actor: SignedIn, participation_id: int, absence_id: int, now: datetime, origin: str) -> None:
    """Take back days of absence recorded by mistake; refused where they are gone already."""
    with writing() as session:
        row = lock_participation(session, participation_id)
        absence = next((each for each in row.absences if each.id == absence_id), None)
        if absence is None:
            raise Refused(None, "Diese Fehltage sind schon zurückgenommen.")
        row.absences.remove(absence)
        session.flush()
        told = f"{absence.begins.isoformat()}/{absence.ends.isoformat()}"
        _journal(session, actor, row, {"absences": [told, None]}, now, origin)


@contextmanager
def _changing(
    actor: SignedIn, participation_id: int, state: str, day: date | None, now: datetime, origin: str
) -> Iterator[tuple[Session, Participation, Settled]]:
    """The deed around a change of state on a day: locked before, facts and journal kept after."""
    with writing() as session, guarded():
        row = lock_participation(session, participation_id)
        before = row.status
        if not may_follow(before, state):
            raise Refused(None, f"Diese Teilnahme ist {PARTICIPATION_STATES[before]}.")
        if day is not None:
            _refuse_day(row, day, now.date())
        with noticing(session, row.case_id) as met:
            yield session, row, met
            session.flush()
            refresh(session, [row.case_id])
        told = day.isoformat() if day else None
        _journal(session, actor, row, {"status": [before, state], "day": [None, told]}, now, origin)


def _refuse_day(row: Participation, day: date, today: date) -> None:
    if day > today:
        raise Refused("tag", "Das Datum liegt in der Zukunft.")
    if row.status == "started" and row.begins and day < row.begins:
        raise Refused("tag", f"Die Teilnahme hat erst am {german(row.begins)} begonnen.")
    whole = Period(row.measure.begins, row.measure.ends)
    if not whole.covers(day):
        raise Refused("tag", f"Die Maßnahme läuft {whole.german}.")


def _moving_faults(session: Session, row: Participation, last: date, reason: str, today: date) -> list[Fault]:
    if row.status not in MOVABLE:
        return [Fault(None, f"Diese Teilnahme ist {PARTICIPATION_STATES[row.status]}.")]
    if closed := session.get_one(Case, row.case_id).closed:
        return [Fault(None, f"Der Fall ist seit dem {german(closed)} abgeschlossen.")]
    faults = [Fault("ende", sentence) for sentence in _wrong_end(session, row, last, today)]
    return faults if reason.strip() else [*faults, Fault("grund", "Bitte kurz sagen, warum.")]


def _wrong_end(session: Session, row: Participation, last: date, today: date) -> Iterator[str]:
    """Why a participation cannot last until this day, in one sentence."""
    if last == row.ends:
        yield "Das ist bereits der letzte Tag."
    elif row.begins and last < row.begins:
        yield "Das Ende liegt vor dem Beginn."
    elif last < today:
        yield "Dieser Tag ist vorbei. Bitte stattdessen das Ende oder den Abbruch festhalten."
    elif row.measure.ends and last > row.measure.ends:
        yield f"Die Maßnahme endet am {german(row.measure.ends)}."
    elif row.ends and last > row.ends:
        yield from _in_the_way(session, row, Period(row.ends + ONE_DAY, last), today)


def _in_the_way(session: Session, row: Participation, more: Period, today: date) -> Iterator[str]:
    pool = pool_of(session, row.measure, row.site_id, today)
    if full := pool.full_day(more, row.id):
        there = [one.name for one in holders(session, row.measure_id, row.site_id, full) if one.there_on(full)]
        yield f"{pool.why_not(more, row.id)}" + (f" Belegt oder reserviert für: {named(there)}." if there else "")


def _tell_of_end(
    session: Session, actor: SignedIn, row: Participation, planned: date | None, reason: str, now: datetime
) -> str:
    """Tell the case managers of another last day; returns what else there is to know, without naming other measures."""
    case, number = session.get_one(Case, row.case_id), row.person.number
    assert row.ends is not None
    at_once = [(one if other.id == row.id else other, both)
               for one, other, both in overlaps_among(participations_of(session, row.case_id))
               if row.id in (one.id, other.id)]
    late = [f"Die Fallkonferenz am {german(each.planned_at.date())} ist zu verlegen: Sie liegt nach dem letzten Tag."
            for each in row.conferences
            if each.state == "planned" and each.planned_at and each.planned_at.date() > row.ends]
    said = [f"„{row.measure.title}“ für {number}: bis zum {german(row.ends)}"
            f"{f' statt bis zum {german(planned)}' if planned else ''}. Grund: {reason.rstrip('.')}."]
    tell(session, case_managers(session, case, now.date()),
         " ".join([*said, *(f"Zur selben Zeit in Vollzeit: „{one.title}“, {both.german}." for one, both in at_once),
                   *late]), now, row.person_id, f"/kunden/{number}/massnahmen", but=actor)
    return " ".join([*(f"In einer anderen Maßnahme in Vollzeit ist die Person zur selben Zeit, {both.german}."
                       for _, both in at_once), *late])


def _refuse_resuming(session: Session, row: Participation, until: date | None) -> None:
    if row.status not in OVER:
        raise Refused(None, "Diese Teilnahme ist nicht beendet.")
    if closed := session.get_one(Case, row.case_id).closed:
        raise Refused(None, f"Der Fall ist seit dem {german(closed)} abgeschlossen.")
    if until and ((row.begins and until < row.begins) or (row.measure.ends and until > row.measure.ends)):
        possible = Period(row.begins or row.measure.begins, row.measure.ends)
        raise Refused("ende", f"Möglich ist ein Tag {possible.german}.")
    if under_way(session, row.measure_id, row.person_id):
        raise Refused(None, "Die Person ist in dieser Maßnahme inzwischen neu eingetragen.")


def _refuse_full(session: Session, row: Participation, period: Period, today: date) -> None:
    """Who holds a place keeps it; days beyond those held so far need one as well."""
    held = Period(row.begins, row.broken_off or row.ends)
    if common(held, period) == period:
        return
    if sentence := pool_of(session, row.measure, row.site_id, today).why_not(period, row.id):
        raise Refused("tag", sentence)


def _tell_of_place(
    session: Session, actor: SignedIn, row: Participation, planned: date | None, last: date, now: datetime
) -> None:
    """A place that is given up before it was to be is one for somebody else."""
    free_from = max(last + ONE_DAY, now.date())
    if planned is None or planned >= free_from:
        tell_of_free_place(session, actor, row.measure, row.site_id, free_from, now)


def _set_result(actor: SignedIn, row: Participation, result: Result, today: date) -> None:
    if result.result not in RESULTS:
        raise Refused("ergebnis", "Bitte wählen, was die Teilnahme ergeben hat.")
    row.result, row.result_text, row.result_on, row.result_by_id = result.result, result.text, today, actor.id


def _absence_faults(row: Participation, missed: Sequence[Missed], today: date) -> list[Fault]:
    if row.status not in TAKEN_UP:
        return [Fault(None, "Fehltage gehören zu einer Teilnahme, die begonnen hat.")]
    taken_part = Period(row.begins, row.broken_off or row.ends)
    recorded = [Period(each.begins, each.ends) for each in row.absences]
    faults = []
    for each in missed:
        days = Period(each.begins, each.ends)
        if each.ends < each.begins:
            faults.append(Fault("bis", "Das Ende liegt vor dem Beginn."))
        elif each.ends > today:
            faults.append(Fault("bis", "Das Datum liegt in der Zukunft."))
        elif common(taken_part, days) != days:
            faults.append(Fault("von", f"Die Teilnahme dauert {taken_part.german}."))
        elif any(common(days, other) for other in recorded):
            faults.append(Fault("von", "Für einen dieser Tage sind schon Fehltage vermerkt."))
        elif each.kind not in ABSENCES:
            faults.append(Fault("art", "Bitte wählen, ob die Person entschuldigt war."))
        recorded.append(days)
    return faults


def _journal(
    session: Session, actor: SignedIn, row: Participation, changed: dict[str, object], now: datetime, origin: str
) -> None:
    detail: dict[str, object] = {"measure": row.measure.number, "participation": row.number, **changed}
    append([Deed("write", "participations", actor.id, origin, row.person_id, detail)], now, session)
