"""Who should look after a case: the household's case manager first, then whoever has the lowest load.

Load is measured by what the concept strives for: 150 adults or 75 people under 25 for a full-time post.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fm.rules.calendar import german

#: Clients for one full-time post: adults (HK 2.2) and people under 25 (HK 2.3).
ADULTS_PER_POST, YOUTHS_PER_POST = 150, 75


def load(adults: int, youths: int, share: Decimal) -> float:
    """What of a post is taken, 1 being exactly full; without a post infinite once there is a client (HK 2.2, 2.3)."""
    if not adults + youths:
        return 0.0
    needed = adults / ADULTS_PER_POST + youths / YOUTHS_PER_POST
    return needed / float(share) if share else float("inf")


class Colleague(NamedTuple):
    """A case manager who could look after a case: their open cases by age, share of a post, how long they are away.

    `of_household` says that they look after another member of the household already.
    """

    id: int
    name: str
    adults: int
    youths: int
    share: Decimal
    absent_until: date | None = None
    of_household: bool = False

    @property
    def load(self) -> float:
        """What of the post is taken."""
        return load(self.adults, self.youths, self.share)

    @property
    def words(self) -> str:
        """Clients, post, and when they are back, for the choice between colleagues."""
        clients = self.adults + self.youths
        post = f"{self.share:.2f}".replace(".", ",")
        told = f"{clients} {'Kunde' if clients == 1 else 'Kunden'}, Stelle {post}"
        return f"{told}, abwesend bis {german(self.absent_until)}" if self.absent_until else told


class Named(NamedTuple):
    """The colleague proposed, None where nobody is there; and why, in one German sentence with chapter."""

    staff_id: int | None
    why: str


def propose(colleagues: Sequence[Colleague]) -> Named:
    """Who of a branch and stream should look after a case (HK 2.2, 3, 6.1).

    The household's first, then the lowest load. Who is away today, or holds no share of a post, is not proposed.
    """
    present = [one for one in colleagues if one.absent_until is None and one.share]
    if not present:
        return Named(None, _nobody(colleagues))
    known = [one for one in present if one.of_household]
    chosen = min(known or present, key=lambda one: (one.load, one.id))
    if known:
        return Named(chosen.id, f"{chosen.name} betreut bereits die Bedarfsgemeinschaft (HK 3).")
    if len(present) == 1:
        return Named(chosen.id, f"{chosen.name} ist in diesem Bereich der Geschäftsstelle allein da (HK 6.1).")
    return Named(chosen.id, f"{chosen.name} ist gemessen am Stellenanteil am wenigsten ausgelastet: {chosen.words} "
                            f"(HK 2.2, 2.3).")


def _nobody(colleagues: Sequence[Colleague]) -> str:
    if not colleagues:
        return "Für diesen Bereich gibt es in der Geschäftsstelle niemanden im Fallmanagement."
    return "In diesem Bereich der Geschäftsstelle ist heute niemand im Fallmanagement da."
