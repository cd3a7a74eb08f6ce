"""The places of a measure as a deed finds them: locked, counted day by day, with who waits for them in which order.

Whoever does something about places locks the measure first and then the case, so that nobody waits for each other; two
deeds about one measure follow each other. Strategies and other rows may go on pointing to it meanwhile.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fm.models import Case, Measure, MeasurePlaces, Participation, Person
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.participants import IN_LINE
from fm.rules.calendar import german
from fm.rules.catalogue import HOLDING, UNDER_WAY
from fm.rules.places import Number, Period, as_soon_as_free, full_on, places_on, with_served
from fm.usecases.entries import lock_case
from fm.usecases.refusals import Refused
from fm.usecases.telling import case_managers, coordinators, tell

#: What the database says where a deed would take a place that is not there; see the fourth step of the migrations.
_NO_PLACE = "no place is left"

_MEASURE = (
    select(Measure).where(Measure.id == bindparam("measure")).with_for_update(of=Measure, key_share=True)
    .execution_options(populate_existing=True)
)  # fmt: skip


def _of_pool(model: Any) -> Any:
    """The condition that a row counts for this place of training, or for the measure that has none."""
    return (model.measure_id == bindparam("measure")) & (func.coalesce(model.site_id, 0) == bindparam("site"))


_NUMBERS = (
    select(MeasurePlaces.begins, MeasurePlaces.places).where(_of_pool(MeasurePlaces))
    .order_by(MeasurePlaces.begins, MeasurePlaces.id)
)  # fmt: skip
_HELD = select(
    Participation.id, Participation.begins, func.coalesce(Participation.broken_off, Participation.ends)
).where(_of_pool(Participation), Participation.status.in_(HOLDING))
_QUEUE = (
    select(Participation.id, Participation.begins, Participation.ends)
    .join(Case, Case.id == Participation.case_id)
    .where(_of_pool(Participation), Participation.status == "waiting", Case.closed.is_(None)).order_by(*IN_LINE)
)  # fmt: skip


@dataclass(frozen=True)
class Pool:
    """What places of one count are given from: a place of training, or a measure that has none.

    `stays` and `queue` are by participation, the queue in its order, without those whose case is closed; who waits
    wants a place as soon as one is free, from the day they asked for. `entries` are the days on which one can begin,
    where there are such.
    """

    numbers: Sequence[Number]
    stays: dict[int, Period]
    queue: dict[int, Period]
    entries: frozenset[date] | None

    def why_not(self, wanted: Period, own: int | None = None) -> str | None:
        """Why somebody cannot have a place in this period, in one German sentence; None where they can.

        `own` is their own participation: its place is not in their way, nor are those who wait behind them. Who holds
        a place already goes before all who wait.
        """
        if full := self.full_day(wanted, own):
            places = places_on(self.numbers, full)
            return f"Für die Zeit {wanted.german} ist kein Platz frei: Am {german(full)} ist " + (
                "kein Platz vorgesehen." if not places else "der einzige Platz vergeben." if places == 1 else
                f"jeder der {places} Plätze vergeben.")
        if own in self.stays:
            return None
        served = with_served(self.numbers, self._others(own), self._ahead(own), self.entries)
        if full_on(self.numbers, served, wanted) is None:
            return None
        return "Der freie Platz steht zuerst denen zu, die auf der Warteliste weiter vorn stehen."

    def full_day(self, wanted: Period, own: int | None = None) -> date | None:
        """The first day of a period on which others than `own` hold every place; None where there is no such."""
        return full_on(self.numbers, self._others(own), wanted)

    def first_served(self) -> tuple[int, Period] | None:
        """The first of the waiting list for whom there is a place, and from when to when."""
        stays = list(self.stays.values())
        served = ((id, as_soon_as_free(self.numbers, stays, wanted, self.entries)) for id, wanted in self.queue.items())
        return next(((id, period) for id, period in served if period), None)

    def position(self, participation_id: int) -> int:
        """The place on the waiting list of somebody who is on it; 1 is first."""
        return list(self.queue).index(participation_id) + 1

    def _others(self, own: int | None) -> list[Period]:
        return [stay for id, stay in self.stays.items() if id != own]

    def _ahead(self, own: int | None) -> list[Period]:
        ids = list(self.queue)
        return [self.queue[id] for id in (ids[: ids.index(own)] if own in self.queue else ids)]


def lock_measure(session: Session, measure_id: int) -> Measure:
    """The measure, locked until the deed ends and read afresh."""
    return session.scalars(_MEASURE, {"measure": measure_id}).one()


def lock_measures_of(session: Session, case_id: int) -> None:
    """Lock the measures in which the client of a case has something to come; before the case is locked."""
    concerned = select(Participation.measure_id).where(
        Participation.case_id == case_id, Participation.status.in_(UNDER_WAY))
    session.execute(select(Measure.id).where(Measure.id.in_(concerned)).order_by(Measure.id)
                    .with_for_update(of=Measure, key_share=True)).all()  # fmt: skip


def pool_of(session: Session, measure: Measure, site_id: int | None, today: date) -> Pool:
    """The places of a measure that the caller has locked: of one place of training, or of it all where it has none."""
    asked = {"measure": measure.id, "site": site_id or 0}
    connection = direct(session)
    return Pool(
        [Number(*row) for row in connection.execute(_NUMBERS, asked)],
        {id: Period(*days) for id, *days in connection.execute(_HELD, asked)},
        {id: _waited_for(measure, begins, ends, today) for id, begins, ends in connection.execute(_QUEUE, asked)},
        None if measure.entry_any_day else frozenset(each.day for each in measure.entry_days) or None,
    )  # fmt: skip


def _waited_for(measure: Measure, begins: date | None, ends: date | None, today: date) -> Period:
    """The period that somebody waits for as it can still be had: from today on, within that of the measure."""
    return Period(max(day for day in (begins, today, measure.begins) if day),
                  min((day for day in (ends, measure.ends) if day), default=None))


def lock_participation(session: Session, participation_id: int) -> Participation:
    """A participation read afresh, its measure and its case locked until the deed ends."""
    rows = select(Participation).where(Participation.id == participation_id)
    found = session.execute(rows.with_only_columns(Participation.measure_id, Participation.case_id)).one()
    lock_measure(session, found.measure_id)
    lock_case(session, found.case_id)
    return session.scalars(rows.execution_options(populate_existing=True)).one()


def under_way(session: Session, measure_id: int, person_id: int) -> Participation | None:
    """What a client has in a measure that is still to come or runs.

    What an import left in a closed case without having begun will not come any more; what was entered here will, in
    the client's next case.
    """
    return session.scalars(select(Participation).join(Case, Case.id == Participation.case_id).where(
        Participation.measure_id == measure_id, Participation.person_id == person_id,
        Participation.status.in_(UNDER_WAY),
        or_(Case.closed.is_(None), Participation.status == "started", ~Participation.taken_over),
    ).order_by(Participation.taken_over, Participation.id).limit(1).execution_options(populate_existing=True)).first()


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what the database refuses for want of a place into a refusal; everything else goes through."""
    try:
        yield
    except IntegrityError as error:
        if _NO_PLACE not in str(error.orig):
            raise
        raise Refused(None, "In dieser Zeit ist kein Platz mehr frei.") from error


def tell_of_free_place(
    session: Session, actor: SignedIn | None, measure: Measure, site_id: int | None, begins: date, now: datetime
) -> None:
    """Tell a measure's coordinators that a place is free from a day on, and whose client can have it first."""
    pool = pool_of(session, measure, site_id, now.date())
    waiting = f" Auf der Warteliste: {len(pool.queue)}." if pool.queue else ""
    tell(session, coordinators(session, measure, now.date()),
         f"„{measure.title}“: Ab {german(begins)} ist ein Platz frei.{waiting}", now,
         link=f"/massnahmen/{measure.number}/teilnahmen", but=actor)
    if first := pool.first_served():
        participation_id, period = first
        case, number = session.execute(
            select(Case, Person.number).join(Participation, Participation.case_id == Case.id).join(Case.person)
            .where(Participation.id == participation_id)).one()
        place = f"an {pool.position(participation_id)}. Stelle"
        tell(session, case_managers(session, case, now.date()),
             f"„{measure.title}“: Ab {german(period.begins or begins)} ist ein Platz frei; {number} steht auf der "
             f"Warteliste {place}.", now, case.person_id, f"/kunden/{number}/massnahmen",
             but=actor)
