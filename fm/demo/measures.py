"""The made-up catalogue of measures: editions of two years, with seats that are really taken."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from random import Random

from fm.demo.staff import BRANCH_SHARES, Office
from fm.demo.words import TOWNS

PROVIDERS = ("Bildungswerk Uckerbogen", "Lernhof Oderland", "Kranich Qualifizierung", "Werkstatt am See")
LANGUAGES = "Sprachhaus Grenzland"
GENERAL = "§ 16 Abs. 1 SGB II i. V. m. § 45 SGB III"
UNEMPLOYED, PARENTS, YOUTHS = "arbeitslose Erwachsene", "Alleinerziehende", "U25, Aktivierung"
# kind, title, legal basis, for whom, content, places for 1,000 clients
COURSES = (
    ("mabe", "Neustart", GENERAL, UNEMPLOYED, "Standortbestimmung, Tagesstruktur und betriebliche Erprobung.", 22),
    ("mabe", "Bewerbungswerkstatt", GENERAL, "Kategorien A bis C", "Unterlagen, Stellensuche und Vorstellungsgespräche.", 6),
    ("mabe", "Familie und Beruf", GENERAL, PARENTS, "Teilzeitangebot mit Hilfe bei der Kinderbetreuung.", 10),
    ("mabe", "Jugendwerkstatt", GENERAL, YOUTHS, "Holz, Metall und Küche; sozialpädagogische Begleitung.", 8),
    ("vorbereitung", "Berufsvorbereitung", "§ 51 SGB III", "U25 ohne Ausbildung", "Berufsorientierung, Praktika, Nachholen der Berufsreife.", 5),
    ("vorbereitung", "Einstiegsqualifizierung", "§ 54a SGB III", "Ausbildungsuchende", "Langzeitpraktikum als Brücke in die Ausbildung.", 5),
    ("bae", "Außerbetriebliche Ausbildung", "§ 76 SGB III", "U25", "Ausbildung beim Träger mit Praxis in Betrieben.", 12),
    ("weiterbildung", "Umschulung Lagerlogistik", "§§ 81 ff. SGB III", "Erwachsene", "Umschulung mit Kammerprüfung in zwei Jahren.", 8),
    ("weiterbildung", "Umschulung Pflege", "§§ 81 ff. SGB III", "Erwachsene", "Umschulung zur Pflegefachkraft in Teilzeit.", 6),
    ("zertifiziert", "Einzelcoaching", "§ 45 Abs. 4 SGB III", "alle", "Begleitung mit Gutschein nach Bedarf.", 12),
    ("kommunal", "Schuldnerberatung", "§ 16a Nr. 2 SGB II", "alle", "Überblick, Regulierung, Sicherung des Existenzminimums.", 14),
    ("kommunal", "Suchtberatung", "§ 16a Nr. 4 SGB II", "alle", "Beratung und Vermittlung in Behandlung.", 8),
    ("sprachkurs", "Berufssprachkurs B1", "§ 45a AufenthG", "Geflüchtete, Migranten", "Deutsch für den Beruf, Prüfung B1.", 5),
    ("sprachkurs", "Integrationskurs", "§ 43 AufenthG", "Geflüchtete", "600 Stunden Sprache und 100 Stunden Orientierung.", 4),
    ("sonstige", "Arbeitsgelegenheit Stadtgrün", "§ 16d SGB II", "Kategorien D und E", "Zusätzliche Arbeiten in Parks und auf Spielplätzen.", 12),
)


def closed_to(adult: bool, single_parent: bool = False) -> set[str]:
    """The groups whose own measures are not for such a client."""
    return {YOUTHS if adult else UNEMPLOYED} | (set() if single_parent else {PARENTS})


@dataclass
class Measure:
    """One edition of a course at one place; `taken` counts the seats of each month."""

    number: str
    kind: str
    begins: date
    ends: date
    places: int
    row: dict
    taken: Counter = field(default_factory=Counter)

    def seat(self, begins: date, ends: date) -> bool:
        """Take a place for the whole time, or say that there is none."""
        first, last = begins.year * 12 + begins.month, ends.year * 12 + ends.month
        if any(self.taken[month] >= self.places for month in range(first, last + 1)):
            return False
        self.taken.update(range(first, last + 1))
        return True


class Catalogue:
    """All editions of all courses between two days, one next edition still being planned."""

    def __init__(self, clients: int, office: Office, first: date, today: date):
        self._by_kind: dict[str, list[Measure]] = {}
        self.measures: list[Measure] = []
        for year in range(first.year - first.year % 2, today.year + 3, 2):
            for course in COURSES:
                for branch in self._branches(course[5] * clients / 1000, len(self.measures)):
                    self._add(course, branch, year, clients, office, today)

    @staticmethod
    def _branches(places: float, turn: int) -> list[str]:
        """Each branch has the course where the district needs many places; else one of them, in turn."""
        branches = list(BRANCH_SHARES)
        return branches if places >= 40 else [branches[turn % len(branches)]]

    def _add(self, course: tuple, branch: str, year: int, clients: int, office: Office, today: date) -> None:
        kind, title, law, groups, content, per_thousand = course
        begins, ends = date(year, 1, 1), date(year + (3 if kind in ("bae", "weiterbildung") else 1), 12, 31)
        needed = per_thousand * clients / 1000
        places = max(2, round(needed * BRANCH_SHARES[branch] if needed >= 40 else needed))
        number = len(self.measures) + 1
        row = {
            "nummer": f"M{number:04}",
            "titel": f"{title} {branch} {year}",
            "art": kind,
            "rechtsgrundlage": law,
            "traeger": LANGUAGES if kind == "sprachkurs" else PROVIDERS[number % len(PROVIDERS)],
            "ort": TOWNS[branch],
            "beginn": begins,
            "ende": ends,
            "plaetze": places,
            "verantwortlich": None if begins > today and number % 5 == 0 else office.coordinator(branch).login,
            "zielgruppen": groups,
            "inhalt": content,
            "status": "geplant" if begins > today else "beendet" if ends < today else "laufend",
        }
        measure = Measure(row["nummer"], kind, begins, ends, places, row)
        self.measures.append(measure)
        self._by_kind.setdefault(kind, []).append(measure)

    def choose(self, kind: str, begins: date, ends: date, rng: Random, not_for: Collection[str] = ()) -> Measure | None:
        """A measure of the kind that runs from the one day to the other, and is not for these groups alone."""
        running = [measure for measure in self._by_kind[kind]
                   if measure.begins <= begins and ends <= measure.ends and measure.row["zielgruppen"] not in not_for]
        return rng.choice(running) if running else None
