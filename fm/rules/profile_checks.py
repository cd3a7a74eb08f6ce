"""Chapter 5 of the rulebook for the profile: what a version still lacks before it is complete.

The fields are those of the profile's form; what belongs to barriers and category has none there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fm.rules.calendar import german
from fm.rules.checks import Check
from fm.rules.handover_checks import q21
from fm.rules.profiles import ProfileSaid
from fm.rules.vocabulary import AREAS, BARRIER_STATES


class RankedBarrier(NamedTuple):
    """A barrier as far as Q7 looks at it; `name` is what its reader may learn of it."""

    name: str
    area: str | None
    state: str | None
    rank: int | None

    @property
    def open(self) -> bool:
        """Whether it still stands in the way."""
        return self.state != "erledigt"


@dataclass(frozen=True)
class ProfileAtHand:
    """A version of the profile as it stands, None where there is none, and what it hangs together with.

    `before` is the version before it. `consulted`: a first consultation has been held.
    """

    version: ProfileSaid | None
    before: ProfileSaid | None = None
    barriers: Sequence[RankedBarrier] = ()
    youth: bool = False
    target_group: str | None = None
    consulted: bool = False
    category: str | None = None


def profile_checks(profile: ProfileAtHand) -> list[Check]:
    """What a profile still lacks, Q6, Q7, Q9, Q17, Q21 (HK 4.1.1, 4.1.4, 5.1, 5.2)."""
    return [check for rule in (q6, q7, q9, q17) for check in rule(profile)] + list(
        q21(profile.consulted, profile.category))


def is_complete(checks: Sequence[Check]) -> bool:
    """Whether nothing is left that stands in the way of calling it complete."""
    return not any(check.blocks for check in checks)


def q6(profile: ProfileAtHand) -> Iterator[Check]:
    """The profile names a target occupation or activity (HK 4.1.1)."""
    if profile.version is None or not profile.version.target:
        yield Check("Q6", "Es fehlt der Zielberuf oder die Zieltätigkeit.", True, "ziel")


def q7(profile: ProfileAtHand) -> Iterator[Check]:
    """Each barrier has one of the five areas and one of the four states, each open one a rank of its own (HK 5.1)."""
    for barrier in profile.barriers:
        if barrier.area not in AREAS or barrier.state not in BARRIER_STATES:
            yield Check("Q7", f"Zum Hemmnis „{barrier.name}“ fehlt Bereich oder Bearbeitungsstand.", True)
    still_open = [barrier for barrier in profile.barriers if barrier.open]
    for barrier in still_open:
        if barrier.rank is None:
            yield Check("Q7", f"Dem Hemmnis „{barrier.name}“ fehlt der Rang.", True)
    ranks = Counter(barrier.rank for barrier in still_open if barrier.rank is not None)
    for rank in sorted(rank for rank, times in ranks.items() if times > 1):
        yield Check("Q7", f"Rang {rank} haben mehrere Hemmnisse; jeder Rang wird einmal vergeben.", True)


def q9(profile: ProfileAtHand) -> Iterator[Check]:
    """The profile has a validity period, and begins where the version before ends (HK 4.1.1, 4.1.4)."""
    version, before = profile.version, profile.before
    if version is None or version.valid_until is None:
        yield Check("Q9", "Es fehlt, bis wann das Profil gilt.", True, "gilt_bis")
    if version is not None and before is not None and before.valid_until != version.valid_from:
        ends = f"am {german(before.valid_until)}" if before.valid_until else "ohne Enddatum"
        yield Check("Q9", f"Die vorige Fassung endet {ends}, diese beginnt am {german(version.valid_from)}; sie müssen "
                          "aneinander anschließen.", True, "gilt_ab")


def q17(profile: ProfileAtHand) -> Iterator[Check]:
    """Every youth has a target group (HK 5.2)."""
    if profile.youth and profile.target_group is None:
        yield Check("Q17", "Für unter 25-Jährige gehört eine Zielgruppe dazu.", False)
