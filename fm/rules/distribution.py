"""How a caseload is shared out among several colleagues: by load against post share, households kept together."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from fm.rules.load import load


class Moving(NamedTuple):
    """A case to be handed over: what it asks of a colleague, whether the client is an adult (Ü25), and the household.

    `counter` is where it belongs, as branch and stream.
    """

    case_id: int
    counter: Hashable
    adult: bool
    household_id: int | None = None


class Taker(NamedTuple):
    """A colleague who takes cases of these counters over, with the open cases they have already and their post."""

    id: int
    counters: frozenset[Hashable]
    adults: int
    youths: int
    share: Decimal


def distribute(cases: Iterable[Moving], takers: Sequence[Taker]) -> dict[int, int | None]:
    """Who takes each case over: case id → staff id, None where nobody takes its counter.

    The largest groups go first, each to whoever has the lowest load afterwards; a household stays with one colleague as
    far as its cases are in the streams of one (HK 2.2, 2.3, 3).
    """
    counts = {taker.id: [taker.adults, taker.youths] for taker in takers}
    found: dict[int, int | None] = {}
    for group in _groups(list(cases), takers):
        chosen = _chosen(group, takers, counts)
        for case in group:
            found[case.case_id] = chosen
            if chosen is not None:
                counts[chosen][not case.adult] += 1
    return found


def _groups(cases: Sequence[Moving], takers: Sequence[Taker]) -> list[list[Moving]]:
    """Households, split by counter where nobody can take all of one; the largest first, then in order of the cases."""
    households: dict[tuple[str, int], list[Moving]] = defaultdict(list)
    for case in cases:
        key = ("case", case.case_id) if case.household_id is None else ("household", case.household_id)
        households[key].append(case)
    groups = [part for group in households.values() for part in _takeable(group, takers)]
    return sorted(groups, key=lambda group: (-len(group), group[0].case_id))


def _takeable(group: list[Moving], takers: Sequence[Taker]) -> list[list[Moving]]:
    if any(taker.counters.issuperset(case.counter for case in group) for taker in takers):
        return [group]
    by_counter: dict[Hashable, list[Moving]] = defaultdict(list)
    for case in group:
        by_counter[case.counter].append(case)
    return list(by_counter.values())


def _chosen(group: Sequence[Moving], takers: Sequence[Taker], counts: dict[int, list[int]]) -> int | None:
    able = [taker for taker in takers if taker.counters.issuperset(case.counter for case in group)]
    adults = sum(case.adult for case in group)
    youths = len(group) - adults

    def afterwards(taker: Taker) -> tuple[float, int]:
        had = counts[taker.id]
        return load(had[0] + adults, had[1] + youths, taker.share), taker.id

    return min(able, key=afterwards).id if able else None
