"""Places in measures given to clients, reserved, or waited for where none is left (HK 6.5, 7.1).

Each deed locks the measure first, looks at its places day by day, and decides; that the last place goes to one person
only is guarded once more by the database. The fields of a refusal are massnahme, ort, beginn, ende, strategie.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Case, Measure, Participation, Person, Strategy
from fm.queries.accounts import SignedIn
from fm.queries.facts import rule_settings
from fm.queries.office import calendar
from fm.rules.calendar import german
from fm.rules.places import Period, may_follow
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.transactions import writing
from fm.usecases.entries import lock_cases, lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.pools import guarded, lock_measure, pool_of, under_way
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import case_managers, tell

#: What can be asked for a group: a state, or a place where there is one and else the waiting list.
EITHER = "either"
#: Most clients that are entered together.
MOST = 200
_TAKES_PLACE = frozenset({"reserved", "allocated", EITHER})


@dataclass(frozen=True)
class Wanted:
    """What somebody is to get: a place in a measure from a day to a day, which is the measure's last where not said.

    `site_id` is a place of training, where the measure has any. `reason` says why it fits; `strategy_id` is the
    strategy of the plan that it serves.
    """

    measure_id: int
    begins: date | None = None
    ends: date | None = None
    site_id: int | None = None
    reason: str | None = None
    strategy_id: int | None = None


class Given(NamedTuple):
    """What came of it: the participation, its state, its place on the waiting list, the last day of a reservation."""

    id: int
    status: str
    position: int | None = None
    until: date | None = None


class Outcome(NamedTuple):
    """What came of one client of a group: what was given, or the sentence that says why nothing was."""

    case_id: int
    given: Given | None
    sentence: str | None


def allocate(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Give a client a place, whatever they had in this measure so far: proposed, reserved, waiting, or nothing.

    Refused where on some day of the period no place is left, or where it is meant for those first in line (HK 7.1).
    """
    return enter(actor, case_id, wanted, "allocated", now, origin)


def allocate_or_wait(actor: SignedIn, case_id: int, wanted: Wanted, now: datetime, origin: str) -> Given:
    """Give a client a place if there is one on every day of the period, else the end of the waiting list (HK 7.1).

    Refused only for what is wrong with the period or the measure, and where the client is there already.
    """
    return enter(actor, case_id, wanted, EITHER, now, origin)


def enter(actor: SignedIn, case_id: int, wanted: Wanted, state: str, now: datetime, origin: str) -> Given:
    """Bring a client into a measure in this state: proposed, reserved, waiting, allocated, or `EITHER`."""
    with writing() as session, guarded():
        measure = lock_measure(session, wanted.measure_id)
        given, deed = _enter(session, actor, measure, lock_open_case(session, case_id), wanted, state, now, origin)
        append([deed], now, session)
    return given


def group(
    actor: SignedIn, case_ids: Collection[int], wanted: Wanted, state: str, now: datetime, origin: str
) -> list[Outcome]:
    """Enter many clients at once: `state` is proposed, reserved, allocated, waiting, or `EITHER`.

    Each has an outcome of their own, in the given order, which is also that of the waiting list.
    """
    if not case_ids or len(case_ids) > MOST:
        raise Refused("kunde", f"Bitte mindestens eine und höchstens {MOST} Personen wählen.")
    outcomes, deeds = [], []
    with writing() as session, guarded():
        measure = lock_measure(session, wanted.measure_id)
        cases = {case.id: case for case in lock_cases(session, case_ids)}
        for case_id in dict.fromkeys(case_ids):
            try:
                if state == "proposed":
                    _refuse_there(session, measure, cases[case_id])
                given, deed = _enter(session, actor, measure, cases[case_id], wanted, state, now, origin)
            except Refused as refused:
                outcomes.append(Outcome(case_id, None, " ".join(fault.sentence for fault in refused.faults)))
            else:
                outcomes.append(Outcome(case_id, given, None))
                deeds.append(deed)
        append(deeds, now, session)
    return outcomes


