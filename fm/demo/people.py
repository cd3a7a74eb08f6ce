"""Who comes to the office: households, their members, and when each was supported."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fm.demo.staff import BRANCH_SHARES
from fm.demo.words import FROM_AFAR, GIVEN, PLACES, STREETS, SURNAMES, YOUNG
from fm.rules.calendar import birthday

# members of a household by share of households: P a parent alone, A an adult, Y somebody between 15 and 25
HOUSEHOLDS = {"A": 0.42, "Y": 0.09, "P": 0.07, "AA": 0.12, "PY": 0.14, "AAY": 0.10, "AAYY": 0.025, "AAYYY": 0.035}
ADULTS = {"regular": 0.70, "market": 0.09, "self_employed": 0.07, "refugee": 0.08, "turned": 0.06}
YOUTHS = {"youth": 0.54, "pupil": 0.36, "turns_25": 0.05, "turns_15": 0.05}
# days until the main obligation comes due: (share, earliest, latest), working days where overdue
OVERDUE = ((0.40, 1, 3), (0.35, 4, 8), (0.18, 9, 15), (0.07, 16, 45))
AHEAD = ((0.04, 0, 0), (0.09, 1, 6), (0.25, 7, 28), (0.62, 29, 150))


@dataclass
class Stay:
    """One stretch of support: its first day, its last where it has one, and how it shall stand today.

    works_until: from this day on nothing has been done any more.
    """

    start: date
    target: date = date.max
    closed: date | None = None
    works_until: date | None = None
    previous_benefit_until: date | None = None


@dataclass
class Person:
    """A client: `kind` decides what the history will be like."""

    number: str
    household: "Household"
    kind: str
    surname: str
    given: str
    born: date
    sex: str | None
    language: str | None
    groups: list[str]
    stays: list[Stay]
    guardian: str | None = None
    young: bool = False

    @property
    def branch(self) -> str:
        return self.household.branch


@dataclass
class Household:
    """People who live together and share an address."""

    number: str
    branch: str
    street: str
    postcode: str
    town: str
    members: list[Person] = field(default_factory=list)


def pick(rng: Random, shares: dict[str, float]) -> str:
    """One of the words, each as often as its share says."""
    return rng.choices(list(shares), list(shares.values()))[0]


def target(rng: Random, today: date, behind: float) -> date:
    """The day on which a client's next obligation shall come due; `behind` is the share that shall be overdue."""
    ranges, sign = (OVERDUE, -1) if rng.random() < behind else (AHEAD, 1)
    _, first, last = rng.choices(ranges, [part for part, _, _ in ranges])[0]
    day = today + sign * timedelta(days=rng.randint(first, last) * (7 if sign < 0 else 5) // 5)
    while day.weekday() > 4:
        day += sign * timedelta(days=1)
    return day


class People:
    """The district's people who are or were clients, household by household, always the same for one seed."""

    def __init__(self, clients: int, today: date, years: int, seed: int):
        self.clients, self.today, self.years, self.seed = clients, today, years, seed

    def households(self) -> Iterator[Household]:
        """Households until there are enough clients; the last one may be cut short."""
        made, number = 0, 0
        while made < self.clients:
            number += 1
            household = self._household(number, made)
            household.members = household.members[: self.clients - made]
            made += len(household.members)
            yield household

    def _household(self, number: int, made: int) -> Household:
        rng = Random(f"{self.seed}/{number}")
        branch = pick(rng, BRANCH_SHARES)
        postcode, town = rng.choice(PLACES[branch])
        street = f"{rng.choice(STREETS)} {rng.randint(1, 88)}"
        household = Household(f"BG{number:06}", branch, street, postcode, town)
        language = rng.choice(list(FROM_AFAR)) if rng.random() < 0.06 else None
        surname = rng.choice(FROM_AFAR[language]["surnames"] if language else SURNAMES)
        start = self._start(rng)
        for position, letter in enumerate(pick(rng, HOUSEHOLDS)):
            parent = household.members[0] if household.members else None
            person = self._person(rng, f"U{made + position + 1:06}", household, letter, surname, language, start, parent)
            household.members.append(person)
        return household

    def _start(self, rng: Random) -> date:
        """Some came lately, the others at any time of the years looked back on, the longer ago the more of them."""
        days = rng.randint(1, 50) if rng.random() < 0.08 else 50 + int((1 - rng.random() ** 2) * (self.years * 365 - 50))
        return self.today - timedelta(days=days)

    def _person(
        self, rng: Random, number: str, household: Household, letter: str, surname: str, language: str | None,
        start: date, parent: Person | None,
    ) -> Person:
        young = letter == "Y"
        kind = pick(rng, YOUTHS if young else ADULTS)
        if kind == "refugee" and not language:
            language = rng.choice(("Arabisch", "Ukrainisch", "Dari"))
            surname = rng.choice(FROM_AFAR[language]["surnames"])
        if rng.random() < 0.2 and not young:
            start = self._start(rng)
        if kind == "market":
            start = self.today - timedelta(days=rng.randint(40, 420))
        born = self._born(rng, kind, start)
        start = max(start, self._earliest(rng, kind, born))
        if kind in ("turned", "turns_25"):
            start = min(start, birthday(born, 25) - timedelta(days=rng.randint(30, 900)))
        sex = rng.choices(("w", "m", "d", None), (48, 48, 1, 3))[0]
        names = FROM_AFAR[language] if language else (YOUNG if young or kind == "turned" else GIVEN)
        given = rng.choice(names[sex if sex in ("w", "m") else rng.choice("wm")])
        minor = self.today < birthday(born, 18)
        return Person(
            number, household, kind, surname, given, born, sex, language or "Deutsch", self._groups(rng, kind, letter, language),
            self._stays(rng, kind, start), f"{parent.given} {parent.surname}" if minor and parent else
            f"Amtsvormundschaft {household.branch}" if minor else None, young or kind == "turned",
        )

    def _born(self, rng: Random, kind: str, start: date) -> date:
        days = rng.randint(0, 364)
        this_month = self.today.replace(day=rng.randint(1, 28))
        if kind == "turns_25":
            return birthday(this_month, -25)
        if kind == "turns_15":
            return birthday(this_month, -15)
        youngest, oldest = {"pupil": (15, 15), "youth": (17, 24), "turned": (25, 27)}.get(kind, (25, 58))
        if kind in ("pupil", "youth", "turned"):
            return birthday(self.today, -rng.randint(youngest, oldest)) - timedelta(days=days)
        return birthday(start, -rng.randint(youngest, oldest)) - timedelta(days=days)

    def _earliest(self, rng: Random, kind: str, born: date) -> date:
        """Nobody is a client much before the 15th birthday; who turned 25 lately was a client before."""
        if kind == "turns_15":
            return self.today - timedelta(days=rng.randint(60, 200))
        return birthday(born, 15) + timedelta(days=rng.randint(-120, 250)) if born > date(1990, 1, 1) else date.min

    def _groups(self, rng: Random, kind: str, letter: str, language: str | None) -> list[str]:
        chances = {
            "self_employed": kind == "self_employed",
            "refugee": kind == "refugee",
            "single_parent": letter == "P",
            "disabled": 0.06,
            "rehabilitation": 0.02,
            "top_up": 0.12 if letter != "Y" else 0.02,
            "migrant": 1 if language else 0.04,
        }
        return [group for group, chance in chances.items() if rng.random() < chance]

    def _stays(self, rng: Random, kind: str, start: date) -> list[Stay]:
        """One case or, for those who come back, two; the latest is still open for most."""
        today, age = self.today, (self.today - start).days
        stays = []
        if age > 800 and kind == "regular" and rng.random() < 0.2:
            closed = start + timedelta(days=rng.randint(250, age - 450))
            stays.append(Stay(start, closed=closed))
            start = min(closed + timedelta(days=rng.choice((40, 90, 150, 240, 400))), today - timedelta(days=rng.randint(5, 60)))
        latest = Stay(start, target(rng, today, 0.08 if kind == "market" else 0.21), previous_benefit_until=stays[0].closed if stays else None)
        age = (today - start).days
        if not stays and rng.random() < 0.12:
            latest.previous_benefit_until = start - timedelta(days=rng.choice((20, 70, 130, 300, 900)))
        if age > 200 and kind in ("regular", "self_employed", "refugee", "turned", "youth") and rng.random() < 0.16:
            latest.closed, latest.target = start + timedelta(days=rng.randint(150, age - 1)), date.max
        elif age < 60 and rng.random() < 0.25:
            latest.works_until = today - timedelta(days=rng.randint(2, 12))
        return [*stays, latest]

