"""What the page of barriers shows: the open ones by rank, the resolved ones, what of it has to stay closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fm import clock
from fm.blueprints.profiling.counter import changeable, from_conferences
from fm.extensions import db
from fm.queries.barriers import KnownBarrier, barriers_with_steps
from fm.queries.conferences import Sources
from fm.queries.known import Known
from fm.queries.plan import KnownStrategy, strategies_of
from fm.rules.barrier_order import RESOLVED, out_of_order, rank_faults
from fm.rules.casework import STRATEGY_OVER
from fm.rules.checks import Check
from fm.rules.responsibility import areas_on
from fm.usecases.files import File


@dataclass(frozen=True)
class Line:
    """A barrier with the strategies that are under way; of one that the reader may not read only the rank."""

    rank: int | None
    barrier: KnownBarrier | None
    strategies: Sequence[KnownStrategy] = ()


@dataclass(frozen=True)
class BarrierPage:
    """The barriers of a case as far as their reader may see them.

    `order` is said where their order is another one than proposed, `rank_faults` where the ranks are no order.
    """

    open: Sequence[Line]
    resolved: Sequence[Line]
    areas: Mapping[str, str]
    writes: bool
    order: Check | None
    rank_faults: Sequence[str]
    sources: Sources


def barrier_page(file: File) -> BarrierPage:
    """Read the barriers for their page, with the same few statements however many there are."""
    session, sees_all = db.session(), file.rights.reads("sensitive")
    barriers = barriers_with_steps(session, file.case.case_id)
    strategies = _under_way(strategies_of(session, file.case.case_id, sees_all))
    still_open = [one for one in barriers if one.state != RESOLVED]
    seen = [one for one in barriers if one.state == RESOLVED and _seen(one, sees_all)]
    resolved = sorted(seen, key=lambda one: (one.resolved or one.recognised, one.number), reverse=True)
    areas = areas_of(file)
    return BarrierPage(
        [_line(one, strategies, sees_all) for one in still_open], [_line(one, strategies, True) for one in resolved],
        areas, changeable(file), out_of_order(still_open, areas) if sees_all else None, rank_faults(still_open),
        from_conferences(file))


def barriers_summary(file: File, known: Known) -> dict[str, Any]:
    """What `profiling/_barriers_summary.html` needs: the open barriers and the latest that was resolved."""
    sees_all = file.rights.reads("sensitive")
    resolved = [one for one in known.barriers if one.state == RESOLVED and one.resolved and _seen(one, sees_all)]
    return {
        "open_barriers": [_line(one, {}, sees_all) for one in known.barriers if one.state != RESOLVED],
        "last_resolved": max(resolved, key=lambda one: (one.resolved, one.number), default=None),
        "barrier_areas": areas_of(file), "changes_barriers": changeable(file),
    }  # fmt: skip


def areas_of(file: File) -> Mapping[str, str]:
    """The names of the areas, which differ for people under 25 (HK 5.1)."""
    return areas_on(file.case.born, clock.today())


def _seen(barrier: KnownBarrier, sees_all: bool) -> bool:
    return sees_all or not barrier.sensitive


def _under_way(strategies: Sequence[KnownStrategy]) -> dict[int | None, list[KnownStrategy]]:
    """The strategies under way of each barrier."""
    found: dict[int | None, list[KnownStrategy]] = {}
    for one in strategies:
        if one.state not in STRATEGY_OVER:
            found.setdefault(one.barrier_id, []).append(one)
    return found


def _line(barrier: KnownBarrier, strategies: Mapping[int | None, Sequence[KnownStrategy]], sees_all: bool) -> Line:
    if not _seen(barrier, sees_all):
        return Line(barrier.rank, None)
    return Line(barrier.rank, barrier, strategies.get(barrier.id, ()))