def _enter(
    session: Session, actor: SignedIn, measure: Measure, case: Case, wanted: Wanted, state: str, now: datetime,
    origin: str,
) -> tuple[Given, Deed]:  # fmt: skip
    """Decide and keep it; the measure and the case are locked. Refused before anything is written.

    What was left behind, not begun, in a case that an import has closed is taken along, its place too where one is
    reserved; its state then begins anew.
    """
    if case.closed is not None:
        raise Refused(None, f"Der Fall ist seit dem {german(case.closed)} abgeschlossen.")
    _refuse_wanted(session, case, measure, wanted, state, now.date())
    row = under_way(session, measure.id, case.person_id)
    left = row if row and row.case_id != case.id and row.status != "started" else None
    before = "proposed" if left else row.status if row else None
    _refuse_again(before, "allocated" if state == EITHER else state)
    if state in _TAKES_PLACE:
        state = _decided(session, measure, wanted, state, row, now.date())
        _refuse_again(before, state)
    if left:
        left.case_id, left.reason, left.strategy_id = case.id, None, None
    row = row or _new(session, actor, case, measure)
    _keep(session, actor, measure, row, wanted, state, now)
    session.flush()
    number = session.scalars(select(Person.number).where(Person.id == case.person_id)).one()
    if before != "proposed" or state != "proposed":
        _tell(session, actor, measure, case, row, number, now)
    position = pool_of(session, measure, row.site_id, now.date()).position(row.id) if state == "waiting" else None
    detail: dict[str, object] = {"measure": measure.number, "participation": row.number, "status": [before, state]}
    return (Given(row.id, state, position, row.reserved_until),
            Deed("write", "participations", actor.id, origin, case.person_id, detail))


def _refuse_wanted(
    session: Session, case: Case, measure: Measure, wanted: Wanted, state: str, today: date
) -> None:
    """What is wrong with what is asked for, before anybody looks whether there is a place."""
    faults = [*_measure_faults(measure, today), *_period_faults(measure, wanted, state),
              *_site_faults(measure, wanted, today)]
    if wanted.strategy_id is not None and session.scalar(
            select(Strategy.case_id).where(Strategy.id == wanted.strategy_id)) != case.id:
        faults.append(Fault("strategie", "Diese Strategie gehört nicht zu diesem Fall."))
    if faults:
        raise Refused.many(faults)


def _measure_faults(measure: Measure, today: date) -> list[Fault]:
    if measure.status == "published" and not (measure.ends and measure.ends < today):
        return []
    return [Fault("massnahme", "Diese Maßnahme steht nicht im Angebot.")]


def _period_faults(measure: Measure, wanted: Wanted, state: str) -> list[Fault]:
    """A place is given from a day on, within the period of the measure, on a day to begin on where it has such."""
    begins, ends, last = wanted.begins, wanted.ends, measure.ends
    if begins is None:
        return _open_period_faults(measure, ends, state)
    faults = []
    if ends and ends < begins:
        faults.append(Fault("ende", "Das Ende liegt vor dem Beginn."))
    if (measure.begins and begins < measure.begins) or (last and begins > last):
        faults.append(Fault("beginn", f"Die Maßnahme läuft {Period(measure.begins, last).german}."))
    elif last and ends and ends > last:
        faults.append(Fault("ende", f"Die Maßnahme endet am {german(last)}."))
    days = [each.day for each in measure.entry_days]
    if days and not measure.entry_any_day and begins not in days:
        ahead = ", ".join(german(day) for day in days if day >= begins) or "keine weiteren"
        faults.append(Fault("beginn", f"An diesem Tag ist kein Einstieg vorgesehen. Nächste Einstiegstage: {ahead}."))
    return faults


def _open_period_faults(measure: Measure, ends: date | None, state: str) -> list[Fault]:
    """What is wrong where no first day is said."""
    if state in _TAKES_PLACE:
        return [Fault("beginn", "Bitte den ersten Tag angeben.")]
    whole = Period(measure.begins, measure.ends)
    return [Fault("ende", f"Die Maßnahme läuft {whole.german}.")] if ends and not whole.covers(ends) else []


