"""Chapter 4.1.3: the proposed order of barriers (Q10), and ranks that are no order (Q7)."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.barrier_order import ORDER, out_of_order, proposed_order, rank_faults
from fm.rules.vocabulary import AREAS, AREAS_YOUTH


class One(NamedTuple):
    """A barrier as the order looks at it."""

    area: str
    rank: int | None
    id: int = 0


def ranked(*areas: str) -> list[One]:
    return [One(area, rank, rank) for rank, area in enumerate(areas, 1)]


def areas(barriers: list[One]) -> list[str]:
    return [one.area for one in barriers]


@pytest.mark.parametrize(("present", "proposed"), [
    ("", ""),
    ("RB LF MO BK", "RB LF MO BK"),
    ("BK MO LF RB", "RB LF MO BK"),
    ("SK BK RB", "SK RB BK"),
    ("BK SK RB", "RB SK BK"),
    ("BK RB SK", "RB BK SK"),
    ("SK SK", "SK SK"),
])
def test_the_proposed_order(present: str, proposed: str) -> None:
    assert areas(proposed_order(ranked(*present.split()))) == proposed.split()


def test_barriers_of_one_area_keep_their_order() -> None:
    assert [one.id for one in proposed_order(ranked("BK", "RB", "BK", "RB"))] == [2, 4, 1, 3]


def test_without_a_rank_they_come_last() -> None:
    assert [one.id for one in proposed_order([One("RB", None, 1), One("RB", 2, 2), One("RB", 1, 3)])] == [3, 2, 1]


@pytest.mark.parametrize("order", ["", "RB", "RB LF MO BK", "RB RB BK", "SK RB SK BK SK", "SK"])
def test_the_proposed_order_needs_no_word(order: str) -> None:
    assert out_of_order(ranked(*order.split())) is None


@pytest.mark.parametrize(("order", "said"), [
    ("LF RB", "erst Leistungsfähigkeit, dann Rahmenbedingungen"),
    ("BK SK RB", "erst berufliche Kompetenz, dann Rahmenbedingungen"),
    ("RB BK MO", "erst berufliche Kompetenz, dann Motivation/Leistungsbereitschaft"),
])
def test_another_order_is_shown_as_such(order: str, said: str) -> None:
    check = out_of_order(ranked(*order.split()))
    assert check is not None
    assert said in check.sentence
    assert (check.id, check.blocks) == ("Q10", False)


def test_areas_are_called_as_with_the_client() -> None:
    check = out_of_order(ranked("BK", "RB"), AREAS_YOUTH)
    assert check is not None
    assert check.sentence.count("schulische Qualifikation/berufliche Kompetenz") == 2


@given(st.lists(st.sampled_from(sorted(AREAS))))
def test_what_is_proposed_is_in_order(present: list[str]) -> None:
    proposed = proposed_order(ranked(*present))
    renumbered = [one._replace(rank=rank) for rank, one in enumerate(proposed, 1)]
    assert out_of_order(renumbered) is None
    assert sorted(proposed) == sorted(ranked(*present))
    assert [rank for rank, one in enumerate(proposed) if one.area not in ORDER] == [
        rank for rank, area in enumerate(present) if area not in ORDER]


@pytest.mark.parametrize(("ranks", "faults"), [
    ([], []),
    ([1, 2, 3], []),
    ([2, 7], []),
    ([1, 1, 2, 2, 3], ["Den Rang 1, 2 gibt es mehrfach."]),
    ([1, None], ["Ein Hemmnis hat keinen Rang."]),
    ([1, 1, None, None], ["Den Rang 1 gibt es mehrfach.", "2 Hemmnisse haben keinen Rang."]),
])
def test_ranks_that_are_no_order(ranks: list[int | None], faults: list[str]) -> None:
    assert rank_faults([One("RB", rank) for rank in ranks]) == faults
