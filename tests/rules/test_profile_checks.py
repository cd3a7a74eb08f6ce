"""What a profile lacks before it is complete: Q6, Q7, Q9, Q17, Q21 (HK 4.1.1, 4.1.4, 5.1, 5.2)."""

from dataclasses import replace
from datetime import date

import pytest

from fm.rules.profile_checks import ProfileAtHand, RankedBarrier, is_complete, profile_checks
from fm.rules.profiles import ProfileSaid

MARCH, JUNE, DECEMBER = date(2026, 3, 2), date(2026, 6, 1), date(2026, 12, 1)
COMPLETE = ProfileAtHand(
    ProfileSaid(JUNE, DECEMBER, "Lager"), ProfileSaid(MARCH, JUNE, "Küche"),
    [RankedBarrier("kein Auto", "RB", "erkannt", 1), RankedBarrier("Schulden", "RB", "in_bearbeitung", 2)],
    youth=True, target_group="activation", consulted=True, category="C")


def barriers(*some: RankedBarrier) -> ProfileAtHand:
    return replace(COMPLETE, barriers=some)


CASES = {
    "everything there": (COMPLETE, []),
    "no version at all": (replace(COMPLETE, version=None), [("Q6", True, "ziel"), ("Q9", True, "gilt_bis")]),
    "the first version": (replace(COMPLETE, before=None), []),
    "no target": (replace(COMPLETE, version=ProfileSaid(JUNE, DECEMBER, "")), [("Q6", True, "ziel")]),
    "no end": (replace(COMPLETE, version=ProfileSaid(JUNE, None, "Lager")), [("Q9", True, "gilt_bis")]),
    "a gap": (replace(COMPLETE, before=ProfileSaid(MARCH, MARCH)), [("Q9", True, "gilt_ab")]),
    "an overlap": (replace(COMPLETE, before=ProfileSaid(MARCH, DECEMBER)), [("Q9", True, "gilt_ab")]),
    "the one before has no end": (replace(COMPLETE, before=ProfileSaid(MARCH)), [("Q9", True, "gilt_ab")]),
    "no barriers": (barriers(), []),
    "a barrier without area": (barriers(RankedBarrier("x", None, "erkannt", 1)), [("Q7", True, None)]),
    "a barrier of another area": (barriers(RankedBarrier("x", "ZZ", "erkannt", 1)), [("Q7", True, None)]),
    "a barrier without state": (barriers(RankedBarrier("x", "RB", None, 1)), [("Q7", True, None)]),
    "a barrier without rank": (barriers(RankedBarrier("x", "RB", "erkannt", None)), [("Q7", True, None)]),
    "a resolved barrier needs no rank": (barriers(RankedBarrier("x", "RB", "erledigt", None)), []),
    "two barriers of the same rank": (
        barriers(RankedBarrier("x", "RB", "erkannt", 1), RankedBarrier("y", "BK", "erfolglos", 1)),
        [("Q7", True, None)]),
    "the rank of a resolved barrier is free": (
        barriers(RankedBarrier("x", "RB", "erledigt", 1), RankedBarrier("y", "BK", "erkannt", 1)), []),
    "a youth without target group": (replace(COMPLETE, target_group=None), [("Q17", False, None)]),
    "an adult without target group": (replace(COMPLETE, target_group=None, youth=False), []),
    "consulted, no category": (replace(COMPLETE, category=None), [("Q21", True, "category")]),
    "no category before the first consultation": (replace(COMPLETE, category=None, consulted=False), []),
}


@pytest.mark.parametrize(("profile", "found"), CASES.values(), ids=CASES)
def test_what_a_profile_lacks(profile: ProfileAtHand, found: list[tuple[str, bool, str | None]]) -> None:
    checks = profile_checks(profile)
    assert [(check.id, check.blocks, check.field) for check in checks] == found
    assert is_complete(checks) is not any(blocks for _, blocks, _ in found)


def test_each_barrier_is_named() -> None:
    found = profile_checks(barriers(RankedBarrier("kein Auto", "RB", "erkannt", None),
                                    RankedBarrier("Schulden", None, "erkannt", 1)))
    assert [check.sentence for check in found] == [
        "Zum Hemmnis „Schulden“ fehlt Bereich oder Bearbeitungsstand.", "Dem Hemmnis „kein Auto“ fehlt der Rang."]


def test_the_days_that_do_not_meet_are_said() -> None:
    (check,) = profile_checks(replace(COMPLETE, before=ProfileSaid(MARCH, DECEMBER)))
    assert check.sentence == ("Die vorige Fassung endet am 01.12.2026, diese beginnt am 01.06.2026; sie müssen "
                              "aneinander anschließen.")