def _site_faults(measure: Measure, wanted: Wanted, today: date) -> list[Fault]:
    """A measure that has places of training is visited at one of them, and only until it closes."""
    last = wanted.ends or measure.ends
    open_sites = [site.id for site in measure.sites if site.closed is None or (last and last < site.closed)]
    if wanted.site_id in open_sites or (wanted.site_id is None and not measure.sites):
        return []
    chosen = next((site for site in measure.sites if site.id == wanted.site_id), None)
    if chosen and chosen.closed and (wanted.begins or today) < chosen.closed:
        return [Fault("ende", f"„{chosen.name}“ schließt am {german(chosen.closed)}. Bitte einen letzten Tag davor "
                              "angeben.")]
    return [Fault("ort", "Bitte einen Ausbildungs- oder Maßnahmeort wählen, der zu dieser Zeit offen ist.")]


def _decided(
    session: Session, measure: Measure, wanted: Wanted, state: str, row: Participation | None, today: date
) -> str:
    """The state that it comes to; Refused where there is no place and the waiting list will not do."""
    period = Period(wanted.begins, wanted.ends or measure.ends)
    sentence = pool_of(session, measure, wanted.site_id, today).why_not(period, row.id if row else None)
    if sentence and state != EITHER:
        raise Refused("beginn", sentence)
    return state if state != EITHER else "waiting" if sentence else "allocated"


def _refuse_there(session: Session, measure: Measure, case: Case) -> None:
    """A proposal to many does not go over what a colleague has proposed to one of them meanwhile."""
    if (row := under_way(session, measure.id, case.person_id)) and row.case_id == case.id:
        raise _there_already(row.status)


def _refuse_again(before: str | None, state: str) -> None:
    """A client has one place in a measure, and is on its waiting list once (HK 7.1)."""
    if not may_follow(before or "", state) and not before == state == "proposed":
        raise _there_already(before or "")


def _there_already(state: str) -> Refused:
    return Refused(None, f"In dieser Maßnahme ist die Person bereits {PARTICIPATION_STATES[state]}.")


def _new(session: Session, actor: SignedIn, case: Case, measure: Measure) -> Participation:
    return Participation(
        case_id=case.id, person_id=case.person_id, number=next_number(session, Participation, case.person_id),
        measure_id=measure.id, staff_id=actor.id)


def _keep(
    session: Session, actor: SignedIn, measure: Measure, row: Participation, wanted: Wanted, state: str, now: datetime
) -> None:
    """Write what a participation is now. What takes a place counts like any other, wherever it came from."""
    today = now.date()
    kept: dict[str, Any] = {
        "status": state, "site_id": wanted.site_id, "begins": wanted.begins, "taken_over": False,
        "ends": (wanted.ends or measure.ends) if wanted.begins else wanted.ends,
        "reason": wanted.reason or row.reason, "strategy_id": wanted.strategy_id or row.strategy_id,
        "reserved_until": None, "reminded_on": None, "waiting_rank": None,
    }
    if state == "proposed":
        kept["proposed_on"] = today
    elif state == "reserved":
        days = rule_settings(session).on(today, "reservation_working_days")
        kept["reserved_until"] = calendar(session).add_working_days(today, days)
    elif state == "waiting":
        kept |= {"waiting_since": now, "waiting_rank": last_rank(session, measure, wanted.site_id) + 1}
    else:
        kept |= {"allocated_on": today, "allocated_by_id": actor.id}
    for name, value in kept.items():
        setattr(row, name, value)
    session.add(row)


def last_rank(session: Session, measure: Measure, site_id: int | None) -> int:
    """The rank of the last in line for a place of training, or for a measure that has none; 0 where nobody has one."""
    return session.scalar(select(func.max(Participation.waiting_rank)).where(
        Participation.measure_id == measure.id, func.coalesce(Participation.site_id, 0) == (site_id or 0),
        Participation.status == "waiting")) or 0


def _tell(
    session: Session, actor: SignedIn, measure: Measure, case: Case, row: Participation, number: str, now: datetime
) -> None:
    """Tell those who look after the client what somebody else has entered for them."""
    managers = case_managers(session, case, now.date())
    if actor.id in managers:
        return
    since = f" ab {german(row.begins)}" if row.begins else ""
    tell(session, managers, f"„{measure.title}“{since}: {PARTICIPATION_STATES[row.status]}.", now, case.person_id,
         f"/kunden/{number}/massnahmen")
