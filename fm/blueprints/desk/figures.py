"""What stands on a desk beside its lists: figures, and who is away."""

from collections.abc import Callable
from typing import Any, NamedTuple

from fm.blueprints.desk.desk import Desk
from fm.blueprints.texts import counted, decimal_comma
from fm.queries import desk_house, desk_measures, ratios, support
from fm.queries.caseload import Caseload
from fm.queries.office import branches
from fm.queries.results import Documented, share_documented
from fm.rules.load import ADULTS_PER_POST, YOUTHS_PER_POST
from fm.rules.vocabulary import MEASURE_STATES, ROLES, STREAMS


class Figure(NamedTuple):
    """A piece of the desk and how it is read; `read` gives the values its template knows as `figure`."""

    template: str
    read: Callable[[Desk], Any]


class CaseloadBar(NamedTuple):
    """The own caseload as a bar: how much of the post is taken, 1 being exactly full, and the words beside it."""

    load: float
    words: str


def own_caseload(desk: Desk) -> CaseloadBar:
    """The case manager's clients against their post (HK 2.2, 2.3)."""
    return CaseloadBar(desk.caseload.load, caseload_words(desk.caseload))


def caseload_words(found: Caseload) -> str:
    """142 Kunden (Schlüssel 1:150, Stelle 0,80); with clients on both sides of 25, each with its ratio."""
    adults = f"1:{ADULTS_PER_POST}"
    youths = f"1:{YOUTHS_PER_POST}"
    post = "" if found.share == 1 else f", Stelle {decimal_comma(found.share, 2)}"
    clients = counted(found.clients, "Kunde", "Kunden")
    if found.adults and found.youths:
        return f"{clients}, {found.adults} Ü25 (Schlüssel {adults}) und {found.youths} U25 (Schlüssel {youths}){post}"
    return f"{clients} (Schlüssel {youths if found.youths else adults}{post})"


class Overdue(NamedTuple):
    """Overdue deadlines: the branches, the own one first; by standard the number in each; the sums."""

    branches: dict[int, str]
    by_standard: dict[str, Any]
    by_branch: dict[int, int]
    total: int


def overdue(desk: Desk) -> Overdue:
    """What is overdue in the house, in numbers."""
    order = _own_first(desk)
    found = desk_house.overdue_by_standard(desk.session, desk.today)
    sums = {branch: sum(numbers[branch] for numbers in found.values()) for branch in order}
    return Overdue(order, found, sums, sum(numbers.total() for numbers in found.values()))


class Staffing(NamedTuple):
    """Clients per post, and cases that wait for a person, by branch."""

    branches: dict[int, str]
    ratios: list[ratios.Ratio]
    unsettled: dict[int | None, desk_house.Unsettled]
    streams: dict[str, str]


def staffing(desk: Desk) -> Staffing:
    """Where people are missing, in numbers."""
    names = _own_first(desk)
    order = list(names)
    found = sorted(ratios.ratios(desk.session, desk.today), key=lambda ratio: order.index(ratio.branch_id))
    return Staffing(names, found, desk_house.unsettled_cases(desk.session), STREAMS)


def _own_first(desk: Desk) -> dict[int, str]:
    names, own = branches(desk.session), desk.person.branch_id
    return {own: names[own]} | names


class Catalogue(NamedTuple):
    """How many measures are in each state, by its German name; the share of results of this year documented."""

    by_state: dict[str, int]
    documented: Documented


def measures(desk: Desk) -> Catalogue:
    """The catalogue in numbers."""
    found = desk_measures.measures_by_state(desk.session)
    by_state = {label: found.get(state, 0) for state, label in MEASURE_STATES.items()}
    return Catalogue(by_state, share_documented(desk.session, desk.today.replace(month=1, day=1), desk.today))


def funds(desk: Desk) -> support.Funds:
    """The budgets of this year in one line."""
    return support.funds(desk.session, desk.today.year)


class House(NamedTuple):
    """What administration looks after."""

    accounts: desk_house.Accounts
    roles: dict[str, int]
    database: desk_house.Database


def house(desk: Desk) -> House:
    """Accounts and database in numbers."""
    session = desk.session
    by_role = desk_house.accounts_by_role(session)
    roles = {label: by_role[role] for role, label in ROLES.items() if role in by_role}
    return House(desk_house.accounts(session), roles, desk_house.database(session))


#: Role → the pieces on its desk that are no lists.
FIGURES: dict[str, tuple[Figure, ...]] = {
    "manager": (Figure("desk/_overdue.html", overdue), Figure("desk/_staffing.html", staffing),
                Figure("desk/_funds.html", funds)),
    "project_coordinator": (Figure("desk/_measures.html", measures), Figure("desk/_funds.html", funds)),
    "admin": (Figure("desk/_house.html", house),),
}
