"""Whose desk it is, and a list on it: short on the overview, whole and in pages under its own address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlalchemy.orm import Session

from fm.blueprints.lists import PAGE_SIZE, Column, Listing, ListState
from fm.queries.accounts import SignedIn
from fm.queries.agenda import planned_while_away
from fm.queries.caseload import Caseload, caseload
from fm.queries.facts import rule_settings
from fm.queries.listed import Found, Span
from fm.queries.office import Covered, calendar, covered_by
from fm.rules.calendar import Calendar
from fm.rules.settings import RuleSettings

#: Rows of a list on the overview; the worklist shows a whole page of each section.
SHORT = 10


@dataclass(frozen=True)
class Desk:
    """A person's desk on a day; `wanted` is the one list asked for, on its `page`; `only_own` leaves absentees out."""

    session: Session
    person: SignedIn
    today: date
    wanted: str | None = None
    page: int = 1
    only_own: bool = False

    @cached_property
    def calendar(self) -> Calendar:
        """The office's calendar."""
        return calendar(self.session)

    @cached_property
    def settings(self) -> RuleSettings:
        """The values management has entered for the rules."""
        return rule_settings(self.session)

    @cached_property
    def covered(self) -> list[Covered]:
        """The absent colleagues whose work this person does today."""
        return covered_by(self.session, self.person.id, self.today)

    @cached_property
    def visits_covered(self) -> dict[int, int]:
        """How many appointments stand in the absence of each of them from today on."""
        return planned_while_away(self.session, {one.id: one.until for one in self.covered}, self.today)

    @cached_property
    def caseload(self) -> Caseload:
        """This person's own clients against their post."""
        return caseload(self.session, self.person.id, self.today)

    @cached_property
    def staff_ids(self) -> list[int]:
        """Whose work lies on this desk."""
        return [self.person.id] + ([] if self.only_own else [colleague.id for colleague in self.covered])

    def span(self, key: str, short: int = SHORT) -> Span:
        """The rows to fetch of a list: a page if it is the wanted one, else the first `short`."""
        return Span(PAGE_SIZE, (self.page - 1) * PAGE_SIZE) if key == self.wanted else Span(short)

    def address(self, key: str | None = None) -> str:
        """The address of the overview or of one list, keeping the choice of whose work is shown."""
        return _address(key, self.only_own)

    @property
    def switched(self) -> str:
        """The address of what is shown now with the other choice of whose work."""
        return _address(self.wanted, not self.only_own)


def _address(key: str | None, only_own: bool) -> str:
    query = [f"liste={key}"] * bool(key) + ["nur=eigene"] * only_own
    return "/?" + "&".join(query) if query else "/"


class Head(NamedTuple):
    """What is fixed about a list: its key in the address, its words and columns, the template of its rows."""

    key: str
    label: str
    template: str
    when_empty: str
    columns: Sequence[Column]


class Shown(NamedTuple):
    """A list as the page shows it; `total` counts all its rows, `listing` holds those that are shown."""

    head: Head
    address: str
    listing: Listing
    total: int


class DeskList(NamedTuple):
    """A list that some role has on its desk, and how its rows are read."""

    head: Head
    find: Callable[[Desk, Span], Found]

    def show(self, desk: Desk) -> Shown:
        """Read the rows that are to be shown: of the first page where the list ends before the one asked for."""
        found = self.find(desk, desk.span(self.head.key))
        if not found.total and desk.wanted == self.head.key and desk.page > 1:
            desk = replace(desk, page=1)
            found = self.find(desk, desk.span(self.head.key))
        return shown(desk, self.head, found)


def shown(desk: Desk, head: Head, found: Found) -> Shown:
    """The list with these rows; pages has only the one that was asked for."""
    alone = desk.wanted == head.key
    state = ListState("", False, desk.page if alone else 1)
    listing = Listing(head.columns, found.rows, found.total if alone else len(found.rows), state)
    return Shown(head, desk.address(head.key), listing, found.total)


def columns(*labels: str, numeric: Sequence[str] = ()) -> tuple[Column, ...]:
    """Columns that do not sort, by their labels."""
    return tuple(Column(label, label, sorts=False, numeric=label in numeric) for label in labels)
