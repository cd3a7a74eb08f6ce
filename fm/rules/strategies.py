"""Chapter 4.1.3: which strategies are proposed for a barrier, and what may be a first small step of each.

Proposals only: what is taken up, the client and the case manager agree.
"""

from collections.abc import Collection
from datetime import date
from functools import cache

from fm.rules.calendar import Calendar
from fm.rules.casework import BARRIER_KINDS, STRATEGY_KINDS

#: The strategy that comes before all others wherever it is possible (HK 4.1.3).
PLACEMENT = "placement"
#: How far ahead the intermediate goal of a proposed strategy lies.
PROPOSED_MONTHS = 3
#: An intermediate goal that can be reached in a few weeks or months, for each kind of strategy; made to be overwritten.
FIRST_STEPS = {
    "school_certificate": "Anmeldung zu einem Kurs für den Schulabschluss",
    "prepare_training": "Drei Bewerbungen um einen Ausbildungsplatz sind abgeschickt",
    "qualification": "Eignung und passender Abschluss sind geklärt",
    "part_qualification": "Passender Baustein ist ausgewählt, Beginn vereinbart",
    "skills": "Anmeldung zum passenden Lehrgang oder zur Prüfung",
    "experience": "Ein Praktikum oder eine Erprobung im Betrieb ist vereinbart",
    "german": "Anmeldung zum Sprachkurs und Einstufung",
    "literacy": "Beratung zur Grundbildung hat stattgefunden",
    "application_skills": "Lebenslauf und Anschreiben sind auf dem neuesten Stand",
    "orientation": "Zwei Berufe sind näher erkundet",
    "perspective": "Eine eigene Vorstellung für das nächste halbe Jahr ist aufgeschrieben",
    "initiative": "Eine selbst gewählte Aufgabe ist in jeder Woche erledigt",
    "learning": "Ein Schnuppertag in einem Kurs ist besucht",
    "introduce_to_work": "Vier Wochen lang an drei Tagen in der Woche teilgenommen",
    "social_behaviour": "Alle Termine eines Monats sind eingehalten oder rechtzeitig abgesagt",
    "psychosocial": "Erstes Gespräch in der Beratungsstelle",
    "establish_capacity": "Ärztliche oder psychologische Untersuchung hat stattgefunden",
    "suitable_work": "Es ist geklärt, welche Tätigkeiten gesundheitlich möglich sind",
    "health": "Ein Angebot der Krankenkasse oder Beratung ist begonnen",
    "rehabilitation": "Antrag auf Leistungen zur Teilhabe ist gestellt",
    "addiction": "Erstes Gespräch in der Suchtberatung",
    "care": "Betreuungsplatz oder Pflegehilfe ist beantragt",
    "debts": "Erstes Gespräch in der Schuldnerberatung",
    "housing": "Gespräch mit der Wohnungshilfe hat stattgefunden",
    "family": "Erstes Gespräch in der Familienberatung",
    "mobility": "Der Weg zur Arbeit ist geklärt: Fahrplan, Fahrgemeinschaft oder Führerschein",
    "far_mobility": "Ein Vorstellungsgespräch außerhalb der Region ist vereinbart",
    "placement": "Bewerbung um eine passende Stelle",
    "found_business": "Geschäftsidee ist aufgeschrieben und besprochen",
    "business": "Einnahmen und Ausgaben der letzten sechs Monate liegen vor",
    "more_work": "Gespräch mit dem Betrieb über mehr Stunden",
    "keep_work": "Die Probezeit ist geschafft",
    "graduates": "Bewerbungen sind vor dem Abschluss abgeschickt",
}
#: Kinds that give away a protected barrier by their name alone: all barriers they suit are protected.
SENSITIVE_KINDS = frozenset(
    code for code, kind in STRATEGY_KINDS.items()
    if kind.barriers and all(BARRIER_KINDS[barrier].sensitive for barrier in kind.barriers))  # fmt: skip


def proposals(
    barrier_kind: str | None, area: str, taken: Collection[str] = (), tried: Collection[str] = ()
) -> list[str]:
    """Kinds of strategies for a barrier: those that suit its kind, else those of its area; without those taken up.

    What was tried before comes last. Who works on a barrier of no listed kind, or has taken up all that suit it, is
    offered those of the area (HK 4.1.3).
    """
    suiting = [code for code in _of_barrier(barrier_kind) if code not in taken]
    return sorted(suiting or [code for code in _of_area(area) if code not in taken], key=lambda code: code in tried)


@cache
def _of_barrier(barrier_kind: str | None) -> list[str]:
    return [code for code, kind in STRATEGY_KINDS.items() if barrier_kind in kind.barriers]


@cache
def _of_area(area: str) -> list[str]:
    return [code for code, kind in STRATEGY_KINDS.items() if kind.area == area]


def placement_first(taken: Collection[str]) -> bool:
    """Whether placement is to be proposed before everything else: it is not pursued yet (HK 4.1.3)."""
    return PLACEMENT not in taken


def proposed_due(today: date, calendar: Calendar) -> date:
    """Until when a proposed strategy is to reach its intermediate goal: three months, moved to a working day."""
    return calendar.add_months(today, PROPOSED_MONTHS)


def is_sensitive(barrier_sensitive: bool | None, kind: str | None) -> bool:
    """Whether only who reads protected data reads a strategy: as its barrier; without one (None), by its kind."""
    return kind in SENSITIVE_KINDS if barrier_sensitive is None else barrier_sensitive
