"""The counters in the head of every page, declared once; a person sees those that exist and that they may enter."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from fm.blueprints.access import declared


@dataclass(frozen=True)
class Counter:
    """One entry: its German label, the endpoint it leads to, the letter that follows `g` on the keyboard."""

    label: str
    endpoint: str
    letter: str

    @property
    def here(self) -> bool:
        """True on the counter's own page and on every page whose address begins as its own does."""
        return _first_part(url_for(self.endpoint)) == _first_part(request.path)


def _first_part(path: str) -> str:
    return path.split("/")[1]


#: In the order on screen. What a person needs to enter is declared at the view itself.
COUNTERS = (
    Counter("Schreibtisch", "desk.show", "s"),
    Counter("Kunden", "clients.index", "k"),
    Counter("Kalender", "agenda.show", "t"),
    Counter("Einstieg", "intake.index", "e"),
    Counter("Umlauf", "benefits.circulations", "l"),
    Counter("Übergaben", "handovers.index", "u"),
    Counter("Maßnahmen", "measures.index", "m"),
    Counter("Arbeitgeber", "employers.index", "a"),
    Counter("Auswertung", "review.index", "w"),
    Counter("Fristen", "calculator.show", "f"),
    Counter("Regelwerk", "rulebook.index", "r"),
    Counter("Verwaltung", "admin.index", "v"),
)


def counters_for(person) -> list[Counter]:
    """The counters that exist and that `person` may enter."""
    return [counter for counter in COUNTERS if may_reach(person, counter.endpoint)]


def may_reach(person, endpoint: str) -> bool:
    """True if there is such a page and its declaration admits `person`."""
    access = declared(current_app, endpoint)
    return access is not None and access.admits(person)
