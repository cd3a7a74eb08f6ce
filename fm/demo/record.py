"""What the office has written down about one client: the rows of its tables, and how one case writes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fm.demo.days import Days
from fm.demo.measures import Catalogue
from fm.demo.people import Person, Stay
from fm.demo.staff import Member, Office
from fm.demo.texts import note
from fm.rules.calendar import birthday, plus_months
from fm.rules.vocabulary import ADULT_STREAMS

LATE = 0.09  # how often the office does something after its last day
Rows = dict[str, list[tuple[date, dict]]]


@dataclass(frozen=True)
class World:
    """What all cases share: the day, the calendar, the office and its catalogue."""

    today: date
    days: Days
    office: Office
    catalogue: Catalogue


@dataclass
class Case:
    """One stretch of support while it is being made up, day by day.

    Nothing is recorded on or after `limit`. `target` is the day on which the next of the main obligations shall come
    due, so that a chosen share of the cases is overdue, due today, or due later.
    """

    world: World
    person: Person
    stay: Stay
    rng: Random
    rows: Rows
    transfers: list[tuple[date, str, Member]] = field(default_factory=list)
    details: dict = field(default_factory=dict)
    talking_until: date | None = None

    def __post_init__(self) -> None:
        self.limit = min(self.stay.works_until or self.world.today, self.world.today)
        self.target = self.stay.target
        if self.target < self.world.today <= self.at(self.target):
            self.target = self.at(self.target, -1)  # else what is due while the office is closed would be due today
        if self.stay.closed:
            self.limit = min(self.limit, self.stay.closed + timedelta(days=1))

    # -- time ---------------------------------------------------------------------------------------------------

    def at(self, day: date, n: int = 0) -> date:
        """The n-th working day from a day on."""
        return self.world.days.at(day, n)

    def chance(self, probability: float) -> bool:
        """True as often as the probability says."""
        return self.rng.random() < probability

    def within(self, first: int, last: int) -> int:
        """A number between two, both included."""
        return self.rng.randint(first, last)

    def done(self, due: date, ahead: int, since: date = date.min) -> date:
        """When the office does what is due then: some working days ahead, now and then late, never before `since`."""
        shift = self.within(1, 10) if self.chance(LATE) else -self.within(0, ahead)
        return max(self.at(due, shift), self.at(max(since, date(2000, 1, 3))))

    def known(self, day: date | None) -> date | None:
        """The day if it has come, None if nobody can know it yet."""
        return day if day is not None and day < self.limit else None

    def chain(self, anchor: date, until: date, step: Callable[[date, int], date], ahead: int) -> Iterator[date]:
        """Days on which something is done again and again, each by one step after the one before."""
        while True:
            day = self.done(step(anchor, 1), ahead, anchor + timedelta(days=3))
            if self.target < self.world.today and anchor < (last := self.at(step(self.target, -1))) <= day:
                day, until = last, min(until, last + timedelta(days=1))
            if day >= min(until, self.limit):
                return
            yield day
            anchor = day

    def age(self, day: date) -> int:
        """The client's age in years on a day."""
        years = day.year - self.person.born.year
        return years if birthday(self.person.born, years) <= day else years - 1

    # -- writing ------------------------------------------------------------------------------------------------

    def add(self, file: str, day: date, **columns: object) -> dict | None:
        """Write a row of that day; None where the day has not come."""
        if day >= self.limit:
            return None
        self.rows[file].append((day, columns))
        return columns

    def contact(self, day: date, kind: str, missed: bool = False) -> bool:
        """Note a conversation with the client, held or missed."""
        staff = self.staff_on(day)
        return None is not self.add(
            "kontakte", day, datum=day, art=kind, versaeumt=missed, mitarbeiter=staff.login if staff else None,
            text=note(self.rng, kind, missed, self.age(day) < 20),
        )

    def invite(self, day: date, kind: str, consequences: bool = True) -> None:
        """Send an invitation, with legal consequences unless told otherwise."""
        self.add("einladungen", day, versandt_am=day, art=kind, mit_rechtsfolgen=consequences)

    def talks(self, since: date, until: date, shortest: int = 12, longest: int = 35) -> None:
        """Conversations beside the ones that a rule asks for; a tenth of them is missed."""
        day = max(since, self.talking_until or since)
        while True:
            gap = 85 if self.chance(0.03) else 0  # now and then somebody is lost sight of
            day = self.at(day + timedelta(days=self.within(shortest, longest) + gap))
            if day >= min(until, self.limit):
                break
            self.contact(day, "other", self.chance(0.1))
            self.talking_until = day

    def transfer(self, day: date, stream: str, reason: str) -> None:
        """Hand the case to the stream and to its case manager with the lowest load."""
        before = self.staff_on(day)
        member = self.world.office.pick(self.person.branch, stream)
        row = self.add(
            "uebergaben", day, datum=day, bereich=stream, von=before.login if before else None, an=member.login, grund=reason
        )
        if row:
            self.transfers.append((day, stream, member))
            self.transfers.sort(key=lambda transfer: transfer[0])

    def staff_on(self, day: date) -> Member | None:
        """Who looks after the client on a day; before the first transfer, who will."""
        if not self.transfers:
            return None
        return next((member for since, _, member in reversed(self.transfers) if since <= day), self.transfers[0][2])

    def stream_on(self, day: date) -> str | None:
        """The stream on a day; None before the first transfer."""
        return next((stream for since, stream, _ in reversed(self.transfers) if since <= day), None)

    def adult(self, day: date) -> bool:
        """In an adult stream already, or old enough for one."""
        return self.stream_on(day) in ADULT_STREAMS or self.age(day) >= 25

    def categorise(self, day: date, category: str, obstacle: str | None = None, ends: date | None = None) -> None:
        """Put the client into a category."""
        self.add("kategorien", day, ab=day, kategorie=category, hinderungsgrund=obstacle, hinderungsgrund_bis=ends)

    def group(self, day: date, group: str) -> None:
        """Put the youth into a target group; there are none after the 25th birthday."""
        if self.age(day) < 25:
            self.add("zielgruppen", day, ab=day, zielgruppe=group)

    def instruct(self, day: date) -> None:
        """Give the full legal instruction."""
        if all(known != day for known, _ in self.rows["belehrungen"]):
            self.add("belehrungen", day, datum=day)

    def close(self, day: date, placed: date | None = None) -> None:
        """End the case on a day that has come; nothing is recorded after it."""
        if day < self.limit and not self.stay.closed:
            self.stay.closed = day
            self.limit = day + timedelta(days=1)
            for _, barrier in self.rows["hemmnisse"]:
                if barrier["erledigt_am"] and barrier["erledigt_am"] > day:
                    barrier |= {"stand": "in_bearbeitung", "erledigt_am": None}
        if placed and placed < self.limit:
            self.details["integriert_am"] = placed

    def half_years(self, day: date, n: int = 1) -> date:
        """A step of six months for `chain`."""
        return plus_months(day, 6 * n)
