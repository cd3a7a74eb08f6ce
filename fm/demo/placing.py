"""Places that the demo's accounts propose, reserve and give away, and the case conferences they plan."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.demo.measures import closed_to
from fm.models import Case, Measure, Participation, Staff
from fm.rules.calendar import Calendar, plus_months
from fm.rules.catalogue import UNDER_WAY
from fm.rules.vocabulary import PAUSED_CATEGORIES
from fm.usecases import conferences, places, reservations, waiting
from fm.usecases.places import Wanted
from fm.usecases.refusals import Refused

#: Account → how many of their clients are brought into measures.
_ACCOUNTS = {"fern": 12, "jugend": 8, "markt": 2}
_REASONS = ("möchte wieder in einem Betrieb arbeiten", "will zurück in den Beruf", "Bewerbungen waren bisher ohne Erfolg", "im Plan vereinbart")
#: How far ahead a place is asked for, in days, and for how many months.
_AHEAD, _MONTHS = 21, 4


def place_some(session: Session, staff: Mapping[str, Staff], at: datetime) -> None:
    """Bring some clients of the accounts into measures: proposed, reserved, waiting, allocated."""
    rng, today = Random(23), at.date()
    begins = Calendar().next_working_day(today + timedelta(days=_AHEAD))
    ends = plus_months(begins, _MONTHS)
    running = session.scalars(select(Measure).where(
        Measure.status == "published", or_(Measure.begins.is_(None), Measure.begins <= begins),
        or_(Measure.ends.is_(None), Measure.ends >= ends)).order_by(Measure.number)).all()
    deeds = (reservations.propose, reservations.reserve, places.allocate_or_wait, waiting.wait, places.allocate_or_wait)
    for login, number in _ACCOUNTS.items():
        not_for = closed_to(adult=login != "jugend")
        suiting = [one for one in running
                   if one.kind in ("mabe", "zertifiziert", "kommunal") and one.target_groups not in not_for]
        for turn, case_id in enumerate(_without_measure(session, staff[login].id, number)):
            measure = rng.choice(suiting)
            site = measure.sites[turn % len(measure.sites)].id if measure.sites else None
            wanted = Wanted(measure.id, begins, ends, site, reason=rng.choice(_REASONS))
            try:
                deeds[turn % len(deeds)](acting(staff[login]), case_id, wanted, at, ORIGIN)
            except Refused:  # the place went to those who wait
                continue
    _plan_conferences(session, staff["massnahmen"], at)


def _without_measure(session: Session, staff_id: int, number: int) -> list[int]:
    """Somebody's running cases whose clients are in no measure and on no list."""
    there = select(Participation.case_id).where(Participation.status.in_(UNDER_WAY))
    rows = select(Case.id).where(
        Case.case_manager_id == staff_id, Case.is_latest, Case.closed.is_(None), Case.id.not_in(there),
        Case.category.not_in(PAUSED_CATEGORIES), Case.target_group.is_distinct_from("pupil"))
    return list(session.scalars(rows.order_by(Case.id).limit(number)))


def _plan_conferences(session: Session, coordinator: Staff, at: datetime) -> None:
    """The coordinator's next conferences: one for each participation that ends soon and has none yet."""
    soon = select(Participation).join(Measure, Measure.id == Participation.measure_id).where(
        Measure.coordinator_id == coordinator.id, Measure.kind == "mabe", Participation.status == "started",
        Participation.conference.is_(None), Participation.ends > at.date() + timedelta(days=10),
        Participation.ends <= plus_months(at.date(), 6))
    for turn, row in enumerate(session.scalars(soon.order_by(Participation.ends, Participation.id).limit(4)).all()):
        day = Calendar().next_working_day(at.date() + timedelta(days=3 + turn))
        if row.ends and day < row.ends:
            planned = conferences.PlannedConference(
                occasion="before_end", planned_at=datetime.combine(day, time(9 + turn), at.tzinfo), place="beim Träger",
                guests="Kursleitung des Trägers", consent=True)
            conferences.plan_conference(acting(coordinator), row.id, planned, at, ORIGIN)
