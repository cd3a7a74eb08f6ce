"""What the tab of a client's measures shows: participations, overlaps, and what would suit each barrier or strategy."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import url_for

from fm import clock
from fm.blueprints.placing.counter import AHEAD
from fm.blueprints.profiling.counter import changeable
from fm.blueprints.profiling.plan_page import client_of
from fm.extensions import db
from fm.models import Barrier
from fm.queries.barriers import open_barriers
from fm.queries.fitting_measures import offered_measures
from fm.queries.participants import InMeasure, overlaps_among, participations_of
from fm.queries.plan import KnownStrategy, strategies_of
from fm.rules.casework import STRATEGY_OVER
from fm.rules.catalogue import TAKING, UNDER_WAY
from fm.rules.fitting_measures import (
    ClientAtHand,
    Fitting,
    MeasureAtHand,
    Need,
    fitting_measures,
    need_of,
    open_to,
)  # fmt: skip
from fm.usecases.files import File

#: So many measures are shown for each barrier: on the tab, and where one is chosen.
FEW, MANY = 3, 12


class Suiting(NamedTuple):
    """A measure that suits, why, and where it is proposed."""

    measure: MeasureAtHand
    why: str
    address: str


class Cause(NamedTuple):
    """What measures are looked for, a barrier or a strategy beyond any, and what suits it."""

    words: str
    found: Sequence[Suiting]


def participations(file: File) -> list[InMeasure]:
    """What the client takes part in, in all of their cases."""
    return participations_of(db.session(), file.case.case_id) if file.case.case_id else []


def taking_part(file: File, rows: Sequence[InMeasure]) -> dict[str, Any]:
    """What the tab shows of these participations; a strategy is named to who reads the plan."""
    return {
        "rows": rows, "overlaps": overlaps_among(rows), "serves": _served(file, rows),
        "writes": may_propose(file), "ahead": AHEAD, "taking": TAKING}  # fmt: skip


def may_propose(file: File) -> bool:
    """Whether who looks at this file proposes measures: proposing is part of the plan."""
    return changeable(file, "participations") and changeable(file, "plan")


def causes(
    file: File, offered: Sequence[MeasureAtHand], most: int, barrier_id: int | None = None,
    strategy_id: int | None = None,
) -> list[Cause]:  # fmt: skip
    """Which of the measures on offer suit the open barriers and the strategies beyond any, or only that which is named,
    at most `most` each."""
    session, today = db.session(), clock.today()
    sees_all = file.rights.reads("sensitive")
    strategies = [one for one in strategies_of(session, file.case.case_id, sees_all) if one.state not in STRATEGY_OVER]
    barriers = [one for one in open_barriers(session, file.case.case_id) if sees_all or not one.sensitive]
    makes = _Maker(file, client_of(file, today), strategies, offered, today, most)
    named = [one for one in strategies if one.id == strategy_id]
    if barrier_id or named:
        return [*map(makes.of_barrier, (one for one in barriers if one.id == barrier_id)),
                *map(makes.of_strategy, named)]  # fmt: skip
    beyond = [one for one in strategies if one.barrier_id is None and one.kind]
    found = [*map(makes.of_barrier, barriers), *map(makes.of_strategy, beyond)]
    return [cause for cause in found if cause.found]


def others(file: File, offered: Iterable[MeasureAtHand], shown: Iterable[Cause]) -> list[Suiting]:
    """The measures on offer that the client is not left out of and that are not among those shown, by title."""
    client, known = client_of(file, clock.today()), {one.measure.id for cause in shown for one in cause.found}
    return [Suiting(one, "", proposing(file, one.id)) for one in offered
            if one.id not in known and open_to(one, client)]  # fmt: skip


def proposing(file: File, measure_id: int, strategy_id: int | None = None) -> str:
    """The address of the form in which this measure is proposed."""
    return url_for("placing.propose", number=file.case.number, measure_id=measure_id, strategie=strategy_id)


def on_offer(file: File, rows: Iterable[InMeasure]) -> list[MeasureAtHand]:
    """The measures on offer that the client, who takes part in `rows`, is not in already."""
    there = {row.measure_id for row in rows if row.status in UNDER_WAY
             and (row.case_id == file.case.case_id or row.status == "started")}
    return [one for one in offered_measures(db.session(), clock.today()) if one.id not in there]


class _Maker(NamedTuple):
    file: File
    client: ClientAtHand
    strategies: Sequence[KnownStrategy]
    offered: Sequence[MeasureAtHand]
    today: date
    most: int

    def of_barrier(self, barrier: Barrier) -> Cause:
        own = {one.kind: one for one in reversed(self.strategies) if one.barrier_id == barrier.id and one.kind}
        need = need_of(barrier.kind, barrier.area, sorted(own))
        return Cause(barrier.name, [self._suiting(one, own) for one in self._found(need)])

    def of_strategy(self, strategy: KnownStrategy) -> Cause:
        need = Need([strategy.kind] if strategy.kind else [], strategy.barrier.kind if strategy.barrier else None)
        return Cause(strategy.text, [self._suiting(one, {one.strategy: strategy}) for one in self._found(need)])

    def _found(self, need: Need) -> list[Fitting]:
        return fitting_measures(need, self.client, self.offered, self.today, self.most)

    def _suiting(self, found: Fitting, own: dict[str, KnownStrategy]) -> Suiting:
        served = own.get(found.strategy)
        return Suiting(found.measure, found.why, proposing(self.file, found.measure.id, served.id if served else None))


def _served(file: File, rows: Iterable[InMeasure]) -> dict[int, str]:
    """The strategies that participations serve, for who may read them."""
    if not file.rights.reads("plan") or not any(row.strategy_id for row in rows):
        return {}
    sees_all = file.rights.reads("sensitive")
    return {one.id: one.text for one in strategies_of(db.session(), file.case.case_id, sees_all)}
